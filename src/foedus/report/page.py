"""The answer as one page: a single file without scripts, network access or fonts of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import Estimate
from foedus.errors import InputError
from foedus.report import evidence, limits, numbers, order_sentences, painters, reading, sentences
from foedus.report.chart import Chart
from foedus.report.drawn import table
from foedus.report.gallery import chart
from foedus.report.glossary import ABBREVIATIONS, BELIEFS_NOTE, TERMS, used
from foedus.report.look import NARROW, WIDE
from foedus.report.words import counted, estimate_in_words

CHARTS = ("outcomes", "fans", "instruments", "orders", "poles")
REDRAWN = ("outcomes",)
"""Charts drawn once more for a narrow window; in it the others scroll, since each drawing takes a third of a second."""
FOLDER = files("foedus.report") / "templates"
NOT_ON_PAPER = ("What each outcome counts", "The chart of what instruments change", "Weights of the specifications")
"""What the style of the page leaves out in print, beside what is closed."""


def as_html(answer: Answer) -> str:
    """The answer as self-contained HTML, readable on a telephone, on a desktop and on paper."""
    found = drawn(answer)
    pictures = _elements(found)
    words = TERMS | used(answer.model_dump_json(exclude={"words", "identity"}), ABBREVIATIONS | answer.words)
    return _navigable(
        _template().render(
            answer=answer,
            style=Markup((FOLDER / "page.css").read_text(encoding="utf-8")),
            charts=found,
            wide={name: pictures[name, WIDE] for name in found},
            narrow={name: pictures[name, NARROW] for name in REDRAWN if name in found},
            table=lambda rows: Markup(table(rows)),
            units=reading.units(answer),
            labels=reading.labels(answer),
            skills=reading.footnotes(evidence.skill(line.skill) for line in answer.outcomes),
            words=words,
            beliefs_note=BELIEFS_NOTE,
            limits=limits,
            reading=reading,
            counted=counted,
            evidence=evidence,
            sentences=sentences,
            order_sentences=order_sentences,
        )
    )


def drawn(answer: Answer) -> dict[str, Chart]:
    """The charts of the page, those that the answer has numbers for."""
    found = {}
    for name in CHARTS:
        with suppress(InputError):
            found[name] = chart(answer, name)
    return found


def _elements(charts: Mapping[str, Chart]) -> dict[tuple[str, int], Markup]:
    """The pictures of the page by name and width, as many at once as can be drawn."""
    wanted = [*((name, WIDE) for name in charts), *((name, NARROW) for name in REDRAWN if name in charts)]
    with ThreadPoolExecutor(painters.together()) as pool:
        made = pool.map(lambda one: Markup(charts[one[0]].element(one[1])), wanted)
        return dict(zip(wanted, made, strict=True))


def _navigable(page: str) -> str:
    """The page with an id at every heading, links to them, and on paper a line on what stays closed."""
    titles = dict.fromkeys(re.findall(r"<h2>(.*?)</h2>", page))
    places = {title: re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") for title in titles}
    page = re.sub(r"<h2>(.*?)</h2>", lambda found: f'<h2 id="to-{places[found[1]]}">{found[1]}</h2>', page)
    links = "".join(f'<li><a href="#to-{place}">{title}</a></li>' for title, place in places.items())
    closed = [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<summary>(.*?)</summary>", page)]
    told = f"Not on paper, and in the file: {'; '.join([*NOT_ON_PAPER, *closed])}."
    page = page.replace('On this page"></nav>', f'On this page"><ul>{links}</ul></nav>', 1)
    return page.replace('<p class="paper"></p>', f'<p class="paper">{told}</p>', 1)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {
        "probability": numbers.probability,
        "in_words": estimate_in_words,
        "amount": numbers.amount,
        "value": _typeset(numbers.value),
        "interval": _typeset(numbers.interval),
        "change": _typeset(numbers.change),
        "change_interval": _typeset(numbers.change_interval),
        "unit_of_change": numbers.unit_of_change,
    }
    return environment.from_string((FOLDER / "answer.html.j2").read_text(encoding="utf-8"))


def _typeset(form: Callable[[Estimate, str], str]) -> Callable[[Estimate, str], str]:
    """A number with a typographic minus sign."""
    return lambda estimate, unit: form(estimate, unit).replace("-", "\u2212")

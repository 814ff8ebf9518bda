"""The answer as one page: a single file without scripts, network access or fonts of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import Estimate
from foedus.errors import InputError
from foedus.report import evidence, limits, numbers, reading, sentences
from foedus.report.chart import Chart
from foedus.report.drawn import table
from foedus.report.gallery import chart
from foedus.report.glossary import ABBREVIATIONS, BELIEFS_NOTE, TERMS, used
from foedus.report.look import NARROW, WIDE
from foedus.report.words import counted, estimate_in_words

CHARTS = ("outcomes", "fans", "instruments", "orders", "poles")
FOLDER = files("foedus.report") / "templates"


def as_html(answer: Answer) -> str:
    """The answer as self-contained HTML, readable on a telephone, on a desktop and on paper."""
    found = drawn(answer)
    words = TERMS | used(answer.model_dump_json(exclude={"words", "identity"}), ABBREVIATIONS | answer.words)
    return _template().render(
        answer=answer,
        style=Markup((FOLDER / "page.css").read_text(encoding="utf-8")),
        charts=found,
        wide={x.name: Markup(x.element(WIDE)) for x in found.values()},
        narrow={x.name: Markup(x.element(NARROW)) for x in found.values()},
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
    )


def drawn(answer: Answer) -> dict[str, Chart]:
    """The charts of the page, those that the answer has numbers for."""
    found = {}
    for name in CHARTS:
        with suppress(InputError):
            found[name] = chart(answer, name)
    return found


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

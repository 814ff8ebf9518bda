"""The gallery of shipped cases and the sample of the README, from recorded answers.

python docs/gallery.py    answer the question of every case again, as `foedus assess CASE` does, and record the answers

An answer is recorded whole, but for the digests of its futures, of which the first stays: a test counts those futures again.
`foedus diff` reads it, unpacked; `foedus verify` refuses it.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from layout import table
from pictures import slim

import foedus
from foedus.assessment.answer import Answer
from foedus.report import limits, numbers, reading, sentences
from foedus.report.chart import Chart
from foedus.report.screen import first_screen

HERE = Path(__file__).resolve().parent
ANSWERS = HERE / "answers"
SAMPLE = "us-rok"
"""The case whose first screen the README shows."""
CHART = "outcomes"
"""The chart of each card."""


def record() -> None:
    """Answer every case, those of long ago without hindsight, and keep the answers."""
    from foedus.simulation.store import users_store

    for name in foedus.case_names():
        answer = foedus.assess(name, store=users_store())
        if answer.provenance.late_fits:
            answer = foedus.assess(name, hindsight=False, store=users_store())
        print(f"{name}: {keep(answer)}", file=sys.stderr)


def keep(answer: Answer) -> Path:
    """Write an answer, with the digest of its first futures alone."""
    assert answer.identity is not None
    first = answer.identity.runs[0]
    run = first.model_copy(update={"pieces": first.pieces[:1]})
    short = answer.model_copy(update={"identity": answer.identity.model_copy(update={"runs": [run]})})
    path = ANSWERS / f"{answer.case}.json.gz"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(short.model_dump_json().encode(), mtime=0))
    return path


@cache
def kept(name: str) -> Answer:
    """The recorded answer of a case."""
    return Answer.model_validate_json(gzip.decompress((ANSWERS / f"{name}.json.gz").read_bytes()))


def sample() -> str:
    """The first screen of an answer, as the terminal shows it."""
    return f"```text\n{first_screen(kept(SAMPLE)).rstrip()}\n```"


def picture(name: str) -> Chart:
    """The chart of a case: each probability with its interval, against what the case tolerates."""
    return foedus.chart(kept(name), CHART)


def drawn() -> dict[Path, str]:
    """The pictures of the gallery that are not those of the recorded answers: file, and content.

    They are compared by their descriptions, which hold every number: letters are measured otherwise on other machines.
    """
    found: dict[Path, str] = {}
    for name in foedus.case_names():
        path, now = HERE / "pictures" / f"{name}.svg", picture(name)
        if not path.exists() or described(now) not in path.read_text(encoding="utf-8"):
            found[path] = slim(now.svg())
    return found


def described(one: Chart) -> str:
    """The description of a picture, as its file has it."""
    from html import escape

    return escape(one.words)


def gallery() -> str:
    """A card for each case."""
    text = "# Cases that ship\n\nA card for each: the day, the verdict, the limits that decide it, the command. "
    text += "Numbers are those of\n`foedus assess CASE` as it stands; in brackets 90% intervals. The class is what became of "
    text += "alliances alike on the record. `make gallery` answers\nall of them again. "
    text += "A case of your own: [how to write one](how-to/write-a-case.md).\n\n"
    names = foedus.case_names()
    rows = (
        (f"[{name}](#{name})", kept(name).question, sentences.day(kept(name)), _verdict(kept(name))) for name in names
    )
    return text + table(("case", "question", "as of", "verdict"), rows) + "\n" + "\n".join(map(card, names))


def _verdict(answer: Answer) -> str:
    return sentences.headline(answer).rstrip(".").lower()


def card(name: str) -> str:
    """What one case is, and what is said of it."""
    answer, case = kept(name), foedus.load_case(name)
    states = ", ".join(state.name for state in case.states)
    own = ", ".join(item.name for item in case.instruments if item.own)
    text = f"## {name}\n\n{answer.question}\n\nAs of {sentences.day(answer)}, to {answer.by_year}; "
    text += f"{answer.futures:,} futures, seed {answer.seed}. States: {states}. Instruments of the alliance: {own}.\n\n"
    text += f"**{sentences.headline(answer)}** {sentences.verdict(answer)}\n\n"
    head = (f"limit, by {answer.by_year}", "estimate", "its class", "judged")
    text += table(head, _limits(answer))
    text += f"\nWeakest: {sentences.weakest(answer)}.\n\n![{picture(name).title}](pictures/{name}.svg)\n\n"
    day = " --no-hindsight" if answer.provenance.known_then else ""
    return text + f"```sh\nfoedus assess {name}{day}\nfoedus case show {name}\n```\n"


def _limits(answer: Answer) -> Iterator[tuple[str, ...]]:
    for line in answer.outcomes:
        if (tolerance := reading.tolerance_of(answer, line)) is not None:
            rate = numbers.short(line.record.pooled) if line.record else "none"
            yield (
                f"{reading.name(line)}, {limits.short(tolerance)}",
                numbers.short(line.estimate),
                rate,
                limits.state(tolerance),
            )


if __name__ == "__main__":
    record()

"""The first screen of an answer: at most 35 lines of 100 characters."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import OutcomeLine
from foedus.report import in_short, limits, numbers, order_sentences, reading, sentences
from foedus.report.numbers import PROBABILITY

LINES, WIDTH = 35, 100
FEWEST_ROWS = 3
MORE = " ..."
"""Ends what is longer than its place."""
HEAD = ("estimate", "limit", "its class", "rests on")
NAME = 13
"""Columns of the name of a line below the table."""
GAP = 2
"""Blanks between columns."""
RESTS_ON = {
    "skill": "skill",
    "none-shown": "no skill shown",
    "worse": "negative skill",
    "not-known": "skill unknown",
    "no-events": "few events",
    "not-measured": "assumption",
    "not-scored": "not scored",
}
"""What an estimate rests on, by what is known of the skill of its kind."""


def first_screen(answer: Answer) -> str:
    """The verdict, the numbers it rests on, and what a reader asks first."""
    rows = _chosen(answer)
    for most in range(len(rows), FEWEST_ROWS, -1):
        lines = list(_lines(answer, rows[:most]))
        if len(lines) <= LINES:
            break
    return "".join(f"{line.rstrip()}\n" for line in lines[:LINES])


def parts(answer: Answer) -> dict[str, Any]:
    """What the first screen shows, part by part and uncut, for a notebook."""
    rows = _chosen(answer)
    return {
        "question": answer.question,
        "setting": in_short.setting(answer),
        "headline": sentences.headline(answer),
        "verdict": sentences.verdict(answer),
        "head": (f"by {answer.by_year} (90% interval)", *HEAD),
        "rows": [(reading.name(line), *_cells(answer, line)) for line in answer.outcomes if line in rows],
        "below": [(name, text) for name, text in _below(answer) if text],
    }


def _chosen(answer: Answer) -> list[OutcomeLine]:
    """Probabilities: those with a limit first, then those with a class of the record, then the others."""
    limited = {line.outcome for line in answer.tolerances}
    shown = [line for line in answer.outcomes if line.unit == PROBABILITY]
    return sorted(shown, key=lambda line: (line.name not in limited, line.record is None))


def _lines(answer: Answer, rows: list[OutcomeLine]) -> Iterator[str]:
    yield from _wrapped(answer.question, indent=0, most=2)
    yield from _wrapped(" · ".join(in_short.setting(answer)), indent=0, most=3)
    yield ""
    yield from _wrapped(f"{sentences.headline(answer)} {sentences.verdict(answer)}", indent=2, most=6)
    yield ""
    ordered = [line for line in answer.outcomes if line in rows]
    yield from _table(answer, ordered)
    below = [(name, text) for name, text in _below(answer) if text]
    for name, text in below:
        yield from _wrapped(text, indent=2 + NAME, most=2, head=f"  {name:<{NAME}}")
    yield ""
    following = f"next: the same command with --full · foedus case show {answer.case}"
    yield from wrap(following, WIDTH, initial_indent="  ", subsequent_indent="  ")


def _table(answer: Answer, lines: list[OutcomeLine]) -> Iterator[str]:
    """An outcome a row, under a head; the name has what room the numbers leave."""
    cells = [HEAD, *(_cells(answer, line) for line in lines)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    room = WIDTH - 2 - sum(widths) - GAP * len(widths)
    names = [f"by {answer.by_year} (90% interval)", *(_fit(reading.name(line), room) for line in lines)]
    first = max(map(len, names))
    for name, row in zip(names, cells, strict=True):
        yield "  " + (" " * GAP).join(
            [name.ljust(first), *(cell.ljust(width) for cell, width in zip(row, widths, strict=True))]
        )


def _cells(answer: Answer, line: OutcomeLine) -> tuple[str, ...]:
    tolerance = reading.tolerance_of(answer, line)
    return (
        numbers.short(line.estimate),
        limits.short(tolerance) if tolerance else "",
        numbers.short(line.record.pooled) if line.record else "none",
        RESTS_ON[line.skill.verdict],
    )


def _below(answer: Answer) -> Iterator[tuple[str, str]]:
    """The lines below the table, each with its name."""
    yield (
        "apart",
        "; ".join(sentences.apart(answer, line) for line in answer.outcomes if line.record and line.record.apart),
    )
    yield "no finding", sentences.defined(answer)
    yield "dissent", in_short.dissent(answer)
    yield "weakest", sentences.weakest(answer)
    yield "worth most", in_short.worth_most(answer)
    yield "pacts", in_short.pacts(answer)
    yield "orders", in_short.orders(answer)
    yield "no effect", " ".join(order_sentences.idle(answer))
    yield "would settle", in_short.settles(answer)
    yield "would flip", in_short.flips(answer)
    yield "others say", in_short.outside(answer)
    texts = [line.text for line in answer.cannot_say]
    yield "cannot say", f"{texts[0]} (1 of {len(texts)})" if texts else ""


def _wrapped(text: str, indent: int, most: int, head: str = "") -> list[str]:
    """A text in at most so many lines of the screen; what is too long ends after a whole word, with three dots."""
    first, rest = head or " " * indent, " " * indent
    lines = wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest)
    if len(lines) <= most:
        return lines
    last = wrap(lines[most - 1].strip(), WIDTH - indent - len(MORE))[0].rstrip(";,: ")
    return [*lines[: most - 1], f"{first if most == 1 else rest}{last}{MORE}"]


def _fit(name: str, width: int) -> str:
    """A name in so many columns, cut after a whole word."""
    if len(name) <= width:
        return name
    return wrap(name, width - len(MORE), break_long_words=True)[0] + MORE

"""What moved between two answers, and which input moved it."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.diff_lines import Attribution, Diff, MovedOutcome
from foedus.assessment.interval import excludes_zero
from foedus.assessment.outcome_lines import Estimate
from foedus.errors import InputError
from foedus.report import numbers
from foedus.report.chart import Chart, Row
from foedus.report.figures import tornado
from foedus.report.numbers import PROBABILITY


def chart(answer: Diff) -> Chart:
    """The outcomes that moved beyond chance; with an attribution a panel for each, with the part of every input."""
    moved = [one for one in answer.outcomes if one.beyond]
    found = answer.attribution
    rows = [row for one in moved for row in _parts(one, found)] if found else [_moved(one) for one in moved]
    rows = rows if found else tornado.sort(rows)
    if not rows:
        raise InputError("no outcome moved beyond chance, so there is nothing to draw")
    bars = "the part of each input; the parts add up to the whole" if found else "the outcomes that moved beyond chance"
    return Chart(
        "diff",
        f"What moved {_between(answer.first.case, answer.second.case)}",
        f"Second minus first, with 90% intervals where futures are paired: {bars}. Pale: the interval holds zero.",
        tornado.words(rows, "by") if found else _words(rows),
        rows,
        lambda width: tornado.panels(rows, width),
    )


def _between(first: str, second: str) -> str:
    return f"in {first}" if first == second else f"from {first} to {second}"


def _row(one: MovedOutcome, label: str, name: str, found: Estimate) -> Row:
    scale = 100.0 if one.unit == PROBABILITY else 1.0
    return {
        "outcome": one.outcome,
        "label": label,
        "name": name,
        **{end: None if x is None else scale * x for end, x in found},
        "unit": numbers.unit_of_change(one.unit),
        "clear": found.low is None or excludes_zero(found),
    }


def _moved(one: MovedOutcome) -> Row:
    return _row(one, f"Moved, in {numbers.unit_of_change(one.unit)}", one.label, one.difference)


def _parts(one: MovedOutcome, found: Attribution) -> Iterator[Row]:
    for each in found.parts:
        shift = next((shift for shift in each.part if shift.difference.outcome == one.outcome), None)
        if shift and shift.difference.estimate.value is not None:
            yield _row(one, one.label, each.path, shift.difference.estimate)


def _words(rows: list[Row]) -> str:
    told = "; ".join(f"{row['name']} by {row['value']:+.2g} {row['unit']}" for row in rows[:3])
    return f"{len(rows)} outcome{' moves' if len(rows) == 1 else 's move'} beyond chance, most of all {told}."

"""The nearest beliefs that cross each limit; or what the beliefs on which two sets differ would move."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.flip_lines import Against, Flip, LimitFlip
from foedus.errors import InputError
from foedus.report import numbers, reading
from foedus.report.chart import Chart, Row
from foedus.report.figures import tornado
from foedus.report.numbers import PROBABILITY


def chart(answer: Flip) -> Chart:
    """A panel for each limit that a move crosses, or for each limited outcome that a differing belief moves."""
    rows = list(_differing(answer.against)) if answer.against else [row for one in answer.limits for row in _moved(one)]
    if not rows:
        raise InputError("no belief crosses a limit or moves its outcome, so there is nothing to draw")
    if answer.against:
        title = f"What beliefs {answer.against.second} would move in place of {answer.against.first}: {answer.case}"
        subtitle = "Each belief taken alone, in the same futures; 90% intervals. Pale: the interval holds zero."
    else:
        title = f"The nearest beliefs that cross each limit: {answer.case}"
        subtitle = (
            f"Moves in standard deviations of each prior, up to {answer.cap:g}; each was run with {answer.futures:,} futures. "
            "A distance, and no probability."
        )
    words = tornado.words(rows, "by") if answer.against else _words(rows)
    return Chart("flip", title, subtitle, words, rows, lambda width: tornado.panels(rows, width))


def _moved(one: LimitFlip) -> Iterator[Row]:
    for move, how in ((one.single, "alone"), (one.joint, "with the others")):
        for each in move.beliefs if move else ():
            yield {
                "outcome": one.outcome,
                "label": one.label,
                "name": f"{each.belief}, {how}",
                "value": each.by,
                "low": None,
                "high": None,
                "unit": "standard deviations of its prior",
                "clear": True,
            }


def _differing(found: Against) -> Iterator[Row]:
    for one in (ranked for ranked in found.outcomes if ranked.limited):
        scale = 100.0 if one.unit == PROBABILITY else 1.0
        changes = [(each.belief, reading.find(each.differences, one.outcome)) for each in found.beliefs]
        rows: list[Row] = [
            {
                "outcome": one.outcome,
                "label": one.label,
                "name": belief,
                **{end: None if x is None else scale * x for end, x in change.estimate},
                "unit": numbers.unit_of_change(one.unit),
                "clear": change.clear,
            }
            for belief, change in changes
            if change and change.estimate.value
        ]
        yield from tornado.sort(rows)


def _words(rows: list[Row]) -> str:
    first = {row["label"]: row for row in reversed(rows)}
    told = "; ".join(f"{label} by {row['name']}, moved by {row['value']:+.2g}" for label, row in first.items())
    return f"Limits that a move of beliefs crosses, in standard deviations of a prior: {told}."

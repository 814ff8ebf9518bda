"""What changes in the same futures without one instrument: a tornado for each outcome."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import Estimate
from foedus.errors import InputError
from foedus.report import numbers, reading
from foedus.report.chart import Chart, Row
from foedus.report.figures import tornado
from foedus.report.numbers import PROBABILITY


def chart(answer: Answer, outcomes: Sequence[str] = ()) -> Chart:
    """The tornado of an answer, of some outcomes or of all whose change was counted."""
    rows = _rows(answer, outcomes)
    if not rows:
        raise InputError(
            "no instrument was removed for this answer, or none moves an outcome: there is no tornado to draw"
        )
    return Chart(
        "instruments",
        f"What changes by {answer.by_year} in the same futures without one instrument",
        "Right of zero: more likely, or more, without it. Thin line: 90% interval. Pale: the interval holds zero. Points are "
        "percentage points; what changes nothing has no bar.",
        _words(rows),
        rows,
        lambda width: tornado.panels(rows, width),
    )


def _rows(answer: Answer, outcomes: Sequence[str]) -> list[Row]:
    units, labels = reading.units(answer), reading.labels(answer)
    told = dict.fromkeys(found.outcome for line in answer.counterfactuals for found in line.differences)
    rows: list[Row] = []
    for outcome in told:
        if outcomes and outcome not in outcomes:
            continue
        unit = units.get(outcome, PROBABILITY)
        scale = 100.0 if unit == PROBABILITY else 1.0
        of_one = [
            {
                "outcome": outcome,
                "label": labels.get(outcome, outcome),
                "instrument": line.instrument,
                "name": line.name,
                **{end: None if x is None else scale * x for end, x in found.estimate},
                "unit": unit,
                "clear": found.clear,
            }
            for line in answer.counterfactuals
            if (found := reading.find(line.differences, outcome)) and found.estimate.value is not None
        ]
        rows += tornado.sort(of_one) if any(row["value"] for row in of_one) else []
    return [row | {"unit": numbers.unit_of_change(row["unit"])} for row in rows]


def _words(rows: Sequence[Row]) -> str:
    first = [
        next(row for row in rows if row["label"] == label) for label in dict.fromkeys(row["label"] for row in rows)
    ]
    told = "; ".join(f"'{row['label']}' without the {row['name']}, {_change(row)}" for row in first[:3])
    clear = sum(row["clear"] for row in rows)
    return f"The largest changes: {told}. Of {len(rows)} changes, {clear} have a 90% interval that excludes zero."


def _change(row: Row) -> str:
    unit = PROBABILITY if row["unit"] == "points" else row["unit"]
    scale = 0.01 if unit == PROBABILITY else 1.0
    ends = {name: None if row[name] is None else scale * row[name] for name in ("value", "low", "high")}
    return numbers.difference(Estimate(**ends), unit)

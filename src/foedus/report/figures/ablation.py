"""What each instrument is worth: a tornado for each outcome, the longest bar on top."""

from __future__ import annotations

from foedus.assessment.ablation_lines import AblatedOutcome, Ablation
from foedus.errors import InputError
from foedus.report import ablation, numbers, reading
from foedus.report.chart import Chart, Row
from foedus.report.figures import tornado
from foedus.report.look import WIDE
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec

MOST = 6
"""Outcomes of which the chart has a panel, the first that are told."""


def chart(answer: Ablation) -> Chart:
    """Bars of Shapley values, or of changes where instruments are removed; a tick for the latter beside the first."""
    rows = _rows(answer)
    if not rows:
        raise InputError("no instrument moves an outcome, so there is nothing to draw")
    return Chart(
        "ablation",
        ablation.title(answer),
        ablation.subtitle(answer),
        tornado.words(rows),
        rows,
        lambda width: tornado.panels(rows, width),
    )


def figure(answer: Ablation, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _rows(answer: Ablation) -> list[Row]:
    return [row for one in ablation.told(answer)[:MOST] for row in _of_one(answer, one)]


def _of_one(answer: Ablation, one: AblatedOutcome) -> list[Row]:
    scale = 100.0 if one.unit == PROBABILITY else 1.0
    rows = []
    for line in ablation.moving(answer, one.name):
        found, removed = ablation.worth(line, one.name), reading.find(line.removed, one.name)
        if found is None or found.estimate.value is None:
            continue
        other = removed.estimate.value if removed and line.shapley else None
        rows.append(
            {
                "outcome": one.name,
                "label": ablation.label(one),
                "instrument": line.instrument,
                "name": line.name,
                **{end: None if x is None else scale * x for end, x in found.estimate},
                "unit": numbers.unit_of_change(one.unit),
                "clear": found.clear,
                "removed": None if other is None else scale * other,
            }
        )
    return rows

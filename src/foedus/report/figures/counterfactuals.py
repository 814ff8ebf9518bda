"""The effect of removing an instrument: a panel per outcome, a row per instrument."""

from __future__ import annotations

from typing import Any

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import Difference
from foedus.report import numbers, reading
from foedus.report.look import BLUE, INK, MUTED, RULE, WIDE, down, heading, lines, stacked, words
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec, either, field, grid, layer, mark, value


def figure(answer: Answer, width: int) -> Spec:
    """Small multiples of paired differences with their 90% intervals and the line of no change."""
    wide = width >= WIDE
    columns, side, size = (3, 190, 11) if wide else (1, 148, 10)
    inner = (width - side - 10) // columns - 14
    names = [lines(line.name, side, size) for line in answer.counterfactuals]
    centres, height = stacked([max(24.0, len(name) * (size + 2) + 6) for name in names])
    places = list(zip(names, centres, strict=True))
    labels = words(places, size, value(-8), down(height), align="right", color=INK)
    names_of = reading.labels(answer)
    outcomes = dict.fromkeys(x.outcome for line in answer.counterfactuals for x in line.differences)
    panels = []
    for i, outcome in enumerate(outcomes):
        found = [reading.find(line.differences, outcome) for line in answer.counterfactuals]
        unit = reading.units(answer).get(outcome, PROBABILITY)
        layers = _marks(found, unit, centres, height)
        panels.append(
            layer(
                *layers,
                *([labels] if i % columns == 0 else []),
                width=inner,
                height=height,
                title=heading(names_of[outcome], inner if wide else width - 20),
            )
        )
    return grid(panels, columns, spacing={"row": 24, "column": 14})


def _marks(found: list[Difference | None], unit: str, centres: list[float], height: float) -> list[Spec]:
    rows = [_row(line, unit, place) for line, place in zip(found, centres, strict=True) if line is not None]
    known = [row for row in rows if row["value"] is not None]
    moved = [row for row in known if not row["same"]]
    same = [row for row in known if row["same"]]
    axis = {"tickCount": 4, "grid": False, "labelOverlap": True, "labelSeparation": 8}
    x = field("value:Q", title=numbers.unit_of_change(unit), axis=axis)
    y = down(height)
    fill = either("datum.clear", BLUE, "white")
    return [
        mark("rule", known, {"y": y}, color=RULE, strokeWidth=0.8),
        mark("rule", [{"zero": 0}], {"x": "zero:Q"}, color=INK, strokeWidth=1),
        mark("tick", same, {"x": x, "y": y}, color=MUTED, thickness=3, size=7, orient="vertical"),
        mark("rule", moved, {"x": "low:Q", "x2": "high", "y": y}, color=BLUE, strokeWidth=2),
        mark("point", moved, {"x": x, "y": y, "fill": fill}, size=60, opacity=1, stroke=BLUE, strokeWidth=1.5),
    ]


def _row(line: Difference, unit: str, place: float) -> dict[str, Any]:
    scale = 100.0 if unit == PROBABILITY else 1.0
    value, low, high = (
        None if x is None else scale * x for x in (line.estimate.value, line.estimate.low, line.estimate.high)
    )
    same = numbers.change(line.estimate, unit) == numbers.NO_CHANGE
    return {"place": place, "value": value, "low": low, "high": high, "same": same, "clear": line.clear}

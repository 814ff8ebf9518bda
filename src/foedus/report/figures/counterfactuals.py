"""The effect of removing an instrument: a panel per outcome, a row per instrument."""

from __future__ import annotations

from typing import Any

import altair as alt

from foedus.assessment.answer import Answer, Difference
from foedus.report import numbers, reading
from foedus.report.look import BLUE, INK, MUTED, RULE, WIDE, down, heading, lines, stacked, table, words
from foedus.report.numbers import PROBABILITY


def figure(answer: Answer, width: int) -> Any:
    """Small multiples of paired differences with their 90% intervals and the line of no change."""
    wide = width >= WIDE
    columns, side, size = (3, 190, 11) if wide else (1, 148, 10)
    inner = (width - side - 10) // columns - 14
    names = [lines(line.name, side, size) for line in answer.counterfactuals]
    centres, height = stacked([max(24.0, len(name) * (size + 2) + 6) for name in names])
    places = list(zip(names, centres, strict=True))
    labels = words(places, size, alt.value(-8), down(height), align="right", color=INK)
    names_of = reading.labels(answer)
    outcomes = dict.fromkeys(x.outcome for line in answer.counterfactuals for x in line.differences)
    panels = []
    for i, outcome in enumerate(outcomes):
        found = [reading.find(line.differences, outcome) for line in answer.counterfactuals]
        unit = reading.units(answer).get(outcome, PROBABILITY)
        layers = _marks(found, unit, centres, height)
        panels.append(
            alt.layer(*layers, *([labels] if i % columns == 0 else [])).properties(
                width=inner, height=height, title=heading(names_of[outcome], inner if wide else width - 20)
            )
        )
    return alt.concat(*panels, columns=columns, spacing={"row": 24, "column": 14})


def _marks(found: list[Difference | None], unit: str, centres: list[float], height: float) -> list[Any]:
    rows = [_row(line, unit, place) for line, place in zip(found, centres, strict=True) if line is not None]
    chart = table([row for row in rows if row["value"] is not None])
    moved = chart.transform_filter("!datum.same")
    same = chart.transform_filter("datum.same")
    x = alt.X(
        "value:Q",
        title=numbers.unit_of_change(unit),
        axis=alt.Axis(tickCount=4, grid=False, labelOverlap=True, labelSeparation=8),
    )
    y = down(height)
    fill = alt.condition("datum.clear", alt.value(BLUE), alt.value("white"))
    return [
        chart.mark_rule(color=RULE, strokeWidth=0.8).encode(y=y),
        table([{"zero": 0}]).mark_rule(color=INK, strokeWidth=1).encode(x=alt.X("zero:Q")),
        same.mark_tick(color=MUTED, thickness=3, size=7, orient="vertical").encode(x=x, y=y),
        moved.mark_rule(color=BLUE, strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q", y=y),
        moved.mark_point(size=60, opacity=1, stroke=BLUE, strokeWidth=1.5).encode(x=x, y=y, fill=fill),
    ]


def _row(line: Difference, unit: str, place: float) -> dict[str, Any]:
    scale = 100.0 if unit == PROBABILITY else 1.0
    value, low, high = (
        None if x is None else scale * x for x in (line.estimate.value, line.estimate.low, line.estimate.high)
    )
    same = numbers.change(line.estimate, unit) == numbers.NO_CHANGE
    return {"place": place, "value": value, "low": low, "high": high, "same": same, "clear": line.clear}

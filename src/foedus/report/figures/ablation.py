"""What each instrument is worth: a tornado for each outcome, the longest bar on top."""

from __future__ import annotations

from typing import Any

from foedus.assessment.ablation_lines import AblatedOutcome, Ablation
from foedus.report import ablation, numbers, reading
from foedus.report.look import BLUE, BRICK, INK, MUTED, PALE, RULE, WIDE, down, heading, lines, stacked, words
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec, field, grid, layer, mark, value

COLUMNS, SIDE, SIZE, LEAST = 2, 170, 11, 26.0
MOST = 6
"""Outcomes of which the chart has a panel, the first that are told."""


def figure(answer: Ablation, width: int = WIDE) -> Spec:
    """Bars of Shapley values, or of changes where instruments are removed; a tick for the latter beside the first."""
    shown = ablation.told(answer)[:MOST]
    inner = width // COLUMNS - SIDE - 24
    panels = [_panel(answer, one, inner) for one in shown]
    return grid(panels, COLUMNS, spacing={"row": 28, "column": 14})


def _panel(answer: Ablation, one: AblatedOutcome, inner: int) -> Spec:
    rows = _rows(answer, one)
    names = [lines(row["name"], SIDE, SIZE) for row in rows]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 6) for name in names])
    placed = [row | {"place": place, "zero": 0.0} for row, place in zip(rows, centres, strict=True)]
    ends = [row for row in placed if row["low"] is not None]
    ticks = [row for row in placed if row["removed"] is not None]
    axis = {"tickCount": 4, "grid": False, "labelOverlap": True}
    x = field("value:Q", title=numbers.unit_of_change(one.unit), axis=axis)
    y = down(height)
    return layer(
        mark("bar", placed, {"x": x, "x2": "zero", "y": y, "color": _colour()}, height=12, opacity=0.85),
        mark("rule", ends, {"x": "low:Q", "x2": "high", "y": y}, color=INK, strokeWidth=1.2),
        mark("tick", ticks, {"x": "removed:Q", "y": y}, color=MUTED, thickness=3, size=16, orient="vertical"),
        mark("rule", [{"zero": 0}], {"x": "zero:Q"}, color=RULE, strokeWidth=1),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=inner,
        height=height,
        title=heading(ablation.label(one), inner + SIDE),
    )


def _colour() -> Spec:
    """One colour for more of the outcome, one for less; pale where the interval holds zero."""
    unclear = {"test": "!datum.clear", "value": PALE}
    return {"condition": [unclear, {"test": "datum.value > 0", "value": BRICK}], "value": BLUE}


def _rows(answer: Ablation, one: AblatedOutcome) -> list[dict[str, Any]]:
    scale = 100.0 if one.unit == PROBABILITY else 1.0
    rows = []
    for line in ablation.moving(answer, one.name):
        found, removed = ablation.worth(line, one.name), reading.find(line.removed, one.name)
        if found is None or found.estimate.value is None:
            continue
        value, low, high = (None if x is None else scale * x for _, x in found.estimate)
        other = removed.estimate.value if removed and line.shapley else None
        rows.append(
            {
                "name": line.name,
                "value": value,
                "low": low,
                "high": high,
                "clear": found.clear,
                "removed": None if other is None else scale * other,
            }
        )
    return rows

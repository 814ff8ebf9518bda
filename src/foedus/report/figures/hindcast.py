"""Bands of every statistic by origin, with the record as a line; a panel per statistic."""

from __future__ import annotations

from typing import Any

from foedus.report.look import BLUE, BRICK, MUTED, WIDE, heading
from foedus.report.vega import Spec, field, grid, layer, mark
from foedus.simulation.hindcast.answer import Comparison, Coverage, HindcastAnswer

COLUMNS, HEIGHT, AXIS, ROOM = 4, 110, 34, 0.08
EDGE = 0.6
"""Room left and right of the first and last origin, in bars."""


def figure(answer: HindcastAnswer, width: int = WIDE) -> Spec:
    """The panels of all statistics with a number, each with its own vertical scale."""
    inner = width // COLUMNS - AXIS - 16
    drawn = [(each, rows) for each in answer.coverage if (rows := _rows(answer, each.statistic))]
    panels = [_panel(each, rows, [origin.year for origin in answer.origins], inner) for each, rows in drawn]
    return grid(panels, COLUMNS, spacing={"row": 52, "column": AXIS + 16}, align="all", bounds="flush")


def _rows(answer: HindcastAnswer, name: str) -> list[dict[str, Any]]:
    found = [(o.year, line) for o in answer.origins for line in o.comparisons if line.statistic == name]
    return [{"origin": year, **line.model_dump(exclude={"statistic"})} for year, line in found if _known(line)]


def _known(line: Comparison) -> bool:
    return line.median is not None or line.observed is not None


def _panel(each: Coverage, rows: list[dict[str, Any]], years: list[int], inner: int) -> Spec:
    years_axis = {"labelAngle": 0, "title": None, "grid": False, "labelOverlap": True, "labelFontSize": 10}
    x = field("origin:O", scale={"domain": years, "paddingInner": 0.3, "paddingOuter": EDGE / 2}, axis=years_axis)
    low, high = _window(rows)
    scale = {"domain": [low, high], "nice": True, "zero": False}
    wide = min(26.0, 0.5 * inner / len(years))

    def at(name: str, **more: Any) -> Spec:
        return {"x": x, "y": field(f"{name}:Q", scale=scale, title=None, axis={"tickCount": 4}), **more}

    bars = [row for row in rows if row["median"] is not None]
    base = [row for row in rows if row["base"] is not None]
    seen = [row for row in rows if row["observed"] is not None]
    return layer(
        mark("bar", bars, at("low90", y2="high90"), color=BLUE, opacity=0.18, size=wide),
        mark("bar", bars, at("low50", y2="high50"), color=BLUE, opacity=0.38, size=wide),
        mark("tick", bars, at("median"), color=BLUE, thickness=2, size=wide, orient="horizontal"),
        mark("point", base, at("base"), color=MUTED, filled=False, size=26),
        mark("line", seen, at("observed"), color=BRICK, strokeWidth=1.6),
        mark("point", seen, at("observed"), color=BRICK, filled=True, size=30, opacity=1),
        width=inner,
        height=HEIGHT,
        title=heading(each.label, inner + AXIS),
    )


def _window(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Least and greatest value of a panel with some room."""
    fields = ("low90", "high90", "observed", "base")
    values = [row[field] for row in rows for field in fields if row[field] is not None]
    room = ROOM * (max(values) - min(values)) or ROOM
    return min(values) - (room if min(values) < 0 else min(room, min(values))), max(values) + room

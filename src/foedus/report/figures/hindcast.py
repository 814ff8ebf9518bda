"""Bands of every statistic by origin, with the record as a line; a panel per statistic."""

from __future__ import annotations

from typing import Any

import altair as alt

from foedus.report.look import BLUE, BRICK, MUTED, WIDE, heading, table
from foedus.simulation.hindcast.answer import Comparison, Coverage, HindcastAnswer

COLUMNS, HEIGHT, AXIS, ROOM = 4, 110, 34, 0.08
EDGE = 0.6
"""Room left and right of the first and last origin, in bars."""


def figure(answer: HindcastAnswer, width: int = WIDE) -> Any:
    """The panels of all statistics with a number, each with its own vertical scale."""
    inner = width // COLUMNS - AXIS - 16
    drawn = [(each, rows) for each in answer.coverage if (rows := _rows(answer, each.statistic))]
    panels = [_panel(each, rows, [origin.year for origin in answer.origins], inner) for each, rows in drawn]
    return alt.concat(*panels, columns=COLUMNS, spacing={"row": 52, "column": AXIS + 16}, align="all", bounds="flush")


def _rows(answer: HindcastAnswer, name: str) -> list[dict[str, Any]]:
    found = [(o.year, line) for o in answer.origins for line in o.comparisons if line.statistic == name]
    return [{"origin": year, **line.model_dump(exclude={"statistic"})} for year, line in found if _known(line)]


def _known(line: Comparison) -> bool:
    return line.median is not None or line.observed is not None


def _panel(each: Coverage, rows: list[dict[str, Any]], years: list[int], inner: int) -> Any:
    x = alt.X(
        "origin:O",
        scale=alt.Scale(domain=years, paddingInner=0.3, paddingOuter=EDGE / 2),
        axis=alt.Axis(labelAngle=0, title=None, grid=False, labelOverlap=True, labelFontSize=10),
    )
    low, high = _window(rows)
    scale = alt.Scale(domain=[low, high], nice=True, zero=False)
    y = lambda field: alt.Y(f"{field}:Q", scale=scale, title=None, axis=alt.Axis(tickCount=4))  # noqa: E731
    wide = min(26.0, 0.5 * inner / len(years))
    bars = table([row for row in rows if row["median"] is not None])
    layers = [
        bars.mark_bar(color=BLUE, opacity=0.18, size=wide).encode(x=x, y=y("low90"), y2="high90:Q"),
        bars.mark_bar(color=BLUE, opacity=0.38, size=wide).encode(x=x, y=y("low50"), y2="high50:Q"),
        bars.mark_tick(color=BLUE, thickness=2, size=wide, orient="horizontal").encode(x=x, y=y("median")),
    ]
    base = table([row for row in rows if row["base"] is not None])
    layers.append(base.mark_point(color=MUTED, filled=False, size=26).encode(x=x, y=y("base")))
    seen = table([row for row in rows if row["observed"] is not None])
    layers.append(seen.mark_line(color=BRICK, strokeWidth=1.6).encode(x=x, y=y("observed")))
    layers.append(seen.mark_point(color=BRICK, filled=True, size=30, opacity=1).encode(x=x, y=y("observed")))
    return alt.layer(*layers).properties(width=inner, height=HEIGHT, title=heading(each.label, inner + AXIS))


def _window(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Least and greatest value of a panel with some room."""
    fields = ("low90", "high90", "observed", "base")
    values = [row[field] for row in rows for field in fields if row[field] is not None]
    room = ROOM * (max(values) - min(values)) or ROOM
    return min(values) - (room if min(values) < 0 else min(room, min(values))), max(values) + room

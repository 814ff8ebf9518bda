"""Bands of every statistic by origin, with the record as a line; a panel per statistic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foedus.report import hindcast
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, BRICK, MUTED, WIDE, heading
from foedus.report.vega import Spec, field, grid, layer, mark
from foedus.simulation.hindcast.answer import Comparison, Coverage, HindcastAnswer

COLUMNS, HEIGHT, AXIS, ROOM = 4, 110, 34, 0.08
EDGE = 0.6
"""Room left and right of the first and last origin, in bars."""


def chart(answer: HindcastAnswer) -> Chart:
    """The panels of all statistics with a number, each with its own vertical scale."""
    rows = [row for each in answer.coverage for row in _rows(answer, each)]
    return Chart(
        "hindcast",
        hindcast.title(answer),
        f"{hindcast.headline(answer)} {hindcast.PICTURE} {answer.what_this_is}",
        _words(rows),
        rows,
        lambda width: _figure(answer, rows, width),
    )


def figure(answer: HindcastAnswer, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _rows(answer: HindcastAnswer, each: Coverage) -> list[Row]:
    return [
        {
            "statistic": each.statistic,
            "label": each.label,
            "origin": origin.year,
            **line.model_dump(exclude={"statistic"}),
        }
        for origin in answer.origins
        for line in origin.comparisons
        if line.statistic == each.statistic and _known(line)
    ]


def _words(rows: Sequence[Row]) -> str:
    judged = [row for row in rows if row["observed"] is not None and row["low90"] is not None]
    held = [row for row in judged if row["low90"] <= row["observed"] <= row["high90"]]
    if not judged:
        return "Nothing on record can be compared with these decades."
    said = f"The record lies in the 90% band in {len(held)} of {len(judged)} comparisons."
    outside = [f"{row['label']} from {row['origin']}" for row in judged if row not in held]
    return (
        f"{said} Outside it: {'; '.join(outside[:3])}{', and others' if len(outside) > 3 else ''}." if outside else said
    )


def _figure(answer: HindcastAnswer, rows: Sequence[Row], width: int) -> Spec:
    columns = COLUMNS if width >= WIDE else 2
    inner = width // columns - AXIS - 16
    years = [origin.year for origin in answer.origins]
    panels = [
        _panel(each, own, years, inner)
        for each in answer.coverage
        if (own := [row for row in rows if row["statistic"] == each.statistic])
    ]
    return grid(panels, columns, spacing={"row": 52, "column": AXIS + 16}, align="all", bounds="flush")


def _known(line: Comparison) -> bool:
    return line.median is not None or line.observed is not None


def _panel(each: Coverage, rows: list[dict[str, Any]], years: list[int], inner: int) -> Spec:
    years_axis = {"labelAngle": 0, "title": None, "grid": False, "labelOverlap": True, "labelFontSize": 10}
    x = field("origin:O", scale={"domain": years, "paddingInner": 0.3, "paddingOuter": EDGE / 2}, axis=years_axis)
    low, high = _window(rows)
    scale = {"domain": [low, high], "nice": True, "zero": False}
    wide = min(26.0, 0.5 * inner / len(years))

    def at(name: str, **more: Any) -> Spec:
        return {
            "x": x,
            "y": field(f"{name}:Q", scale=scale, title=None, axis={"tickCount": 4, "minExtent": AXIS}),
            **more,
        }

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
        title=heading(each.label, inner + AXIS) | {"frame": "group", "dx": -AXIS},
    )


def _window(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Least and greatest value of a panel with some room."""
    fields = ("low90", "high90", "observed", "base")
    values = [row[field] for row in rows for field in fields if row[field] is not None]
    room = ROOM * (max(values) - min(values)) or ROOM
    return min(values) - (room if min(values) < 0 else min(room, min(values))), max(values) + room

"""Calibration: of the rows given a probability, the share with the event, a panel a model."""

from __future__ import annotations

from typing import Any

import altair as alt

from foedus.evaluate.result import Bin, Cell, Result
from foedus.report.look import BLUE, MUTED, RULE, WIDE, heading, table

MODELS = ("history-only", "shrunken", "full", "stack", "type")
"""Models drawn, of those there are: the plain ones and the best."""
LOWEST = 0.0005
"""Where both logarithmic scales begin; a share of none is drawn there."""
TICKS = (0.001, 0.01, 0.1, 1.0)
HALVES = (0.0, 0.5, 1.0)
"""Ticks where the event is the rule, and the scales are even."""
COLUMNS = 4


def figure(found: Result, width: int = WIDE) -> Any:
    """Small multiples: a row a curve, a column a model; dots on the line are right."""
    cells = [cell for cell in found.cells if cell.curve]
    inner = width // COLUMNS - 50
    rows = [
        alt.hconcat(*(_panel(cell, model, inner) for model in _models(cell)), spacing=16).properties(
            title=heading(_row(cell), width)
        )
        for cell in cells
    ]
    return alt.vconcat(*rows, spacing=22)


def _models(cell: Cell) -> list[str]:
    drawn = list(dict.fromkeys(line.model for line in cell.curve))
    named = [model for model in MODELS if model in drawn]
    return (named or [model for model in reversed(drawn) if model != "climatology"])[:COLUMNS]


def _row(cell: Cell) -> str:
    ahead = "One step ahead" if cell.horizon == 1 else f"{cell.horizon} years ahead"
    return f"{ahead}: {cell.target}"


def _panel(cell: Cell, model: str, inner: int) -> Any:
    points = [_point(line) for line in cell.curve if line.model == model]
    common = 2 * cell.events > cell.rows
    kind: dict[str, Any] = {"domain": [0.0, 1.0]} if common else {"type": "log", "domain": [LOWEST, 1.0]}
    scale = alt.Scale(**kind, nice=False, clamp=True)
    axis = alt.Axis(format="~%", values=list(HALVES if common else TICKS), grid=True)
    x = alt.X("forecast:Q", scale=scale, axis=axis, title="forecast")
    y = alt.Y("happened:Q", scale=scale, axis=axis, title="happened")
    right = table([{"forecast": LOWEST, "happened": LOWEST}, {"forecast": 1.0, "happened": 1.0}])
    line = right.mark_line(color=RULE, strokeWidth=1.5).encode(x=x, y=y)
    data = table(points)
    bars = data.mark_rule(color=BLUE, strokeWidth=3, opacity=0.35).encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    dots = data.mark_point(filled=True, color=BLUE, size=45, opacity=1).encode(x=x, y=y)
    title = alt.TitleParams(text=model, fontSize=11, color=MUTED, anchor="start")
    return alt.layer(line, bars, dots).properties(width=inner, height=inner, title=title)


def _point(line: Bin) -> dict[str, float]:
    value, low, high = ((LOWEST if each is None else max(each, LOWEST)) for each in line.happened)
    return {"forecast": max(line.forecast, LOWEST), "happened": value, "low": low, "high": high}

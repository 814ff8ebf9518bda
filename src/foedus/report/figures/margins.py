"""What moves the margins: for each limit, the probability where one thing is different, the largest move on top."""

from __future__ import annotations

from typing import Any

from foedus.assessment.analysts import limit_of
from foedus.assessment.margins import Margin, Margins
from foedus.report import margins
from foedus.report.look import BLUE, BRICK, INK, WIDE, down, heading, lines, stacked, words
from foedus.report.vega import Spec, either, field, grid, layer, mark, value

COLUMNS, SIDE, SIZE, LEAST = 2, 170, 11, 22.0


def figure(answer: Margins, width: int = WIDE) -> Spec:
    """A panel for each limit that anything moves."""
    inner = width // COLUMNS - SIDE - 24
    panels = [_panel(answer, one, inner) for one in answer.margins if margins.told(one)]
    return grid(panels, COLUMNS, spacing={"row": 28, "column": 14})


def _panel(answer: Margins, one: Margin, inner: int) -> Spec:
    shown = margins.told(one)
    names = [lines(_name(move.name, move.switched), SIDE, SIZE) for move in shown]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 6) for name in names])
    rows: list[dict[str, Any]] = [
        {
            "place": place,
            "low": 100 * (min(move.lowest, one.value) if move.switched else move.lowest),
            "high": 100 * (max(move.highest, one.value) if move.switched else move.highest),
            "at": 100 * move.highest,
            "crosses": move.crosses,
        }
        for move, place in zip(shown, centres, strict=True)
    ]
    dots = [row for row, move in zip(rows, shown, strict=True) if move.switched]
    y, colour = down(height), either("datum.crosses", BRICK, BLUE)
    x = field("low:Q", title="%", scale={"zero": False, "nice": True}, axis={"tickCount": 5, "grid": False})
    return layer(
        mark("bar", rows, {"x": x, "x2": "high", "y": y, "color": colour}, height=5, opacity=0.7),
        mark("point", dots, {"x": "at:Q", "y": y, "color": colour}, filled=True, size=55),
        mark("rule", [{"at": 100 * one.value}], {"x": "at:Q"}, color=INK, strokeWidth=1.2),
        mark("rule", [{"at": 100 * limit_of(one)}], {"x": "at:Q"}, color=BRICK, strokeWidth=1.2, strokeDash=[4, 3]),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=inner,
        height=height,
        title=heading(margins.heading(one, answer.labels), inner + SIDE),
    )


def _name(name: str, switched: str | None) -> str:
    return f"{name} {switched}" if switched else name

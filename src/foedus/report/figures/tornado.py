"""A tornado: a bar for each thing, the longest on top, right of zero where there is more of the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.report.chart import Row
from foedus.report.look import BLUE, BRICK, INK, MUTED, PALE, PAPER, RULE, WIDE, down, heading, lines, stacked, words
from foedus.report.vega import Spec, field, grid, layer, mark, value

SIZE, LEAST = 11, 24.0


def panels(rows: Sequence[Row], width: int) -> Spec:
    """A panel for each label, of rows with label, name, value, low, high, unit, clear and, perhaps, another value `removed`."""
    columns, side = (2, 170) if width >= WIDE else (1, 130)
    inner = width // columns - side - 24
    labels = list(dict.fromkeys(row["label"] for row in rows))
    found = [_panel([row for row in rows if row["label"] == label], inner, side) for label in labels]
    return grid(found, columns, spacing={"row": 28, "column": 14})


def sort(rows: Sequence[Row]) -> list[Row]:
    """Rows of one panel, the largest change first."""
    return sorted(rows, key=lambda row: -abs(row["value"]))


def _panel(rows: Sequence[Row], inner: int, side: int) -> Spec:
    names = [lines(row["name"], side, SIZE) for row in rows]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 6) for name in names])
    placed = [row | {"place": place, "zero": 0.0} for row, place in zip(rows, centres, strict=True)]
    ends = [row for row in placed if row["low"] is not None and row["high"] != row["low"]]
    ticks = [row for row in placed if row.get("removed") is not None]
    axis = {"tickCount": 4, "grid": False, "labelOverlap": True}
    x = field("value:Q", title=rows[0]["unit"], axis=axis)
    y = down(height)
    return layer(
        mark(
            "bar", placed, {"x": x, "x2": "zero", "y": y, "color": _colour()}, height=12, stroke=MUTED, strokeWidth=0.5
        ),
        mark("rule", ends, {"x": "low:Q", "x2": "high", "y": y}, color=PAPER, strokeWidth=3.5),
        mark("rule", ends, {"x": "low:Q", "x2": "high", "y": y}, color=INK, strokeWidth=1.2),
        mark("tick", ticks, {"x": "removed:Q", "y": y}, color=MUTED, thickness=3, size=16, orient="vertical"),
        mark("rule", [{"zero": 0}], {"x": "zero:Q"}, color=RULE, strokeWidth=1),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=inner,
        height=height,
        title=heading(rows[0]["label"], inner + side),
    )


def _colour() -> Spec:
    """One colour for more of the outcome, one for less; pale where the interval holds zero."""
    unclear = {"test": "!datum.clear", "value": PALE}
    return {"condition": [unclear, {"test": "datum.value > 0", "value": BRICK}], "value": BLUE}

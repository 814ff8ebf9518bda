"""A tornado: a bar for each thing, the longest on top, right of zero where there is more of the outcome."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.outcome_lines import Estimate
from foedus.report import numbers
from foedus.report.chart import Row
from foedus.report.look import BLUE, BRICK, INK, MUTED, PALE, RULE, WIDE, down, heading, lines, stacked
from foedus.report.look import words as texts
from foedus.report.numbers import PROBABILITY
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


def words(rows: Sequence[Row], by: str = "without") -> str:
    """The largest change of the first panels, 'without' or 'by' what a bar is of, and how many are clear."""
    first = [
        next(row for row in rows if row["label"] == label) for label in dict.fromkeys(row["label"] for row in rows)
    ]
    told = "; ".join(f"{row['label']} {by} {row['name']}, {_change(row)}" for row in first[:3])
    clear = sum(row["clear"] for row in rows)
    return f"The largest changes: {told}. Of {len(rows)} changes, {clear} have a 90% interval that excludes zero."


def _change(row: Row) -> str:
    unit = PROBABILITY if row["unit"] == "points" else row["unit"]
    scale = 0.01 if unit == PROBABILITY else 1.0
    ends = {name: None if row[name] is None else scale * row[name] for name in ("value", "low", "high")}
    return numbers.difference(Estimate(**ends), unit)


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
            "bar",
            placed,
            {"x": x, "x2": "zero", "y": y, "color": _colour()},
            height=12,
            opacity=0.8,
            stroke=MUTED,
            strokeWidth=0.5,
        ),
        mark("rule", ends, {"x": "low:Q", "x2": "high", "y": y}, color=INK, strokeWidth=1.4),
        mark("tick", ticks, {"x": "removed:Q", "y": y}, color=MUTED, thickness=3, size=16, orient="vertical"),
        mark("rule", [{"zero": 0}], {"x": "zero:Q"}, color=RULE, strokeWidth=1),
        texts(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=inner,
        height=height,
        title=heading(rows[0]["label"], inner + side),
    )


def _colour() -> Spec:
    """One colour for more of the outcome, one for less; pale where the interval holds zero."""
    unclear = {"test": "!datum.clear", "value": PALE}
    return {"condition": [unclear, {"test": "datum.value > 0", "value": BRICK}], "value": BLUE}

"""What moves the margins: for each limit, the probability where one thing is different, the largest move on top."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.analysts import limit_of
from foedus.assessment.margins import Margin, Margins
from foedus.errors import InputError
from foedus.report import margins, numbers
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, BRICK, INK, WIDE, down, heading, lines, stacked, words
from foedus.report.vega import Spec, either, field, grid, layer, mark, value

COLUMNS, SIDE, SIZE, LEAST = 2, 170, 11, 22.0


def chart(answer: Margins) -> Chart:
    """A panel for each limit that anything moves."""
    rows = [row for one in answer.margins for row in _rows(answer, one)]
    if not rows:
        raise InputError(
            "nothing moves a limit by half a point and two Monte Carlo errors, so there is nothing to draw"
        )
    return Chart(
        "margins",
        margins.title(answer),
        margins.subtitle(answer),
        _words(rows),
        rows,
        lambda width: _figure(rows, width),
    )


def figure(answer: Margins, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _rows(answer: Margins, one: Margin) -> list[Row]:
    return [
        {
            "outcome": one.outcome,
            "label": margins.heading(one, answer.labels),
            "name": f"{move.name} {move.switched}" if move.switched else move.name,
            "kind": move.kind,
            "lowest": move.lowest,
            "highest": move.highest,
            "mixture": one.value,
            "limit": limit_of(one),
            "crosses": move.crosses,
        }
        for move in margins.told(one)
    ]


def _words(rows: Sequence[Row]) -> str:
    first = [
        next(row for row in rows if row["label"] == label) for label in dict.fromkeys(row["label"] for row in rows)
    ]
    told = "; ".join(
        f"{row['label']}, by {row['name']}, to between {numbers.probability(row['lowest'])} and "
        f"{numbers.probability(row['highest'])}"
        for row in first[:3]
    )
    crossing = sum(row["crosses"] for row in rows)
    return f"What moves each limit most: {told}. Of {len(rows)} moves, {crossing} cross a limit."


def _figure(rows: Sequence[Row], width: int) -> Spec:
    columns = COLUMNS if width >= WIDE else 1
    inner = width // columns - SIDE - 24
    panels = [
        _panel([row for row in rows if row["label"] == label], inner)
        for label in dict.fromkeys(r["label"] for r in rows)
    ]
    return grid(panels, columns, spacing={"row": 28, "column": 14})


def _panel(rows: Sequence[Row], inner: int) -> Spec:
    names = [lines(row["name"], SIDE, SIZE) for row in rows]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 6) for name in names])
    placed = [row | {"place": place} | _ends(row) for row, place in zip(rows, centres, strict=True)]
    dots = [row for row in placed if row["kind"] == "mechanism"]
    y, colour = down(height), either("datum.crosses", BRICK, BLUE)
    axis = {"tickCount": 5, "grid": False, "format": "~%"}
    x = field("from:Q", title="probability", scale={"zero": False, "nice": True}, axis=axis)
    return layer(
        mark("bar", placed, {"x": x, "x2": "to", "y": y, "color": colour}, height=5, opacity=0.7),
        mark("point", dots, {"x": "highest:Q", "y": y, "color": colour}, filled=True, size=55),
        mark("rule", placed[:1], {"x": "mixture:Q"}, color=INK, strokeWidth=1.2),
        mark("rule", placed[:1], {"x": "limit:Q"}, color=BRICK, strokeWidth=1.2, strokeDash=[4, 3]),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=inner,
        height=height,
        title=heading(rows[0]["label"], inner + SIDE),
    )


def _ends(row: Row) -> Row:
    """A bar from the mixture to where a mechanism takes it, or over the whole range of a prior."""
    at = [row["mixture"]] if row["kind"] == "mechanism" else []
    return {"from": min([row["lowest"], *at]), "to": max([row["highest"], *at])}

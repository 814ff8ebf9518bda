"""A contingency tree: branches from the root down, each with its share of failures."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.conditions_lines import Conditions
from foedus.report import conditions, numbers
from foedus.report.chart import Chart, Row
from foedus.report.look import BRICK, INK, MUTED, WIDE, down, lines, stacked, words
from foedus.report.vega import Spec, field, layer, mark, value
from foedus.report.words import counted

SIDE, SIZE, STEP, LEAST = 380, 11, 18, 30.0


def chart(answer: Conditions) -> Chart:
    """A row for each branch: its condition, indented, the futures behind it, and the share that fails where it can be told."""
    rows = _rows(answer)
    return Chart(
        "conditions",
        conditions.title(answer),
        conditions.subtitle(answer),
        _words(answer, rows),
        rows,
        lambda width: _figure(rows, width),
    )


def figure(answer: Conditions, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _rows(answer: Conditions) -> list[Row]:
    return [
        {
            "depth": branch.depth,
            "condition": conditions.name(branch),
            "given": "; ".join(branch.given),
            "futures": branch.futures,
            "share": branch.fails.estimate.value,
            "low": branch.fails.estimate.low,
            "high": branch.fails.estimate.high,
        }
        for branch in answer.branches
    ]


def _words(answer: Conditions, rows: Sequence[Row]) -> str:
    known = [row for row in rows[1:] if row["share"] is not None]
    said = [f"Of all futures {numbers.probability(rows[0]['share'])} fail after {answer.year}."]
    if known:
        most, least = (side(known, key=lambda row: row["share"]) for side in (max, min))
        told = [
            f"{numbers.probability(row['share'])} of {row['futures']:,} where {row['given']}" for row in (most, least)
        ]
        said.append(f"The share is highest, {told[0]}, and lowest, {told[1]}.")
    return " ".join(said)


def _figure(rows: Sequence[Row], width: int) -> Spec:
    names = [
        lines(f"{row['condition']} ({counted(row['futures'], 'future')})", SIDE - STEP * row["depth"], SIZE)
        for row in rows
    ]
    centres, height = stacked([max(LEAST, len(each) * (SIZE + 2) + 8) for each in names])
    placed = [row | {"place": place} for row, place in zip(rows, centres, strict=True)]
    told = [row for row in placed if row["share"] is not None]
    root = [row for row in told if row["depth"] == 0]
    axis = {"tickCount": 5, "grid": False, "format": "~%"}
    x = field("share:Q", title="futures that fail", scale={"zero": True}, axis=axis)
    y = down(height)
    labels = [
        words(
            [(each, row["place"]) for each, row in zip(names, placed, strict=True) if row["depth"] == depth],
            SIZE,
            value(-SIDE - 8 + STEP * depth),
            y,
            align="left",
            color=INK,
        )
        for depth in sorted({row["depth"] for row in rows})
    ]
    return layer(
        mark("rule", root, {"x": "share:Q"}, color=MUTED, strokeWidth=1.5, strokeDash=[4, 3]),
        mark("rule", placed, {"x": "low:Q", "x2": "high", "y": y}, color=INK, strokeWidth=1.2),
        mark("point", told, {"x": x, "y": y}, color=BRICK, filled=True, size=70, opacity=1),
        *labels,
        width=width - SIDE - 16,
        height=height,
    )

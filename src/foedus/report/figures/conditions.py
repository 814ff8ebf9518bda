"""A contingency tree: branches from the root down, each with its share of failures."""

from __future__ import annotations

from typing import Any

from foedus.assessment.conditions_lines import Conditions
from foedus.report.conditions import name
from foedus.report.look import BRICK, INK, MUTED, WIDE, down, lines, stacked, words
from foedus.report.vega import Spec, field, layer, mark, value
from foedus.report.words import counted

SIDE, SIZE, STEP, LEAST = 380, 11, 18, 30.0


def figure(answer: Conditions, width: int = WIDE) -> Spec:
    """A row for each branch: its condition, indented, the futures behind it, and the share that fails where it can be told."""
    names = [
        lines(f"{name(branch)} ({counted(branch.futures, 'future')})", SIDE - STEP * branch.depth, SIZE)
        for branch in answer.branches
    ]
    centres, height = stacked([max(LEAST, len(each) * (SIZE + 2) + 8) for each in names])
    rows: list[dict[str, Any]] = [
        {"place": place, **{end: None if x is None else 100 * x for end, x in branch.fails.estimate}}
        for place, branch in zip(centres, answer.branches, strict=True)
        if branch.fails.estimate.value is not None
    ]
    root = answer.branches[0].fails.estimate.value
    rate = [] if root is None else [{"rate": 100 * root}]
    axis = {"tickCount": 5, "grid": False}
    x = field("value:Q", title="per cent of futures that fail", scale={"zero": True}, axis=axis)
    y = down(height)
    labels = [
        words(
            [
                (each, place)
                for each, place, branch in zip(names, centres, answer.branches, strict=True)
                if branch.depth == depth
            ],
            SIZE,
            value(-SIDE - 8 + STEP * depth),
            y,
            align="left",
            color=INK,
        )
        for depth in sorted({branch.depth for branch in answer.branches})
    ]
    return layer(
        mark("rule", rate, {"x": "rate:Q"}, color=MUTED, strokeWidth=1.5, strokeDash=[4, 3]),
        mark("rule", rows, {"x": "low:Q", "x2": "high", "y": y}, color=INK, strokeWidth=1.2),
        mark("point", rows, {"x": x, "y": y}, color=BRICK, filled=True, size=70),
        *labels,
        width=width - SIDE - 16,
        height=height,
    )

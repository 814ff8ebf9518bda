"""What follows a condition: each outcome in all futures, where it is seen, and where it is made, with intervals."""

from __future__ import annotations

from typing import Any

from foedus.assessment.what_if_lines import WhatIf
from foedus.report.look import BLUE, BRICK, INK, MUTED, WIDE, down, lines, stacked, words
from foedus.report.vega import Spec, field, layer, mark, value
from foedus.report.what_if import label

SIDE, SIZE, LEAST, APART = 300, 11, 44.0, 11.0
KINDS = {"all": MUTED, "seen": BRICK, "made": BLUE}


def figure(answer: WhatIf, width: int = WIDE) -> Spec:
    """A row for each outcome that can be told, a dot for each kind of futures."""
    kinds = ["all", *(["seen"] if answer.seen else []), *(["made"] if answer.made else [])]
    told = [line for line in answer.outcomes if line.all.estimate.value is not None]
    names = [lines(label(line), SIDE, SIZE) for line in told]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 8) for name in names])
    rows: list[dict[str, Any]] = [
        {
            "kind": kind,
            "place": centre + APART * (k - (len(kinds) - 1) / 2),
            **{name: None if x is None else 100 * x for name, x in getattr(line, kind).estimate},
        }
        for line, centre in zip(told, centres, strict=True)
        for k, kind in enumerate(kinds)
        if getattr(line, kind).estimate.value is not None
    ]
    x = field("value:Q", title="per cent", scale={"zero": True}, axis={"tickCount": 5, "grid": True})
    y = down(height)
    colour = field(
        "kind:N",
        title=None,
        scale={"domain": kinds, "range": [KINDS[kind] for kind in kinds]},
        legend={"orient": "top"},
    )
    return layer(
        mark("rule", rows, {"x": "low:Q", "x2": "high", "y": y, "color": colour}, strokeWidth=1.5),
        mark("point", rows, {"x": x, "y": y, "color": colour}, filled=True, size=60, opacity=1),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=width - SIDE - 16,
        height=height,
    )

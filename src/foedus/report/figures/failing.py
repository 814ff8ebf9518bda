"""A panel of shares of futures that fail, one below the other, against that of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foedus.assessment.outcome_lines import Estimate
from foedus.report.look import BRICK, INK, MUTED, down, heading, lines, stacked, words
from foedus.report.vega import Spec, field, layer, mark, value

SIDE, SIZE, LEAST = 380, 11, 30.0


def panel(shares: Sequence[tuple[str, Estimate]], rate: Estimate, told: str, width: int) -> Spec:
    """Shares with their names and 90% intervals; `rate` is that of all futures, `told` the heading."""
    names = [lines(name, SIDE, SIZE) for name, _ in shares]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 8) for name in names])
    rows: list[dict[str, Any]] = [
        {"place": place, **{name: None if x is None else 100 * x for name, x in share}}
        for place, (_, share) in zip(centres, shares, strict=True)
    ]
    of_all = [] if rate.value is None else [{"rate": 100 * rate.value}]
    x = field(
        "value:Q", title="per cent of futures that fail", scale={"zero": True}, axis={"tickCount": 5, "grid": False}
    )
    y = down(height)
    return layer(
        mark("rule", of_all, {"x": "rate:Q"}, color=MUTED, strokeWidth=1.5, strokeDash=[4, 3]),
        mark("rule", rows, {"x": "low:Q", "x2": "high", "y": y}, color=INK, strokeWidth=1.2),
        mark("point", rows, {"x": x, "y": y}, color=BRICK, filled=True, size=70),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=width - SIDE - 16,
        height=height,
        title=heading(told, width - SIDE - 16),
    )

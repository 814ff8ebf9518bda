"""Where an alliance fails: the share of failures in each box, against that of all."""

from __future__ import annotations

from typing import Any

from foedus.assessment.discover_lines import Discover, Search
from foedus.report import discover
from foedus.report.look import BRICK, INK, MUTED, WIDE, down, heading, lines, stacked, words
from foedus.report.vega import Spec, below, field, layer, mark, value

SIDE, SIZE, LEAST = 380, 11, 30.0


def figure(answer: Discover, width: int = WIDE) -> Spec:
    """A panel for each search that found a box."""
    panels = [_panel(search, width - SIDE - 16) for search in answer.searches if search.boxes]
    return below(*panels, spacing=24)


def _panel(search: Search, width: int) -> Spec:
    names = [lines("; ".join(discover.words(one) for one in box.restrictions), SIDE, SIZE) for box in search.boxes]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 8) for name in names])
    rows: list[dict[str, Any]] = [
        {"place": place, **{name: None if x is None else 100 * x for name, x in box.density}}
        for place, box in zip(centres, search.boxes, strict=True)
    ]
    rate = [] if search.rate.value is None else [{"rate": 100 * search.rate.value}]
    x = field(
        "value:Q", title="per cent of futures that fail", scale={"zero": True}, axis={"tickCount": 5, "grid": False}
    )
    y = down(height)
    told = "parameters" if search.year is None else f"what has happened by {search.year}; failures after it"
    return layer(
        mark("rule", rate, {"x": "rate:Q"}, color=MUTED, strokeWidth=1.5, strokeDash=[4, 3]),
        mark("rule", rows, {"x": "low:Q", "x2": "high", "y": y}, color=INK, strokeWidth=1.2),
        mark("point", rows, {"x": x, "y": y}, color=BRICK, filled=True, size=70),
        words(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=width,
        height=height,
        title=heading(told, width),
    )

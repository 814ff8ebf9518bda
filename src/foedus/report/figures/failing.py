"""Panels of shares of futures that fail, one below the other, against that of all."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.outcome_lines import Estimate
from foedus.report import numbers
from foedus.report.chart import Row
from foedus.report.look import BRICK, INK, MUTED, down, heading, lines, stacked
from foedus.report.look import words as texts
from foedus.report.vega import Spec, below, field, layer, mark, value

SIDE, SIZE, LEAST = 380, 11, 30.0


def row(panel: str, name: str, share: Estimate, rate: Estimate) -> Row:
    """The share of futures that fail where something holds, and that of all."""
    return {
        "panel": panel,
        "name": name,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "of_all": rate.value,
    }


def panels(rows: Sequence[Row], width: int) -> Spec:
    """A panel for each heading."""
    headings = dict.fromkeys(one["panel"] for one in rows)
    return below(*(_panel([one for one in rows if one["panel"] == told], width) for told in headings), spacing=24)


def words(rows: Sequence[Row]) -> str:
    """The highest share, and that of all."""
    known = [one for one in rows if one["share"] is not None]
    if not known:
        return "No share can be told."
    most = max(known, key=lambda one: one["share"])
    return (
        f"Failure is most frequent where this holds: {most['name']}; "
        f"{numbers.around(most['share'], most['low'], most['high'])} of those "
        f"futures fail, against {numbers.probability(most['of_all'])} of all."
    )


def _panel(rows: Sequence[Row], width: int) -> Spec:
    names = [lines(one["name"], SIDE, SIZE) for one in rows]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 8) for name in names])
    placed = [one | {"place": place} for one, place in zip(rows, centres, strict=True)]
    of_all = [one for one in placed[:1] if one["of_all"] is not None]
    axis = {"tickCount": 5, "grid": False, "format": "~%"}
    x = field("share:Q", title="futures that fail", scale={"zero": True}, axis=axis)
    y = down(height)
    return layer(
        mark("rule", of_all, {"x": "of_all:Q"}, color=MUTED, strokeWidth=1.5, strokeDash=[4, 3]),
        mark("rule", placed, {"x": "low:Q", "x2": "high", "y": y}, color=INK, strokeWidth=1.2),
        mark("point", placed, {"x": x, "y": y}, color=BRICK, filled=True, size=70, opacity=1),
        texts(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=width - SIDE - 16,
        height=height,
        title=heading(rows[0]["panel"], width - SIDE - 16),
    )

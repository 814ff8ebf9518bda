"""An arms race: the phase picture with path, standstill lines and equilibrium; or, for few years, the race of the sum."""

from __future__ import annotations

from typing import Any

import numpy as np

from foedus.classic.race_answer import PairLine, RaceAnswer
from foedus.report import race
from foedus.report.chart import Chart
from foedus.report.look import BLUE, BRICK, INK, MUTED, OCHRE, RULE, TEAL, WIDE, heading
from foedus.report.vega import Spec, field, grid, layer, mark

HEIGHT, LABELS, SIDE = 360, 70, 70
ARROWS = 9
"""Arrows along each axis of the phase picture."""

MARGIN = 0.12


def chart(answer: RaceAnswer) -> Chart:
    """Spending of both sides; its table has every year."""
    total = [sum(row) for row in answer.spending]
    rows = [
        {"year": year, "side": name, "spent": spent, "unit": answer.unit}
        for year, row in zip(answer.years, answer.spending, strict=True)
        for name, spent in zip(answer.names, row, strict=True)
    ]
    sums = [
        {"years": f"{year}-{year + 1}", "sum": (a + b) / 2, "change": b - a, "unit": answer.unit}
        for year, a, b in zip(answer.years, total, total[1:], strict=False)
    ]
    said = race.headline(answer)
    return Chart(
        "race", race.title(answer), said, said, rows if answer.pair else sums, lambda width: figure(answer, width)
    )


def figure(answer: RaceAnswer, width: int = WIDE) -> Spec:
    """Phase picture and years side by side; only the sum if the sides cannot be distinguished."""
    if answer.pair is None:
        return _sum(answer, width - SIDE - 40)
    columns = 2 if width >= WIDE else 1
    inner = width // columns - SIDE
    panels = [_phase(answer, answer.pair, inner), _years(answer, answer.pair, inner - LABELS)]
    return grid(panels, columns, spacing=28)


def _phase(answer: RaceAnswer, pair: PairLine, inner: int) -> Spec:
    seen = np.array(answer.spending)
    low, high = _window(np.vstack((seen, np.array(pair.ahead[:4]))))
    at = {name: _axis(name, low[i], high[i], answer.names[i]) for i, name in enumerate(("x", "y"))}
    first, second = pair.sides
    layers = [_arrows(pair, low, high, inner, at)]
    for side, colour, along in ((first, BLUE, 1), (second, BRICK, 0)):
        line = _standstill(side.reaction, side.fatigue, side.grievance, along, low, high)
        layers.append(mark("line", line, at, color=colour, strokeWidth=1.6, strokeDash=[6, 4], clip=True))
    path = [{"x": a, "y": b, "year": year} for (a, b), year in zip(answer.spending, answer.years, strict=True)]
    bold: Spec = {"fontSize": 11, "fontWeight": "bold"}
    layers.append(mark("line", path, at | {"order": "year:Q"}, color=INK, strokeWidth=2))
    layers.append(mark("point", path, at, color=INK, filled=True, size=18, opacity=1))
    ends = [path[0], path[-1]]
    layers.append(mark("text", ends, at | {"text": "year:N"}, align="left", dx=6, dy=-7, color=INK, **bold))
    ahead = [{"x": a, "y": b, "step": i} for i, (a, b) in enumerate(pair.ahead)]
    dotted: Spec = {"color": OCHRE, "strokeWidth": 2, "strokeDash": [2, 3], "clip": True}
    layers.append(mark("line", ahead, at | {"order": "step:Q"}, **dotted))
    if pair.equilibrium and all(low[i] <= pair.equilibrium[i] <= high[i] for i in (0, 1)):
        still = [{"x": pair.equilibrium[0], "y": pair.equilibrium[1], "text": "equilibrium"}]
        layers.append(mark("point", still, at, color=TEAL, filled=True, size=130, opacity=1, shape="diamond"))
        layers.append(mark("text", still, at | {"text": "text:N"}, dy=20, color=TEAL, **bold))
    said = f"Phase picture: {first.name} stands still on the blue line, {second.name} on the red one"
    return layer(*layers, width=inner, height=HEIGHT, title=heading(said, inner))


def _window(points: Any) -> tuple[Any, Any]:
    """Corners of the picture: what was seen and the first steps ahead, with a margin, not below zero."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = MARGIN * np.maximum(high - low, 1e-9)
    return np.maximum(low - room, 0.0), high + room


def _axis(name: str, low: float, high: float, title: str) -> Spec:
    return field(
        f"{name}:Q",
        title=title,
        scale={"domain": [float(low), float(high)], "nice": False, "zero": False},
        axis={"tickCount": 5, "format": ",~f", "grid": False},
    )


def _standstill(
    reaction: float, fatigue: float, grievance: float, along: int, low: Any, high: Any
) -> list[dict[str, float]]:
    """Points where a side does not change: fatigue x own = reaction x other + grievance."""
    if abs(fatigue) * (high[1 - along] - low[1 - along]) < abs(reaction) * (high[along] - low[along]):
        own = np.linspace(low[1 - along], high[1 - along], 2)
        other = (fatigue * own - grievance) / reaction
    else:
        other = np.linspace(low[along], high[along], 2)
        own = (reaction * other + grievance) / (fatigue or 1e-12)
    pair = (own, other) if along == 1 else (other, own)
    return [{"x": float(a), "y": float(b)} for a, b in zip(*pair, strict=True)]


def _arrows(pair: PairLine, low: Any, high: Any, inner: int, at: Spec) -> Spec:
    """The motion of the fitted system from points all over the picture."""
    first, second = pair.sides
    width = high - low
    rows = []
    for u in np.linspace(0.06, 0.94, ARROWS):
        for v in np.linspace(0.06, 0.94, ARROWS):
            a, b = low + np.array([u, v]) * width
            right = (first.reaction * b - first.fatigue * a + first.grievance) / width[0] * inner
            up = (second.reaction * a - second.fatigue * b + second.grievance) / width[1] * HEIGHT
            rows.append({"x": float(a), "y": float(b), "angle": float(np.degrees(np.arctan2(right, up)))})
    angle = field("angle:Q", scale={"domain": [-180, 180], "range": [-180, 180]})
    look: Spec = {"shape": "arrow", "filled": True, "color": RULE, "size": 180, "opacity": 1}
    return mark("point", rows, at | {"angle": angle}, **look)


def _years(answer: RaceAnswer, pair: PairLine, inner: int) -> Spec:
    last = answer.years[-1]
    years = {"format": "d", "tickCount": 5, "grid": False}
    at = {
        "x": field("year:Q", title=None, axis=years, scale={"nice": False}),
        "y": field("spent:Q", title=answer.unit, axis={"format": ",~f", "tickCount": 5}),
    }
    bold: Spec = {"align": "left", "dx": 6, "fontSize": 11, "fontWeight": "bold"}
    layers = []
    for i, colour in ((0, BLUE), (1, BRICK)):
        seen = [{"year": year, "spent": row[i]} for year, row in zip(answer.years, answer.spending, strict=True)]
        ahead = [{"year": last + step, "spent": row[i]} for step, row in enumerate(pair.ahead)]
        name = [{**ahead[-1], "name": answer.names[i]}]
        layers += [
            mark("line", seen, at, color=colour, strokeWidth=2.2),
            mark("line", ahead, at, color=colour, strokeWidth=1.6, strokeDash=[2, 3]),
            mark("text", name, at | {"text": "name:N"}, color=colour, **bold),
        ]
    said = "Spending by year; dotted: the fitted race run on, which is no forecast"
    return layer(*layers, width=inner, height=HEIGHT, title=heading(said, inner))


def _sum(answer: RaceAnswer, inner: int) -> Spec:
    """Yearly change of the sum against its level at mid-year, and the fitted line through its zero."""
    total = np.sum(np.array(answer.spending), axis=1)
    middle, change = (total[1:] + total[:-1]) / 2, np.diff(total)
    zero, slope = answer.sum.zero, answer.sum.slope
    reach = [float(min(middle.min(), zero if zero is not None and zero > 0 else middle.min())), float(middle.max())]
    title = f"sum of both at mid-year, {answer.unit}"
    at = {
        "x": field("sum:Q", title=title, scale={"zero": False}, axis={"grid": False}),
        "y": field("change:Q", title="change in the year", axis={"tickCount": 6}),
    }
    rows = [
        {"sum": float(m), "change": float(c), "years": f"{a}-{a + 1}"}
        for m, c, a in zip(middle, change, answer.years, strict=False)
    ]
    layers = [
        mark("point", rows, at, color=BLUE, filled=True, size=90, opacity=1),
        mark("text", rows, at | {"text": "years:N"}, align="left", dx=8, dy=10, fontSize=11, color=INK),
    ]
    if zero is not None:
        line = [{"sum": level, "change": slope * (level - zero)} for level in reach]
        layers.insert(0, mark("line", line, at, color=MUTED, strokeWidth=1.6, strokeDash=[6, 4]))
    return layer(*layers, width=inner, height=HEIGHT)

"""An arms race: the phase picture with path, standstill lines and equilibrium; or, for few years, the race of the sum."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np

from foedus.classic.race_answer import PairLine, RaceAnswer
from foedus.report.look import BLUE, BRICK, INK, MUTED, OCHRE, RULE, TEAL, WIDE, heading, table

HEIGHT, LABELS, SIDE = 360, 70, 70
ARROWS = 9
"""Arrows along each axis of the phase picture."""

MARGIN = 0.12


def figure(answer: RaceAnswer, width: int = WIDE) -> Any:
    """Phase picture and years side by side; only the sum if the sides cannot be distinguished."""
    if answer.pair is None:
        return _sum(answer, width - SIDE - 40)
    columns = 2 if width >= WIDE else 1
    inner = width // columns - SIDE
    return alt.concat(
        _phase(answer, answer.pair, inner), _years(answer, answer.pair, inner - LABELS), columns=columns, spacing=28
    )


def _phase(answer: RaceAnswer, pair: PairLine, inner: int) -> Any:
    seen = np.array(answer.spending)
    low, high = _window(np.vstack((seen, np.array(pair.ahead[:4]))))
    x, y = (_axis(name, low[i], high[i], answer.names[i]) for i, name in enumerate(("x", "y")))
    first, second = pair.sides
    layers = [_arrows(pair, low, high, inner, x, y)]
    for side, colour, along in ((first, BLUE, 1), (second, BRICK, 0)):
        line = _standstill(side.reaction, side.fatigue, side.grievance, along, low, high)
        layers.append(
            table(line).mark_line(color=colour, strokeWidth=1.6, strokeDash=[6, 4], clip=True).encode(x=x, y=y)
        )
    path = [{"x": a, "y": b, "year": year} for (a, b), year in zip(answer.spending, answer.years, strict=True)]
    layers.append(table(path).mark_line(color=INK, strokeWidth=2).encode(x=x, y=y, order="year:Q"))
    layers.append(table(path).mark_point(color=INK, filled=True, size=18, opacity=1).encode(x=x, y=y))
    ends = [path[0], path[-1]]
    layers.append(
        table(ends)
        .mark_text(align="left", dx=6, dy=-7, fontSize=11, fontWeight="bold", color=INK)
        .encode(x=x, y=y, text="year:N")
    )
    ahead = [{"x": a, "y": b, "step": i} for i, (a, b) in enumerate(pair.ahead)]
    layers.append(
        table(ahead)
        .mark_line(color=OCHRE, strokeWidth=2, strokeDash=[2, 3], clip=True)
        .encode(x=x, y=y, order="step:Q")
    )
    if pair.equilibrium and all(low[i] <= pair.equilibrium[i] <= high[i] for i in (0, 1)):
        at = [{"x": pair.equilibrium[0], "y": pair.equilibrium[1], "text": "equilibrium"}]
        layers.append(
            table(at).mark_point(color=TEAL, filled=True, size=130, opacity=1, shape="diamond").encode(x=x, y=y)
        )
        layers.append(
            table(at).mark_text(dy=20, fontSize=11, fontWeight="bold", color=TEAL).encode(x=x, y=y, text="text:N")
        )
    said = f"Phase picture: {first.name} stands still on the blue line, {second.name} on the red one"
    return alt.layer(*layers).properties(width=inner, height=HEIGHT, title=heading(said, inner))


def _window(points: Any) -> tuple[Any, Any]:
    """Corners of the picture: what was seen and the first steps ahead, with a margin, not below zero."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = MARGIN * np.maximum(high - low, 1e-9)
    return np.maximum(low - room, 0.0), high + room


def _axis(field: str, low: float, high: float, name: str) -> Any:
    kind = alt.X if field == "x" else alt.Y
    return kind(
        f"{field}:Q",
        title=name,
        scale=alt.Scale(domain=[float(low), float(high)], nice=False, zero=False),
        axis=alt.Axis(tickCount=5, format="~s", grid=False),
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


def _arrows(pair: PairLine, low: Any, high: Any, inner: int, x: Any, y: Any) -> Any:
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
    angle = alt.Angle("angle:Q", scale=alt.Scale(domain=[-180, 180], range=[-180, 180]))
    return (
        table(rows)
        .mark_point(shape="arrow", filled=True, color=RULE, size=180, opacity=1)
        .encode(x=x, y=y, angle=angle)
    )


def _years(answer: RaceAnswer, pair: PairLine, inner: int) -> Any:
    last = answer.years[-1]
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=5, grid=False), scale=alt.Scale(nice=False))
    y = alt.Y("spent:Q", title=answer.unit, axis=alt.Axis(format="~s", tickCount=5))
    layers = []
    for i, colour in ((0, BLUE), (1, BRICK)):
        seen = [{"year": year, "spent": row[i]} for year, row in zip(answer.years, answer.spending, strict=True)]
        ahead = [{"year": last + step, "spent": row[i]} for step, row in enumerate(pair.ahead)]
        name = [{**ahead[-1], "name": answer.names[i]}]
        layers += [
            table(seen).mark_line(color=colour, strokeWidth=2.2).encode(x=x, y=y),
            table(ahead).mark_line(color=colour, strokeWidth=1.6, strokeDash=[2, 3]).encode(x=x, y=y),
            table(name)
            .mark_text(align="left", dx=6, fontSize=11, fontWeight="bold", color=colour)
            .encode(x=x, y=y, text="name:N"),
        ]
    said = "Spending by year; dotted: the fitted race run on, which is no forecast"
    return alt.layer(*layers).properties(width=inner, height=HEIGHT, title=heading(said, inner))


def _sum(answer: RaceAnswer, inner: int) -> Any:
    """Yearly change of the sum against its level at mid-year, and the fitted line through its zero."""
    total = np.sum(np.array(answer.spending), axis=1)
    middle, change = (total[1:] + total[:-1]) / 2, np.diff(total)
    zero, slope = answer.sum.zero, answer.sum.slope
    reach = [float(min(middle.min(), zero if zero is not None and zero > 0 else middle.min())), float(middle.max())]
    x = alt.X(
        "sum:Q", title=f"sum of both at mid-year, {answer.unit}", scale=alt.Scale(zero=False), axis=alt.Axis(grid=False)
    )
    y = alt.Y("change:Q", title="change in the year", axis=alt.Axis(tickCount=6))
    rows = [
        {"sum": float(m), "change": float(c), "years": f"{a}-{a + 1}"}
        for m, c, a in zip(middle, change, answer.years, strict=False)
    ]
    dots = table(rows)
    layers = [
        dots.mark_point(color=BLUE, filled=True, size=90, opacity=1).encode(x=x, y=y),
        dots.mark_text(align="left", dx=8, dy=10, fontSize=11, color=INK).encode(x=x, y=y, text="years:N"),
    ]
    if zero is not None:
        line = [{"sum": at, "change": slope * (at - zero)} for at in reach]
        layers.insert(0, table(line).mark_line(color=MUTED, strokeWidth=1.6, strokeDash=[6, 4]).encode(x=x, y=y))
    return alt.layer(*layers).properties(width=inner, height=HEIGHT)

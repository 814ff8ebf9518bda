"""Positions by round, the weighted mean among them, and the interval of its end."""

from __future__ import annotations

from typing import Any

import altair as alt

from foedus.classic.bargaining_answer import BargainAnswer
from foedus.report.bargaining import as_position
from foedus.report.figures.poles import apart
from foedus.report.look import BLUE, INK, MUTED, OCHRE, ORDERS, WIDE, table

SHOWN = 10
"""Rounds drawn; a longer course goes on to its end by a dotted line."""

LEFT, RIGHT, HEIGHT, LINE = 210, 150, 380, 14


def figure(answer: BargainAnswer, width: int = WIDE) -> Any:
    """A line per actor, labelled where it starts; the mean thick; the interval and the actual outcome at the right."""
    inner = width - LEFT - RIGHT
    last = min(answer.rounds[-1].round, SHOWN)
    end = last + (1.0 if answer.rounds[-1].round > last else 0.0)
    x = alt.X(
        "round:Q", title="round", scale=alt.Scale(domain=[-0.25, end + 0.6], nice=False), axis=_axis(answer, last, end)
    )
    low, high = _domain(answer)
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    y = alt.Y("at:Q", title=None, scale=scale, axis=alt.Axis(tickCount=6))
    layers = []
    for i in range(len(answer.actors)):
        colour = ORDERS[1 + i % (len(ORDERS) - 1)]
        points = [{"round": line.round, "at": line.positions[i]} for line in answer.rounds[: last + 1]]
        layers.append(table(points).mark_line(color=colour, strokeWidth=1.4, opacity=0.75).encode(x=x, y=y))
        layers.append(
            table(points[:1]).mark_point(color=colour, filled=True, size=_area(answer, i), opacity=1).encode(x=x, y=y)
        )
        if end > last:
            rest = [points[-1], {"round": end, "at": answer.rounds[-1].positions[i]}]
            layers.append(table(rest).mark_line(color=colour, strokeWidth=1.2, strokeDash=[1, 4]).encode(x=x, y=y))
    layers += _mean(answer, last, end, x, y)
    layers += [_names(answer, scale), *_end(answer, end, x, y, scale)]
    return alt.layer(*layers).properties(width=inner, height=HEIGHT)


def _domain(answer: BargainAnswer) -> tuple[float, float]:
    """The part of the scale that anything lies in, with a margin."""
    values = [at for line in answer.rounds for at in line.positions] + [answer.start_mean, answer.predicted.mean]
    values += [answer.interval.low, answer.interval.high] if answer.interval else []
    values += [answer.outcome.value] if answer.outcome else []
    margin = 0.06 * (max(values) - min(values))
    return max(answer.scale[0], min(values) - margin), min(answer.scale[1], max(values) + margin)


def _axis(answer: BargainAnswer, last: int, end: float) -> alt.Axis:
    values = [float(v) for v in range(last + 1)]
    if end > last:
        values.append(end)
    return alt.Axis(
        values=values,
        grid=False,
        labelFlush=False,
        labelExpr=f"datum.value > {last} ? '{answer.rounds[-1].round}' : format(datum.value, 'd')",
    )


def _area(answer: BargainAnswer, i: int) -> float:
    """Size of an actor's first dot: by its share of influence times salience."""
    weights = [actor.capability * actor.salience for actor in answer.actors]
    return 30 + 900 * weights[i] / sum(weights)


def _mean(answer: BargainAnswer, last: int, end: float, x: Any, y: Any) -> list[Any]:
    points = [{"round": line.round, "at": line.mean} for line in answer.rounds[: last + 1]]
    layers = [table(points).mark_line(color=BLUE, strokeWidth=3.4).encode(x=x, y=y)]
    if end > last:
        rest = [points[-1], {"round": end, "at": answer.rounds[-1].mean}]
        layers.append(table(rest).mark_line(color=BLUE, strokeWidth=3, strokeDash=[1, 4]).encode(x=x, y=y))
    return layers


def _names(answer: BargainAnswer, scale: alt.Scale) -> Any:
    low, high = _domain(answer)
    gap = LINE * (high - low) / HEIGHT
    places = apart([actor.position for actor in answer.actors], gap, low, high)
    rows = [
        {"name": f"{actor.name}  {as_position(answer, actor.position)}", "at": place}
        for actor, place in zip(answer.actors, places, strict=True)
    ]
    y = alt.Y("at:Q", scale=scale)
    return table(rows).mark_text(align="right", fontSize=11, color=INK).encode(x=alt.value(-34), y=y, text="name:N")


def _end(answer: BargainAnswer, end: float, x: Any, y: Any, scale: alt.Scale) -> list[Any]:
    """Interval, end of the game, start mean and outcome, each named at the right."""
    at, layers = end + 0.35, []
    named = [("one game", answer.predicted.mean, BLUE, True), ("no bargaining", answer.start_mean, MUTED, True)]
    if answer.interval is not None:
        low, high = answer.interval.low, answer.interval.high
        bar = [{"round": at, "at": low, "to": high}]
        layers.append(table(bar).mark_rule(color=BLUE, strokeWidth=7, opacity=0.3).encode(x=x, y=y, y2="to:Q"))
        named += [("nine in ten games to", high, BLUE, False), ("from", low, BLUE, False)]
    if answer.outcome is not None:
        named.append(("what came of it", answer.outcome.value, OCHRE, True))
    dots = [{"round": at, "at": value, "colour": ink} for _, value, ink, bold in named if bold]
    colour = alt.Color("colour:N", scale=None)
    layers.append(
        table(dots).mark_point(filled=True, size=90, opacity=1, shape="diamond").encode(x=x, y=y, color=colour)
    )
    low, high = _domain(answer)
    places = apart([value for _, value, _, _ in named], LINE * (high - low) / HEIGHT, low, high)
    for (name, value, ink, bold), place in zip(named, places, strict=True):
        row = [{"text": f"{name} {as_position(answer, value)}", "place": place}]
        layers.append(
            table(row)
            .mark_text(align="left", fontSize=11, color=ink, fontWeight="bold" if bold else "normal")
            .encode(x=alt.value("width"), y=alt.Y("place:Q", scale=scale), text="text:N")
        )
    return layers

"""Positions by round, the weighted mean among them, and the interval of its end."""

from __future__ import annotations

from foedus.classic.bargaining_answer import BargainAnswer
from foedus.report import bargaining
from foedus.report.bargaining import as_position
from foedus.report.chart import Chart
from foedus.report.figures.poles import apart
from foedus.report.look import BLUE, INK, MUTED, OCHRE, ORDERS, WIDE
from foedus.report.vega import Spec, field, layer, mark, value

SHOWN = 10
"""Rounds drawn; a longer course goes on to its end by a dotted line."""

LEFT, RIGHT, HEIGHT, LINE = 210, 150, 380, 14


def chart(answer: BargainAnswer) -> Chart:
    """Positions by round; its table has every round that is drawn."""
    last = min(answer.rounds[-1].round, SHOWN)
    rows = [
        {"actor": actor.name, "round": line.round, "at": line.positions[i]}
        for i, actor in enumerate(answer.actors)
        for line in answer.rounds[: last + 1]
    ]
    said = bargaining.headline(answer)
    subtitle = f"{said} {bargaining.PICTURE}"
    return Chart("bargaining", answer.title, subtitle, said, rows, lambda width: figure(answer, width))


def figure(answer: BargainAnswer, width: int = WIDE) -> Spec:
    """A line per actor, labelled where it starts; the mean thick; the interval and the actual outcome at the right."""
    inner = width - LEFT - RIGHT
    last = min(answer.rounds[-1].round, SHOWN)
    end = last + (1.0 if answer.rounds[-1].round > last else 0.0)
    low, high = _domain(answer)
    scale = {"domain": [low, high], "nice": False, "zero": False}
    at = {
        "x": field(
            "round:Q",
            title="round",
            scale={"domain": [-0.25, end + 0.6], "nice": False},
            axis=_axis(answer, last, end),
        ),
        "y": field("at:Q", title=None, scale=scale, axis={"tickCount": 6}),
    }
    layers = []
    for i in range(len(answer.actors)):
        colour = ORDERS[1 + i % (len(ORDERS) - 1)]
        points = [{"round": line.round, "at": line.positions[i]} for line in answer.rounds[: last + 1]]
        layers.append(mark("line", points, at, color=colour, strokeWidth=1.4, opacity=0.75))
        layers.append(mark("point", points[:1], at, color=colour, filled=True, size=_area(answer, i), opacity=1))
        if end > last:
            rest = [points[-1], {"round": end, "at": answer.rounds[-1].positions[i]}]
            layers.append(mark("line", rest, at, color=colour, strokeWidth=1.2, strokeDash=[1, 4]))
    layers += _mean(answer, last, end, at)
    layers += [_names(answer, scale), *_end(answer, end, at, scale)]
    return layer(*layers, width=inner, height=HEIGHT)


def _domain(answer: BargainAnswer) -> tuple[float, float]:
    """The part of the scale that anything lies in, with a margin."""
    values = [at for line in answer.rounds for at in line.positions] + [answer.start_mean, answer.predicted.mean]
    values += [answer.interval.low, answer.interval.high] if answer.interval else []
    values += [answer.outcome.value] if answer.outcome else []
    margin = 0.06 * (max(values) - min(values))
    return max(answer.scale[0], min(values) - margin), min(answer.scale[1], max(values) + margin)


def _axis(answer: BargainAnswer, last: int, end: float) -> Spec:
    values = [float(v) for v in range(last + 1)]
    if end > last:
        values.append(end)
    return {
        "values": values,
        "grid": False,
        "labelFlush": False,
        "labelExpr": f"datum.value > {last} ? '{answer.rounds[-1].round}' : format(datum.value, 'd')",
    }


def _area(answer: BargainAnswer, i: int) -> float:
    """Size of an actor's first dot: by its share of influence times salience."""
    weights = [actor.capability * actor.salience for actor in answer.actors]
    return 30 + 900 * weights[i] / sum(weights)


def _mean(answer: BargainAnswer, last: int, end: float, at: Spec) -> list[Spec]:
    points = [{"round": line.round, "at": line.mean} for line in answer.rounds[: last + 1]]
    layers = [mark("line", points, at, color=BLUE, strokeWidth=3.4)]
    if end > last:
        rest = [points[-1], {"round": end, "at": answer.rounds[-1].mean}]
        layers.append(mark("line", rest, at, color=BLUE, strokeWidth=3, strokeDash=[1, 4]))
    return layers


def _names(answer: BargainAnswer, scale: Spec) -> Spec:
    low, high = _domain(answer)
    gap = LINE * (high - low) / HEIGHT
    places = apart([actor.position for actor in answer.actors], gap, low, high)
    rows = [
        {"name": f"{actor.name}  {as_position(answer, actor.position)}", "at": place}
        for actor, place in zip(answer.actors, places, strict=True)
    ]
    channels = {"x": value(-34), "y": field("at:Q", scale=scale), "text": "name:N"}
    return mark("text", rows, channels, align="right", fontSize=11, color=INK)


def _end(answer: BargainAnswer, end: float, at: Spec, scale: Spec) -> list[Spec]:
    """Interval, end of the game, start mean and outcome, each named at the right."""
    right, layers = end + 0.35, []
    named = [("one game", answer.predicted.mean, BLUE, True), ("no bargaining", answer.start_mean, MUTED, True)]
    if answer.interval is not None:
        low, high = answer.interval.low, answer.interval.high
        bar = [{"round": right, "at": low, "to": high}]
        layers.append(mark("rule", bar, {**at, "y2": "to"}, color=BLUE, strokeWidth=7, opacity=0.3))
        named += [("nine in ten games to", high, BLUE, False), ("from", low, BLUE, False)]
    if answer.outcome is not None:
        named.append(("what came of it", answer.outcome.value, OCHRE, True))
    dots = [{"round": right, "at": found, "colour": ink} for _, found, ink, bold in named if bold]
    coloured = {**at, "color": field("colour:N", scale=None)}
    layers.append(mark("point", dots, coloured, filled=True, size=90, opacity=1, shape="diamond"))
    low, high = _domain(answer)
    places = apart([found for _, found, _, _ in named], LINE * (high - low) / HEIGHT, low, high)
    labels = {"x": value("width"), "y": field("place:Q", scale=scale), "text": "text:N"}
    for (name, found, ink, bold), place in zip(named, places, strict=True):
        row = [{"text": f"{name} {as_position(answer, found)}", "place": place}]
        weight = "bold" if bold else "normal"
        layers.append(mark("text", row, labels, align="left", fontSize=11, color=ink, fontWeight=weight))
    return layers

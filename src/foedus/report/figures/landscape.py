"""A landscape: the stable alignments with their basins, all alignments by energy, and the hold on each state."""

from __future__ import annotations

import json

from foedus.classic.landscape_answer import Actor, Alignment, LandscapeAnswer
from foedus.report import landscape
from foedus.report.chart import Chart
from foedus.report.look import (
    BLUE,
    BRICK,
    INK,
    MUTED,
    OCHRE,
    PALE,
    RULE,
    TEAL,
    WIDE,
    down,
    heading,
    lines,
    stacked,
    words,
)
from foedus.report.numbers import probability
from foedus.report.vega import Spec, below, beside, either, field, layer, mark, value

SHOWN, MOST = 4, 14
"""Alignments, and states, with a row of their own."""

COLOURS = (BLUE, BRICK, TEAL, OCHRE)
COLOUR = field("colour:N", scale=None)
ELSEWHERE = "#a9b1b9"
"""Alignments that lead to a stable one without a row."""

SHARE, SIDE, GAP = 250, 44, 40
HEIGHT = 230
INDENT = 52
"""How far the rows stand left of the panels below, whose axis takes as much."""
BAR, LEAD = 22, 18


def chart(answer: LandscapeAnswer) -> Chart:
    """Stable alignments with their shares, and how firmly each state is held in the first."""
    stable = [
        {
            "what": "alignment",
            "name": " against ".join(", ".join(bloc) for bloc in line.blocs),
            "share": _share(line)[0],
        }
        | {"hold": None}
        for line in answer.alignments[:SHOWN]
    ]
    holds = [
        {"what": "hold of alignment 1", "name": actor.name, "share": None, "hold": actor.hold}
        for actor in _loosest(answer)
    ]
    return Chart(
        "landscape",
        landscape.title(answer),
        f"{landscape.headline(answer)} {landscape.swing(answer)}",
        landscape.headline(answer),
        stable + holds,
        lambda width: figure(answer, width),
    )


def figure(answer: LandscapeAnswer, width: int = WIDE) -> Spec:
    """Rows of stable alignments above; below, the view of the landscape and the hold on each state."""
    half = (width - GAP) // 2
    panels = beside(_relief(answer, half - 60), _holds(answer, half - 110), spacing=GAP)
    return below(_rows(answer, width), panels, spacing=62, bounds="flush")


def _rows(answer: LandscapeAnswer, width: int) -> Spec:
    """A row per stable alignment: its number, blocs, and basin."""
    shown = answer.alignments[:SHOWN]
    texts = [_blocs(line, width - SIDE - SHARE - 30) for line in shown]
    centres, height = stacked([LEAD * max(2, len(text)) + 18 for text in texts])
    y = down(height)
    badges = [{"place": place, "number": str(k), "colour": COLOURS[k - 1]} for k, place in enumerate(centres, 1)]
    at = {"x": value(16 - INDENT), "y": y}
    layers = [
        mark("point", badges, at | {"color": COLOUR}, filled=True, size=620, opacity=1),
        mark("text", badges, at | {"text": "number:N"}, color="white", fontSize=13, fontWeight=700),
    ]
    for text, place in zip(texts, centres, strict=True):
        for i, (row, colour) in enumerate(text):
            top = place + LEAD * (i - (len(text) - 1) / 2)
            left = value(SIDE - INDENT)
            layers.append(words([([row], top)], 13, left, y, align="left", color=colour, fontWeight=600))
    what = (
        f"share of {answer.draws:,} weightings in which each is the deepest"
        if answer.draws
        else "share of starts that end in each"
    )
    title = heading(f"Stable alignments, and the {what}", width)
    return layer(*layers, *_shares(shown, centres, height, width), width=width, height=height, title=title)


def _blocs(line: Alignment, inner: int) -> list[tuple[str, str]]:
    """Lines of names with the colour of their bloc, blocs apart by colour and by a mark."""
    shades = (INK, MUTED)
    rows = []
    for k, bloc in enumerate(line.blocs):
        for i, text in enumerate(lines(", ".join(bloc), inner, 13)):
            rows.append((text if i or not k else f"against {text}", shades[min(k, 1)]))
    return rows


def _shares(shown: list[Alignment], centres: list[float], height: float, width: int) -> list[Spec]:
    left, right = width - SHARE, width - 52
    scale = {"domain": [0, 1], "range": [left, right], "nice": False}
    rows = [
        {
            "place": place,
            "zero": 0.0,
            "one": 1.0,
            "share": share,
            "colour": colour,
            "text": probability(share),
            "below": below,
        }
        for (share, below), place, colour in zip(map(_share, shown), centres, COLOURS, strict=False)
    ]
    y = down(height)
    bar = {"x": field("zero:Q", scale=scale, axis=None), "y": y}
    number, note = {"x": value(right + 8), "y": y, "text": "text:N"}, {"x": value(left), "y": y, "text": "below:N"}
    return [
        mark("rule", rows, bar | {"x2": "one"}, color=PALE, strokeWidth=BAR),
        mark("rule", rows, bar | {"x2": "share", "color": COLOUR}, strokeWidth=BAR),
        mark("text", rows, number, align="left", fontSize=13, fontWeight=600, color=INK),
        mark("text", rows, note, align="left", fontSize=11, color=MUTED, dy=BAR / 2 + 9),
    ]


def _share(line: Alignment) -> tuple[float, str]:
    """The share shown by its bar, and the text below it."""
    if line.deepest_draws is None or line.basin_draws is None:
        return line.basin, ""
    _, low, high = line.basin_draws
    if low == high:
        when = "whatever the weights" if line.stable_draws in (0.0, 1.0) else "in nine of ten weightings"
        return line.deepest_draws, f"draws {probability(low)} of starts {when}"
    return line.deepest_draws, f"draws {probability(low)} to {probability(high)} of starts (90%)"


def _relief(answer: LandscapeAnswer, inner: int) -> Spec:
    """Every alignment, or a draw of them: across, how far from the deepest; up, its energy."""
    most = max(point.switches for point in answer.relief)
    same: dict[int, int] = {}
    rows = []
    for point in sorted(answer.relief, key=lambda point: point.energy):
        turn = same[point.switches] = same.get(point.switches, -1) + 1
        spread = 0.34 * (((turn * 0.618034) % 1.0) - 0.5) * 2 if point.switches else 0.0
        known = point.alignment is not None and point.alignment < SHOWN
        colour = COLOURS[point.alignment] if known and point.alignment is not None else ELSEWHERE
        rows.append({"across": point.switches + spread, "energy": point.energy, "colour": colour})
    at = {
        "x": field(
            "across:Q",
            title="states that would have to change sides to reach alignment 1",
            scale={"domain": [-0.5, most + 0.5], "nice": False},
            axis={"values": list(range(most + 1)), "format": "d", "grid": False},
        ),
        "y": field(
            "energy:Q",
            title="energy (low: states are with friends)",
            axis={"tickCount": 5},
            scale={"zero": False},
        ),
    }
    stable = [
        {"across": switches, "energy": line.energy, "colour": COLOURS[k], "number": str(k + 1)}
        for k, (line, switches) in enumerate(zip(answer.alignments[:SHOWN], _ends(answer), strict=False))
        if line.energy is not None
    ]
    some = (
        f"{len(rows):,} of {answer.configurations:,} alignments"
        if answer.configurations < 1e9
        else f"{len(rows):,} alignments"
    )
    name = "All alignments" if len(rows) >= answer.configurations else some
    coloured = at | {"color": COLOUR}
    return layer(
        mark("point", rows, coloured, filled=True, size=34, opacity=0.75),
        mark("point", stable, coloured, filled=True, size=260, opacity=1, stroke="white"),
        mark("text", stable, at | {"text": "number:N"}, color="white", fontSize=10, fontWeight=700),
        width=inner,
        height=HEIGHT,
        title=heading(f"{name}, coloured by where they lead", inner + 40),
    )


def _ends(answer: LandscapeAnswer) -> list[int]:
    """Switches from each stable alignment to the deepest: those of its lowest point."""
    low: dict[int, tuple[float, int]] = {}
    for point in answer.relief:
        if point.alignment is not None:
            low[point.alignment] = min(
                low.get(point.alignment, (point.energy, point.switches)), (point.energy, point.switches)
            )
    return [low[k][1] for k in sorted(low)]


def _holds(answer: LandscapeAnswer, inner: int) -> Spec:
    """What each state would lose by leaving alignment 1 alone, the loosest on top."""
    ranked = _loosest(answer)
    rows = [{"name": actor.name, "hold": actor.hold, "text": f"{actor.hold:.3f}"} for actor in ranked]
    order = [actor.name for actor in ranked]
    axis = {
        "labelColor": INK,
        "labelFontSize": 12,
        "labelLimit": 110,
        "ticks": False,
        "domain": True,
        "domainColor": RULE,
    }
    at = {"x": field("hold:Q", title=None, axis=None), "y": field("name:N", sort=order, title=None, axis=axis)}
    loosest = either(f"datum.name === {json.dumps(order[0])}", OCHRE, PALE)
    bars = mark("bar", rows, at | {"color": loosest}, height={"band": 0.66})
    text = mark("text", rows, at | {"text": "text:N"}, align="left", dx=5, fontSize=11, color=MUTED)
    title = heading("Frustration gained by leaving alignment 1 alone", inner + 100)
    return layer(bars, text, width=inner, height=HEIGHT, title=title)


def _loosest(answer: LandscapeAnswer) -> list[Actor]:
    """The states that are held least, as many as the picture has rows for."""
    return sorted(answer.actors, key=lambda actor: actor.hold)[:MOST]

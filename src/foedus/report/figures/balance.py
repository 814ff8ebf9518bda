"""A two-way split: the sides as columns, ties between and within them, those out of place in strong colour."""

from __future__ import annotations

from collections import Counter

import numpy as np

from foedus.classic.balance_answer import BalanceAnswer, Tie
from foedus.report import balance
from foedus.report.chart import Chart
from foedus.report.look import BRICK, INK, OCHRE, RULE, WIDE, heading
from foedus.report.vega import Spec, below, either, field, layer, mark

MOST = 36
"""Actors a side is drawn with; of more, those with most ties out of place, then with most ties."""

LEFT, RIGHT = 0.30, 0.70
"""Where the columns stand, as shares of the width."""

BULGE = 0.24
"""How far an arc within a side may reach out, as a share of the width."""

ARC = np.linspace(0.0, 1.0, 25)
FOES, FRIENDS, QUIET = "foes on one side", "friends across the divide", "in place"


def chart(answer: BalanceAnswer) -> Chart:
    """The split; its table has every tie that is drawn."""
    drawn = {name for side in answer.sides for name in _drawn(answer, side)}
    rows = [
        {"first": tie.first, "second": tie.second, "kind": _kind(tie)}
        for tie in answer.ties
        if tie.first in drawn and tie.second in drawn
    ]
    said = balance.headline(answer)
    return Chart("balance", balance.title(answer), said, said, rows, lambda width: figure(answer, width))


def figure(answer: BalanceAnswer, width: int = WIDE) -> Spec:
    """The split, with a key that names what is drawn."""
    columns = [_drawn(answer, side) for side in answer.sides]
    rows = max(len(column) for column in columns)
    height = max(240, rows * (17 if rows > 18 else 24))
    places = {
        name: (x * width, height * (i + 0.5) / len(column))
        for column, x in zip(columns, (LEFT, RIGHT), strict=True)
        for i, name in enumerate(column)
    }
    kept = [tie for tie in answer.ties if tie.first in places and tie.second in places]
    quiet = [tie for tie in kept if not tie.frustrated]
    loud = [tie for tie in kept if tie.frustrated]
    layers = [_paths(quiet, places, width, height), _paths(loud, places, width, height)]
    title = heading(_key(answer, columns), width)
    return below(layer(*layers, *_names(places, width, height), width=width, height=height, title=title))


def _drawn(answer: BalanceAnswer, side: list[str]) -> list[str]:
    """The actors of a side that are drawn, in the order of the answer."""
    out = Counter(name for tie in answer.ties if tie.frustrated for name in (tie.first, tie.second))
    ties = Counter(name for tie in answer.ties for name in (tie.first, tie.second))
    chosen = set(sorted(side, key=lambda name: (-out[name], -ties[name]))[:MOST])
    return [name for name in side if name in chosen]


def _key(answer: BalanceAnswer, columns: list[list[str]]) -> str:
    left = answer.actors - sum(len(column) for column in columns)
    rest = f" Not drawn: {left} actors with fewer ties out of place." if left else ""
    return (
        f"Thin: ties in place. Thick: out of place, foes on one side (red) and friends across the divide (ochre).{rest}"
    )


def _paths(ties: list[Tie], places: dict[str, tuple[float, float]], width: int, height: int) -> Spec:
    rows = [
        {"tie": str(k), "step": i, "x": x, "y": y, "kind": _kind(tie)}
        for k, tie in enumerate(ties)
        for i, (x, y) in enumerate(_path(places[tie.first], places[tie.second], width, height))
    ]
    loud = bool(ties) and ties[0].frustrated
    channels = {
        **_at(width, height),
        "detail": "tie:N",
        "order": "step:Q",
        "color": field("kind:N", scale={"domain": [QUIET, FOES, FRIENDS], "range": [RULE, BRICK, OCHRE]}, legend=None),
        "strokeDash": either(f"datum.kind === '{FRIENDS}'", [6, 3], [1, 0]),
    }
    return mark("line", rows, channels, strokeWidth=2.6 if loud else 0.9, opacity=0.9 if loud else 0.75)


def _at(width: int, height: int) -> Spec:
    """Fields x and y as pixels from the left and from the top."""
    return {
        "x": field("x:Q", axis=None, scale={"domain": [0, width], "nice": False}),
        "y": field("y:Q", axis=None, scale={"domain": [height, 0], "nice": False}),
    }


def _kind(tie: Tie) -> str:
    return QUIET if not tie.frustrated else FOES if tie.sign < 0 else FRIENDS


def _path(a: tuple[float, float], b: tuple[float, float], width: int, height: int) -> list[tuple[float, float]]:
    """A straight line between the columns, an arc outwards within one."""
    if a[0] != b[0]:
        return [a, b]
    out = -1.0 if a[0] < width / 2 else 1.0
    reach = out * width * BULGE * (0.25 + 0.75 * abs(a[1] - b[1]) / height)
    middle = 4.0 * ARC * (1.0 - ARC)
    xs, ys = a[0] + reach * middle, a[1] + (b[1] - a[1]) * ARC
    return list(zip(xs.tolist(), ys.tolist(), strict=True))


def _names(places: dict[str, tuple[float, float]], width: int, height: int) -> list[Spec]:
    """Actors as dots, their names on the inner side of their column."""
    at = _at(width, height)
    named = at | {"text": "name:N"}
    layers: list[Spec] = []
    for left, align, dx in ((True, "left", 9), (False, "right", -9)):
        rows = [{"x": px, "y": py, "name": name} for name, (px, py) in places.items() if (px < width / 2) == left]
        if not rows:
            continue
        look: Spec = {"align": align, "dx": dx, "fontSize": 12, "fontWeight": 600, "baseline": "middle"}
        layers += [
            mark("point", rows, at, filled=True, size=70, opacity=1, color=INK, stroke="white"),
            mark("text", rows, named, **look, color="white", stroke="white", strokeWidth=4),
            mark("text", rows, named, **look, color=INK),
        ]
    return layers

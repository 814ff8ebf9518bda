"""Outcomes under every order: a shaded table with its numbers and tolerance states."""

from __future__ import annotations

from typing import Any

from foedus.assessment.answer import Answer
from foedus.report import numbers, reading
from foedus.report.look import BLUE, INK, WIDE, down, lines, stacked, words
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec, either, field, layer, mark, value

LIGHT = "#f4f7fa"
DARK_FROM = 0.55
"""Probability from which the text on a cell is white."""


def figure(answer: Answer, width: int) -> Spec:
    """A column per order, a row per outcome; shade and number show the probability, the word the tolerance."""
    wide = width >= WIDE
    side, size, least = (240, 12, 40) if wide else (96, 10, 44)
    cell = (width - side - 16) // len(answer.orders)
    units, labels = reading.units(answer), reading.labels(answer)
    shown = [x for x in answer.orders[0].outcomes if units.get(x.outcome, PROBABILITY) == PROBABILITY]
    names = [lines(labels[x.outcome], side, size) for x in shown]
    centres, height = stacked([max(least, len(name) * (size + 2) + 8) for name in names])
    heads = [lines(order.title, cell, size) for order in answer.orders]
    tall = max(len(head) for head in heads) * (size + 2)
    titles = [(head, (i + 0.5) * cell) for i, head in enumerate(heads)]
    rows = _cells(answer, [x.outcome for x in shown], centres, cell)
    across = field("place:Q", axis=None, scale={"domain": [0, cell * len(heads)], "nice": False})
    places = list(zip(names, centres, strict=True))
    return layer(
        *_marks(rows, cell, height, size),
        words(titles, size, across, value(-4 - tall / 2), align="center", color=INK),
        words(places, size, value(-8), down(height), align="right", color=INK),
        width=cell * len(heads),
        height=height,
    )


def _marks(rows: list[dict[str, Any]], cell: int, height: float, size: float) -> list[Spec]:
    judged, free = [row for row in rows if row["state"]], [row for row in rows if not row["state"]]
    right = max(row["right"] for row in rows)
    x = field("left:Q", axis=None, scale={"domain": [0, right], "nice": False})
    shade = field("p:Q", scale={"domain": [0, 1], "range": [LIGHT, BLUE]}, legend=None)
    cells = {"x": x, "x2": "right", "y": down(height, "top"), "y2": "bottom", "color": shade}
    on_dark = either(f"datum.p > {DARK_FROM}", "white", INK)
    middle = {"x": field("x:Q", axis=None), "y": field("y:Q", axis=None), "color": on_dark}
    number, state = middle | {"text": "number:N"}, middle | {"text": "state:N"}
    return [
        mark("rect", rows, cells, stroke="white", strokeWidth=3),
        mark("text", free, number, fontSize=size + 1, fontWeight=600),
        mark("text", judged, number, fontSize=size + 1, fontWeight=600, dy=-7),
        mark("text", judged, state, fontSize=min(size - 1, cell / 5.4), dy=8),
    ]


def _cells(answer: Answer, outcomes: list[str], centres: list[float], cell: int) -> list[dict[str, Any]]:
    edges = [0.0]
    for centre in centres:
        edges.append(2 * centre - edges[-1])
    rows = []
    for column, order in enumerate(answer.orders):
        states = {line.outcome: reading.stand(line) for line in order.tolerances}
        for i, outcome in enumerate(outcomes):
            found = reading.find(order.outcomes, outcome)
            if found is None or found.estimate.value is None:
                continue
            rows.append(
                {
                    "left": column * cell,
                    "right": (column + 1) * cell,
                    "top": edges[i],
                    "bottom": edges[i + 1],
                    "x": (column + 0.5) * cell,
                    "y": centres[i],
                    "p": found.estimate.value,
                    "number": numbers.probability(found.estimate.value),
                    "state": states.get(outcome, ""),
                }
            )
    return rows

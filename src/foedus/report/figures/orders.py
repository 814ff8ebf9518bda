"""Outcomes under every order: a shaded table with its numbers and tolerance states."""

from __future__ import annotations

from typing import Any

import altair as alt

from foedus.assessment.answer import Answer
from foedus.report import numbers, reading
from foedus.report.look import BLUE, INK, WIDE, down, lines, stacked, table, words
from foedus.report.numbers import PROBABILITY

LIGHT = "#f4f7fa"
DARK_FROM = 0.55
"""Probability from which the text on a cell is white."""


def figure(answer: Answer, width: int) -> Any:
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
    across = alt.X("place:Q", axis=None, scale=alt.Scale(domain=[0, cell * len(heads)], nice=False))
    places = list(zip(names, centres, strict=True))
    return alt.layer(
        *_marks(rows, cell, height, size),
        words(titles, size, across, alt.value(-4 - tall / 2), align="center", color=INK),
        words(places, size, alt.value(-8), down(height), align="right", color=INK),
    ).properties(width=cell * len(heads), height=height)


def _marks(rows: list[dict[str, Any]], cell: int, height: float, size: float) -> list[Any]:
    chart = table(rows)
    judged, free = chart.transform_filter("datum.state != ''"), chart.transform_filter("datum.state == ''")
    right = max(row["right"] for row in rows)
    x = alt.X("left:Q", axis=None, scale=alt.Scale(domain=[0, right], nice=False))
    y = down(height, "top")
    middle = {"x": alt.X("x:Q", axis=None), "y": alt.Y("y:Q", axis=None)}
    shade = alt.Color("p:Q", scale=alt.Scale(domain=[0, 1], range=[LIGHT, BLUE]), legend=None)
    on_dark = alt.condition(f"datum.p > {DARK_FROM}", alt.value("white"), alt.value(INK))
    return [
        chart.mark_rect(stroke="white", strokeWidth=3).encode(x=x, x2="right:Q", y=y, y2="bottom:Q", color=shade),
        free.mark_text(fontSize=size + 1, fontWeight=600).encode(**middle, text="number:N", color=on_dark),
        judged.mark_text(fontSize=size + 1, fontWeight=600, dy=-7).encode(**middle, text="number:N", color=on_dark),
        judged.mark_text(fontSize=min(size - 1, cell / 5.4), dy=8).encode(**middle, text="state:N", color=on_dark),
    ]


def _cells(answer: Answer, outcomes: list[str], centres: list[float], cell: int) -> list[dict[str, Any]]:
    edges = [0.0]
    for centre in centres:
        edges.append(2 * centre - edges[-1])
    rows = []
    for column, order in enumerate(answer.orders):
        states = {line.outcome: line.state for line in order.tolerances}
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

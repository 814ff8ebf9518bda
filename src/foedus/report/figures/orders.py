"""Outcomes under every order: a shaded table of numbers, each with where it stands to the limit of the case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foedus.assessment.answer import Answer
from foedus.errors import InputError
from foedus.report import numbers, order_sentences, reading
from foedus.report.chart import Chart, Row
from foedus.report.look import INK, WIDE, down, lines, on_shading, shading, stacked, words
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec, field, layer, mark, value


def chart(answer: Answer, outcomes: Sequence[str] = ()) -> Chart:
    """The table of an answer, of some outcomes or of all."""
    rows = _rows(answer, outcomes)
    if not rows:
        raise InputError("the answer holds no probability under a world order, so there is nothing to draw")
    return Chart(
        "orders",
        f"Does the order matter? Probability by {answer.by_year} in each world order",
        f"{order_sentences.of_orders(answer)} Darker is more likely. The word under a number compares it with the limit of the "
        "case.",
        _words(answer, rows),
        rows,
        lambda width: _figure(rows, width),
    )


def _rows(answer: Answer, outcomes: Sequence[str]) -> list[Row]:
    units, labels = reading.units(answer), {line.name: reading.plain(line) for line in answer.outcomes}
    rows: list[Row] = []
    for order in answer.orders:
        limits = {line.outcome: reading.stand(line) for line in order.tolerances}
        for line in order.outcomes:
            wanted = not outcomes or line.outcome in outcomes
            if wanted and units.get(line.outcome, PROBABILITY) == PROBABILITY and line.estimate.value is not None:
                rows.append(
                    {
                        "order": order.title,
                        "outcome": line.outcome,
                        "label": labels[line.outcome],
                        "probability": line.estimate.value,
                        "low": line.estimate.low,
                        "high": line.estimate.high,
                        "limit": limits.get(line.outcome),
                    }
                )
    return rows


def _words(answer: Answer, rows: Sequence[Row]) -> str:
    names = dict.fromkeys(row["outcome"] for row in rows)
    of = {name: [row for row in rows if row["outcome"] == name] for name in names}

    def ends(name: str) -> tuple[Row, Row]:
        return (min(of[name], key=lambda row: row["probability"]), max(of[name], key=lambda row: row["probability"]))

    def apart(name: str) -> float:
        low, high = ends(name)
        return float(high["probability"] - low["probability"])

    low, high = ends(max(of, key=apart))
    orders = {row["order"] for row in rows}
    if len(orders) < 2:
        most = max(rows, key=lambda row: row["probability"])
        return f"One order, '{most['order']}': the most likely outcome is {_told(most)}."
    said = [f"Over {len(orders)} orders '{low['label']}' differs most: {_told(low, False)} in '{low['order']}', "]
    said[0] += f"{_told(high, False)} in '{high['order']}'."
    missed = {name: sum(row["limit"] == "missed" for row in found) for name, found in of.items()}
    told = [
        f"'{of[name][0]['label']}' in {number} of {len(of[name])} orders" for name, number in missed.items() if number
    ]
    said.append(f"Missed limits: {'; '.join(told)}." if told else "No limit is missed in any order.")
    return " ".join(said)


def _told(row: Row, named: bool = True) -> str:
    name = f"'{row['label']}' " if named else ""
    return name + numbers.around(row["probability"], row["low"], row["high"])


def _figure(rows: Sequence[Row], width: int) -> Spec:
    """A column per order, a row per outcome; shade and number show the probability, the word the limit."""
    orders = list(dict.fromkeys(row["order"] for row in rows))
    shown = {row["outcome"]: row["label"] for row in rows}
    wide = width >= WIDE
    side, size, least = (240, 12, 40) if wide else (96, 10, 44)
    cell = (width - side - 16) // len(orders)
    names = [lines(label, side, size) for label in shown.values()]
    centres, height = stacked([max(least, len(name) * (size + 2) + 8) for name in names])
    heads = [lines(order, cell, size) for order in orders]
    tall = max(len(head) for head in heads) * (size + 2)
    titles = [(head, (i + 0.5) * cell) for i, head in enumerate(heads)]
    cells = _cells(rows, orders, list(shown), centres, cell)
    across = field("place:Q", axis=None, scale={"domain": [0, cell * len(heads)], "nice": False})
    places = list(zip(names, centres, strict=True))
    return layer(
        *_marks(cells, cell, height, size),
        words(titles, size, across, value(-4 - tall / 2), align="center", color=INK),
        words(places, size, value(-8), down(height), align="right", color=INK),
        width=cell * len(heads),
        height=height,
    )


def _marks(rows: list[dict[str, Any]], cell: int, height: float, size: float) -> list[Spec]:
    judged, free = [row for row in rows if row["limit"]], [row for row in rows if not row["limit"]]
    right = max(row["right"] for row in rows)
    x = field("left:Q", axis=None, scale={"domain": [0, right], "nice": False})
    cells = {"x": x, "x2": "right", "y": down(height, "top"), "y2": "bottom", "color": shading("probability")}
    middle = {"x": field("x:Q", axis=None), "y": field("y:Q", axis=None), "color": on_shading("probability")}
    number, state = middle | {"text": "number:N"}, middle | {"text": "limit:N"}
    return [
        mark("rect", rows, cells, stroke="white", strokeWidth=3),
        mark("text", free, number, fontSize=size + 1, fontWeight=600),
        mark("text", judged, number, fontSize=size + 1, fontWeight=600, dy=-7),
        mark("text", judged, state, fontSize=min(size - 1, cell / 5.4), dy=8),
    ]


def _cells(
    rows: Sequence[Row], orders: Sequence[str], outcomes: Sequence[str], centres: Sequence[float], cell: int
) -> list[dict[str, Any]]:
    edges = [0.0]
    for centre in centres:
        edges.append(2 * centre - edges[-1])
    cells = []
    for row in rows:
        column, i = orders.index(row["order"]), outcomes.index(row["outcome"])
        place = {
            "left": column * cell,
            "right": (column + 1) * cell,
            "top": edges[i],
            "bottom": edges[i + 1],
            "x": (column + 0.5) * cell,
            "y": centres[i],
        }
        cells.append(row | place | {"number": numbers.probability(row["probability"])})
    return cells

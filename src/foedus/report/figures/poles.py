"""Effective number of poles by year: fan of the headline's order, medians of the others; a panel per index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from foedus.assessment.answer import Answer, OrderLine, PoleLine
from foedus.errors import InputError
from foedus.report import numbers, reading
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, DASHES, ORDERS, WIDE, heading
from foedus.report.vega import Spec, field, grid, layer, mark
from foedus.report.words import counted

LABELS, GAP = 104, 13
PATHS = ("median", "low50", "high50", "low90", "high90")


def chart(answer: Answer, outcomes: Sequence[str] = ()) -> Chart:
    """The fans of an answer; it has no outcomes to choose from."""
    order = reading.headline(answer)
    lines = [line for line in order.poles if reading.known(line)] if order else []
    if order is None or not lines:
        raise InputError("the answer knows no number of poles, so there is nothing to draw")
    others = " Thin lines: medians of the other orders." if len(answer.orders) > 1 else ""
    rows = [row for each in _headline_first(answer) for line in each.poles for row in _rows(answer, each, line)]
    return Chart(
        "poles",
        f"How many poles the world has, to {answer.by_year}",
        f"Effective number by {counted(len(lines), 'measure')}. {order.title}: median, and bands that hold half and nine in "
        f"ten of the futures.{others}",
        _words(answer, order, lines),
        rows,
        lambda width: _figure(answer, lines, rows, width),
    )


def _headline_first(answer: Answer) -> list[OrderLine]:
    return sorted(answer.orders, key=lambda order: order.name != answer.order)


def _rows(answer: Answer, order: OrderLine, line: PoleLine) -> list[Row]:
    """The start, then year by year."""
    first = answer.by_year - answer.horizon
    paths = {name: [line.start, *getattr(line, name)] for name in PATHS}
    return [
        {
            "order": order.title,
            "index": line.index,
            "year": first + i,
            **{name: path[i] for name, path in paths.items()},
        }
        for i in range(len(line.median) + 1)
        if paths["median"][i] is not None
    ]


def _words(answer: Answer, order: OrderLine, lines: Sequence[PoleLine]) -> str:
    told = "; ".join(
        f"by {line.label} {numbers.amount(line.start)} in {answer.by_year - answer.horizon} and a median of "
        f"{numbers.amount(line.median[-1])} (90%: {numbers.amount(line.low90[-1])} to {numbers.amount(line.high90[-1])}) in "
        f"{answer.by_year}"
        for line in lines
    )
    said = [f"'{order.title}': {told}."]
    ends = [
        (each.title, line.label, line.median[-1])
        for each in answer.orders
        for line in each.poles
        if line.median and line.median[-1] is not None
    ]
    if len(answer.orders) > 1:
        least, most = (side(ends, key=lambda end: end[2]) for side in (min, max))
        said.append(
            f"Over all orders the medians of {answer.by_year} lie between {numbers.amount(least[2])} ('{least[0]}', by "
            f"{least[1]}) and {numbers.amount(most[2])} ('{most[0]}', by {most[1]})."
        )
    return " ".join(said)


def _figure(answer: Answer, lines: Sequence[PoleLine], rows: Sequence[Row], width: int) -> Spec:
    """Fans side by side at full width, one under another when narrow; one vertical scale for all."""
    columns = len(lines) if width >= WIDE else 1
    inner = width // columns - LABELS - 30
    height = 210 if width >= WIDE else 150
    shown = _headline_first(answer)[0].title
    ends = [row["high90"] for row in rows if row["order"] == shown] + [row["median"] for row in rows]
    top = int(max(end for end in ends if end is not None)) + 1
    panels = [
        _panel(answer, line, [row for row in rows if row["index"] == line.index], inner, height, top) for line in lines
    ]
    return grid(panels, columns, spacing={"row": 26, "column": 14})


def _panel(answer: Answer, line: PoleLine, rows: Sequence[Row], inner: int, height: int, top: int) -> Spec:
    orders = list(dict.fromkeys(row["order"] for row in rows))
    paths = [[row for row in rows if row["order"] == order] for order in orders]
    first = answer.by_year - answer.horizon
    years = {"format": "d", "values": [first, answer.by_year], "grid": False, "labelFlush": True}
    x = field("year:Q", axis=years, scale={"domain": [first, answer.by_year], "nice": False}, title=None)
    scale = {"domain": [1, top], "nice": False}
    axis = {"values": list(range(1, top + 1)), "format": "d"}
    y = field("median:Q", scale=scale, axis=axis, title=None)
    fan = [row for row in paths[0] if row["low90"] is not None]
    layers = [
        mark("area", fan, {"x": x, "y": field("low90:Q", scale=scale), "y2": "high90"}, color=BLUE, opacity=0.14),
        mark("area", fan, {"x": x, "y": field("low50:Q", scale=scale), "y2": "high50"}, color=BLUE, opacity=0.24),
    ]
    looks = list(zip(paths, cycle(ORDERS), cycle(DASHES), strict=False))
    for path, colour, dash in reversed(looks):
        thick = 2.4 if path is paths[0] else 1.5
        look: Spec = {"color": colour, "strokeWidth": thick, "strokeDash": dash, "clip": True}
        layers.append(mark("line", path, {"x": x, "y": y}, **look))
    places = apart([path[-1]["median"] for path in paths], GAP * (top - 1) / height, 1, top)
    for (path, colour, _), place in zip(looks, places, strict=True):
        label = [{"last": answer.by_year, "place": place, "title": path[0]["order"]}]
        at = {"x": x | {"field": "last"}, "y": field("place:Q", scale=scale), "text": "title:N"}
        weight = 600 if path is paths[0] else "normal"
        layers.append(mark("text", label, at, align="left", dx=6, fontSize=11, color=colour, fontWeight=weight))
    title = heading(f"effective poles by {line.label}", inner + LABELS)
    return layer(*layers, width=inner, height=height, title=title)


def apart(values: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the values, in the same order, at least `gap` between neighbours and, room allowing, in low to high."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    places = dict.fromkeys(order, 0.0)
    floor = low
    for i in order:
        places[i] = floor = max(values[i], floor)
        floor += gap
    ceiling = high
    for i in reversed(order):
        places[i] = ceiling = min(places[i], ceiling)
        ceiling -= gap
    return [places[i] for i in range(len(values))]

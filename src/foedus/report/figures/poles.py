"""Effective number of poles by year: fan of the headline's order, medians of the others; a panel per index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

from foedus.assessment.answer import Answer, PoleLine
from foedus.report import reading
from foedus.report.look import BLUE, DASHES, ORDERS, WIDE, heading
from foedus.report.vega import Spec, field, grid, layer, mark

LABELS, GAP = 104, 13


def figure(answer: Answer, width: int) -> Spec:
    """Fans side by side at full width, one under another when narrow; one vertical scale for all."""
    order = reading.headline(answer)
    assert order is not None
    lines = [line for line in order.poles if reading.known(line)]
    columns = len(lines) if width >= WIDE else 1
    inner = width // columns - LABELS - 30
    height = 210 if width >= WIDE else 150
    ends = [x for line in lines for x in line.high90 if x is not None]
    ends += [x for each in answer.orders for line in each.poles for x in line.median if x is not None]
    top = int(max(ends)) + 1
    panels = [_panel(answer, line, inner, height, top) for line in lines]
    return grid(panels, columns, spacing={"row": 26, "column": 14})


def _panel(answer: Answer, line: PoleLine, inner: int, height: int, top: int) -> Spec:
    first = answer.by_year - answer.horizon
    years = {"format": "d", "values": [first, answer.by_year], "grid": False, "labelFlush": True}
    x = field("year:Q", axis=years, scale={"domain": [first, answer.by_year], "nice": False}, title=None)
    scale = {"domain": [1, top], "nice": False}
    axis = {"values": list(range(1, top + 1)), "format": "d"}
    y = field("median:Q", scale=scale, axis=axis, title=None)
    fan = _fan(line, first)
    layers = [
        mark("area", fan, {"x": x, "y": field("low90:Q", scale=scale), "y2": "high90"}, color=BLUE, opacity=0.14),
        mark("area", fan, {"x": x, "y": field("low50:Q", scale=scale), "y2": "high50"}, color=BLUE, opacity=0.24),
    ]
    paths = _paths(answer, line.index, first)
    looks = list(zip(paths, cycle(ORDERS), cycle(DASHES), strict=False))
    for path, colour, dash in reversed(looks):
        thick = 2.4 if path is paths[0] else 1.5
        look: Spec = {"color": colour, "strokeWidth": thick, "strokeDash": dash, "clip": True}
        layers.append(mark("line", path["points"], {"x": x, "y": y}, **look))
    places = apart([path["points"][-1]["median"] for path in paths], GAP * (top - 1) / height, 1, top)
    for (path, colour, _), place in zip(looks, places, strict=True):
        label = [{"year": answer.by_year, "place": place, "title": path["title"]}]
        at = {"x": x, "y": field("place:Q", scale=scale), "text": "title:N"}
        weight = 600 if path is paths[0] else "normal"
        layers.append(mark("text", label, at, align="left", dx=6, fontSize=11, color=colour, fontWeight=weight))
    title = heading(f"effective poles by {line.label}", inner + LABELS)
    return layer(*layers, width=inner, height=height, title=title)


def _fan(line: PoleLine, first: int) -> list[dict[str, float | None]]:
    columns = {"low90": line.low90, "low50": line.low50, "high50": line.high50, "high90": line.high90}
    start: list[dict[str, float | None]] = (
        [{"year": first, **dict.fromkeys(columns, line.start)}] if line.start is not None else []
    )
    return start + [
        {"year": first + 1 + i, **{name: values[i] for name, values in columns.items()}}
        for i in range(len(line.median))
        if line.median[i] is not None
    ]


def _paths(answer: Answer, index: str, first: int) -> list[dict[str, Any]]:
    """Median paths with the headline's order first."""
    paths = []
    for order in sorted(answer.orders, key=lambda order: order.name != answer.order):
        line = next((x for x in order.poles if x.index == index), None)
        if line is None:
            continue
        values = [line.start, *line.median]
        points = [{"year": first + i, "median": x} for i, x in enumerate(values) if x is not None]
        if points:
            paths.append({"title": order.title, "points": points})
    return paths


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

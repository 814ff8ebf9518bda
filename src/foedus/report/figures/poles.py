"""Effective number of poles by year: fan of the headline's order, medians of the others; a panel per index."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle
from typing import Any

import altair as alt

from foedus.assessment.answer import Answer, PoleLine
from foedus.report import reading
from foedus.report.look import BLUE, DASHES, ORDERS, WIDE, heading, table

LABELS, GAP = 104, 13


def figure(answer: Answer, width: int) -> Any:
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
    return alt.concat(*panels, columns=columns, spacing={"row": 26, "column": 14})


def _panel(answer: Answer, line: PoleLine, inner: int, height: int, top: int) -> Any:
    first = answer.by_year - answer.horizon
    x = alt.X(
        "year:Q",
        axis=alt.Axis(format="d", values=[first, answer.by_year], grid=False, labelFlush=True),
        scale=alt.Scale(domain=[first, answer.by_year], nice=False),
        title=None,
    )
    scale = alt.Scale(domain=[1, top], nice=False)
    axis = alt.Axis(values=list(range(1, top + 1)), format="d")
    y = alt.Y("median:Q", scale=scale, axis=axis, title=None)
    fan = table(_fan(line, first))
    layers = [
        fan.mark_area(color=BLUE, opacity=0.14).encode(x=x, y=alt.Y("low90:Q", scale=scale), y2="high90:Q"),
        fan.mark_area(color=BLUE, opacity=0.24).encode(x=x, y=alt.Y("low50:Q", scale=scale), y2="high50:Q"),
    ]
    paths = _paths(answer, line.index, first)
    looks = list(zip(paths, cycle(ORDERS), cycle(DASHES), strict=False))
    for path, colour, dash in reversed(looks):
        layers.append(
            table(path["points"])
            .mark_line(color=colour, strokeWidth=2.4 if path is paths[0] else 1.5, strokeDash=dash, clip=True)
            .encode(x=x, y=y)
        )
    places = apart([path["points"][-1]["median"] for path in paths], GAP * (top - 1) / height, 1, top)
    for (path, colour, _), place in zip(looks, places, strict=True):
        label = [{"year": answer.by_year, "place": place, "title": path["title"]}]
        layers.append(
            table(label)
            .mark_text(align="left", dx=6, fontSize=11, color=colour, fontWeight=600 if path is paths[0] else "normal")
            .encode(x=x, y=alt.Y("place:Q", scale=scale), text="title:N")
        )
    return alt.layer(*layers).properties(
        width=inner, height=height, title=heading(f"effective poles by {line.label}", inner + LABELS)
    )


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

"""Calibration: for forecasts with about the same probability, the share that happened; for forecasts of amounts, the
tenth of its forecast in which each outcome fell. Scales of rare events are logarithmic; a share of zero is drawn at the
lower end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor, log10
from typing import Any, NamedTuple

from foedus.errors import InputError
from foedus.evaluate.result import Bin, Cell, Interval, Result
from foedus.report import backtest, numbers
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, INK, MUTED, PAPER, WIDE, heading, lines
from foedus.report.vega import Spec, below, either, field, grid, layer, mark
from foedus.report.words import counted

MODELS = ("history-only", "shrunken", "full", "stack", "type")
"""Models drawn side by side, of those there are: the plain ones and the best."""
COLUMNS, NARROWEST = 4, 170
"""Most panels side by side, and the least pixels for one with its axis."""
AXIS = 60
"""Pixels left of a panel for its vertical axis."""
LOWEST = 0.0005
"""Where logarithmic scales begin at the lowest."""
COMMON = 0.2
"""Share of events from which scales are even."""
TICKS, EVEN = (0.001, 0.01, 0.1, 1.0), (0.0, 0.5, 1.0)
BAR = "#b7cbe0"
FIRST = "datum.value == 1"
ENDS = f"{FIRST} ? 'lowest' : 'highest'"


class Scored(NamedTuple):
    """Scores on later years of the equations behind a case.

    models  the specification of each equation
    scored  its name and its cells
    """

    case: str
    models: tuple[str, ...]
    scored: tuple[tuple[str, list[Cell]], ...]


def chart(found: Result | Scored) -> Chart:
    """The curves of a result: a row for each target and horizon, a column for each model; or those behind a case."""
    if isinstance(found, Scored):
        return _of_case(found)
    rows = table(MODELS, found.cells)
    if not rows:
        raise InputError("the result has no calibration curve, which forecasts of amounts do not have")
    return Chart(
        "calibration",
        backtest.title(found),
        backtest.headline(found),
        words(rows),
        rows,
        lambda width: of_models(MODELS, found.cells, width),
    )


def _of_case(found: Scored) -> Chart:
    cells = [cell for _, own in found.scored for cell in own]
    rows = [
        row | {"equation": equation}
        for equation, own in found.scored
        for row in table(dict.fromkeys(found.models), own)
    ]
    if not rows:
        raise InputError(
            f"no equation of {found.case} was scored on later years with a curve, so there is nothing to draw"
        )
    return Chart(
        "calibration",
        f"What was forecast, and what happened: the equations of {found.case}",
        "Each dot is a group of forecasts of years that no fit had seen, one year ahead: on the dashed line as much happened "
        "as was forecast, above it more. Hollow: none happened. Bars: 90% intervals.",
        words(rows),
        rows,
        lambda width: _grid(found, cells, width),
    )


def _grid(found: Scored, cells: Sequence[Cell], width: int) -> Spec:
    scale = _scale(cells, list(dict.fromkeys(found.models)))
    panels = [
        _curve(
            bins(cell, model),
            scale,
            width,
            _title(lines(f"{equation}: {cell.target}", width // _columns(width) - 16, 11)),
            first=place % _columns(width) == 0,
        )
        for place, (equation, model, cell) in enumerate(
            (equation, model, cell)
            for (equation, own), model in zip(found.scored, found.models, strict=True)
            for cell in own
        )
    ]
    return grid(panels, _columns(width), spacing={"row": 22, "column": 8})


def table(names: Iterable[str], cells: Sequence[Cell]) -> list[Row]:
    """A row for each group of forecasts of some models."""
    return [
        {
            "target": cell.target,
            "ahead": cell.horizon,
            "model": model,
            "forecast": each.forecast,
            "happened": each.happened[0],
            "low": each.happened[1],
            "high": each.happened[2],
            "forecasts": each.rows,
        }
        for cell in cells
        for model in [name for name in names if bins(cell, name)][:COLUMNS]
        for each in bins(cell, model)
    ]


def words(rows: Sequence[Row]) -> str:
    """How often what happened agrees with what was forecast, and where it is furthest off."""
    judged = [row for row in rows if None not in (row["happened"], row["low"], row["high"])]
    if not judged:
        return "No group of forecasts can be judged."
    held = [row for row in judged if row["low"] <= row["forecast"] <= row["high"]]
    off = max(judged, key=lambda row: abs(row["happened"] - row["forecast"]))
    return (
        f"In {len(held)} of {len(judged)} groups the share forecast lies in the 90% interval of the share that happened. "
        f"Furthest off: {off['target']}, {off['model']}: {numbers.probability(off['forecast'])} forecast, "
        f"{numbers.probability(off['happened'])} happened."
    )


def of_models(names: Sequence[str], cells: Sequence[Cell], width: int = WIDE) -> Spec:
    """The curves of some models: a row for each target and horizon, a column for each model."""
    rows = []
    for cell in cells:
        models = [model for model in names if bins(cell, model)][:COLUMNS]
        if models:
            scale = _scale([cell], models)
            panels = [
                _curve(bins(cell, model), scale, width, _title(model), first=model == models[0]) for model in models
            ]
            rows.append(_row(panels, f"{ahead(cell)}: {cell.target}", width))
    return below(*rows, spacing=22)


def of_model(model: str, cells: Sequence[Cell], width: int = WIDE) -> Spec:
    """The calibration of one model: a row for each target, a column for each horizon."""
    rows = []
    for target in dict.fromkeys(cell.target for cell in cells):
        same = [cell for cell in cells if cell.target == target][:COLUMNS]
        rows.append(_row(_panels(model, same, width), capital(target), width))
    return below(*rows, spacing=26)


def bins(cell: Cell, model: str) -> list[Bin]:
    """The curve of a model in a cell; empty where there is none."""
    return [each for each in cell.curve if each.model == model]


def tenths(cell: Cell, model: str) -> list[Interval]:
    """Shares of outcomes by tenth of a model's forecasts; empty where there are none."""
    return next((each.shares for each in cell.tenths if each.model == model), [])


def ahead(cell: Cell) -> str:
    """'One year ahead', '5 years ahead'."""
    return "One year ahead" if cell.horizon == 1 else f"{cell.horizon} years ahead"


def capital(text: str) -> str:
    """A text that begins with a capital, unless it begins with a formula."""
    return text if text.startswith("ln ") else text[:1].upper() + text[1:]


def said(model: str, cell: Cell) -> str:
    """The calibration slope, or how often the central 90% contained the outcome."""
    scores = cell.scores.get(model, {})
    if bins(cell, model):
        return f"slope {_interval(scores.get('calibration_slope'), '.2f')}"
    return f"90% interval held {_interval(scores.get('coverage_90'), '.0%')}"


def _interval(value: Interval | None, form: str) -> str:
    """A value with its interval.

    >>> _interval((1.05, 0.98, 1.12), ".2f")
    '1.05 [0.98, 1.12]'
    """
    if value is None or value[0] is None:
        return "not known"
    if value[1] is None or value[2] is None:
        return format(value[0], form)
    low, high = (format(each, form).removesuffix("%") for each in (value[1], value[2]))
    return f"{format(value[0], form)} [{low}, {high}]"


def _panels(model: str, cells: Sequence[Cell], width: int) -> list[Spec]:
    """The panels of one target, on one scale."""
    scale = _scale(cells, [model])
    highest = max((each[2] or each[0] or 0.0 for cell in cells for each in tenths(cell, model)), default=0.0)
    top = max(0.2, min(1.0, ceil(10 * highest + 0.2) / 10))
    found: list[Spec] = []
    for cell in cells:
        curve = bins(cell, model)
        count = f"{counted(cell.events, 'event')} in {cell.rows:,}" if curve else f"{counted(cell.rows, 'outcome')}"
        title = _title(ahead(cell), count, said(model, cell))
        first = not found
        shares = tenths(cell, model)
        found.append(_curve(curve, scale, width, title, first) if curve else _bars(shares, top, width, title, first))
    return found


def _row(panels: Sequence[Spec], title: str, width: int) -> Spec:
    return grid(panels, _columns(width), spacing=8, title=heading(title, width))


def _columns(width: int) -> int:
    return max(1, min(COLUMNS, width // NARROWEST))


def _title(text: str | list[str], *under: str) -> Spec:
    below_it: Spec = {"subtitle": list(under), "subtitleFontSize": 11, "subtitlePadding": 3} if under else {}
    return {"text": text, "fontSize": 11, "fontWeight": 600, "color": INK, "anchor": "start", "offset": 8, **below_it}


def _scale(cells: Sequence[Cell], models: Sequence[str]) -> float:
    """Where the scale of these curves begins: zero for an even one, above it for a logarithmic one."""
    every = [each for cell in cells for model in models for each in bins(cell, model)]
    if not every or sum(cell.events for cell in cells) > COMMON * sum(cell.rows for cell in cells):
        return 0.0
    least = min([each.forecast for each in every] + [each.happened[0] for each in every if each.happened[0]])
    return max(LOWEST, 10.0 ** floor(log10(max(least, LOWEST))))


def figure(found: Result, width: int = WIDE) -> Spec:
    """The bare picture of a result."""
    return of_models(MODELS, found.cells, width)


def _curve(curve: Sequence[Bin], low: float, width: int, title: Spec, first: bool) -> Spec:
    """Forecast against observed shares; dots on the dashed line are right, hollow ones mean zero."""
    kind: Spec = {"type": "log", "domain": [low, 1.0]} if low else {"domain": [0.0, 1.0]}
    scale = {**kind, "nice": False, "clamp": True}
    ticks = [tick for tick in TICKS if tick >= low] if low else list(EVEN)
    axis = {"format": "~%", "values": ticks, "grid": True, "labelFlush": False}
    x = field("forecast:Q", scale=scale, axis=axis, title="forecast")
    y = field("happened:Q", scale=scale, axis=axis, title="happened" if first else None)
    right = [{"forecast": end, "happened": end} for end in (low, 1.0)]
    data = [_point(each, low) for each in curve]
    layers = [
        mark("line", right, {"x": x, "y": y}, color=MUTED, strokeWidth=1.2, strokeDash=[4, 3]),
        mark("rule", data, {"x": x, "y": "low:Q", "y2": "high"}, color=BLUE, strokeWidth=3, opacity=0.35),
    ]
    at = {"x": x, "y": y, "description": "words:N"}
    for fill, some in ((BLUE, True), (PAPER, False)):
        dots = [each for each in data if each["some"] is some]
        layers.append(mark("point", dots, at, fill=fill, stroke=BLUE, strokeWidth=1.2, size=40, opacity=1))
    inner = width // _columns(width) - AXIS
    return layer(*layers, width=inner, height=inner, title=title)


def _point(each: Bin, low: float) -> dict[str, Any]:
    value, lower, upper = (low if known is None else max(known, low) for known in each.happened)
    words = f"forecast {each.forecast:.2%}, happened {each.happened[0] or 0.0:.2%}, {each.rows:,} forecasts"
    place = {"forecast": max(each.forecast, low), "happened": value, "low": lower, "high": upper}
    return {**place, "some": bool(each.happened[0]), "words": words}


def _bars(shares: Sequence[Interval], top: float, width: int, title: Spec, first: bool) -> Spec:
    """Shares of outcomes by tenth of the forecast; the dashed line is right."""
    rows = [{"tenth": k + 1, "share": v, "low": low, "high": high} for k, (v, low, high) in enumerate(shares)]
    edge = {
        "values": [1, len(shares)],
        "labelExpr": ENDS,
        "labelAngle": 0,
        "labelAlign": either(FIRST, "left", "right"),
        "ticks": False,
    }
    x = field("tenth:O", axis=edge, title="tenth of the forecast")
    axis = {"format": "~%", "tickCount": 5}
    name = "share of outcomes" if first else None
    y = field("share:Q", scale={"domain": [0.0, top], "nice": False}, axis=axis, title=name)
    even = [{"share": 1.0 / len(shares)}]
    inner = width // _columns(width) - AXIS
    return layer(
        mark("bar", rows, {"x": x, "y": y}, color=BAR),
        mark("rule", rows, {"x": x, "y": "low:Q", "y2": "high"}, color=BLUE, strokeWidth=2),
        mark("rule", even, {"y": y}, color=MUTED, strokeWidth=1.2, strokeDash=[4, 3]),
        width=inner,
        height=inner,
        title=title,
    )

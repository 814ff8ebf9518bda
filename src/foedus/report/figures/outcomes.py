"""Outcomes at the horizon: dot, interval, tolerated range."""

from __future__ import annotations

from typing import Any

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import OutcomeLine
from foedus.report import numbers, reading
from foedus.report.look import INK, MUTED, PALE, RULE, SHAPES, STATES, WIDE, down, lines, stacked, words
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec, field, layer, mark, value

BAND = 14
"""Height of the tolerated range."""


def figure(answer: Answer, width: int) -> Spec:
    """A row per outcome: label and numbers above, the interval on the tolerated range below."""
    inner = width - 24
    size = 12.5 if width >= WIDE else 11
    found = reading.probabilities(answer)
    labels = [lines(reading.name(line), int(inner - size * 12.5), size) for line in found]
    lead = size + 2
    heads = [len(label) * lead + 4 for label in labels]
    centres, height = stacked([head + BAND + 10 for head in heads])
    places = [centre + head / 2 for centre, head in zip(centres, heads, strict=True)]
    tops = [place - (BAND + head) / 2 for place, head in zip(places, heads, strict=True)]
    rows = [_row(answer, line, place) for line, place in zip(found, places, strict=True)]
    first = [top - (len(label) - 1) * lead / 2 for top, label in zip(tops, labels, strict=True)]
    number = [([row["number"]], y) for row, y in zip(rows, first, strict=True)]
    spread = [([row["interval"]], y) for row, y in zip(rows, first, strict=True)]
    label = list(zip(labels, tops, strict=True))
    y, middle, right = down(height), value(inner - size * 8.7), value(inner)
    return layer(
        *_marks(answer, rows, height, width),
        words(label, size, value(0), y, align="left", color=INK),
        words(number, size, middle, y, align="right", color=INK, fontWeight=600),
        words(spread, size, right, y, align="right", color=MUTED),
        width=inner,
        height=height,
    )


def _marks(answer: Answer, rows: list[dict[str, Any]], height: float, width: int) -> list[Spec]:
    limited = [row for row in rows if row["limit"] is not None]
    present = [state for state in STATES if any(row["state"] == state for row in rows)]
    scale = {"domain": [0, 1], "nice": False}
    axis = {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1], "labelFlush": True, "grid": False}
    x = field("value:Q", scale=scale, axis=axis, title=f"probability by {answer.by_year}")
    y = down(height)
    legend = {
        "orient": "top",
        "title": None,
        "labelFontSize": 11,
        "labelColor": INK,
        "symbolSize": 80,
        "columns": 4 if width >= WIDE else 2,
    }
    colour = field("state:N", scale={"domain": present, "range": [STATES[s] for s in present]}, legend=legend)
    shape = field("state:N", scale={"domain": present, "range": [SHAPES[s] for s in present]}, legend=legend)
    tolerated = {"x": field("from:Q", scale=scale), "x2": "to", "y": y}
    limit = {"x": field("limit:Q", scale=scale), "y": y}
    interval = {"x": field("low:Q", scale=scale), "x2": "high", "y": y, "color": colour}
    dot = {"x": x, "y": y, "color": colour, "shape": shape}
    return [
        mark("rule", limited, tolerated, strokeWidth=BAND, color=PALE),
        mark("rule", rows, {"x": {"datum": 0}, "x2": {"datum": 1}, "y": y}, color=RULE, strokeWidth=1),
        mark("tick", limited, limit, color=INK, thickness=2, size=BAND + 4, orient="vertical"),
        mark("rule", rows, interval, strokeWidth=3, strokeCap="round"),
        mark("point", rows, dot, filled=True, size=110, opacity=1, stroke="white", strokeWidth=1),
    ]


def _row(answer: Answer, line: OutcomeLine, place: float) -> dict[str, Any]:
    tolerance = reading.tolerance_of(answer, line)
    least, most = (tolerance.at_least, tolerance.at_most) if tolerance else (None, None)
    limited = tolerance is not None
    return {
        "place": place,
        "value": line.estimate.value,
        "low": line.estimate.low,
        "high": line.estimate.high,
        "number": numbers.value(line.estimate, PROBABILITY),
        "interval": numbers.interval(line.estimate, PROBABILITY),
        "state": reading.stand(tolerance) if tolerance else "no tolerance",
        "limit": most if least is None else least,
        "from": (least or 0.0) if limited else None,
        "to": (1.0 if most is None else most) if limited else None,
    }

"""Outcomes at the horizon: dot, interval, tolerated range."""

from __future__ import annotations

from typing import Any

import altair as alt

from foedus.assessment.answer import Answer, OutcomeLine
from foedus.report import numbers, reading
from foedus.report.look import INK, MUTED, PALE, RULE, SHAPES, STATES, WIDE, down, lines, stacked, table, words
from foedus.report.numbers import PROBABILITY

BAND = 14
"""Height of the tolerated range."""


def figure(answer: Answer, width: int) -> Any:
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
    y, middle, right = down(height), alt.value(inner - size * 8.7), alt.value(inner)
    return alt.layer(
        *_marks(answer, rows, height, width),
        words(label, size, alt.value(0), y, align="left", color=INK),
        words(number, size, middle, y, align="right", color=INK, fontWeight=600),
        words(spread, size, right, y, align="right", color=MUTED),
    ).properties(width=inner, height=height)


def _marks(answer: Answer, rows: list[dict[str, Any]], height: float, width: int) -> list[Any]:
    chart = table(rows)
    limited = table([row for row in rows if row["limit"] is not None])
    present = [state for state in STATES if any(row["state"] == state for row in rows)]
    scale = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], labelFlush=True, grid=False)
    x = alt.X("value:Q", scale=scale, axis=axis, title=f"probability by {answer.by_year}")
    y = down(height)
    legend = alt.Legend(
        orient="top", title=None, labelFontSize=11, labelColor=INK, symbolSize=80, columns=4 if width >= WIDE else 2
    )
    colour = alt.Color("state:N", scale=alt.Scale(domain=present, range=[STATES[s] for s in present]), legend=legend)
    shape = alt.Shape("state:N", scale=alt.Scale(domain=present, range=[SHAPES[s] for s in present]), legend=legend)
    return [
        limited.mark_rule(strokeWidth=BAND, color=PALE).encode(x=alt.X("from:Q", scale=scale), x2="to:Q", y=y),
        chart.mark_rule(color=RULE, strokeWidth=1).encode(x=alt.datum(0), x2=alt.datum(1), y=y),
        limited.mark_tick(color=INK, thickness=2, size=BAND + 4, orient="vertical").encode(
            x=alt.X("limit:Q", scale=scale), y=y
        ),
        chart.mark_rule(strokeWidth=3, strokeCap="round").encode(
            x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, color=colour
        ),
        chart.mark_point(filled=True, size=110, opacity=1, stroke="white", strokeWidth=1).encode(
            x=x, y=y, color=colour, shape=shape
        ),
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
        "state": tolerance.state if tolerance else "no tolerance",
        "limit": most if least is None else least,
        "from": (least or 0.0) if limited else None,
        "to": (1.0 if most is None else most) if limited else None,
    }

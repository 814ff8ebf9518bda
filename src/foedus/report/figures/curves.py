"""Outcomes year by year, one panel each."""

from __future__ import annotations

from typing import Any

import altair as alt

from foedus.assessment.answer import Answer, OutcomeLine
from foedus.report import reading
from foedus.report.look import BLUE, WIDE, heading, table

TOPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Where a vertical scale may end."""


def figure(answer: Answer, width: int) -> Any:
    """Small multiples: the line, and the interval in the last year."""
    columns = 3 if width >= WIDE else 2
    inner = width // columns - 56
    panels = [_panel(answer, line, inner) for line in reading.curved(answer)]
    return alt.concat(*panels, columns=columns, spacing={"row": 14, "column": 22})


def _panel(answer: Answer, line: OutcomeLine, inner: int) -> Any:
    first = answer.by_year - answer.horizon + 1
    points = [{"year": first + i, "p": p} for i, p in enumerate(line.curve) if p is not None]
    last = {"year": answer.by_year, "p": line.estimate.value, "low": line.estimate.low, "high": line.estimate.high}
    highest = max([point["p"] for point in points] + [line.estimate.high or 0.0])
    top = next((limit for limit in TOPS if highest <= limit), 1.0)
    years = alt.Axis(format="d", values=[first, answer.by_year], grid=False, labelFlush=True)
    percent = alt.Axis(format=".1~%", values=[0, top / 2, top])
    x = alt.X("year:Q", axis=years, scale=alt.Scale(domain=[first, answer.by_year], nice=False), title=None)
    y = alt.Y("p:Q", axis=percent, scale=alt.Scale(domain=[0, top], nice=False), title=None)
    path = table(points).mark_line(color=BLUE, strokeWidth=2, strokeCap="round").encode(x=x, y=y)
    end = table([last])
    bar = end.mark_rule(color=BLUE, strokeWidth=4, opacity=0.45).encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    dot = end.mark_point(filled=True, color=BLUE, opacity=1, size=45).encode(x=x, y=y)
    return alt.layer(bar, path, dot).properties(width=inner, height=96, title=heading(reading.name(line), inner + 30))

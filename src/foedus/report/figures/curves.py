"""Outcomes year by year, one panel each."""

from __future__ import annotations

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import OutcomeLine
from foedus.report import reading
from foedus.report.look import BLUE, WIDE, heading
from foedus.report.vega import Spec, field, grid, layer, mark

TOPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Where a vertical scale may end."""


def figure(answer: Answer, width: int) -> Spec:
    """Small multiples: the line, and the interval in the last year."""
    columns = 3 if width >= WIDE else 2
    inner = width // columns - 56
    panels = [_panel(answer, line, inner) for line in reading.curved(answer)]
    return grid(panels, columns, spacing={"row": 14, "column": 22})


def _panel(answer: Answer, line: OutcomeLine, inner: int) -> Spec:
    first = answer.by_year - answer.horizon + 1
    points = [{"year": first + i, "p": p} for i, p in enumerate(line.curve) if p is not None]
    last = {"year": answer.by_year, "p": line.estimate.value, "low": line.estimate.low, "high": line.estimate.high}
    highest = max([point["p"] for point in points] + [line.estimate.high or 0.0])
    top = next((limit for limit in TOPS if highest <= limit), 1.0)
    years = {"format": "d", "values": [first, answer.by_year], "grid": False, "labelFlush": True}
    percent = {"format": ".1~%", "values": [0, top / 2, top]}
    x = field("year:Q", axis=years, scale={"domain": [first, answer.by_year], "nice": False}, title=None)
    y = field("p:Q", axis=percent, scale={"domain": [0, top], "nice": False}, title=None)
    bar = mark("rule", [last], {"x": x, "y": "low:Q", "y2": "high"}, color=BLUE, strokeWidth=4, opacity=0.45)
    path = mark("line", points, {"x": x, "y": y}, color=BLUE, strokeWidth=2, strokeCap="round")
    dot = mark("point", [last], {"x": x, "y": y}, filled=True, color=BLUE, opacity=1, size=45)
    return layer(bar, path, dot, width=inner, height=96, title=heading(reading.name(line), inner + 30))

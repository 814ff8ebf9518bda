"""Outcomes year by year, a panel each: the line, and bands that hold half and nine in ten of what parameters and luck make."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import OutcomeLine
from foedus.errors import InputError
from foedus.report import numbers, reading
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, BRICK, WIDE, heading
from foedus.report.numbers import PROBABILITY
from foedus.report.vega import Spec, field, grid, layer, mark

TOPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
"""Where a vertical scale may end."""
EDGES = ("low50", "high50", "low90", "high90")


def chart(answer: Answer, outcomes: Sequence[str] = ()) -> Chart:
    """The fans of an answer, of some outcomes or of all that are known by year."""
    lines = [line for line in reading.curved(answer) if not outcomes or line.name in outcomes]
    if not lines:
        raise InputError("no outcome of the answer is a probability known year by year, so there is no fan to draw")
    rows = {line.name: _rows(answer, line) for line in lines}
    return Chart(
        "fans",
        f"Year by year to {answer.by_year}: probability that it has happened, or that it holds",
        "Dark and pale band: the 50% and 90% intervals, of parameters and luck together. Dashed: the limit of the case. "
        "Each panel has its own vertical scale.",
        _words(answer, lines),
        [row for each in rows.values() for row in each],
        lambda width: _figure(answer, lines, rows, width),
    )


def _rows(answer: Answer, line: OutcomeLine) -> list[Row]:
    first = answer.by_year - answer.horizon + 1
    edges = {name: getattr(line.bands, name) if line.bands else [None] * len(line.curve) for name in EDGES}
    return [
        {
            "outcome": line.name,
            "label": reading.plain(line),
            "year": first + i,
            "probability": p,
            **{name: edge[i] for name, edge in edges.items()},
        }
        for i, p in enumerate(line.curve)
        if p is not None
    ]


def _words(answer: Answer, lines: Sequence[OutcomeLine]) -> str:
    first = answer.by_year - answer.horizon + 1

    def told(line: OutcomeLine) -> str:
        return (
            f"'{reading.plain(line)}' goes from {numbers.probability(line.curve[0])} in {first} to "
            f"{numbers.probability(line.curve[-1])} ({numbers.interval(line.estimate, PROBABILITY)}) in {answer.by_year}"
        )

    moved = max(lines, key=lambda line: abs((line.curve[-1] or 0.0) - (line.curve[0] or 0.0)))
    wide = max(lines, key=lambda line: (line.estimate.high or 0.0) - (line.estimate.low or 0.0))
    limited = [line for line in lines if reading.tolerance_of(answer, line) and line is not moved]
    said = [f"{told(moved)}, the largest move of {len(lines)}." if len(lines) > 1 else f"{told(moved)}."]
    said += [f"Of those with a limit, {'; '.join(map(told, limited))}."] if limited else []
    if len(lines) > 1 and wide is not moved and wide not in limited:
        said.append(f"Least certain: {told(wide)}.")
    return " ".join(said)


def _figure(answer: Answer, lines: Sequence[OutcomeLine], rows: dict[str, list[Row]], width: int) -> Spec:
    """Small multiples."""
    columns = min(3 if width >= WIDE else 2, len(lines))
    inner = width // columns - 56
    panels = [_panel(answer, line, rows[line.name], inner) for line in lines]
    return grid(panels, columns, spacing={"row": 14, "column": 22})


def _panel(answer: Answer, line: OutcomeLine, rows: list[Row], inner: int) -> Spec:
    first = answer.by_year - answer.horizon + 1
    tolerance = reading.tolerance_of(answer, line)
    limit = (
        []
        if tolerance is None
        else [{"limit": tolerance.at_most if tolerance.at_least is None else tolerance.at_least}]
    )
    ends: list[Any] = [row[name] for row in rows for name in ("probability", "high90")] + [
        one["limit"] for one in limit
    ]
    highest = max(end for end in ends if end is not None)
    top = next((limit for limit in TOPS if highest <= limit), 1.0)
    years = {"format": "d", "values": sorted({first, answer.by_year}), "grid": False, "labelFlush": True}
    percent = {"format": ".1~%", "values": [0, top / 2, top]}
    x = field("year:Q", axis=years, scale={"domain": [first, answer.by_year], "nice": False}, title=None)
    y = field("probability:Q", axis=percent, scale={"domain": [0, top], "nice": False}, title=None)
    banded = [row for row in rows if row["low90"] is not None and row["low50"] is not None]
    last = rows[-1:]
    return layer(
        mark("area", banded, {"x": x, "y": "low90:Q", "y2": "high90"}, color=BLUE, opacity=0.16),
        mark("area", banded, {"x": x, "y": "low50:Q", "y2": "high50"}, color=BLUE, opacity=0.3),
        mark("rule", limit, {"y": "limit:Q"}, color=BRICK, strokeWidth=1.2, strokeDash=[4, 3]),
        mark("line", rows, {"x": x, "y": y}, color=BLUE, strokeWidth=2, strokeCap="round"),
        mark("rule", last, {"x": x, "y": "low90:Q", "y2": "high90"}, color=BLUE, strokeWidth=1.5, opacity=0.6),
        mark("point", last, {"x": x, "y": y}, filled=True, color=BLUE, opacity=1, size=40),
        width=inner,
        height=96,
        title=heading(reading.name(line), inner + 30),
    )

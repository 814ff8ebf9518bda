"""How long each instrument is kept up: a panel each, by year, with its 90% interval."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.survival import Survival
from foedus.report import numbers
from foedus.report.chart import Chart, Row
from foedus.report.look import BLUE, WIDE, heading
from foedus.report.vega import Spec, field, grid, layer, mark
from foedus.report.words import counted


def chart(answer: Survival) -> Chart:
    """Small multiples, the instrument that is kept least often first."""
    rows = table(answer)
    return Chart(
        "survival",
        f"Which instruments are kept up to {answer.years[-1]}: {answer.case}",
        f"Share of {counted(answer.futures, 'future')} in which it is in force with half of its integrity, by year; band: 90% "
        "interval.",
        words(answer, rows),
        rows,
        lambda width: _figure(answer, rows, width),
    )


def table(answer: Survival) -> list[Row]:
    """A row for each instrument and year."""
    return [
        {"instrument": one.instrument, "name": one.name, "year": year, "kept": found.value}
        | {"low": found.low, "high": found.high}
        for one in answer.instruments
        for year, found in zip(answer.years, one.kept, strict=True)
    ]


def words(answer: Survival, rows: Sequence[Row]) -> str:
    """The least and the most often kept in the last year."""
    last = [row for row in rows if row["year"] == answer.years[-1]]
    first, final = last[0], last[-1]
    said = f"In {answer.years[-1]}, {first['name']} is kept up in {_told(first)} of futures"
    return said + (
        f", the least of {len(last)}; {final['name']} in {_told(final)}, the most." if len(last) > 1 else "."
    )


def _told(row: Row) -> str:
    return numbers.around(row["kept"], row["low"], row["high"])


def _figure(answer: Survival, rows: Sequence[Row], width: int) -> Spec:
    columns = min(3 if width >= WIDE else 2, len(answer.instruments))
    inner = width // columns - 56
    years = [answer.years[0], answer.years[-1]]
    ticks = {"format": "d", "values": sorted(set(years)), "grid": False, "labelFlush": True}
    x = field("year:Q", title=None, scale={"domain": years, "nice": False}, axis=ticks)
    percent = {"format": "~%", "values": [0, 0.5, 1]}
    y = field("kept:Q", title=None, scale={"domain": [0, 1], "nice": False}, axis=percent)
    panels = []
    for one in answer.instruments:
        own = [row for row in rows if row["instrument"] == one.instrument]
        panels.append(
            layer(
                mark("area", own, {"x": x, "y": "low:Q", "y2": "high"}, color=BLUE, opacity=0.2),
                mark("line", own, {"x": x, "y": y}, color=BLUE, strokeWidth=2),
                mark("point", own[-1:], {"x": x, "y": y}, filled=True, color=BLUE, opacity=1, size=40),
                width=inner,
                height=84,
                title=heading(one.name, inner + 30),
            )
        )
    return grid(panels, columns, spacing={"row": 16, "column": 22})

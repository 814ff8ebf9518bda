"""The instruments on one line of time: since when each is in force, its present term, and how often it is kept up ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from foedus.assessment.survival import InstrumentLife, Survival
from foedus.report import numbers
from foedus.report.chart import Chart, Row
from foedus.report.figures.survival import words
from foedus.report.look import INK, MUTED, OCHRE, RULE, down, lines, shading, stacked
from foedus.report.look import words as texts
from foedus.report.vega import Spec, field, layer, mark, value
from foedus.report.words import counted

SIDE, SIZE, LEAST, BAR = 220, 11, 30.0, 14


def chart(answer: Survival) -> Chart:
    """A row for each instrument, the oldest on top."""
    lives = sorted(answer.instruments, key=lambda one: (one.since, one.name))
    rows = [row for one in lives for row in _rows(answer, one)]
    shares = [row | {"kept": row["share"]} for row in sorted(rows, key=lambda row: row["share"] or 0.0)]
    ahead = [row for row in shares if row["share"] is not None]
    return Chart(
        "timeline",
        f"The instruments of the alliance, past and ahead: {answer.case}",
        f"Grey: in force so far. Blue: share of {counted(answer.futures, 'future')} in which it is kept up in the year, darker "
        f"is more, at the right in {answer.years[-1]}. Tick: end of the present term.",
        words(answer, ahead),
        rows,
        lambda width: _figure(answer, lives, rows, width),
    )


def _rows(answer: Survival, one: InstrumentLife) -> list[Row]:
    """The past in one row, then year by year."""
    known = {"instrument": one.instrument, "name": one.name, "kind": one.kind}
    until = None if one.until is None else _point(one.until)
    past = known | {"from": _point(one.since), "to": _point(answer.as_of), "until": until}
    ahead = [
        known
        | {"from": float(year), "to": year + 1.0, "until": None, "year": year}
        | {"share": found.value, "low": found.low, "high": found.high}
        for year, found in zip(answer.years, one.kept, strict=True)
    ]
    return [past | {"year": None, "share": None, "low": None, "high": None}, *ahead]


def _point(day: date) -> float:
    return round(day.year + (day.timetuple().tm_yday - 1) / 366.0, 3)


def _figure(answer: Survival, lives: Sequence[InstrumentLife], rows: Sequence[Row], width: int) -> Spec:
    names = [lines(one.name, SIDE, SIZE) for one in lives]
    centres, height = stacked([max(LEAST, len(name) * (SIZE + 2) + 8) for name in names])
    at = dict(zip((one.instrument for one in lives), centres, strict=True))
    placed = [row | {"place": at[row["instrument"]]} for row in rows]
    past, ahead = [row for row in placed if row["year"] is None], [row for row in placed if row["year"] is not None]
    first = min(row["from"] for row in past)
    scale = {"domain": [first, answer.years[-1] + 1.0], "nice": False}
    x = field("from:Q", title=None, scale=scale, axis={"format": "d", "tickCount": 8, "grid": False})
    legend = {
        "orient": "top",
        "title": "kept up in the year",
        "format": "~%",
        "values": [0, 0.5, 1],
        "gradientLength": 160,
    }
    colour = shading("share") | {"legend": legend}
    y = down(height)
    last = [row | {"told": numbers.probability(row["share"])} for row in ahead if row["year"] == answer.years[-1]]
    ends = [row for row in past if row["until"] is not None]
    return layer(
        mark("rule", [{"now": _point(answer.as_of)}], {"x": field("now:Q", scale=scale)}, color=INK, strokeDash=[3, 3]),
        mark("bar", past, {"x": x, "x2": "to", "y": y}, color=RULE, height=BAR, stroke=MUTED, strokeWidth=0.5),
        mark("bar", ahead, {"x": x, "x2": "to", "y": y, "color": colour}, height=BAR, stroke=MUTED, strokeWidth=0.3),
        mark("tick", ends, {"x": "until:Q", "y": y}, color=OCHRE, thickness=3, size=BAR + 8, orient="vertical"),
        mark("text", last, {"x": "to:Q", "y": y, "text": "told:N"}, align="left", dx=6, fontSize=SIZE, color=INK),
        texts(list(zip(names, centres, strict=True)), SIZE, value(-8), y, align="right", color=INK),
        width=width - SIDE - 50,
        height=height,
    )

"""Governments and what follows: shaded tables of who governs by year, and of outcomes by pair, as seen and as imposed."""

from __future__ import annotations

from typing import Any

from foedus.assessment.elections_lines import Elections, OutcomeAfter
from foedus.report import elections, numbers
from foedus.report.figures.orders import DARK_FROM, LIGHT
from foedus.report.look import BLUE, INK, MUTED, WIDE, heading, lines
from foedus.report.vega import Spec, below, beside, either, field, layer, mark, value

SIDE, SIZE, ROW, GAP = 190, 11, 30, 24


def figure(answer: Elections, width: int = WIDE) -> Spec:
    """Pairs by year on top; below, outcomes by pair: where it governs in the year of the condition, and where it is held."""
    pairs = [elections.short(pair) for pair in answer.pairs]
    years = [
        _cell(elections.name(pair), str(year), found.value, False)
        for pair in answer.pairs
        for year, found in zip(answer.years, pair.by_year, strict=True)
    ]
    wide = width - SIDE - 16
    first = _table(years, wide, f"{answer.patron}, {answer.protege}: who governs", numbers_on=len(answer.years) <= 20)
    half = (wide - GAP) // 2
    tables = [
        _table(_rows(answer, pairs, what), half, told, labels=place == 0)
        for place, (what, told) in enumerate(
            (("seen", f"seen: they govern in {answer.year}"), ("imposed", f"imposed: held from {answer.years[0]}"))
        )
    ]
    return below(first, beside(*tables, spacing=GAP), spacing=GAP)


def _rows(answer: Elections, pairs: list[str], what: str) -> list[dict[str, Any]]:
    rows = []
    for place, one in enumerate(answer.outcomes):
        for name, pair in zip(pairs, answer.pairs, strict=True):
            found: OutcomeAfter = getattr(pair, what)[place]
            shown = lines(elections.label(answer, one.name), SIDE, SIZE)
            rows.append(_cell("|".join(shown), name, found.estimate.value, found.difference.clear))
    return rows


def _cell(row: str, column: str, p: float | None, clear: bool) -> dict[str, Any]:
    text = "?" if p is None else numbers.probability(p) + (elections.CLEAR if clear else "")
    return {"row": row, "column": column, "p": p, "text": text}


def _table(rows: list[dict[str, Any]], width: int, told: str, labels: bool = True, numbers_on: bool = True) -> Spec:
    """A shaded table: rows and columns in the order they come."""
    order = {
        "y": list(dict.fromkeys(row["row"] for row in rows)),
        "x": list(dict.fromkeys(row["column"] for row in rows)),
    }
    axis = {"labelLimit": SIDE, "labelFontSize": SIZE, "labelColor": INK, "ticks": False, "title": None}
    broken = {
        "labelExpr": "split(datum.label, '|')",
        "labelLineHeight": SIZE + 1,
        "labelOffset": {"condition": {"test": "indexof(datum.value, '|') >= 0", "value": -(SIZE + 1) / 2}, "value": 0},
    }
    x = field("column:O", sort=order["x"], axis=axis | {"orient": "top", "labelAngle": 0, "labelOverlap": True})
    y = field("row:O", sort=order["y"], axis=axis | broken if labels else None)
    shade = field("p:Q", scale={"domain": [0, 1], "range": [LIGHT, BLUE]}, legend=None)
    on_dark = either(f"datum.p > {DARK_FROM}", "white", INK)
    known = [row for row in rows if row["p"] is not None]
    unknown = [row for row in rows if row["p"] is None]
    text = {"x": x, "y": y, "text": field("text:N")}
    small = SIZE - 2 if len(order["x"]) > 8 else SIZE
    return layer(
        mark("rect", known, {"x": x, "y": y, "color": shade}, stroke="white", strokeWidth=2),
        mark("text", known if numbers_on else [], text | {"color": on_dark}, fontSize=small),
        mark("text", unknown, text | {"color": value(MUTED)}, fontSize=SIZE),
        width=width,
        height=ROW * len(order["y"]),
        title=heading(told, width) | {"text": lines(told, width, 12)},
    )

"""Governments and what follows: shaded tables of who governs by year, and of outcomes by pair, as seen and as imposed."""

from __future__ import annotations

from collections.abc import Sequence

from foedus.assessment.elections_lines import Elections
from foedus.assessment.outcome_lines import Estimate
from foedus.report import elections, numbers
from foedus.report.chart import Chart, Row
from foedus.report.figures import shaded
from foedus.report.figures.shaded import SIDE
from foedus.report.look import WIDE
from foedus.report.vega import Spec, below, beside
from foedus.report.words import counted

GAP = 24
GOVERNS = "governs"
KINDS = ("seen", "imposed")


def chart(answer: Elections) -> Chart:
    """Who governs by year, and what follows."""
    rows = _rows(answer)
    return Chart(
        "elections",
        elections.title(answer),
        elections.subtitle(answer),
        _words(answer, rows),
        rows,
        lambda width: _figure(answer, rows, width),
    )


def figure(answer: Elections, width: int = WIDE) -> Spec:
    """The bare picture."""
    return chart(answer).figure(width)


def _rows(answer: Elections) -> list[Row]:
    governs = [
        _row(GOVERNS, elections.name(pair), year, None, "who governs", found, False)
        for pair in answer.pairs
        for year, found in zip(answer.years, pair.by_year, strict=True)
    ]
    follows = [
        _row(
            what, elections.name(pair), answer.year, one.name, elections.label(answer, one.name), found.estimate, clear
        )
        for what in KINDS
        for place, one in enumerate(answer.outcomes)
        for pair in answer.pairs
        for found in [getattr(pair, what)[place]]
        for clear in [found.difference.clear]
    ]
    return governs + follows


def _row(what: str, pair: str, year: int, outcome: str | None, label: str, found: Estimate, clear: bool) -> Row:
    row = {"what": what, "governments": pair, "year": year, "outcome": outcome, "label": label}
    return row | {"probability": found.value, "low": found.low, "high": found.high, "clear": clear}


def _words(answer: Elections, rows: Sequence[Row]) -> str:
    at = [
        row for row in rows if row["what"] == GOVERNS and row["year"] == answer.year and row["probability"] is not None
    ]
    said = []
    if at:
        first = max(at, key=lambda row: row["probability"])
        said.append(
            f"Governments of {answer.patron} and {answer.protege}: the likeliest in {answer.year} is {first['governments']}, "
            f"{_told(first)}."
        )
    clear = [row for row in rows if row["what"] == "imposed" and row["clear"]]
    if clear:
        told = "; ".join(f"{row['label']} under {row['governments']} {_told(row)}" for row in clear[:3])
        said.append(
            f"Held in office from {answer.years[0]}, {counted(len(clear), 'difference')} excluding zero: {told}."
        )
    else:
        said.append(f"Held in office from {answer.years[0]}, no pair clearly changes an outcome.")
    return " ".join(said)


def _told(row: Row) -> str:
    return numbers.around(row["probability"], row["low"], row["high"])


def _figure(answer: Elections, rows: Sequence[Row], width: int) -> Spec:
    """Pairs by year on top; below, outcomes by pair: where it governs in the year of the condition, and where it is held."""
    short = {elections.name(pair): elections.short(pair) for pair in answer.pairs}
    governs = [
        row | {"row": row["governments"], "column": str(row["year"]), "text": _text(row)}
        for row in rows
        if row["what"] == GOVERNS
    ]
    first = shaded.table(
        governs,
        width - SIDE - 16,
        f"{answer.patron}, {answer.protege}: who governs",
        numbers_on=len(answer.years) <= 20,
    )
    half = (width - SIDE - 16 - GAP) // 2
    told = (f"seen: they govern in {answer.year}", f"imposed: held from {answer.years[0]}")
    tables = [
        shaded.table(
            [
                row
                | {
                    "row": shaded.broken(row["label"], SIDE),
                    "column": short[row["governments"]],
                    "text": _text(row),
                }
                for row in rows
                if row["what"] == what
            ],
            half,
            said,
            labels=what == KINDS[0],
        )
        for what, said in zip(KINDS, told, strict=True)
    ]
    return below(first, beside(*tables, spacing=GAP), spacing=GAP)


def _text(row: Row) -> str:
    if row["probability"] is None:
        return "?"
    return numbers.probability(row["probability"]) + (elections.CLEAR if row["clear"] else "")

"""The sample of great powers at war, by the definition of `foedus.equations.load`."""

from __future__ import annotations

from datetime import date

import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.wars import at_war
from foedus.estimate.samples.sample import AS_OF, Sample, Years, columns, span

YEARS = (1947, 2022)
"""UCDP lists wars from 1946 on. Of its years after 2022 nothing is used: 2023 had not ended on `AS_OF`."""
EVENT = ("at_war", "great powers at war per year")


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Great powers of the year before: at_war, and before, whether they were at war in that year.

    Great powers after the last year of their list are those of that year.
    """
    first, last = span(years, YEARS, as_of)
    shelf = Shelf()
    panel = build_panel("state-year", (first - 1, last), ["majors"])
    listed = panel.frame.filter(pl.col("major") == 1).select("ccode", "year")
    final = listed.filter(pl.col("year") == listed["year"].max())
    since = int(final["year"].max()) + 1  # type: ignore[arg-type]
    carried = [final.with_columns(year=pl.lit(year, listed["year"].dtype)) for year in range(since, last)]
    powers = pl.concat([listed, *carried])
    fought = at_war(shelf, (first - 1, last))
    rows = (
        powers.filter(pl.col("year") < last)
        .with_columns(before=_flag(fought))
        .with_columns(pl.col("year") + 1)
        .with_columns(at_war=_flag(fought))
        .sort("ccode", "year")
    )
    notes = {
        "unit": "great-power-year",
        "rows": rows.height,
        "events": int(rows["at_war"].sum()),
        "share of years at war": {
            str(code): round(share, 3)
            for code, share in rows.group_by("ccode").agg(pl.col("at_war").mean()).sort("ccode").iter_rows()
        },
    }
    sources = {**panel.provenance, **shelf.provenance}
    return Sample(columns(rows, "ccode", "year", "at_war", "before"), (first, last), sources, notes, as_of)


def _flag(fought: set[tuple[int, int]]) -> pl.Expr:
    """1 for a state and year at war."""
    return pl.struct("ccode", "year").map_elements(
        lambda row: float((row["ccode"], row["year"]) in fought), return_dtype=pl.Float64
    )

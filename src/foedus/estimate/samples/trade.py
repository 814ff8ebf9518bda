"""The sample of exposure to trade, by the definitions of `foedus.equations.trade`."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.estimate.samples.sample import AS_OF, Sample, Years, columns, last_year, span

YEARS = (1971, 2014)
LARGEST = 30
EXPOSED = 0.05


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Yearly changes of ln(trade / GDP) of states with much trade with a larger economy.

    Pairs of the thirty largest economies of the year before (current dollars), imports and exports together at least 5%
    of the GDP of the smaller (the exposed) economy. Both years must have trade and GDP.
    """
    first, last = span(years, YEARS, as_of)
    shelf = Shelf()
    gdp = shelf.read("wdi-gdp").with_columns(rank=pl.col("gdp_current").rank(descending=True).over("year"))
    flows = shelf.read("cow-trade").with_columns(trade=(pl.col("imports") + pl.col("exports")) * 1e6)
    other = gdp.select("year", "rank", ccode2="ccode", larger="gdp_current")
    own = gdp.select("year", "rank", "gdp_current", ccode1="ccode")
    table = flows.join(own, on=["ccode1", "year"]).join(other, on=["ccode2", "year"], suffix="2")
    known = pl.col("year") <= last_year(as_of)
    table = table.filter(known, pl.col("larger") > pl.col("gdp_current"), pl.col("trade") > 0).with_columns(
        exposure=pl.col("trade") / pl.col("gdp_current")
    )
    before = table.select("ccode1", "ccode2", pl.col("year") + 1, "rank", "rank2", earlier="exposure")
    pairs = table.select("ccode1", "ccode2", "year", "exposure").join(before, on=["ccode1", "ccode2", "year"])
    kept = (
        pairs.filter(pl.max_horizontal("rank", "rank2") <= LARGEST, pl.col("earlier") >= EXPOSED)
        .filter(pl.col("year").is_between(first, last))
        .with_columns(
            change=(pl.col("exposure") / pl.col("earlier")).log(),
            dyad=pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2"),
        )
        .sort("dyad", "year")
    )
    change = kept["change"].to_numpy()
    notes = {
        "unit": "dyad-year",
        "rows": kept.height,
        "dyads": kept["dyad"].n_unique(),
        "standard deviation of the changes": round(float(change.std()), 4),
        "per root year over ten years": _ten_years(table, kept),
    }
    return Sample(columns(kept, "dyad", "year", "change"), (first, last), shelf.provenance, notes, as_of)


def _ten_years(table: pl.DataFrame, kept: pl.DataFrame) -> float | None:
    """1.4826 x median of |ln(e_(t+9) / e_(t-1))| / sqrt(10) over the rows kept: the scale a random walk would show."""
    later = table.select("ccode1", "ccode2", pl.col("year") - 9, later="exposure")
    joined = kept.join(later, on=["ccode1", "ccode2", "year"])
    if not joined.height:
        return None
    moved = np.abs(np.log(joined["later"].to_numpy() / joined["earlier"].to_numpy()))
    return round(float(1.4826 * np.median(moved) / np.sqrt(10.0)), 4)

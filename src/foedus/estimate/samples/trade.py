"""The sample of exposure to trade, by the definitions of `foedus.equations.trade`."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.estimate.samples.sample import AS_OF, Sample, Years, columns, last_year, span

COW_LAST = source("cow-trade").last_year
YEARS = (1971, source("imf-trade").last_year)
"""Trade is COW's to 2014 and the IMF's after it, of its reporters and their partners."""
LARGEST = 30
EXPOSED = 0.05


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Yearly changes of ln(trade / GDP) of states with much trade with a larger economy.

    Pairs of the thirty largest economies of the year before (current dollars), imports and exports together at least 5%
    of the GDP of the smaller (the exposed) economy. Both years must have trade and GDP, and are of one source.
    """
    first, last = span(years, YEARS, as_of)
    shelf = Shelf()
    gdp = shelf.read("wdi-gdp").filter(pl.col("year") <= last_year(as_of))
    gdp = gdp.with_columns(rank=pl.col("gdp_current").rank(descending=True).over("year"))
    cow, imf = (_exposure(flows, gdp) for flows in (_cow(shelf.read("cow-trade")), _imf(shelf.read("imf-trade"))))
    changes = pl.concat(
        [_changes(cow).filter(pl.col("year") <= COW_LAST), _changes(imf).filter(pl.col("year") > COW_LAST)]
    )
    kept = (
        changes.filter(pl.col("year").is_between(first, last))
        .with_columns(dyad=pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2"))
        .sort("dyad", "year")
    )
    change = kept["change"].to_numpy()
    notes = {
        "unit": "dyad-year",
        "rows": kept.height,
        "dyads": kept["dyad"].n_unique(),
        "standard deviation of the changes": round(float(change.std()), 4),
        "per root year over ten years": _ten_years(cow, kept),
    }
    return Sample(columns(kept, "dyad", "year", "change"), (first, last), shelf.provenance, notes, as_of)


def _cow(flows: pl.DataFrame) -> pl.DataFrame:
    return flows.select("ccode1", "ccode2", "year", trade=(pl.col("imports") + pl.col("exports")) * 1e6)


def _imf(flows: pl.DataFrame) -> pl.DataFrame:
    """Imports and exports as state 1 reports them or, if it is no reporter, as state 2 does."""
    own = _cow(flows)
    mirrored = own.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(own.columns)
    others = mirrored.join(own.select("ccode1").unique(), on="ccode1", how="anti")
    return pl.concat([own, others])


def _exposure(flows: pl.DataFrame, gdp: pl.DataFrame) -> pl.DataFrame:
    """Trade over the GDP of state 1, the smaller economy, and the rank of both."""
    other = gdp.select("year", "rank", ccode2="ccode", larger="gdp_current")
    own = gdp.select("year", "rank", "gdp_current", ccode1="ccode")
    table = flows.join(own, on=["ccode1", "year"]).join(other, on=["ccode2", "year"], suffix="2")
    table = table.filter(pl.col("larger") > pl.col("gdp_current"), pl.col("trade") > 0)
    return table.with_columns(exposure=pl.col("trade") / pl.col("gdp_current"))


def _changes(table: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year, earlier (exposure of the year before), change, of large exposed economies."""
    before = table.select("ccode1", "ccode2", pl.col("year") + 1, "rank", "rank2", earlier="exposure")
    pairs = table.select("ccode1", "ccode2", "year", "exposure").join(before, on=["ccode1", "ccode2", "year"])
    large = pairs.filter(pl.max_horizontal("rank", "rank2") <= LARGEST, pl.col("earlier") >= EXPOSED)
    change = (pl.col("exposure") / pl.col("earlier")).log()
    return large.select("ccode1", "ccode2", "year", "earlier", change=change)


def _ten_years(table: pl.DataFrame, kept: pl.DataFrame) -> float | None:
    """1.4826 x median of |ln(e_(t+9) / e_(t-1))| / sqrt(10) over the rows kept, COW's: the scale a random walk would show."""
    later = table.select("ccode1", "ccode2", pl.col("year") - 9, later="exposure")
    joined = kept.join(later, on=["ccode1", "ccode2", "year"])
    if not joined.height:
        return None
    moved = np.abs(np.log(joined["later"].to_numpy() / joined["earlier"].to_numpy()))
    return round(float(1.4826 * np.median(moved) / np.sqrt(10.0)), 4)

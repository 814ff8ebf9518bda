"""The sample of ideal points, by the definitions of `foedus.equations.alignment`."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.neighbours import both_ways
from foedus.estimate.samples.regime import democracies
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, span

YEARS = (1946, 2022)


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Ideal points by year and state, and the probability that the source of leader support changed.

    observed    (T, N), NaN where the state cast no votes
    democracy, autocracy   (T, N) 1 in the year of a change in a democracy, in another state. After 2018 and where
                CHISOLS codes nothing, the rate of changes in states of that regime in the years coded: the variance of
                a shock that may have happened.
    partners    (T, N) mean observed point, in the year before, of the states with which it then had a defence pact; NaN
                where it had none or none voted. After 2018 the pacts of 2018 are taken to hold.
    """
    first, last = span(years, YEARS, as_of)
    panel = build_panel("state-year", (first, last), ["ideal-points", "democracy", "governments"])
    frame = democracies(panel.frame).filter(pl.col("ideal").is_not_null().any().over("ccode"))
    rate = dict(
        frame.drop_nulls(["support_change", "democracy"])
        .group_by("democracy")
        .agg(pl.col("support_change").mean())
        .rows()
    )
    chance = pl.col("support_change").fill_null(pl.col("democracy").replace_strict(rate, return_dtype=pl.Float64))
    democratic = pl.col("democracy").fill_null(value=False)
    frame = frame.with_columns(chance=chance.fill_null(rate[False])).with_columns(
        in_democracy=pl.when(democratic).then("chance").otherwise(0.0),
        in_autocracy=pl.when(democratic).then(0.0).otherwise("chance"),
    )
    codes = np.unique(frame["ccode"].to_numpy())
    row = frame["year"].to_numpy() - first
    column = np.searchsorted(codes, frame["ccode"].to_numpy())
    arrays: dict[str, Array] = {"ccode": codes.astype(np.int64)}
    for name, source, blank in (
        ("observed", "ideal", np.nan),
        ("democracy", "in_democracy", 0.0),
        ("autocracy", "in_autocracy", 0.0),
    ):
        table = np.full((last - first + 1, len(codes)), blank)
        table[row, column] = frame[source].cast(pl.Float64).fill_null(blank).to_numpy()
        arrays[name] = table
    shelf = Shelf()
    arrays["partners"] = _partners(shelf.read("atop-dyads"), arrays["observed"], codes, first)
    notes = {
        "unit": "state-year",
        "rows": frame["ideal"].count(),
        "states": len(codes),
        "changes of leader support, coded": int(frame["support_change"].sum()),
        "state-years without a coded change or its absence": frame["support_change"].null_count(),
        "rate of changes": {"democracy": round(rate[True], 4), "autocracy": round(rate[False], 4)},
        "state-years with pact partners": int(np.isfinite(arrays["partners"]).sum()),
    }
    return Sample(arrays, (first, last), {**panel.provenance, **shelf.provenance}, notes, as_of)


def _partners(dyads: pl.DataFrame, observed: Array, codes: Array, first: int) -> Array:
    """Mean point of the pact partners of the year before (T, N)."""
    tie = dyads.filter(pl.col("atop_defense") == 1).select("year", "ccode1", "ccode2")
    pacts = both_ways(tie).filter(pl.col("ccode1").is_in(codes), pl.col("ccode2").is_in(codes))
    last = int(dyads["year"].to_numpy().max())
    out = np.full(observed.shape, np.nan)
    for row in range(1, len(observed)):
        year = pacts.filter(pl.col("year") == min(first + row - 1, last))
        tied = np.zeros((len(codes), len(codes)))
        tied[np.searchsorted(codes, year["ccode1"].to_numpy()), np.searchsorted(codes, year["ccode2"].to_numpy())] = 1.0
        votes = np.isfinite(observed[row - 1])
        points = np.where(votes, observed[row - 1], 0.0)
        count = tied @ votes.astype(np.float64)
        out[row] = np.where(count > 0, tied @ points / np.maximum(count, 1.0), np.nan)
    return out

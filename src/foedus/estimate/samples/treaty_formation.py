"""The sample of pact formation, by the definitions of `foedus.equations.treaty_formation`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel, treaties
from foedus.data.panel.lookup import look_up
from foedus.data.panel.neighbours import both_ways
from foedus.data.panel.pacts import STATE_CODES
from foedus.estimate.samples.disputes import CODED, DYAD, opponents
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, span

YEARS = (1947, CODED[1] + 1)
"""UN ideal points begin in 1946, the predictors of 1947; pacts are coded to 2018, the disputes of the years before to 2014."""
EVENT = ("formed", "new pacts per pair-year")


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Politically relevant pair-years without a defence pact in the year before; did the two make one of their own?

    formed   a bilateral ATOP alliance with a defence obligation between the two begins in the year. Multilateral
             treaties make many pairs at once (a clump is one decision) and are left out; their pairs leave the sample.
    Predictors are those of the year before, except `recent` = 1 / (1 + peace) and the opponents in common, which use
    earlier years.
    """
    first, last = span(years, YEARS, as_of)
    shelf, pacts = Shelf(), _new_pacts()
    pairs, sources = pair_years(first, last)
    partners = both_ways(shelf.read("atop-dyads").filter(pl.col("atop_defense") == 1).select(*DYAD, "year")).unique()
    foes = opponents(shelf).rename({"ccode": "ccode1", "holder": "ccode2"})
    rows = pairs.filter(pl.col("atop_defense") == 0).join(pacts, on=[*DYAD, "year"], how="left")
    kept = rows.drop_nulls("mindist").sort(*DYAD, "year")
    kept = kept.with_columns(shared=in_common(partners, kept, back=1), common=in_common(foes, kept))
    notes = {
        "unit": "politically relevant pair-year without a defence pact",
        "rows": kept.height,
        "events": int(kept["formed"].sum()),
        "bilateral defence pacts begun in these years": pacts.filter(pl.col("year").is_between(first, last)).height,
        "dropped, distance unknown": rows.height - kept.height,
        "dropped events": int(rows["formed"].sum() or 0) - int(kept["formed"].sum()),
    }
    own = {
        "formed": pl.col("formed").fill_null(0.0),
        "log_shared_partners": pl.col("shared").log1p(),
        "log_common_opponents": pl.col("common").log1p(),
    }
    return Sample(
        arrays_of(kept, own), (first, last), {**sources, **shelf.provenance, **treaty_sources()}, notes, as_of
    )


def pair_years(first: int, last: int) -> tuple[pl.DataFrame, dict[str, str]]:
    """Politically relevant pair-years with what was known of them the year before, and the files read: obligations of the year
    before, distance (null where never known), years of peace."""
    groups = ["contiguity", "distance", "majors", "democracy", "ideal-points", "alliances"]
    before = build_panel("dyad-year", (first - 1, last - 1), groups, relevant=True)
    peace = build_panel("dyad-year", (first, last), ["peace"])
    filled = pl.col("mindist").forward_fill().backward_fill().over(DYAD, order_by="year")
    lagged = before.frame.with_columns(filled).with_columns(pl.col("year") + 1)
    rows = lagged.hstack(look_up(lagged, peace.frame.select(*DYAD, "year", "peace"), (*DYAD, "year")))
    return rows.drop_nulls("peace"), {**before.provenance, **peace.provenance}


def treaty_sources() -> dict[str, str]:
    """The files that the list of treaties is made from."""
    shelf = Shelf()
    shelf.read("atop-alliances")
    shelf.read("atop-members")
    return shelf.provenance


def _new_pacts() -> pl.DataFrame:
    """ccode1 < ccode2, year, formed = 1 for every bilateral defence pact in the year it begins."""
    pacts = treaties().filter(pl.col("bilateral") == 1, pl.col("defense") == 1, pl.col("parties").list.len() == 2)
    pairs = pacts.select(ccode1=pl.col("parties").list.first(), ccode2=pl.col("parties").list.last(), year="begyr")
    return pairs.unique().with_columns(formed=pl.lit(1.0))


def in_common(tied: pl.DataFrame, frame: pl.DataFrame, back: int = 0) -> pl.Series:
    """Number of third states tied to both, `back` years before, row by row of `frame`; `tied` has every tie of a year both
    ways."""
    ties: dict[int, Array] = {}
    for (year,), rows in tied.group_by("year"):
        matrix = np.zeros((STATE_CODES, STATE_CODES), np.float32)
        matrix[rows["ccode1"].to_numpy(), rows["ccode2"].to_numpy()] = 1.0
        ties[int(year)] = matrix
    counts = np.zeros(frame.height)
    years = frame["year"].to_numpy() - back
    first, second = frame["ccode1"].to_numpy(), frame["ccode2"].to_numpy()
    for year in np.unique(years).tolist():
        if year in ties:
            chosen = years == year
            counts[chosen] = (ties[year][first[chosen]] * ties[year][second[chosen]]).sum(axis=1)
    return pl.Series(counts)


def arrays_of(frame: pl.DataFrame, own: Mapping[str, pl.Expr]) -> dict[str, Array]:
    """Terms of a pair-year that several equations have, columns of the equation's `own`, and identifiers of the rows."""
    gap = (pl.col("ideal1") - pl.col("ideal2")).abs()
    regime = (pl.col("polyarchy1") - pl.col("polyarchy2")).abs()
    table = frame.select(
        year=pl.col("year").cast(pl.Int64),
        pair=pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2"),
        contiguous=(pl.col("conttype") > 0).cast(pl.Float64),
        log_distance=pl.col("mindist").log1p(),
        either_major=((pl.col("major1") == 1) | (pl.col("major2") == 1)).cast(pl.Float64),
        ideal_gap=gap.fill_null(0.0),
        ideal_unknown=gap.is_null().cast(pl.Float64),
        polyarchy_gap=regime.fill_null(0.0),
        polyarchy_unknown=regime.is_null().cast(pl.Float64),
        recent=1.0 / (1.0 + pl.col("peace")),
        **own,
    )
    return {name: table[name].to_numpy() for name in table.columns}

"""The sample of new treaties below a defence pact, by the definitions of `foedus.equations.entente`."""

from __future__ import annotations

from datetime import date

import polars as pl

from foedus.data.panel.build import treaties
from foedus.data.panel.neighbours import both_ways
from foedus.estimate.samples.disputes import DYAD
from foedus.estimate.samples.sample import AS_OF, Sample, Years, span
from foedus.estimate.samples.treaty_formation import YEARS as YEARS
from foedus.estimate.samples.treaty_formation import arrays_of, in_common, pair_years, treaty_sources

EVENT = ("tied", "new treaties below a pact per pair-year")
SHARED = (
    *("contiguous", "log_distance", "either_major", "ideal_gap", "ideal_unknown"),
    *("polyarchy_gap", "polyarchy_unknown", "recent"),
)
"""Terms that are those of the formation of pacts."""
BELOW = ("neutral", "nonagg", "consul")
"""What a treaty below a pact obliges to, as `atop-alliances` names it."""


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Politically relevant pair-years without a defence pact or a treaty below one in the year before; did the two make one
    of their own?

    tied   a bilateral ATOP alliance of neutrality, non-aggression or consultation, without defence, begins in the year.
           Multilateral treaties make many pairs at once and are left out; their pairs leave the sample.
    Predictors are those of the year before, except `recent` = 1 / (1 + peace), which uses earlier years. Third states in common
    have a treaty of two with each: to count fellow members of a multilateral treaty would count its size.
    """
    first, last = span(years, YEARS, as_of)
    pairs, sources = pair_years(first, last)
    free = [pl.col("atop_defense") == 0, *(pl.col(f"atop_{name}") == 0 for name in BELOW)]
    new = _of_two(below=True).select(*DYAD, year="begyr").unique().with_columns(tied=pl.lit(1.0))
    rows = pairs.filter(*free).join(new, on=[*DYAD, "year"], how="left")
    kept = rows.drop_nulls("mindist").sort(*DYAD, "year")
    kept = kept.with_columns(common=in_common(_ties(last), kept, back=1))
    notes = {
        "unit": "politically relevant pair-year without a defence pact or a treaty below one",
        "rows": kept.height,
        "events": int(kept["tied"].sum()),
        "bilateral treaties below a pact begun in these years": new.filter(
            pl.col("year").is_between(first, last)
        ).height,
        "dropped, distance unknown": rows.height - kept.height,
        "dropped events": int(rows["tied"].sum() or 0) - int(kept["tied"].sum()),
    }
    own = {"tied": pl.col("tied").fill_null(0.0), "log_common_ties": pl.col("common").log1p()}
    return Sample(arrays_of(kept, own), (first, last), {**sources, **treaty_sources()}, notes, as_of)


def _of_two(*, below: bool) -> pl.DataFrame:
    """ccode1 < ccode2, begyr, endyr of every treaty of two states with an obligation; only those without defence if `below`."""
    obliging = [pl.any_horizontal(pl.col(name) == 1 for name in (*BELOW, *(() if below else ("defense",))))]
    kind = [pl.col("defense") != 1] if below else []
    two = treaties().filter(pl.col("bilateral") == 1, pl.col("parties").list.len() == 2, *obliging, *kind)
    return two.select(
        ccode1=pl.col("parties").list.first(), ccode2=pl.col("parties").list.last(), begyr="begyr", endyr="endyr"
    )


def _ties(last: int) -> pl.DataFrame:
    """ccode1, ccode2, year, both ways, of every year in which a treaty of two, a pact or one below, is in force."""
    year = pl.int_ranges("begyr", pl.col("endyr").fill_null(last).clip(upper_bound=last) + 1, dtype=pl.Int16)
    spells = _of_two(below=False).filter(pl.col("begyr") <= last).with_columns(year=year).explode("year")
    return both_ways(spells.drop_nulls("year").select(*DYAD, "year")).unique()

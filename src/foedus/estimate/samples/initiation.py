"""The sample of dispute initiation, by the definitions of `foedus.equations.initiation`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from foedus.data.panel.build import build_panel
from foedus.data.panel.lookup import look_up
from foedus.data.panel.neighbours import is_relevant
from foedus.equations.escalation import COLD_WAR_END
from foedus.equations.initiation import LONGEST_PEACE
from foedus.estimate.samples.disputes import DYAD
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, span
from foedus.measures.memory import decayed

YEARS = (1947, 2014)
"""UN ideal points begin in 1946, the predictors of 1947; disputes are coded to 2014."""
MEASURES = ("contiguity", "distance", "majors", "capabilities")
GROUPS = (*MEASURES, "democracy", "ideal-points", "rivalry", "alliances", "defenders")
FIRST = 1816
"""Disputes are coded from this year on, so that memory of them reaches back to it."""


class Outcomes(NamedTuple):
    """Disputes and years of peace of all dyads since 1816, and their coverage.

    frame      ccode1, ccode2, year, initiated, onset, peace
    coverage   how to fill groups of predictors that end before (`foedus.data.panel.build.build_panel`)
    """

    frame: pl.DataFrame
    sources: Mapping[str, str]
    last: int
    coverage: Mapping[str, str]


def sample(years: Years | None = None, as_of: date = AS_OF, outcomes: Outcomes | None = None) -> Sample:
    """Directed dyad-years, politically relevant in the year before, of states that are members in both years.

    Predictors are those of the year before, except `peace`, which by definition uses earlier years. A distance not
    measured in a year is the dyad's of the nearest earlier year, else later: places do not move. Rows without CINC or a
    distance are left out and counted.

    outcomes   disputes of another coding, which may end later; else those of the panel: Gibler, Miller & Little to 2010,
               then COW
    """
    coded = YEARS if outcomes is None else (YEARS[0], outcomes.last)
    first, last = span(years, coded, as_of)
    before = build_panel(
        "directed-dyad-year", (first - 1, last - 1), GROUPS, coverage=outcomes.coverage if outcomes else None
    )
    if outcomes is None:
        built = build_panel("directed-dyad-year", (FIRST, last), ["disputes", "peace"])
        outcomes = Outcomes(built.frame, built.provenance, last, {})
    distance = pl.col("mindist").forward_fill().over(DYAD, order_by="year")
    lagged = before.frame.with_columns(distance.backward_fill().over(DYAD, order_by="year"))
    lagged = lagged.filter(is_relevant()).with_columns(pl.col("year") + 1)
    found = look_up(lagged, outcomes.frame.select(*DYAD, "year", "initiated", "onset", "peace"), (*DYAD, "year"))
    swapped = lagged.select("year", ccode1="ccode2", ccode2="ccode1")
    initiator = look_up(swapped, lagged.select(*DYAD, "year", defended1="defended2"), (*DYAD, "year"))
    joined = lagged.hstack(found).hstack(initiator)
    joined = joined.with_columns(memory=remembered(outcomes.frame, joined))
    exists = pl.col("peace").is_not_null()
    measured = (pl.col("cinc1") > 0) & (pl.col("cinc2") > 0) & pl.col("mindist").is_not_null()
    kept = joined.filter(exists, measured.fill_null(value=False)).sort(*DYAD, "year")
    notes = {
        "unit": "directed politically relevant dyad-year",
        "rows": kept.height,
        "events": int(kept["initiated"].sum()),
        "dropped, CINC or distance unknown": joined.filter(exists).height - kept.height,
        "regime unknown": kept.filter(_either_null("polyarchy")).height,
        "ideal point unknown": kept.filter(_either_null("ideal")).height,
        "lag": "predictors of the year before; political relevance of the year before",
    }
    return Sample(_initiation_arrays(kept), (first, last), {**before.provenance, **outcomes.sources}, notes, as_of)


def remembered(outcome: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """ln(1 + m) of each row's pair and year: m is the discounted dispute history, disputes the two began with each
    other in earlier years, each weighted by half for every 20 years since.

    outcome   ccode1, ccode2, year, initiated from the first year of the history on
    """
    began = outcome.filter(pl.col("initiated") > 0).select(_pair(), pl.col("year").cast(pl.Int64), "initiated")
    codes = np.unique(np.concatenate([began["pair"].to_numpy(), rows.select(_pair())["pair"].to_numpy()]))
    grid = np.zeros((len(codes), int(rows["year"].max()) - FIRST + 1))  # type: ignore[arg-type]
    place = (np.searchsorted(codes, began["pair"].to_numpy()), began["year"].to_numpy() - FIRST)
    np.add.at(grid, place, began["initiated"].to_numpy())
    of_row = np.searchsorted(codes, rows.select(_pair())["pair"].to_numpy())
    return pl.Series("memory", np.log1p(decayed(grid)[of_row, rows["year"].to_numpy() - FIRST]))


def _pair() -> pl.Expr:
    return (pl.min_horizontal(DYAD).cast(pl.Int64) * 1000 + pl.max_horizontal(DYAD)).alias("pair")


def _either_null(name: str) -> pl.Expr:
    return pl.col(f"{name}1").is_null() | pl.col(f"{name}2").is_null()


def _initiation_arrays(frame: pl.DataFrame) -> dict[str, Array]:
    """The terms of `foedus.equations.initiation`, the outcome, and identifiers of the rows."""
    regime, ideal = _either_null("polyarchy"), _either_null("ideal")
    table = frame.select(
        year=pl.col("year").cast(pl.Int64),
        dyad=pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2"),
        pair=_pair(),
        initiated=pl.col("initiated").cast(pl.Float64),
        onset=pl.col("onset").cast(pl.Float64),
        contiguous=(pl.col("conttype") > 0).cast(pl.Float64),
        log_distance=pl.col("mindist").log1p(),
        major_initiator=pl.col("major1").cast(pl.Float64),
        major_target=pl.col("major2").cast(pl.Float64),
        polyarchy_low=pl.when(regime).then(0.0).otherwise(pl.min_horizontal("polyarchy1", "polyarchy2")),
        polyarchy_high=pl.when(regime).then(0.0).otherwise(pl.max_horizontal("polyarchy1", "polyarchy2")),
        polyarchy_unknown=regime.cast(pl.Float64),
        ideal_unknown=ideal.cast(pl.Float64),
        peace=pl.col("peace").cast(pl.Float64).clip(upper_bound=LONGEST_PEACE) / 10.0,
        capability_ratio=(pl.col("cinc1") / pl.col("cinc2")).log(),
        ideal_gap=pl.when(ideal).then(0.0).otherwise((pl.col("ideal1") - pl.col("ideal2")).abs()),
        memory="memory",
        rivalry=pl.col("rivalry_tss").cast(pl.Float64),
        allied=pl.col("atop_defense").cast(pl.Float64),
        target_defended=pl.col("defended2").cast(pl.Float64),
        initiator_defended=pl.col("defended1").cast(pl.Float64),
        post_cold_war=(pl.col("year") >= COLD_WAR_END).cast(pl.Float64),
    )
    return {name: table[name].to_numpy() for name in table.columns}

"""Samples of dispute initiation and escalation, by the definitions of `foedus.equations.initiation` and `.escalation`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.lookup import look_up
from foedus.data.panel.neighbours import is_relevant
from foedus.equations.escalation import COLD_WAR_END
from foedus.equations.initiation import LONGEST_PEACE
from foedus.estimate.samples.capabilities import CURRENT, panel
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, last_year, span
from foedus.measures.memory import decayed

INITIATION_YEARS = (1947, 2010)
"""UN ideal points begin in 1946, the predictors of 1947; disputes are coded to 2010."""

ESCALATION_YEARS = (1946, 2010)
FORCE, WAR = 4, 5
DYAD = ("ccode1", "ccode2")
MEASURES = ("contiguity", "distance", "majors", "capabilities")
INITIATION_GROUPS = (*MEASURES, "democracy", "ideal-points", "rivalry", "alliances", "defenders")
FIRST = 1816
"""Disputes are coded from this year on, so that memory of them reaches back to it."""


class Outcomes(NamedTuple):
    """Disputes and years of peace of all dyads since 1816, and how far they are coded.

    frame      ccode1, ccode2, year, initiated, onset, peace
    coverage   what fills groups of predictors that end before (`foedus.data.panel.build.build_panel`)
    """

    frame: pl.DataFrame
    sources: Mapping[str, str]
    last: int
    coverage: Mapping[str, str]


def initiation(years: Years | None = None, as_of: date = AS_OF, outcomes: Outcomes | None = None) -> Sample:
    """Directed dyad-years, politically relevant in the year before, of states that are members in both years.

    Predictors are those of the year before, except `peace`, which rests on the years before by its definition. A
    distance not measured in a year is the dyad's of the nearest year before, else after: places do not move. Rows
    without CINC or a distance are left out and counted.

    outcomes   disputes of another coding, which may go further; else those of Gibler, Miller & Little
    """
    coded = INITIATION_YEARS if outcomes is None else (INITIATION_YEARS[0], outcomes.last)
    first, last = span(years, coded, as_of)
    before = build_panel(
        "directed-dyad-year", (first - 1, last - 1), INITIATION_GROUPS, coverage=outcomes.coverage if outcomes else None
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
    """ln(1 + m) of each row's pair and year: disputes the two began with each other in the years before, each worth half
    as much for every 20 years since.

    outcome   ccode1, ccode2, year, initiated from the first year of memory on
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
    """The arguments of `initiation.baseline` and `initiation.moving`, the outcome, and what a row is."""
    regime, ideal = _either_null("polyarchy"), _either_null("ideal")
    table = frame.select(
        year=pl.col("year").cast(pl.Int64),
        dyad=pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2"),
        pair=_pair(),
        initiated=pl.col("initiated").cast(pl.Float64),
        onset=pl.col("onset").cast(pl.Float64),
        contiguous=(pl.col("conttype") > 0).cast(pl.Float64),
        log_distance=pl.col("mindist").log1p(),
        major_i=pl.col("major1").cast(pl.Float64),
        major_j=pl.col("major2").cast(pl.Float64),
        low=pl.when(regime).then(0.0).otherwise(pl.min_horizontal("polyarchy1", "polyarchy2")),
        high=pl.when(regime).then(0.0).otherwise(pl.max_horizontal("polyarchy1", "polyarchy2")),
        regime_unknown=regime.cast(pl.Float64),
        ideal_unknown=ideal.cast(pl.Float64),
        spell=pl.col("peace").cast(pl.Float64).clip(upper_bound=LONGEST_PEACE) / 10.0,
        ratio=(pl.col("cinc1") / pl.col("cinc2")).log(),
        gap=pl.when(ideal).then(0.0).otherwise((pl.col("ideal1") - pl.col("ideal2")).abs()),
        memory="memory",
        rivalry=pl.col("rivalry_tss").cast(pl.Float64),
        allied=pl.col("atop_defense").cast(pl.Float64),
        defended_j=pl.col("defended2").cast(pl.Float64),
        defended_i=pl.col("defended1").cast(pl.Float64),
        late=(pl.col("year") >= COLD_WAR_END).cast(pl.Float64),
    )
    return {name: table[name].to_numpy() for name in table.columns}


def escalation(years: Years | None = None, as_of: date = AS_OF, edition: str = CURRENT) -> Sample:
    """Pairs of originators of a dispute, side A first, with how far the dispute went.

    hostility   highest of the whole dispute, 2 threat to 5 war; force is 4, war 5
    fatal       1 if the dispute had a battle death, NaN where deaths are not known
    Predictors are those known before the dispute began (see `known_before`), peace as the panel counts it; CINC is of
    the `edition` of capabilities asked for.
    """
    first, last = span(years, ESCALATION_YEARS, as_of)
    shelf = Shelf()
    pairs = originator_pairs(shelf, (first, last)).join(ended(shelf, as_of), on="dispnum", how="semi")
    groups = ["contiguity", "majors", "capabilities", "alliances", "defenders", "peace"]
    frame, provenance = panel("directed-dyad-year", (first - 1, last), groups, edition)
    lagged = known_before(frame)
    keys = (*DYAD, "year")
    rows = pairs.hstack(look_up(pairs, lagged, keys)).hstack(look_up(pairs, frame.select(*keys, "peace"), keys))
    rows = rows.with_columns(allies2=_allies(shelf, rows))
    known = (pl.col("cinc1") > 0) & (pl.col("cinc2") > 0) & pl.col("peace").is_not_null()
    kept = rows.filter(known.fill_null(value=False)).sort("dispnum", *DYAD)
    notes = {"unit": "pair of originators of a dispute", "rows": kept.height, "disputes": kept["dispnum"].n_unique()}
    notes |= {
        "dropped, a state without CINC or not in the system": rows.height - kept.height,
        "first year of the dyad, predictors of that year": int(kept["entrant"].sum()),
        "events": {
            "force": kept.filter(pl.col("hostlev") >= FORCE).height,
            "war": kept.filter(pl.col("hostlev") == WAR).height,
            "fatal": kept.filter(pl.col("hostlev") == FORCE, pl.col("fatality") > 0).height,
        },
        "dropped from fatal, deaths unknown": kept.filter(
            pl.col("hostlev") == FORCE, pl.col("fatality").is_null()
        ).height,
        "war per pair": _war_rates(kept),
    }
    sources = {**provenance, **shelf.provenance}
    return Sample(_escalation_arrays(kept), (first, last), sources, notes, as_of)


def stages(found: Sample) -> dict[str, tuple[Array, Array]]:
    """For each stage of escalation, the rows at risk and what happened to them."""
    hostility, fatal = found["hostility"], found["fatal"]
    force, war = hostility >= FORCE, hostility == WAR
    at_risk = {
        "force": np.ones(found.rows, np.bool_),
        "war": force,
        "fatal": force & ~war & ~np.isnan(fatal),
    }
    events = {"force": force, "war": war, "fatal": fatal}
    return {stage: (rows, events[stage][rows].astype(np.float64)) for stage, rows in at_risk.items()}


def originator_pairs(shelf: Shelf, years: Years) -> pl.DataFrame:
    """ccode1 (side A), ccode2 (side B), year, dispnum, hostlev, fatality of every pair of originators."""
    parts = shelf.read("gml-participants")
    originators = parts.filter(pl.col("orig") == 1).select("dispnum", "ccode", "sidea").unique()
    sides = [
        originators.filter(pl.col("sidea") == side).select("dispnum", pl.col("ccode").alias(name))
        for side, name in ((1, "ccode1"), (0, "ccode2"))
    ]
    disputes = shelf.read("gml-disputes").select("dispnum", "hostlev", "fatality", year="styear")
    pairs = sides[0].join(sides[1], on="dispnum").join(disputes, on="dispnum")
    return pairs.filter(pl.col("year").is_between(*years)).sort("dispnum", *DYAD)


def ended(shelf: Shelf, as_of: date) -> pl.DataFrame:
    """dispnum of every dispute that was over on a day: how far the others would go, and who would join, was not known."""
    last = shelf.read("gml-participants").group_by("dispnum").agg(pl.col("endyear").max())
    return last.filter(pl.col("endyear") <= last_year(as_of)).select("dispnum")


def _allies(shelf: Shelf, rows: pl.DataFrame) -> pl.Series:
    """Number of states that owed the target defence in the year before (in its first year, that year)."""
    owed = shelf.read("atop-dyads").filter(pl.col("atop_defense") == 1).group_by("ccode2", "year").agg(count=pl.len())
    at = rows.select("ccode2", year=pl.col("year") - (~pl.col("entrant")).fill_null(value=True).cast(pl.Int16))
    return look_up(at, owed, ("ccode2", "year"))["count"].fill_null(0)


def _war_rates(frame: pl.DataFrame) -> dict[str, Any]:
    """Wars per pair by who defends the target: the raw table that the war stage refines."""
    groups = {
        "target defended": pl.col("defended2") == 1,
        "target undefended": pl.col("defended2") == 0,
        "target with a nuclear defender": pl.col("nuclear_defended2") == 1,
        "target without any defence pact": pl.col("allies2") == 0,
        "target with a defence pact": pl.col("allies2") > 0,
    }
    rates = {}
    for name, rule in groups.items():
        rows = frame.filter(rule)
        wars = rows.filter(pl.col("hostlev") == WAR).height
        rates[name] = {"pairs": rows.height, "wars": wars, "rate": round(wars / max(rows.height, 1), 4)}
    return rates


def _escalation_arrays(frame: pl.DataFrame) -> dict[str, Array]:
    """The arguments of `escalation.log_odds`, the outcomes, and what a row is."""
    table = frame.select(
        year=pl.col("year").cast(pl.Int64),
        dispute=pl.col("dispnum").cast(pl.Int64),
        pair=pl.min_horizontal(DYAD).cast(pl.Int64) * 1000 + pl.max_horizontal(DYAD),
        hostility=pl.col("hostlev").cast(pl.Float64),
        fatal=(pl.col("fatality") > 0).cast(pl.Float64),
        contiguous=(pl.col("conttype") > 0).cast(pl.Float64),
        ratio=(pl.col("cinc1") / pl.col("cinc2")).log(),
        both_major=((pl.col("major1") == 1) & (pl.col("major2") == 1)).cast(pl.Float64),
        defended=pl.col("defended2").cast(pl.Float64),
        nuclear_defended=pl.col("nuclear_defended2").cast(pl.Float64),
        allied=pl.col("atop_defense").cast(pl.Float64),
        recent=1.0 / (1.0 + pl.col("peace")),
        post_cold_war=(pl.col("year") >= COLD_WAR_END).cast(pl.Float64),
    )
    return {name: table[name].fill_null(float("nan")).to_numpy() for name in table.columns if name != "year"} | {
        "year": table["year"].to_numpy()
    }


def known_before(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of a panel of dyads moved one year on, without `peace`; `entrant` marks values of the year itself.

    A dyad that enters the system in a year has no year before: its first values stand in for it, because a war between
    new states would otherwise be left out for being one.
    """
    values = frame.drop("peace")
    moved = values.with_columns(pl.col("year") + 1, entrant=pl.lit(value=False))
    entered = values.join(moved.select(*DYAD, "year"), on=[*DYAD, "year"], how="anti")
    return pl.concat([moved, entered.with_columns(entrant=pl.lit(value=True))])


def positions(codes: Array) -> tuple[Array, Array]:
    """Sorted distinct codes, and the position of each row's code among them."""
    distinct, position = np.unique(codes, return_inverse=True)
    return distinct, position

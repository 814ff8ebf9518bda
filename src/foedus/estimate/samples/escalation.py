"""The sample of escalation, by the definitions of `foedus.equations.escalation`."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.lookup import look_up
from foedus.equations.escalation import COLD_WAR_END
from foedus.estimate.samples.capabilities import CURRENT, panel
from foedus.estimate.samples.disputes import (
    CODED,
    DYAD,
    HOSTILITY_FORCE,
    HOSTILITY_WAR,
    ended,
    known_before,
    originator_pairs,
)
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, span

YEARS = CODED


def sample(years: Years | None = None, as_of: date = AS_OF, edition: str = CURRENT) -> Sample:
    """Pairs of originators of a dispute, side A first, with the level the dispute reached.

    hostility   highest of the whole dispute, 2 threat to 5 war; force is 4, war 5
    fatal       1 if the dispute had a battle death, NaN where deaths are not known
    Predictors are those known before the dispute began (see `known_before`), peace as the panel counts it; CINC is that
    of the `edition` of capabilities.
    """
    first, last = span(years, YEARS, as_of)
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
            "force": kept.filter(pl.col("hostlev") >= HOSTILITY_FORCE).height,
            "war": kept.filter(pl.col("hostlev") == HOSTILITY_WAR).height,
            "fatal": kept.filter(pl.col("hostlev") == HOSTILITY_FORCE, pl.col("fatality") > 0).height,
        },
        "dropped from fatal, deaths unknown": kept.filter(
            pl.col("hostlev") == HOSTILITY_FORCE, pl.col("fatality").is_null()
        ).height,
        "war per pair": _war_rates(kept),
    }
    sources = {**provenance, **shelf.provenance}
    return Sample(_escalation_arrays(kept), (first, last), sources, notes, as_of)


def stages(found: Sample) -> dict[str, tuple[Array, Array]]:
    """For each stage of escalation, the rows at risk and their outcomes."""
    hostility, fatal = found["hostility"], found["fatal"]
    force, war = hostility >= HOSTILITY_FORCE, hostility == HOSTILITY_WAR
    at_risk = {
        "force": np.ones(found.rows, np.bool_),
        "war": force,
        "fatal": force & ~war & ~np.isnan(fatal),
    }
    events = {"force": force, "war": war, "fatal": fatal}
    return {stage: (rows, events[stage][rows].astype(np.float64)) for stage, rows in at_risk.items()}


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
        wars = rows.filter(pl.col("hostlev") == HOSTILITY_WAR).height
        rates[name] = {"pairs": rows.height, "wars": wars, "rate": round(wars / max(rows.height, 1), 4)}
    return rates


def _escalation_arrays(frame: pl.DataFrame) -> dict[str, Array]:
    """The terms of `foedus.equations.escalation`, the outcomes, and identifiers of the rows."""
    table = frame.select(
        year=pl.col("year").cast(pl.Int64),
        dispute=pl.col("dispnum").cast(pl.Int64),
        pair=pl.min_horizontal(DYAD).cast(pl.Int64) * 1000 + pl.max_horizontal(DYAD),
        hostility=pl.col("hostlev").cast(pl.Float64),
        fatal=(pl.col("fatality") > 0).cast(pl.Float64),
        contiguous=(pl.col("conttype") > 0).cast(pl.Float64),
        capability_ratio=(pl.col("cinc1") / pl.col("cinc2")).log(),
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

"""The sample of joining, by the definitions of `foedus.equations.joining`, and the rates at which allies join."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.data.panel.build import treaties
from foedus.data.panel.lookup import look_up
from foedus.data.panel.neighbours import both_ways, is_relevant
from foedus.equations.escalation import COLD_WAR_END
from foedus.estimate.samples.capabilities import CURRENT, panel
from foedus.estimate.samples.disputes import (
    CODED,
    DYAD,
    HOSTILITY_FORCE,
    HOSTILITY_WAR,
    disputes,
    ended,
    known_before,
    participants,
)
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, span

YEARS = CODED
EVENT = ("joined", "joiners per dispute, third state and side")
KEYS = (*DYAD, "year")
CASE = ("dispnum", "ccode", "sidea")


def sample(years: Years | None = None, as_of: date = AS_OF, edition: str = CURRENT) -> Sample:
    """Disputes at force or war, by third state and side.

    Third states are members of the system that were, in the year before, in a politically relevant dyad with an
    originator. With several originators on a side the strongest tie counts. `joined` is 1 for a participant on that side.
    An originator is a third state to the other originators of its side, and has joined them; it has no row where it is
    alone, nor on the other side. Recency and contiguity to the opponent are 0 outside politically relevant dyads, as in
    simulated worlds, which have no other pairs. CINC is that of the `edition` of capabilities.
    """
    first, last = span(years, YEARS, as_of)
    shelf = Shelf()
    groups = ["contiguity", "majors", "capabilities", "alliances", "peace"]
    frame, provenance = panel("directed-dyad-year", (first - 1, last), groups, edition)
    originators = _originators(shelf, (first, last)).join(ended(shelf, as_of), on="dispnum", how="semi")
    ties = _ties(originators, frame, _bilateral_years(last))
    rows = _by_side(ties).join(_fighting(shelf), on=CASE, how="left").with_columns(pl.col("joined").fill_null(0))
    kept = rows.filter((pl.col("cinc") > 0).fill_null(value=False)).sort("dispnum", "ccode", "sidea")
    arrays = _arrays(kept)
    everyone = _joiners(shelf).join(originators.select("dispnum").unique(), on="dispnum", how="semi")
    notes = {
        "unit": "dispute at force or war x third state x side",
        "rows": kept.height,
        "disputes": kept["dispnum"].n_unique(),
        "events": int(kept["joined"].sum()),
        "events, originators": int(kept.filter(pl.col("original") == 1)["joined"].sum()),
        "joiners outside politically relevant dyads or without CINC": everyone.height
        - int(kept.filter(pl.col("original") == 0)["joined"].sum()),
        "bilateral pacts": "ATOP 5.1",
        "rates of joining": rates(arrays, arrays["joined"]),
        "honoured per alliance and war": honoured(alliance_wars(shelf, (first, last))),
    }
    sources = {**provenance, **shelf.provenance}
    return Sample(arrays, (first, last), sources, notes, as_of)


def _originators(shelf: Shelf, years: Years) -> pl.DataFrame:
    """dispnum, year, hostlev, sidea, ccode2 of every originator of a dispute at force or war."""
    levels = disputes(shelf).filter(pl.col("hostlev") >= HOSTILITY_FORCE, pl.col("styear").is_between(*years))
    parts = participants(shelf).filter(pl.col("orig") == 1)
    parts = parts.select("dispnum", "sidea", ccode2="ccode").unique()
    return parts.join(levels.select("dispnum", "hostlev", year="styear"), on="dispnum")


def _joiners(shelf: Shelf) -> pl.DataFrame:
    """dispnum, ccode, sidea, joined = 1 of every participant that was not there from the first day."""
    parts = participants(shelf)
    origin = parts.filter(pl.col("orig") == 1).select("dispnum", "ccode").unique()
    later = parts.filter(pl.col("orig") == 0).join(origin, on=["dispnum", "ccode"], how="anti")
    return later.select(CASE).unique().with_columns(joined=pl.lit(1, pl.Int8))


def _fighting(shelf: Shelf) -> pl.DataFrame:
    """dispnum, ccode, sidea, joined = 1 of every participant, from the first day or later."""
    parts = participants(shelf)
    first = parts.filter(pl.col("orig") == 1).select(CASE).unique().with_columns(joined=pl.lit(1, pl.Int8))
    return pl.concat([first, _joiners(shelf).select(first.columns)])


def _bilateral_years(last: int) -> pl.DataFrame:
    """ccode1, ccode2, year, bilateral = 1, both ways, while a bilateral defence treaty of the two is in force."""
    coded = source("atop-alliances").last_year
    pairs = treaties().filter(pl.col("defense") == 1, pl.col("bilateral") == 1, pl.col("parties").list.len() == 2)
    end = pl.col("endyr").fill_null(coded)
    years = pl.int_ranges("begyr", pl.when(end >= coded).then(last).otherwise(end) + 1, dtype=pl.Int16)
    found = pairs.select(
        ccode1=pl.col("parties").list.get(0), ccode2=pl.col("parties").list.get(1), year=years
    ).explode("year")
    return both_ways(found).unique().with_columns(bilateral=pl.lit(1, pl.Int8))


def _ties(originators: pl.DataFrame, frame: pl.DataFrame, bilateral: pl.DataFrame) -> pl.DataFrame:
    """Every third state (ccode) with every originator of a dispute, and the ties of the two before it began."""
    known = known_before(frame.hstack(look_up(frame, bilateral, KEYS))).filter(
        pl.col("year").is_in(originators["year"].unique().to_list())
    )
    pairs = originators.join(known, on=["ccode2", "year"])
    pairs = pairs.hstack(look_up(pairs, frame.select(*KEYS, "peace"), KEYS))
    own = originators.select("dispnum", ccode1="ccode2", own_side="sidea")
    pairs = pairs.join(own, on=["dispnum", "ccode1"], how="left")
    near = is_relevant().fill_null(value=False)
    pact = pl.col("atop_defense").fill_null(0)
    patron = (pact * pl.col("major1") * (1 - pl.col("major2"))).fill_null(0)
    return pairs.select(
        *("dispnum", "year", "hostlev", "sidea"),
        ccode="ccode1",
        own_side="own_side",
        near=near,
        pact=pact,
        bilateral=pact * pl.col("bilateral").fill_null(0),
        patron=patron,
        dyad=pl.when(patron == 1).then(pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2")),
        major="major1",
        cinc="cinc1",
        contiguous=(pl.col("conttype") > 0).fill_null(value=False).cast(pl.Float64),
        recent=pl.when(near).then(1.0 / (1.0 + pl.col("peace"))).otherwise(0.0).fill_null(0.0),
    ).filter(pl.col("near").any().over("dispnum", "ccode"))


def _by_side(ties: pl.DataFrame) -> pl.DataFrame:
    """One row per dispute, third state and side: pacts with it, contiguity and disputes with the other.

    An originator has the row of its own side alone, if that has another.
    """
    state = ["dispnum", "year", "hostlev", "ccode", "own_side", "major", "cinc"]
    friends = ties.group_by(*state, "sidea").agg(pl.col("pact", "bilateral", "patron").max(), pl.col("dyad").min())
    opponents = ties.group_by(CASE).agg(pl.col("contiguous", "recent").max()).with_columns(sidea=1 - pl.col("sidea"))
    rows = friends.join(opponents, on=CASE)
    return rows.filter(pl.col("own_side").is_null() | (pl.col("own_side") == pl.col("sidea"))).with_columns(
        original=pl.col("own_side").is_not_null().cast(pl.Int8)
    )


def rates(arrays: Mapping[str, Array], joined: Array) -> dict[str, Any]:
    """How often third states join a side, by pact: observed, or by given probabilities."""
    ally, war, bilateral = arrays["pact"] == 1, arrays["war"] == 1, arrays["bilateral_pact"] == 1
    groups = {
        "allies": ally,
        "allies, war": ally & war,
        "allies by a bilateral pact": ally & bilateral,
        "allies by multilateral pacts only": ally & ~bilateral,
        "allies by a bilateral pact, war": ally & war & bilateral,
        "allies by multilateral pacts only, war": ally & war & ~bilateral,
        "not allies": ~ally,
        "not allies, war": ~ally & war,
    }
    return {name: _rate(joined[rows]) for name, rows in groups.items()}


def alliance_wars(shelf: Shelf, years: Years) -> pl.DataFrame:
    """year, dispnum, atopid, sidea, joined: per defence treaty and war, whether a member fought on the side of an originator.

    `joined` is 1 if a member that was no originator joined the side of one that was. A treaty counts if it was in force
    in the year before and has a member that was not an originator.
    """
    coded = source("atop-alliances").last_year
    treaty = treaties().filter(pl.col("defense") == 1)
    treaty = treaty.select("atopid", "begyr", "endyr", member="parties").explode("member")
    war = _originators(shelf, years).filter(pl.col("hostlev") == HOSTILITY_WAR, pl.col("year") <= coded)
    war = war.rename({"ccode2": "member"})
    before = pl.col("year") - 1
    bound = war.join(treaty, on="member").filter(before >= pl.col("begyr"), before <= pl.col("endyr").fill_null(coded))
    unit = ["year", "dispnum", "atopid", "sidea"]
    others = bound.select(unit).unique().join(treaty.select("atopid", ccode="member"), on="atopid")
    others = others.join(war.select("dispnum", ccode="member").unique(), on=["dispnum", "ccode"], how="anti")
    return others.join(_joiners(shelf), on=CASE, how="left").group_by(unit).agg(pl.col("joined").max().fill_null(0))


def honoured(found: pl.DataFrame) -> dict[str, Any]:
    """How often defence treaties are honoured in `alliance_wars`, on either side and on the target's."""
    sides = {"either side": pl.lit(True), "target's side": pl.col("sidea") == 0}
    return {name: _rate(found.filter(rule)["joined"].to_numpy()) for name, rule in sides.items()}


def _rate(joined: Array) -> dict[str, float]:
    return {
        "rows": len(joined),
        "joined": round(float(joined.sum()), 1),
        "rate": round(float(joined.sum()) / max(len(joined), 1), 4),
    }


def _arrays(frame: pl.DataFrame) -> dict[str, Array]:
    """The terms of `foedus.equations.joining`, the outcome, and identifiers of the rows.

    dyad   code of the patron and its protege, the first of several proteges on the side; 0 where the state is no patron
    """
    table = frame.select(
        year=pl.col("year").cast(pl.Int64),
        dispute=pl.col("dispnum").cast(pl.Int64),
        state=pl.col("ccode").cast(pl.Int64),
        dyad=pl.col("dyad").fill_null(0),
        joined=pl.col("joined").cast(pl.Float64),
        original=pl.col("original").cast(pl.Float64),
        war=(pl.col("hostlev") == HOSTILITY_WAR).cast(pl.Float64),
        target_side=(pl.col("sidea") == 0).cast(pl.Float64),
        pact=pl.col("pact").cast(pl.Float64),
        bilateral_pact=pl.col("bilateral").cast(pl.Float64),
        patron=pl.col("patron").cast(pl.Float64),
        major=pl.col("major").cast(pl.Float64),
        capability=(1000.0 * pl.col("cinc")).log1p(),
        contiguous_opponent="contiguous",
        recent_opponent="recent",
        post_cold_war=(pl.col("year") >= COLD_WAR_END).cast(pl.Float64),
    )
    return {name: table[name].to_numpy() for name in table.columns}

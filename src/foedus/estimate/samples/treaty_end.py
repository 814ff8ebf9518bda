"""The sample of treaty ends, by the definitions of `foedus.equations.treaty_end`."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.neighbours import both_ways
from foedus.data.panel.pacts import STATE_CODES
from foedus.equations.treaty_end import LONGEST_AGE, MEMORY, Terms
from foedus.estimate.samples.disputes import DYAD
from foedus.estimate.samples.regime import democracies
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, span

YEARS = (1946, 2017)
"""Treaties and changes of leader support are coded to 2018; an end is seen in the year after."""
WINDOW = 2
"""Years a change of leader support counts: the year itself and the one after."""


def sample(years: Years | None = None, as_of: date = AS_OF, *, defence: bool = True) -> Sample:
    """Years of ATOP alliances with a defence obligation (or, `defence` False, those without), first full year on.

    ended   the treaty's last year, unless its strongest party still has a defence pact (any alliance) with at least
            half of the other parties in the year after: a treaty replaced by another of the same states has not lapsed
    patron  strongest party by CINC; capability_shift = |change over five years of ln(CINC strongest / CINC weakest)|
    change_democracy, change_autocracy   a party changed its source of leader support in the year or the one before
    """
    first, last = span(years, YEARS, as_of, ahead=1)
    panel = build_panel("state-year", (first - MEMORY - 1, last), ["capabilities", "democracy", "governments"])
    shelf = Shelf()
    rows = _treaty_years(shelf, (first, last), defence)
    parties = _parties(shelf, rows, _states(panel.frame))
    summary = _summary(parties)
    joined = rows.join(summary, on=["atopid", "year"], how="left")
    kept = joined.drop_nulls(["patron", "capability_shift"]).sort("atopid", "year")
    kept = kept.join(_tied_after(shelf, parties, defence), on=["atopid", "year"], how="left").with_columns(
        ended=pl.col("last_year") & (pl.col("tied").fill_null(0.0) < 0.5)
    )
    notes = {
        "unit": "treaty-year",
        "rows": kept.height,
        "treaties": kept["atopid"].n_unique(),
        "events": int(kept["ended"].sum()),
        "last years of treaties replaced by another, not counted": int((kept["last_year"] & ~kept["ended"]).sum()),
        "dropped, capabilities of the parties unknown five years before": joined.height - kept.height,
        "hazards": _hazards(kept),
    }
    names = ("ended", *Terms._fields)
    arrays: dict[str, Array] = {name: kept[name].cast(pl.Float64).to_numpy() for name in names}
    arrays |= {name: kept[name].cast(pl.Int64).to_numpy() for name in ("atopid", "year", "patron")}
    return Sample(arrays, (first, last), {**panel.provenance, **shelf.provenance}, notes, as_of)


def _treaty_years(shelf: Shelf, years: Years, defence: bool) -> pl.DataFrame:
    """atopid, year, bilateral, log_age, last_year for every year of a treaty after the one it began in."""
    kind = (pl.col("defense") == 1) if defence else (pl.col("defense") == 0)
    alliances = shelf.read("atop-alliances").filter(kind)
    spans = alliances.with_columns(
        start=pl.max_horizontal(pl.lit(years[0]), pl.col("begyr") + 1),
        stop=pl.min_horizontal(pl.lit(years[1]), pl.col("endyr")),
    ).filter(pl.col("start") <= pl.col("stop"))
    span = pl.int_ranges("start", pl.col("stop") + 1, dtype=pl.Int16)
    return (
        spans.with_columns(year=span)
        .explode("year")
        .select(
            "atopid",
            "year",
            bilateral=pl.col("bilat"),
            log_age=(pl.col("year") - pl.col("begyr")).clip(upper_bound=LONGEST_AGE).cast(pl.Float64).log1p(),
            last_year=(pl.col("year") == pl.col("endyr")).fill_null(value=False),
        )
    )


def _states(frame: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, cinc, earlier (CINC five years before), democracy, change (of leader support, this year or last)."""
    states = democracies(frame)
    earlier = frame.select("ccode", pl.col("year") + MEMORY, earlier="cinc")
    lagged = [
        frame.select("ccode", pl.col("year") + lag, pl.col("support_change").alias(f"change{lag}"))
        for lag in range(WINDOW)
    ]
    for table in (earlier, *lagged):
        states = states.join(table, on=["ccode", "year"], how="left")
    change = pl.max_horizontal(f"change{lag}" for lag in range(WINDOW)) == 1
    return states.select("ccode", "year", "cinc", "earlier", "democracy", change=change.fill_null(value=False))


def _parties(shelf: Shelf, rows: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """atopid, year, ccode and the state's columns for every party of a treaty in a year of it."""
    stays = pl.when(pl.col("yrexit").is_null().any()).then(None).otherwise(pl.col("yrexit").max())
    members = (
        shelf.read("atop-members")
        .filter(pl.col("member") < STATE_CODES)
        .group_by("atopid", ccode="member")
        .agg(entered=pl.col("yrent").min(), left=stays)
    )
    inside = (pl.col("entered") <= pl.col("year")) & (pl.col("left").is_null() | (pl.col("left") >= pl.col("year")))
    return rows.select("atopid", "year").join(members, on="atopid").filter(inside).join(states, on=["ccode", "year"])


def _summary(parties: pl.DataFrame) -> pl.DataFrame:
    """atopid, year, patron, capability_shift, change_democracy, change_autocracy."""
    ranked = parties.filter(pl.col("cinc") > 0).sort("atopid", "year", "cinc", "ccode")
    ratio = [(pl.col(name).last() / pl.col(name).first()).log() for name in ("cinc", "earlier")]
    strength = ranked.group_by("atopid", "year").agg(
        patron=pl.col("ccode").last(), capability_shift=(ratio[0] - ratio[1]).abs()
    )
    democratic = pl.col("democracy").fill_null(value=False)
    changes = parties.group_by("atopid", "year").agg(
        change_democracy=(pl.col("change") & democratic).any(), change_autocracy=(pl.col("change") & ~democratic).any()
    )
    known = pl.when(pl.col("capability_shift").is_finite()).then("capability_shift")
    return strength.with_columns(capability_shift=known).join(changes, on=["atopid", "year"])


def _tied_after(shelf: Shelf, parties: pl.DataFrame, defence: bool) -> pl.DataFrame:
    """atopid, year, tied: share of the other parties with whom the strongest has a pact in the year after."""
    atop = shelf.read("atop-dyads")
    pacts = atop.filter(pl.col("atop_defense") == 1) if defence else atop
    after = both_ways(pacts.select(*DYAD, pl.col("year") - 1)).unique().with_columns(tied=pl.lit(1.0))
    strongest = (
        parties.filter(pl.col("cinc") > 0)
        .sort("cinc", "ccode")
        .group_by("atopid", "year")
        .agg(ccode1=pl.col("ccode").last())
    )
    others = parties.select("atopid", "year", ccode2="ccode").join(strongest, on=["atopid", "year"])
    others = others.filter(pl.col("ccode1") != pl.col("ccode2")).join(after, on=[*DYAD, "year"], how="left")
    return others.group_by("atopid", "year").agg(pl.col("tied").fill_null(0.0).mean())


def _hazards(kept: pl.DataFrame) -> dict[str, Any]:
    """Treaty-years, lapses and their yearly rate in the raw data; `replaced` counts treaties replaced as well."""
    change = pl.col("change_democracy") | pl.col("change_autocracy")
    two = pl.col("bilateral") == 1
    groups = {
        "bilateral": two,
        "multilateral": ~two,
        "United States strongest": pl.col("patron") == 2,
        "bilateral, no change of leader support": two & ~change,
        "bilateral, change in a democracy": two & pl.col("change_democracy"),
        "bilateral, change elsewhere": two & pl.col("change_autocracy"),
    }
    found = {}
    for name, rule in groups.items():
        rows = kept.filter(rule)
        ends = int(rows["ended"].sum())
        rate = round(ends / max(rows.height, 1), 4)
        with_replaced = round(int(rows["last_year"].sum()) / max(rows.height, 1), 4)
        found[name] = {"years": rows.height, "ends": ends, "rate": rate, "rate with replaced": with_replaced}
    return found

"""Samples of how treaties end and form, by the definitions of `foedus.equations.treaty`."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel, treaties
from foedus.data.panel.lookup import look_up
from foedus.data.panel.neighbours import both_ways
from foedus.data.panel.pacts import STATE_CODES
from foedus.equations.treaty import LONGEST_AGE, MEMORY
from foedus.estimate.samples.regime import democracies
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, span
from foedus.estimate.samples.states import opponents

END_YEARS = (1946, 2008)
"""Changes of leader support are coded to 2008."""

FORMATION_YEARS = (1947, 2010)
"""UN ideal points begin in 1946, the predictors of 1947; disputes are coded to 2010."""

DYAD = ("ccode1", "ccode2")
WINDOW = 2
"""Years a change of leader support counts: the year itself and the one after."""


def ending(years: Years | None = None, as_of: date = AS_OF, *, defence: bool = True) -> Sample:
    """Years of ATOP alliances with a defence obligation (or, `defence` False, those without), first full year on.

    ended   the treaty's last year, unless its strongest party still has a defence pact (any alliance) with at least
            half of the other parties in the year after: a treaty replaced by another of the same states has not lapsed
    patron  strongest party by CINC; shift = |change over five years of ln(CINC strongest / CINC weakest)|
    change_democracy, change_autocracy   a party changed its source of leader support in the year or the one before
    """
    first, last = span(years, END_YEARS, as_of, ahead=1)
    panel = build_panel("state-year", (first - MEMORY - 1, last), ["capabilities", "democracy", "governments"])
    shelf = Shelf()
    rows = _treaty_years(shelf, (first, last), defence)
    parties = _parties(shelf, rows, _states(panel.frame))
    summary = _summary(parties)
    joined = rows.join(summary, on=["atopid", "year"], how="left")
    kept = joined.drop_nulls(["patron", "shift"]).sort("atopid", "year")
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
    names = ("ended", "bilateral", "log_age", "change_democracy", "change_autocracy", "shift")
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
    """atopid, year, patron, shift, change_democracy, change_autocracy."""
    ranked = parties.filter(pl.col("cinc") > 0).sort("atopid", "year", "cinc", "ccode")
    ratio = [(pl.col(name).last() / pl.col(name).first()).log() for name in ("cinc", "earlier")]
    strength = ranked.group_by("atopid", "year").agg(patron=pl.col("ccode").last(), shift=(ratio[0] - ratio[1]).abs())
    democratic = pl.col("democracy").fill_null(value=False)
    changes = parties.group_by("atopid", "year").agg(
        change_democracy=(pl.col("change") & democratic).any(), change_autocracy=(pl.col("change") & ~democratic).any()
    )
    known = pl.when(pl.col("shift").is_finite()).then("shift")
    return strength.with_columns(shift=known).join(changes, on=["atopid", "year"])


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


def formation(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Politically relevant pair-years without a defence pact in the year before; did the two make one of their own?

    formed   a bilateral ATOP alliance with a defence obligation between the two begins in the year. Multilateral
             treaties make many pairs at once (a clump is one decision) and are left out; their pairs leave the sample.
    Predictors are those of the year before, except `recent` = 1 / (1 + peace) and the opponents in common, which rest on
    the years before.
    """
    first, last = span(years, FORMATION_YEARS, as_of)
    groups = ["contiguity", "distance", "majors", "democracy", "ideal-points", "alliances"]
    before = build_panel("dyad-year", (first - 1, last - 1), groups, relevant=True)
    peace = build_panel("dyad-year", (first, last), ["peace"])
    shelf, pacts = Shelf(), _new_pacts()
    partners = both_ways(shelf.read("atop-dyads").filter(pl.col("atop_defense") == 1).select(*DYAD, "year")).unique()
    foes = opponents(shelf).rename({"ccode": "ccode1", "holder": "ccode2"})
    lagged = before.frame.with_columns(
        pl.col("mindist").forward_fill().backward_fill().over(DYAD, order_by="year"),
        shared=_in_common(partners, before.frame),
    )
    lagged = lagged.with_columns(pl.col("year") + 1).filter(pl.col("atop_defense") == 0)
    rows = lagged.hstack(look_up(lagged, peace.frame.select(*DYAD, "year", "peace"), (*DYAD, "year")))
    rows = rows.drop_nulls("peace").join(pacts, on=[*DYAD, "year"], how="left")
    kept = rows.drop_nulls("mindist").sort(*DYAD, "year")
    kept = kept.with_columns(common=_in_common(foes, kept))
    notes = {
        "unit": "politically relevant pair-year without a defence pact",
        "rows": kept.height,
        "events": int(kept["formed"].sum()),
        "bilateral defence pacts begun in these years": pacts.filter(pl.col("year").is_between(first, last)).height,
        "dropped, distance unknown": rows.height - kept.height,
        "dropped events": int(rows["formed"].sum() or 0) - int(kept["formed"].sum()),
    }
    sources = {**before.provenance, **peace.provenance, **shelf.provenance, **_treaty_sources()}
    return Sample(_formation_arrays(kept), (first, last), sources, notes, as_of)


def _treaty_sources() -> dict[str, str]:
    shelf = Shelf()
    shelf.read("atop-alliances")
    shelf.read("atop-members")
    return shelf.provenance


def _new_pacts() -> pl.DataFrame:
    """ccode1 < ccode2, year, formed = 1 for every bilateral defence pact in the year it begins."""
    pacts = treaties().filter(pl.col("bilateral") == 1, pl.col("defense") == 1, pl.col("parties").list.len() == 2)
    pairs = pacts.select(ccode1=pl.col("parties").list.first(), ccode2=pl.col("parties").list.last(), year="begyr")
    return pairs.unique().with_columns(formed=pl.lit(1.0))


def _in_common(tied: pl.DataFrame, frame: pl.DataFrame) -> pl.Series:
    """Number of third states tied to both, row by row of `frame`; `tied` has every tie of a year both ways."""
    ties: dict[int, Array] = {}
    for (year,), rows in tied.group_by("year"):
        matrix = np.zeros((STATE_CODES, STATE_CODES), np.float32)
        matrix[rows["ccode1"].to_numpy(), rows["ccode2"].to_numpy()] = 1.0
        ties[int(year)] = matrix
    counts = np.zeros(frame.height)
    years = frame["year"].to_numpy()
    first, second = frame["ccode1"].to_numpy(), frame["ccode2"].to_numpy()
    for year in np.unique(years).tolist():
        if year in ties:
            chosen = years == year
            counts[chosen] = (ties[year][first[chosen]] * ties[year][second[chosen]]).sum(axis=1)
    return pl.Series(counts)


def _formation_arrays(frame: pl.DataFrame) -> dict[str, Array]:
    """The arguments of `treaty.formation_log_odds`, the outcome, and what a row is."""
    gap = (pl.col("ideal1") - pl.col("ideal2")).abs()
    regime = (pl.col("polyarchy1") - pl.col("polyarchy2")).abs()
    table = frame.select(
        year=pl.col("year").cast(pl.Int64),
        pair=pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2"),
        formed=pl.col("formed").fill_null(0.0),
        contiguous=(pl.col("conttype") > 0).cast(pl.Float64),
        log_distance=pl.col("mindist").log1p(),
        either_major=((pl.col("major1") == 1) | (pl.col("major2") == 1)).cast(pl.Float64),
        gap=gap.fill_null(0.0),
        gap_unknown=gap.is_null().cast(pl.Float64),
        log_shared=pl.col("shared").log1p(),
        polyarchy_gap=regime.fill_null(0.0),
        polyarchy_unknown=regime.is_null().cast(pl.Float64),
        recent=1.0 / (1.0 + pl.col("peace")),
        log_common=pl.col("common").log1p(),
    )
    return {name: table[name].to_numpy() for name in table.columns}

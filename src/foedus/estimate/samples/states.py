"""Samples of what states do alone: growth, ideal points, governments, provocations, nuclear arms; and of trade."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.neighbours import both_ways
from foedus.equations.armament import OPPONENT_YEARS
from foedus.equations.escalation import COLD_WAR_END
from foedus.errors import InputError, unknown
from foedus.estimate.samples.regime import democracies
from foedus.estimate.samples.sample import AS_OF, Array, Sample, Years, last_year, span

GROWTH: dict[str, tuple[str, str, Years]] = {
    "cinc": ("capabilities", "cinc", (1946, 2022)),
    "gdp": ("gdp", "gdp", (1950, 2019)),
    "milex": ("capabilities", "milex", (1946, 2022)),
}
"""Index -> group of panel columns, column, years of levels."""

ALIGNMENT_YEARS = (1946, 2023)
PROVOCATION_YEARS = {"missile-launches": (2012, 2023), "joint-air-patrols": (2019, 2023)}
TRADE_YEARS = (1971, 2014)
LARGEST = 30
EXPOSED = 0.05

ARMAMENT_YEARS = (1946, 2010)
PURSUE, POSSESS = 2, 3


def growth(index: str, years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Log changes of one index, state by state, with the change of the year before.

    change, previous   ln(x_t / x_(t-1)) and that of t - 1; both must be known, a level of 0 or less has no logarithm
    Military spending is in current dollars: what inflation has in common is taken up by the factor of the year, and the
    means of the states are means of nominal growth.
    """
    if index not in GROWTH:
        raise InputError(unknown("index of growth", index, GROWTH))
    group, column, coded = GROWTH[index]
    first, last = span(years, coded, as_of)
    panel = build_panel("state-year", (first, last), [group])
    level = pl.when(pl.col(column) > 0).then(pl.col(column)).log()
    change = (pl.col("level") - pl.col("level").shift(1)).over("ccode", order_by="year")
    follows = (pl.col("year") - pl.col("year").shift(1)).over("ccode", order_by="year") == 1
    changes = panel.frame.select("ccode", "year", level=level).with_columns(
        change=pl.when(follows).then(change), follows=follows
    )
    before = pl.col("change").shift(1).over("ccode", order_by="year")
    changes = changes.with_columns(previous=pl.when(pl.col("follows")).then(before))
    known = changes.drop_nulls("change")
    kept = known.drop_nulls("previous").sort("ccode", "year")
    notes: dict[str, Any] = {
        "unit": "state-year",
        "rows": kept.height,
        "states": kept["ccode"].n_unique(),
        "dropped, change of the year before unknown": known.height - kept.height,
    }
    if known.height:
        largest = known.sort(pl.col("change").abs(), descending=True).row(0, named=True)
        notes["largest change"] = {key: largest[key] for key in ("ccode", "year", "change")}
    arrays = _arrays(kept, "ccode", "year", "change", "previous")
    arrays["bound"] = np.full(kept.height, np.quantile(np.abs(arrays["change"]), 0.999) if kept.height else np.nan)
    return Sample(arrays, (first + 1, last), dict(panel.provenance), notes, as_of)


def alignment(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Ideal points as a table of years by states, and how surely the source of leader support changed.

    observed    (T, N), NaN where the state cast no votes
    democracy, autocracy   (T, N) 1 in the year of a change in a democracy, in another state. After 2008 and where
                CHISOLS codes nothing, the rate of changes in states of that regime in the years coded: the variance of
                a shock that may have happened.
    partners    (T, N) mean observed point, in the year before, of the states with which it then had a defence pact; NaN
                where it had none or none voted. After 2018 the pacts of 2018 are taken to hold.
    """
    first, last = span(years, ALIGNMENT_YEARS, as_of)
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


def provocation(kind: str, years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Counts by year, and the share of the year that was observed: the year of `as_of` counts to that day.

    A year without a row counts 0: the publisher lists every event it knows. A missile is one row, whatever its range.
    """
    if kind not in PROVOCATION_YEARS:
        raise InputError(unknown("provocation", kind, PROVOCATION_YEARS))
    first, last = span(years, PROVOCATION_YEARS[kind], as_of, whole=False)
    shelf = Shelf()
    if kind == "missile-launches":
        events = shelf.read("missile-tests").with_columns(date=pl.date("year", "month", "day"))
    else:
        events = shelf.read("air-patrols")
    counted = dict(events.filter(pl.col("date") <= as_of).group_by("year").len().iter_rows())
    year = np.arange(first, last + 1)
    count = np.array([counted.get(each, 0) for each in year.tolist()], dtype=np.float64)
    exposure = np.where(year == as_of.year, _passed(as_of), 1.0)
    notes = {
        "unit": "year",
        "rows": len(year),
        "events": int(count.sum()),
        "counts": {str(each): int(n) for each, n in zip(year.tolist(), count.tolist(), strict=True)},
    }
    return Sample({"year": year, "count": count, "exposure": exposure}, (first, last), shelf.provenance, notes, as_of)


def _passed(day: date) -> float:
    """Share of its year that had passed when a day began; the last day of a year counts as the whole of it."""
    days = date(day.year, 12, 31).timetuple().tm_yday
    gone = day.timetuple().tm_yday
    return 1.0 if gone == days else (gone - 1) / days


def trade(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Yearly changes of ln(trade / GDP) of states that trade much with a larger economy.

    Pairs of the thirty largest economies of the year before (current dollars), imports and exports together at least 5%
    of the GDP of the smaller, which is the exposed one. Both years must have trade and GDP.
    """
    first, last = span(years, TRADE_YEARS, as_of)
    shelf = Shelf()
    gdp = shelf.read("wdi-gdp").with_columns(rank=pl.col("gdp_current").rank(descending=True).over("year"))
    flows = shelf.read("cow-trade").with_columns(trade=(pl.col("imports") + pl.col("exports")) * 1e6)
    other = gdp.select("year", "rank", ccode2="ccode", larger="gdp_current")
    own = gdp.select("year", "rank", "gdp_current", ccode1="ccode")
    table = flows.join(own, on=["ccode1", "year"]).join(other, on=["ccode2", "year"], suffix="2")
    known = pl.col("year") <= last_year(as_of)
    table = table.filter(known, pl.col("larger") > pl.col("gdp_current"), pl.col("trade") > 0).with_columns(
        exposure=pl.col("trade") / pl.col("gdp_current")
    )
    before = table.select("ccode1", "ccode2", pl.col("year") + 1, "rank", "rank2", earlier="exposure")
    pairs = table.select("ccode1", "ccode2", "year", "exposure").join(before, on=["ccode1", "ccode2", "year"])
    kept = (
        pairs.filter(pl.max_horizontal("rank", "rank2") <= LARGEST, pl.col("earlier") >= EXPOSED)
        .filter(pl.col("year").is_between(first, last))
        .with_columns(
            change=(pl.col("exposure") / pl.col("earlier")).log(),
            dyad=pl.col("ccode1").cast(pl.Int64) * 1000 + pl.col("ccode2"),
        )
        .sort("dyad", "year")
    )
    change = kept["change"].to_numpy()
    notes = {
        "unit": "dyad-year",
        "rows": kept.height,
        "dyads": kept["dyad"].n_unique(),
        "standard deviation of the changes": round(float(change.std()), 4),
        "per root year over ten years": _ten_years(table, kept),
    }
    return Sample(_arrays(kept, "dyad", "year", "change"), (first, last), shelf.provenance, notes, as_of)


def _ten_years(table: pl.DataFrame, kept: pl.DataFrame) -> float | None:
    """1.4826 x median of |ln(e_(t+9) / e_(t-1))| / sqrt(10) over the rows kept: the scale a random walk would show."""
    later = table.select("ccode1", "ccode2", pl.col("year") - 9, later="exposure")
    joined = kept.join(later, on=["ccode1", "ccode2", "year"])
    if not joined.height:
        return None
    moved = np.abs(np.log(joined["later"].to_numpy() / joined["earlier"].to_numpy()))
    return round(float(1.4826 * np.median(moved) / np.sqrt(10.0)), 4)


def armament(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """State-years of states that neither pursue nor possess nuclear weapons, with what held in the year before.

    starts          status 2 or 3 this year, 0 or 1 the year before
    nuclear_rival   a dispute in the ten years before with a state that possessed nuclear weapons in the year before
    opponents       ln(1 + states with which it had a dispute in the ten years before)
    nuclear_defended   defence pact with such a state
    latent          has ever begun to build or run a facility to enrich or reprocess
    log_gdp_per_head   thousand international dollars of 2017
    """
    first, last = span(years, ARMAMENT_YEARS, as_of)
    panel = build_panel("state-year", (first - 1, last), ["nuclear", "gdp", "latency"])
    shelf = Shelf()
    now = panel.frame.select("ccode", "year", now="nuclear")
    lagged = panel.frame.with_columns(pl.col("year") + 1).filter(pl.col("nuclear") < PURSUE)
    holders = panel.frame.filter(pl.col("nuclear") == POSSESS).select(holder="ccode", year=pl.col("year") + 1)
    rows = lagged.join(now, on=["ccode", "year"]).drop_nulls("now")
    recent = opponents(shelf)
    for held in (recent.group_by("ccode", "year").agg(opponents=pl.len().log1p()), _rivals(recent, holders)):
        rows = rows.join(held, on=["ccode", "year"], how="left")
    rows = rows.join(_defended(shelf, holders), on=["ccode", "year"], how="left").with_columns(
        pl.col("nuclear_rival", "nuclear_defended", "opponents").fill_null(0.0),
        latent=pl.col("latent").cast(pl.Float64),
        starts=(pl.col("now") >= PURSUE).cast(pl.Float64),
        log_gdp_per_head=(pl.col("gdp") / pl.col("pop") / 1e3).log(),
        post_cold_war=(pl.col("year") >= COLD_WAR_END).cast(pl.Float64),
    )
    kept = rows.drop_nulls("log_gdp_per_head").sort("ccode", "year")
    names = ("starts", "log_gdp_per_head", "nuclear_rival", "nuclear_defended", "post_cold_war", "opponents", "latent")
    notes = {
        "unit": "state-year",
        "rows": kept.height,
        "events": int(kept["starts"].sum()),
        "dropped, GDP unknown": {
            "rows": rows.height - kept.height,
            "events": int(rows["starts"].sum()) - int(kept["starts"].sum()),
        },
        **_acquisition(panel.frame, shelf, last_year(as_of)),
    }
    sources = {**panel.provenance, **shelf.provenance}
    return Sample(_arrays(kept, "ccode", "year", *names), (first, last), sources, notes, as_of)


def opponents(shelf: Shelf) -> pl.DataFrame:
    """ccode, year, holder: the states it had a dispute with in the ten years before, once each."""
    disputes = shelf.read("gml-directed").select(ccode="ccode1", holder="ccode2", fought="year").unique()
    span = pl.int_ranges(pl.col("fought") + 1, pl.col("fought") + OPPONENT_YEARS + 1, dtype=pl.Int16)
    return disputes.with_columns(year=span).explode("year").select("ccode", "year", "holder").unique()


def _rivals(recent: pl.DataFrame, holders: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, nuclear_rival = 1."""
    return _flag(recent.join(holders, on=["holder", "year"]), "nuclear_rival")


def _defended(shelf: Shelf, holders: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, nuclear_defended = 1; the pact is in force in the year before."""
    pacts = shelf.read("atop-dyads").filter(pl.col("atop_defense") == 1)
    pairs = pacts.select(pl.col("year") + 1, holder="ccode1", ccode="ccode2")
    return _flag(pairs.join(holders, on=["holder", "year"]), "nuclear_defended")


def _flag(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.select("ccode", "year").unique().with_columns(pl.lit(1.0).alias(name))


def _acquisition(frame: pl.DataFrame, shelf: Shelf, last: int) -> dict[str, Any]:
    """State-years of pursuit, and how many ended in possession the next year, in all years coded since 1946."""
    status = shelf.read("nuclear-status").filter(pl.col("year") <= last)
    after = status.select("ccode", pl.col("year") - 1, after="nuclear")
    pursuing = status.filter(pl.col("nuclear") == PURSUE, pl.col("year") >= frame["year"].min()).join(
        after, on=["ccode", "year"]
    )
    return {"pursuing": pursuing.height, "acquired": pursuing.filter(pl.col("after") == POSSESS).height}


def _arrays(frame: pl.DataFrame, *names: str) -> dict[str, Array]:
    return {name: frame[name].to_numpy() for name in names}

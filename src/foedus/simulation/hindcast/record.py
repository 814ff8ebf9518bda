"""The record after a year: disputes, allies, pacts and capabilities, counted as the simulator counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from foedus.arrays import Floats
from foedus.data.catalog import digest, locate, source
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.data.panel.facts import disputes_coded as disputes_coded
from foedus.data.panel.neighbours import is_relevant
from foedus.errors import InputError
from foedus.estimate.samples import joining
from foedus.estimate.samples.disputes import CODED, originator_pairs
from foedus.measures.polarity import effective_poles
from foedus.simulation.hindcast.span import AT_WAR, DEATH, DEATHS_UNKNOWN, LEVELS, NO_DEATH, NO_FORCE, Span
from foedus.simulation.hindcast.start import Start
from foedus.world.world import INDICES

Years = tuple[int, int]

SHORTEST = 10
"""Years compared at least, where the record ends before the horizon does."""


@dataclass(frozen=True)
class PastRecord:
    """The record of years, as tables.

    disputes    ccode1 (side A), ccode2 (side B), year, hostlev, fatality: pairs of originators, each dispute
    dyads       ccode1 < ccode2, year, relevant, pact: every dyad of members; relevant in the year before
    states      ccode, year, major, cinc, gdp, milex
    allies      year, war, joined: allies of originators of disputes at force or war, one row each
    alliances   year, joined: defence treaties with a third party and an originator of a war
    coded       first and last year of `allies` and of `alliances`
    sources     SHA-256 of every file read
    """

    disputes: pl.DataFrame
    dyads: pl.DataFrame
    states: pl.DataFrame
    allies: pl.DataFrame
    alliances: pl.DataFrame
    coded: dict[str, Years]
    sources: dict[str, str]


def read_record(years: Years) -> PastRecord:
    """The record of the publishers' files, from the year before `years` to their last."""
    shelf = Shelf()
    disputes = originator_pairs(shelf, years)
    panel = build_panel("dyad-year", (years[0] - 1, years[1]), ["contiguity", "majors", "alliances"])
    pair = ["ccode1", "ccode2", "year"]
    before = panel.frame.select("ccode1", "ccode2", pl.col("year") + 1, relevant=is_relevant().fill_null(value=False))
    dyads = panel.frame.select(*pair, pact=pl.col("atop_defense") == 1).join(before, on=pair, how="left")
    states = build_panel("state-year", years, ["capabilities", "majors", "gdp"])
    sample = joining.sample()
    allies = pl.DataFrame({name: sample.arrays[name] for name in ("year", "war", "joined", "pact")})
    return PastRecord(
        disputes.select(*pair, "hostlev", "fatality"),
        dyads,
        states.frame.select("ccode", "year", "major", *INDICES),
        allies.filter(pl.col("pact") == 1).select("year", "war", "joined"),
        joining.alliance_wars(shelf, CODED),
        {"allies": CODED, "alliances": (CODED[0], source("atop-alliances").last_year)},
        {**panel.provenance, **states.provenance, **sample.sources, **shelf.provenance, **_treaty_files()},
    )


def _treaty_files() -> dict[str, str]:
    return {key: digest(locate(key)) for key in ("atop-alliances", "atop-members")}


def observed(record: PastRecord, start: Start, horizon: int) -> Span:
    """The span of the `horizon` years after `start`, as one run.

    Several disputes of a directed dyad in a year count as one, the most hostile, as in the simulator.
    """
    years = np.arange(start.year + 1, start.year + horizon + 1)
    disputes = _disputes(record, start, horizon)
    inside = disputes.join(start.pairs, on=["low", "high"])
    ties = remaining(record, start, int(years[-1]))
    return Span(
        levels=_levels(inside, years),
        pairs=np.bincount(inside["pair"].to_numpy(), minlength=start.pairs.height).astype(float)[None],
        types=start.pairs["type"].to_numpy(),
        relevant=_by_year(_relevant(record, disputes), years)[None],
        dyads=_by_year(record.dyads.filter("relevant"), years),
        allies=_allies(record, years)[None],
        alliances=_alliances(record, years)[None],
        kept=_kept(record.dyads, ties, years)[None],
        tied=np.array([(ties["bilateral"] == kind).sum() for kind in (True, False)], dtype=float),
        poles=observed_poles(record.states, int(years[-1]), start.majors)[None],
    )


def yearly_totals(record: PastRecord, start: Start, years: np.ndarray) -> Floats:
    """Disputes along the pairs of a start in each of some years, counted as in `observed`."""
    rows = distinct(record.disputes.filter(pl.col("year").is_between(int(years[0]), int(years[-1]))))
    return _by_year(rows.join(start.pairs, on=["low", "high"]), years)


def _disputes(record: PastRecord, start: Start, horizon: int) -> pl.DataFrame:
    return distinct(record.disputes.filter(pl.col("year").is_between(start.year + 1, start.year + horizon)))


def _relevant(record: PastRecord, disputes: pl.DataFrame) -> pl.DataFrame:
    """The disputes of dyads that were politically relevant in the year before."""
    dyads = record.dyads.filter("relevant").select("year", low="ccode1", high="ccode2")
    return disputes.join(dyads, on=["low", "high", "year"])


def distinct(disputes: pl.DataFrame) -> pl.DataFrame:
    """One row a directed dyad and year, its most hostile dispute: ccode1, ccode2, year, level (of LEVELS), low, high."""
    level = (
        pl.when(pl.col("hostlev") == 5)
        .then(AT_WAR)
        .when(pl.col("hostlev") < 4)
        .then(NO_FORCE)
        .when(pl.col("fatality").is_null())
        .then(DEATHS_UNKNOWN)
        .otherwise(pl.when(pl.col("fatality") > 0).then(DEATH).otherwise(NO_DEATH))
    )
    keys = ["ccode1", "ccode2", "year"]
    return (
        disputes.sort(*keys, pl.col("hostlev"), pl.col("fatality"), nulls_last=False)
        .unique(keys, keep="last", maintain_order=True)
        .with_columns(
            level=level, low=pl.min_horizontal("ccode1", "ccode2"), high=pl.max_horizontal("ccode1", "ccode2")
        )
    )


def inside_share(record: PastRecord, start: Start, horizon: int) -> float | None:
    """Share of the disputes of relevant dyads in the years after `start` that are along its pairs; None without any."""
    rows = _relevant(record, _disputes(record, start, horizon))
    found = rows.join(start.pairs, on=["low", "high"], how="semi")
    return found.height / rows.height if rows.height else None


def remaining(record: PastRecord, start: Start, year: int) -> pl.DataFrame:
    """The ties of a start whose two states are both in the system in a later year."""
    there = record.states.filter(pl.col("year") == year)["ccode"].implode()
    return start.ties.filter(pl.col("low").is_in(there), pl.col("high").is_in(there))


def major_powers(states: pl.DataFrame, year: int) -> list[int]:
    """COW numbers of the major powers of a year."""
    return sorted(states.filter(pl.col("year") == year, pl.col("major") == 1)["ccode"].to_list())


def observed_poles(states: pl.DataFrame, year: int, powers: Sequence[int]) -> Floats:
    """Effective number of poles in a year by each index among some powers; NaN where one is unknown or not in the system."""
    majors = states.filter(pl.col("year") == year, pl.col("ccode").is_in(list(powers)))
    out = np.full(len(INDICES), np.nan)
    for row, name in enumerate(INDICES):
        values = majors[name].cast(pl.Float64).to_numpy()
        if len(values) == len(powers) and np.isfinite(values).all() and (values > 0).all():
            out[row] = effective_poles(values)
    return out


def _levels(disputes: pl.DataFrame, years: np.ndarray) -> Floats:
    out = np.zeros((1, len(years), len(LEVELS)))
    np.add.at(out[0], (disputes["year"].to_numpy() - years[0], disputes["level"].to_numpy()), 1.0)
    return out


def _by_year(rows: pl.DataFrame, years: np.ndarray) -> Floats:
    return np.array([(rows["year"] == int(year)).sum() for year in years], dtype=float)


def _allies(record: PastRecord, years: np.ndarray) -> Floats:
    """At force, at war: allies that could join, that joined; NaN where a year is not coded."""
    if not _covers(record.coded["allies"], years):
        return np.full((2, 2), np.nan)
    rows = record.allies.filter(pl.col("year").is_between(int(years[0]), int(years[-1])))
    parts = [rows.filter(pl.col("war") == war)["joined"] for war in (0, 1)]
    return np.array([[len(part), part.sum()] for part in parts], dtype=float)


def _alliances(record: PastRecord, years: np.ndarray) -> Floats:
    if not _covers(record.coded["alliances"], years):
        return np.full(2, np.nan)
    joined = record.alliances.filter(pl.col("year").is_between(int(years[0]), int(years[-1])))["joined"]
    return np.array([len(joined), joined.sum()], dtype=float)


def _covers(coded: Years, years: np.ndarray) -> bool:
    return bool(coded[0] <= years[0] and years[-1] <= coded[1])


def _kept(dyads: pl.DataFrame, ties: pl.DataFrame, years: np.ndarray) -> Floats:
    """Dyads of `ties` whose pact is in force in every year: bilateral, multilateral alone."""
    inside = dyads.filter(pl.col("pact"), pl.col("year").is_between(int(years[0]), int(years[-1])))
    counts = inside.group_by(low="ccode1", high="ccode2").agg(years=pl.col("year").n_unique())
    held = ties.join(counts.filter(pl.col("years") == len(years)), on=["low", "high"])
    return np.array([(held["bilateral"] == kind).sum() for kind in (True, False)], dtype=float)


def check_origins(origins: tuple[int, ...], horizon: int) -> None:
    """Refuse origins and horizons that the record does not cover; InputError."""
    first, last = disputes_coded()
    if not 2 <= horizon <= 60:
        raise InputError(f"horizon {horizon} is not allowed: 2 to 60 years")
    if not origins:
        raise InputError("no origin is given: name one year or more, for example --origins 1950,1960")
    for origin in origins:
        if not first <= origin <= last:
            raise InputError(f"origin {origin} has no coded disputes: they are coded {first} to {last}")
        if origin + min(horizon, SHORTEST) > last:
            raise InputError(
                f"origin {origin} has {last - origin} years to the end of the record of disputes in {last}, and at least "
                f"{min(horizon, SHORTEST)} are compared: take an origin up to {last - min(horizon, SHORTEST)}"
            )

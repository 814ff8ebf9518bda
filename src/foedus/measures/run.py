"""A measure over years of the publishers' tables: tables in, one table out, a row for each unit and year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import networkx as nx
import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus import taken
from foedus.data import library
from foedus.data.borders import with_borders
from foedus.data.catalog import source
from foedus.data.names import state_codes
from foedus.data.panel.members import dyad_years, state_years
from foedus.data.panel.neighbours import major_years
from foedus.errors import InputError, known
from foedus.measures import balance, dependence, distance, network, polarity
from foedus.measures.capability import cinc
from foedus.measures.ideal_points import ideal_points
from foedus.measures.portfolios import COMMITMENTS, Portfolios, alliance_portfolios, vote_portfolios
from foedus.measures.similarity import Distance, Kind, similarity_matrix
from foedus.measures.table import VOTING, Measure, measure
from foedus.measures.tightness import Tightness, tightness
from foedus.progress import Progress

Read = Callable[[str], pl.DataFrame]
Years = tuple[int, int]

DATA = ("atop", "unga")
CARRIED = ("cow-states",)
"""Sources whose last year does not bound a measure: members of the system are carried as members (`data.members`)."""

ACTIVE_SUPPORT = COMMITMENTS[-1]
"""Only these pacts make friends here: promises of neutrality and non-aggression are made between adversaries too."""

BLOC = ("CHN", "RUS", "PRK")
"""The states of a measure of a bloc where none are given."""
PACT, BELOW = ("atop_defense",), ("atop_neutral", "atop_nonagg", "atop_consul")


@dataclass(frozen=True, slots=True)
class Job:
    """The request for a measure: years, reader, data to compare, codes of the states of a bloc, progress callback."""

    years: Years
    read: Read
    data: str
    bloc: list[int]
    progress: Progress

    def each_year(self) -> Iterator[int]:
        """Every year, reported as it begins."""
        first, last = self.years
        for year in range(first, last + 1):
            self.progress(year - first, last - first + 1, f"year {year}")
            yield year


def run(
    name: str,
    years: Years | str,
    *,
    states: str | int | Sequence[str | int] = (),
    data: str = "atop",
    read: Read = library.read,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """The table of measure `name` over `years` (inclusive), sorted, with the abbreviations of states next to their codes.

    `states` keeps the rows of these states (in any usual spelling, or COW numbers): of one state all its pairs, of several the
    pairs among them; a measure of a bloc is of them all together, or of China, Russia and North Korea. `data` says what
    measures of similarity compare: alliance commitments (atop) or votes (unga). `read` gives the table of a source by its
    key. Years that a source does not cover raise InputError.
    """
    row, data = measure(name), known("data", data, DATA)
    years = taken.years(years)
    needs = _needs(row, data)
    _covered(row, needs, years)
    if states and row.rows == "year":
        raise InputError(f"{name} is one number for the whole system in a year; leave out the states")
    members = read("cow-states")
    of_bloc = row.rows == "bloc-year"
    states = states or (BLOC if of_bloc else ())
    codes = state_codes(states, members, years, cow_first=True) if states else []
    if of_bloc and len(codes) < 2:
        raise InputError(f"{name} is of two or more states, got 1; write for example {','.join(BLOC)}")
    job = Job(years, read, data, codes, progress or (lambda done, total, what: None))
    found = _of_states(_RUNS[row.name](job), codes)
    if found.is_empty():
        raise InputError(_nothing(row, needs, years, codes, members))
    return _named(found, members)


def _needs(row: Measure, data: str) -> tuple[str, ...]:
    if data == "atop":
        return row.needs
    if not row.votes:
        raise InputError(f"{row.name} does not compare portfolios; leave out the data")
    return VOTING


def _covered(row: Measure, needs: tuple[str, ...], years: Years) -> None:
    if years[0] > years[1]:
        raise InputError(f"years {years[0]}:{years[1]} end before they begin; give the first year first")
    first = max(source(key).first_year for key in needs)
    last = min(source(key).last_year for key in needs if key not in CARRIED)
    if not first <= years[0] <= years[1] <= last:
        keys = " and ".join(needs)
        raise InputError(
            f"{row.name} reads {keys}, which cover {first}:{last}; years {years[0]}:{years[1]} are outside"
        )


def _nothing(row: Measure, needs: Sequence[str], years: Years, codes: list[int], members: pl.DataFrame) -> str:
    """Why a measure has no row."""
    labels = dict(members.select("ccode", "stateabb").iter_rows())
    who = f" for {', '.join(labels[code] for code in codes)}" if codes else ""
    return (
        f"{row.name} has no row{who} in {years[0]}:{years[1]}: {' and '.join(needs)} hold no value of it there; choose other "
        "states or years"
    )


def _of_states(table: pl.DataFrame, codes: list[int]) -> pl.DataFrame:
    sides = [name for name in ("ccode", "ccode1", "ccode2") if name in table.columns]
    if not codes or not sides:
        return table
    inside = [pl.col(side).is_in(codes) for side in sides]
    return table.filter(pl.any_horizontal(inside) if len(codes) == 1 else pl.all_horizontal(inside))


def _named(table: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """The table with keys first and the abbreviation of a state next to its code."""
    names = dict(members.select("ccode", "stateabb").unique().iter_rows())
    keys = [key for key in ("ccode", "ccode1", "ccode2") if key in table.columns]
    labels = [
        pl.col(key).replace_strict(names, default=None, return_dtype=pl.String).alias(key.replace("ccode", "state"))
        for key in keys
    ]
    return table.select(*keys, *labels, "year", pl.exclude(*keys, "year")).sort(*keys, "year", maintain_order=True)


def _within(table: pl.DataFrame, years: Years) -> pl.DataFrame:
    return table.filter(pl.col("year").is_between(*years))


def _cinc(job: Job) -> pl.DataFrame:
    table = _within(job.read("cow-nmc"), job.years)
    return table.select("ccode", "year", cinc=cinc(table), published=pl.col("cinc"))


def _systems(job: Job, of: Callable[[NDArray[np.float64]], dict[str, float]]) -> pl.DataFrame:
    """A row a year for the major powers, and one for all states."""
    table = _within(job.read("cow-nmc"), job.years)
    majors = table.join(major_years(job.read("cow-majors")), on=["ccode", "year"], how="semi")
    return pl.DataFrame(
        [
            {"year": year, "among": among, "states": group.height} | of(group["cinc"].to_numpy())
            for among, rows in (("majors", majors), ("all", table))
            for (year,), group in rows.drop_nulls("cinc").group_by("year")
        ],
        schema_overrides={"year": pl.Int16},
    ).sort("year", "among", descending=[False, True])


def _poles(job: Job) -> pl.DataFrame:
    return _systems(job, lambda x: {"poles": polarity.poles(x), "effective_poles": polarity.effective_poles(x)})


def _concentration(job: Job) -> pl.DataFrame:
    return _systems(job, lambda x: {"concentration": polarity.concentration(x)})


def _parity(job: Job) -> pl.DataFrame:
    return _systems(job, lambda x: {"lead": polarity.lead(x), "leader_share": polarity.leader_share(x)})


def _portfolios(job: Job) -> Iterator[tuple[int, Portfolios]]:
    if job.data == "unga":
        votes, calls = (job.read(key) for key in VOTING)
        for year in job.each_year():
            yield year, vote_portfolios(votes, calls, year)
    else:
        atop, states = job.read("atop-dyads"), job.read("cow-states")
        for year in job.each_year():
            yield year, alliance_portfolios(atop, states, year)


def _similarity(kind: Kind, *distances: Distance) -> Callable[[Job], pl.DataFrame]:
    def of_year(year: int, portfolios: Portfolios) -> pl.DataFrame:
        upper = np.triu_indices(portfolios.states.size, k=1)
        columns = {
            (f"{kind}_{each}" if each else "tau_b"): similarity_matrix(
                portfolios.policies, kind=kind, levels=portfolios.levels, distance=each
            )[upper]
            for each in distances or (None,)
        }
        codes = {f"ccode{n + 1}": portfolios.states[upper[n]].astype(np.int16) for n in (0, 1)}
        return pl.DataFrame({**codes, **columns}).with_columns(
            pl.col(list(columns)).fill_nan(None), year=pl.lit(year, pl.Int16)
        )

    return lambda job: pl.concat(of_year(year, portfolios) for year, portfolios in _portfolios(job))


def _ideal_points(job: Job) -> pl.DataFrame:
    """Estimated from all sessions, so that the result does not depend on the years asked for."""
    votes, calls = (job.read(key) for key in VOTING)
    return _within(ideal_points(votes, calls, progress=job.progress), job.years)


def _dependence(job: Job) -> pl.DataFrame:
    """GDP in current dollars, as trade is, and both in millions; of years in which a state had the territory of today."""
    gdp = with_borders(job.read("wdi-gdp")).select("ccode", "year", gdp=pl.col("gdp_current") / 1e6)
    return dependence.dyad_dependence(_within(job.read("cow-trade"), job.years), gdp)


def _trade_concentration(job: Job) -> pl.DataFrame:
    return dependence.partner_concentration(_within(job.read("cow-trade"), job.years))


def _network(of: Callable[[nx.Graph], pl.DataFrame]) -> Callable[[Job], pl.DataFrame]:
    def every_year(job: Job) -> pl.DataFrame:
        return pl.concat(
            of(network.alliance_graph(portfolios, least=ACTIVE_SUPPORT)).with_columns(year=pl.lit(year, pl.Int16))
            for year, portfolios in _portfolios(job)
        )

    return every_year


def _tightness(job: Job) -> pl.DataFrame:
    """A part is null in a year in which a state of the bloc is no member of the system, or has no ideal point."""
    codes = sorted(job.bloc)
    inside = pl.col("ccode").is_in(codes)
    points = _within(job.read("unga-ideal-points"), job.years).filter(inside)
    members = state_years(job.read("cow-states"), job.years).filter(inside)
    both = pl.col("ccode1").is_in(codes) & pl.col("ccode2").is_in(codes)
    owed = _within(job.read("atop-dyads"), job.years).filter(both)
    rows = []
    for year in job.each_year():
        now = pl.col("year") == year
        ideal = dict(points.filter(now).select("ccode", "ideal").iter_rows())
        unknown = np.nan if members.filter(now).height < len(codes) else 0.0
        pacts, below = (
            _ties(owed.filter(now, pl.any_horizontal(pl.col(*names) == 1)), codes) for names in (PACT, BELOW)
        )
        found = tightness([ideal.get(code, np.nan) for code in codes], pacts + unknown, below + unknown)
        rows.append({"year": year, **found._asdict(), "transfers": None})
    floats = dict.fromkeys((*Tightness._fields, "transfers"), pl.Float64)
    return pl.DataFrame(rows, schema={"year": pl.Int16, **floats}).fill_nan(None)


def _ties(rows: pl.DataFrame, codes: list[int]) -> NDArray[np.float64]:
    """1 where the state of the row owes that of the column."""
    found = np.zeros((len(codes), len(codes)))
    found[tuple(np.searchsorted(codes, rows[side].to_numpy()) for side in ("ccode1", "ccode2"))] = 1.0
    return found


def _balance(name: str, of: Callable[[NDArray[np.float64]], float]) -> Callable[[Job], pl.DataFrame]:
    def every_year(job: Job) -> pl.DataFrame:
        disputes = job.read("gml-directed").select("ccode1", "ccode2", "year").unique()
        rows = []
        for year, portfolios in _portfolios(job):
            signs = _signs(portfolios, disputes.filter(pl.col("year") == year))
            tied = np.abs(signs).any(axis=0)
            ties = {"friends": int((signs > 0).sum()) // 2, "enemies": int((signs < 0).sum()) // 2}
            value = of(signs[np.ix_(tied, tied)]) if tied.any() else None
            rows.append({"year": year, "states": int(tied.sum()), **ties, name: value})
        return pl.DataFrame(rows, schema_overrides={"year": pl.Int16, name: pl.Float64}).fill_nan(None)

    return every_year


def _signs(portfolios: Portfolios, disputes: pl.DataFrame) -> NDArray[np.float64]:
    """1 for a pact of active support, -1 for a militarised dispute in the year, which outweighs a pact."""
    owed = portfolios.policies >= ACTIVE_SUPPORT
    signs = (owed | owed.T).astype(np.float64)
    np.fill_diagonal(signs, 0.0)
    codes = portfolios.states.tolist()
    both = disputes.filter(pl.col("ccode1").is_in(codes), pl.col("ccode2").is_in(codes))
    first, second = (np.searchsorted(portfolios.states, both[side].to_numpy()) for side in ("ccode1", "ccode2"))
    signs[first, second] = signs[second, first] = -1.0
    return signs


def _distance(
    name: str, key: str, of: Callable[[pl.DataFrame, pl.DataFrame], pl.Series]
) -> Callable[[Job], pl.DataFrame]:
    def every_dyad(job: Job) -> pl.DataFrame:
        dyads = dyad_years(job.read("cow-states"), job.years, directed=False).drop("entry")
        return dyads.with_columns(of(dyads, job.read(key)).alias(name))

    return every_dyad


_RUNS: Mapping[str, Callable[[Job], pl.DataFrame]] = MappingProxyType(
    {
        "cinc": _cinc,
        "poles": _poles,
        "concentration": _concentration,
        "parity": _parity,
        "s-score": _similarity("s", "absolute", "squared"),
        "pi": _similarity("pi", "absolute", "squared"),
        "kappa": _similarity("kappa", "absolute", "squared"),
        "tau-b": _similarity("tau-b"),
        "ideal-points": _ideal_points,
        "dependence": _dependence,
        "trade-concentration": _trade_concentration,
        "degree": _network(network.degree),
        "brokerage": _network(network.brokerage),
        "clustering": _network(network.clustering),
        "blocs": _network(network.blocs),
        "tightness": _tightness,
        "balance-triangle": _balance("triangle_index", balance.triangle_index),
        "balance-walk": _balance("walk_index", balance.walk_index),
        "capital-distance": _distance("capital_distance", "capitals", distance.capital_distance),
        "minimum-distance": _distance("minimum_distance", "min-distance", distance.minimum_distance),
    }
)

"""Hindcasts from several origins, combined into one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import numpy as np

from foedus.arrays import Floats
from foedus.data.catalog import digest, locate
from foedus.data.panel.build import build_panel, table, treaties
from foedus.equations.registry import CHOICES, posterior_name
from foedus.errors import InputError, unknown
from foedus.estimate.as_of import refitted
from foedus.estimate.fits import AS_SHIPPED, Fits
from foedus.estimate.samples.disputes import CODED
from foedus.evaluate.weights import stacked
from foedus.progress import Progress
from foedus.simulation.engine import Engine
from foedus.simulation.hindcast.answer import Comparison, Coverage, HindcastAnswer, Origin, PairLine, Tenth
from foedus.simulation.hindcast.compare import Bands, bands, coverage, inside, known
from foedus.simulation.hindcast.futures import MOST_FUTURES, simulated
from foedus.simulation.hindcast.pairs import Counted, crps, tenths
from foedus.simulation.hindcast.record import (
    SHORTEST,
    PastRecord,
    check_origins,
    disputes_coded,
    inside_share,
    major_powers,
    observed,
    observed_poles,
    read_record,
    remaining,
    yearly_totals,
)
from foedus.simulation.hindcast.span import STATISTICS, Statistic, chosen
from foedus.simulation.hindcast.span import statistics as measure
from foedus.simulation.hindcast.start import Start, start_of
from foedus.simulation.hindcast.words import AS_OF, CAVEATS, EARLY, OWN, STRUCTURE, failures, leanings
from foedus.world.at import world_at
from foedus.world.world import World

SHIPPED = Path(str(resources.files("foedus.simulation.hindcast"))) / "shipped.json"
"""The result of `make hindcast`."""
FIRST, STEP = 1950, 10
SHIPPED_FITS, TO_ORIGIN = "shipped", "as-of"
REFITTED = ("initiation", "escalation", "joining")
"""Equations with rivals that are estimated anew to each origin; `duration` is too, and all others stay as they ship."""
PAIRS = ("PRK-ROK", "USA-PRK")
"""Pairs told where none is asked for."""
GROUPS = (
    *("alliances", "capabilities", "contiguity", "democracy", "disputes", "distance", "gdp", "governments"),
    *("ideal-points", "latency", "majors", "nuclear", "peace", "rivalry"),
)
"""Groups of columns that a world is built from."""

ELECTIONS = "reign-elections"
"""Source of electoral calendars."""

AGES = 60
"""Years of a panel before an origin, from which pacts that are no listed treaty know their age."""


def default_origins(horizon: int) -> tuple[int, ...]:
    """1950, 1960, ... as long as the record of disputes covers the horizon, or SHORTEST years of a longer one."""
    return tuple(range(FIRST, disputes_coded()[1] - min(horizon, SHORTEST) + 1, STEP))


def hindcast(
    origins: Sequence[int] = (),
    *,
    horizon: int = 20,
    futures: int = 200,
    seed: int = 1,
    statistics: Sequence[str] = (),
    pairs: Sequence[str] = (),
    fits: str = SHIPPED_FITS,
    threads: int | None = None,
    engine: Engine = "compiled",
    progress: Progress | None = None,
) -> HindcastAnswer:
    """Simulate all states from worlds of the past and compare each statistic with what happened.

    origins     years whose last day the futures start from; none: 1950, 1960, ... as far as the record goes
    horizon     years simulated and compared, 2 to 60, or those to the end of the record of disputes if at least SHORTEST
    futures     of each origin, 1 to 100,000; future r draws parameter set r mod 200
    pairs       A-B, COW abbreviations: whose disputes are told; none: PAIRS
    fits        shipped; as-of: the equations of disputes estimated anew to each origin; or a folder of `foedus fit`
    statistics  names in `foedus.simulation.hindcast.span.STATISTICS`; none: all

    Raises InputError for an origin without coded disputes, a horizon beyond the record, an unknown statistic; DataError
    for a publisher's file that is missing.
    """
    wanted = chosen(statistics)
    years = tuple(sorted(set(origins))) or default_origins(horizon)
    check_origins(years, horizon)
    if not 1 <= futures <= MOST_FUTURES:
        raise InputError(f"futures {futures:,} is not allowed: 1 to {MOST_FUTURES:,}")
    tell = progress or (lambda done, total, what: None)
    total = futures * len(years)
    tell(0, total, "reading the record")
    ends = disputes_coded()[1]
    record = read_record((max(disputes_coded()[0] + 1, years[0] - horizon), min(years[-1] + horizon, ends)))
    worlds = _Worlds()
    asked = _pairs(pairs)
    lines: list[Origin] = []
    for place, year in enumerate(years):
        world = worlds.at(year)
        start = start_of(world)
        span = min(horizon, ends - year)
        tell(place * futures, total, f"preparing {year}")
        draws, counted_pairs = simulated(
            world,
            start,
            remaining(record, start, year + span),
            futures=futures,
            horizon=span,
            seed=seed,
            threads=threads,
            engine=engine,
            fits=_fits(fits, year),
            advance=_from(tell, place * futures, total, year),
        )
        base = _base(record, worlds.before(year, span), span)
        line = origin_line(record, start, world, span, draws, base, wanted)
        lines.append(line.model_copy(update=_calibration(record, start, span, counted_pairs, asked)))
    counted = coverages(lines, wanted)
    return HindcastAnswer(
        version=metadata.version("foedus"),
        what_this_is={SHIPPED_FITS: STRUCTURE, TO_ORIGIN: AS_OF}.get(fits, OWN),
        horizon=horizon,
        futures=futures,
        seed=seed,
        fits=fits,
        sources=dict(sorted({**record.sources, **worlds.sources}.items())),
        origins=lines,
        coverage=counted[:-1],
        total=counted[-1],
        failures=failures(lines, wanted),
        leanings=leanings(counted[:-1]),
        caveats=[*CAVEATS, *([EARLY] if years[0] < CODED[0] else [])],
    )


def origin_line(
    record: PastRecord,
    start: Start,
    world: World,
    horizon: int,
    draws: Floats,
    base: Floats | None,
    wanted: Sequence[Statistic],
) -> Origin:
    """One origin: `draws` (futures, S) and `base` (S,) compared with the record."""
    happened = measure(observed(record, start, horizon))[0]
    last = start.year + horizon
    powers = major_powers(record.states, last)
    return Origin(
        year=start.year,
        last=last,
        states=world.states,
        dyads=start.pairs.height,
        pacts=len(world.instruments),
        followed=inside_share(record, start, horizon),
        majors_then=sorted(start.majors),
        majors_later=powers,
        poles_later=[known(value) for value in observed_poles(record.states, last, powers)],
        left=start.ties.height - remaining(record, start, last).height,
        tied=start.ties.height,
        comparisons=[
            comparison(each.name, draws[:, s], known(happened[s]), None if base is None else known(base[s]))
            for s, each in enumerate(STATISTICS)
            if each in wanted
        ],
    )


def comparison(name: str, draws: Floats, happened: float | None, base: float | None) -> Comparison:
    """One statistic: the draws of its futures compared with what happened."""
    found = bands(draws)
    ends = {field: getattr(found, field, None) for field in Bands.__dataclass_fields__}
    return Comparison(
        statistic=name,
        **ends,
        observed=happened,
        inside50=inside(found, happened, 50),
        inside90=inside(found, happened, 90),
        base=base,
        defined=float((draws == draws).mean()),
    )


def coverages(origins: Sequence[Origin], wanted: Sequence[Statistic]) -> list[Coverage]:
    """Coverage of each statistic over origins, and finally of all together."""
    lines = [line for origin in origins for line in origin.comparisons]
    each = [_coverage(x.name, x.label, x.meaning, [line for line in lines if line.statistic == x.name]) for x in wanted]
    return [*each, _coverage("all", "all statistics", "every comparison of every origin", lines)]


def _coverage(name: str, label: str, meaning: str, lines: Sequence[Comparison]) -> Coverage:
    share50, _ = coverage(line.inside50 for line in lines)
    share90, count = coverage(line.inside90 for line in lines)
    below, _ = coverage(_below(line) for line in lines)
    nearer, _ = coverage(_nearer(line) for line in lines)
    return Coverage(
        statistic=name,
        label=label,
        meaning=meaning,
        known=count,
        share50=share50,
        share90=share90,
        below=below,
        nearer=nearer,
    )


def _below(line: Comparison) -> bool | None:
    if line.median is None or line.observed is None or line.median == line.observed:
        return None
    return line.median < line.observed


def _nearer(line: Comparison) -> bool | None:
    if line.median is None or line.observed is None or line.base is None:
        return None
    return abs(line.median - line.observed) < abs(line.base - line.observed)


def _from(tell: Progress, before: int, total: int, year: int) -> Callable[[int], None]:
    """Reports how many futures are done, including those of earlier origins."""
    return lambda done: tell(before + done, total, f"futures from {year}")


def _base(record: PastRecord, start: Start | None, horizon: int) -> Floats | None:
    """The statistics of the years up to an origin, from the world they began in; None before disputes are coded."""
    if start is None:
        return None
    values: Floats = measure(observed(record, start, horizon))[0]
    return values


def _pairs(names: Sequence[str]) -> dict[str, tuple[int, int]]:
    """COW numbers by name of each pair. Raises InputError for one that is not A-B of two states."""
    members = table("cow-states")
    codes = dict(members.select("stateabb", "ccode").iter_rows())
    found = {}
    for name in names or PAIRS:
        parts = name.split("-")
        if len(parts) != 2 or parts[0] == parts[1]:
            raise InputError(f"pair '{name}' is not A-B of two COW abbreviations, for example PRK-ROK")
        for part in parts:
            if part not in codes:
                raise InputError(unknown("COW abbreviation", part, codes))
        low, high = sorted(codes[part] for part in parts)
        found[name] = (low, high)
    return found


def _fits(asked: str, year: int) -> Fits:
    """Where posteriors come from in the hindcast of an origin."""
    if asked == SHIPPED_FITS:
        return AS_SHIPPED
    if asked != TO_ORIGIN:
        return Fits(Path(asked))
    choices = [choice for choice, equation in CHOICES.items() if equation in REFITTED]
    names = {
        posterior_name(CHOICES[choice], name) for choice in choices for name, w in stacked(choice).items() if w > 0.0
    }
    return refitted(sorted(names | {"duration"}), year)


def _calibration(
    record: PastRecord, start: Start, horizon: int, counted: Counted, asked: Mapping[str, tuple[int, int]]
) -> dict[str, Any]:
    """The pairs asked for, all pairs by tenth, and the score of yearly totals."""
    happened = observed(record, start, horizon).pairs[0]
    place = {(low, high): row for row, low, high in start.pairs.select("pair", "low", "high").iter_rows()}
    lines = []
    for name, pair in asked.items():
        if pair in place:
            row = place[pair]
            low, high = counted.band(row)
            lines.append(
                PairLine(
                    states=pair,
                    name=name,
                    happened=int(happened[row]),
                    expected=float(counted.expected[row]),
                    low90=low,
                    high90=high,
                    inside90=low <= happened[row] <= high,
                    any=float(counted.any[row]),
                )
            )
    later = np.arange(start.year + 1, start.year + horizon + 1)
    before = yearly_totals(record, start, later - horizon)
    climate = np.tile(np.bincount(before.astype(np.int64), minlength=counted.yearly.shape[1]), (horizon, 1))
    totals = yearly_totals(record, start, later)
    return {
        "pairs": lines,
        "tenths": [Tenth(pairs=n, any=chance, happened=share) for n, chance, share in tenths(counted.any, happened)],
        "crps": crps(counted.yearly, totals),
        "crps_climatology": crps(climate, totals) if start.year - horizon >= disputes_coded()[0] else None,
    }


class _Worlds:
    """Worlds of past years, each built once, and their source files."""

    def __init__(self) -> None:
        self.treaties = treaties()
        self.elections = table(ELECTIONS)
        self.sources = {ELECTIONS: digest(locate(ELECTIONS))}
        self._worlds: dict[int, World] = {}

    def at(self, year: int) -> World:
        """The world at the end of a year."""
        if year not in self._worlds:
            panel = build_panel("directed-dyad-year", (max(disputes_coded()[0], year - AGES), year), GROUPS)
            self.sources |= panel.provenance
            self._worlds[year] = world_at(panel, year, self.treaties, self.elections)
        return self._worlds[year]

    def before(self, year: int, horizon: int) -> Start | None:
        """The start `horizon` years earlier; None before disputes are coded."""
        first = year - horizon
        return start_of(self.at(first)) if first > disputes_coded()[0] else None

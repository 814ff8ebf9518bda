"""The world of a past year, from a panel of directed dyads: where hindcasts start."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from foedus import taken
from foedus.arrays import Flags, Floats, Ints
from foedus.data.panel.calendar import calendar
from foedus.data.panel.facts import disputes_coded
from foedus.data.panel.lookup import look_up
from foedus.data.panel.panel import Panel
from foedus.errors import InputError
from foedus.measures.memory import kept
from foedus.world.fields import panel_columns
from foedus.world.world import KINDS, LEVELS, World

NEEDED = panel_columns()
"""Columns of the panel a world is built from."""

FIRST, REMEMBERED = 1816, 40
"""Disputes are coded from the first year on; a dispute as many years ago is worth a quarter in memory."""

NO_FORCE, FORCE, WAR = (LEVELS.index(name) for name in ("no force", "force", "war"))

IN_FORCE_INTEGRITY = 0.99
"""Integrity given to a pact of a panel: it is coded in force or not, and nothing else is known of it."""


class _Pacts(NamedTuple):
    parties: list[tuple[int, ...]]
    since: list[int]


def world_at(
    panel: Panel, year: int, treaties: pl.DataFrame | None = None, elections: pl.DataFrame | None = None
) -> World:
    """The `World` of all states of a panel at the end of `year`.

    panel       directed dyad-years, all dyads, at least for `year`; earlier years give the age of pacts and dispute histories
    year        a year whose disputes are coded, 1816 to 2014
    treaties    the list of `foedus.data.panel.build.treaties`; with it pacts are treaties, without it each dyad with a pact
                has one of its own. Multilateral treaties rarely end but dyads do, so give the list where pact ends matter.
    elections   the table 'reign-elections', of which rows after `year` are not used; with it democracies have an electoral
                calendar (`foedus.data.panel.calendar`), without it none, and their governments change by irregular exits alone

    Capability is CINC (share), GDP (billion international dollars of 2017) and military spending (million current US
    dollars); a coded 0 has no logarithm and is NaN. Pairs are contiguous ones and those with a major power, left out where
    their distance is unknown. A state of unknown CINC is left out, with its pairs and its part in treaties; one whose GDP
    per head or latency is unknown is no candidate for nuclear weapons. A state
    is a democracy with polyarchy of 0.5 or more, or, where that is unknown, Polity of 6 or more. Panels have no sides
    of governments and no alliance under assessment, so no load of a patron, and no pact is assumed to deter. Disputes under way
    start at the hostility that is coded.
    """
    if not isinstance(panel, Panel):
        raise InputError(f"a world is built from a panel of 'build_panel', not from {type(panel).__name__}")
    year = taken.whole("year", year, *disputes_coded())
    treaties = None if treaties is None else taken.frame("treaties", treaties)
    elections = None if elections is None else taken.frame("elections", elections)
    frame = _sized(_frame(panel, year))
    states = _states(frame)
    codes = states["ccode1"].to_numpy().astype(np.int64)
    position = {code: row for row, code in enumerate(codes.tolist())}
    dyads = _relevant(frame)
    pairs = np.array([(position[a], position[b]) for a, b in dyads.select("ccode1", "ccode2").iter_rows()], np.int64)
    pacts = _pacts(panel.frame, frame, year, treaties)
    count = len(pacts.parties)
    democratic = democracy(states)
    none = np.zeros(len(codes), np.int64)
    following, every = (none, none) if elections is None else calendar(elections, codes, democratic, year)
    nuclear = states["nuclear1"].fill_null(0).to_numpy().astype(np.int64)
    per_head = _floats(states, "gdp1") / _floats(states, "pop1") / 1e3
    latent = _floats(states, "latent1", positive=False)
    return World(
        year=year,
        codes=codes,
        names=tuple(str(code) for code in codes),
        capability=np.stack([_floats(states, "cinc1"), _floats(states, "gdp1") / 1e3, _floats(states, "milex1") / 1e3]),
        rest=np.zeros(3),
        major=_flags(states, "major1"),
        polyarchy=_floats(states, "polyarchy1", positive=False),
        democracy=democratic,
        ideal=_floats(states, "ideal1", positive=False),
        election_next=following,
        election_every=every,
        constitution=states["constitution1"].fill_null(0).to_numpy().astype(np.int64),
        side=np.zeros(len(codes), np.int64),
        nuclear=nuclear,
        candidate=(nuclear < 3) & ~np.isnan(per_head) & ~np.isnan(latent),
        theatre=np.zeros(len(codes), np.bool_),
        area=np.zeros(len(codes), np.bool_),
        gdp_per_head=per_head,
        latent=latent,
        pairs=pairs.reshape(-1, 2),
        peace=_peace(dyads),
        memory=memory(panel.frame, dyads, year),
        coded=np.full(len(pairs), year, np.int64),
        level=level(dyads),
        known=np.empty((0, 4), np.int64),
        rivalry=_floats(dyads, "rivalry_tss", positive=False),
        contiguous=(dyads["conttype"] > 0).fill_null(value=False).to_numpy(),
        distance=_floats(dyads, "mindist", positive=False),
        instruments=tuple(_identifier(parties, since) for parties, since in zip(*pacts, strict=True)),
        kind=np.full(count, KINDS.index("defence-pact"), np.int64),
        party=_party(pacts, position),
        own=np.zeros(count, np.bool_),
        shield=np.zeros((count, 2 * len(pairs)), np.bool_),
        rests_on=np.full(count, -1, np.int64),
        notice=np.zeros(count, np.int64),
        until=np.zeros(count, np.int64),
        integrity=np.full(count, IN_FORCE_INTEGRITY),
        bilateral=np.array([len(parties) == 2 for parties in pacts.parties], np.bool_),
        age=np.array([year - since for since in pacts.since], np.int64),
        troops=np.zeros(count),
        protege=-1,
        patron=-1,
        bloc=np.empty(0, np.int64),
        coercer=-1,
        exposure=float("nan"),
        strain=np.full((2, 2), np.nan),
        polls=np.empty((0, 4)),
        provocations=(),
        tempo=np.empty(0),
    )


def _frame(panel: Panel, year: int) -> pl.DataFrame:
    if panel.unit != "directed-dyad-year":
        raise InputError(f"a world is built from a directed-dyad-year panel, not from '{panel.unit}'")
    absent = [name for name in NEEDED if name not in panel.frame.columns]
    if absent:
        raise InputError(f"the panel lacks {', '.join(absent)}; build it with all groups of columns")
    frame = panel.frame.filter(pl.col("year") == year)
    if frame.is_empty():
        raise InputError(f"the panel has no rows for {year}; build it with that year")
    if frame["ongoing"].null_count() or frame["atop_defense"].null_count():
        raise InputError(f"disputes or pacts are not coded for {year}; choose a year to {disputes_coded()[1]}")
    return frame


def _sized(frame: pl.DataFrame) -> pl.DataFrame:
    """The dyads of states whose CINC is known: no equation of disputes can do without it."""
    unknown = frame.filter(pl.col("cinc1").is_null() | (pl.col("cinc1") <= 0))["ccode1"].unique()
    return frame.filter(~pl.col("ccode1").is_in(unknown.to_list()), ~pl.col("ccode2").is_in(unknown.to_list()))


def _states(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.unique("ccode1").sort("ccode1")


def _relevant(frame: pl.DataFrame) -> pl.DataFrame:
    relevant = (pl.col("conttype") > 0) | (pl.col("major1") == 1) | (pl.col("major2") == 1)
    known = pl.col("mindist").is_not_null()
    return frame.filter(pl.col("ccode1") < pl.col("ccode2"), relevant, known).sort("ccode1", "ccode2")


def _floats(frame: pl.DataFrame, name: str, positive: bool = True) -> Floats:
    values = frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    return np.where(values > 0, values, np.nan) if positive else np.array(values)


def _flags(frame: pl.DataFrame, name: str) -> Flags:
    return (frame[name] == 1).fill_null(value=False).to_numpy()


def democracy(states: pl.DataFrame) -> Flags:
    """Polyarchy of 0.5 or more, or, where that is unknown, Polity of 6 or more (polyarchy1, polity21)."""
    polity = (pl.col("polity21") >= 6).fill_null(value=False)
    rule = pl.when(pl.col("polyarchy1").is_null()).then(polity).otherwise(pl.col("polyarchy1") >= 0.5)
    return states.select(rule).to_series().to_numpy()


def _peace(dyads: pl.DataFrame) -> Ints:
    """0 where a dispute was under way in the year; else one more than the panel's clock, which leaves the year out."""
    peace = pl.when(pl.col("ongoing") == 1).then(0).otherwise(pl.col("peace") + 1)
    return dyads.select(peace.cast(pl.Int64)).to_series().to_numpy()


def level(dyads: pl.DataFrame) -> Ints:
    """How far the dispute under way in the year goes: hostility 2 and 3 are no force, 4 is force, 5 war; 0 for no dispute.

    A panel does not say who died: force with deaths counts as force, which lasts as long.
    """
    hostility = pl.col("hostlev").fill_null(0)
    found = pl.when(hostility >= 5).then(WAR).when(hostility == 4).then(FORCE).when(hostility > 0).then(NO_FORCE)
    under_way = pl.when(pl.col("ongoing") == 1).then(found.otherwise(FORCE)).otherwise(0)
    return dyads.select(under_way.cast(pl.Int64)).to_series().to_numpy()


def memory(history: pl.DataFrame, dyads: pl.DataFrame, year: int) -> Floats:
    """Discounted dispute history of each pair at the end of a year; NaN if the panel has too few earlier years."""
    if history.filter(pl.col("year") <= max(FIRST, year - REMEMBERED)).is_empty():
        return np.full(dyads.height, np.nan)
    age = year - pl.col("year").cast(pl.Int64)
    began = history.filter(pl.col("year") <= year, pl.col("initiated") > 0).select(
        *(
            f("ccode1", "ccode2").alias(name)
            for f, name in ((pl.min_horizontal, "ccode1"), (pl.max_horizontal, "ccode2"))
        ),
        worth=pl.col("initiated") * kept() ** age,
    )
    found = look_up(dyads, began.group_by("ccode1", "ccode2").agg(pl.col("worth").sum()), ("ccode1", "ccode2"))
    return found["worth"].cast(pl.Float64).fill_null(0.0).to_numpy()


def _pacts(history: pl.DataFrame, frame: pl.DataFrame, year: int, treaties: pl.DataFrame | None) -> _Pacts:
    held = {(a, b) for a, b in _tied(frame).select("ccode1", "ccode2").iter_rows()}
    since = pact_since(history, year)
    found: list[tuple[tuple[int, ...], int]] = []
    covered: set[tuple[int, int]] = set()
    for parties, begun in _treaties(treaties, year):
        kept_by = present(parties, held)
        if len(kept_by) > 1:
            found.append((kept_by, begun))
            covered |= {(a, b) for a in kept_by for b in kept_by if a < b}
    found += [(pair, since[pair]) for pair in held - covered]
    found.sort()
    return _Pacts([parties for parties, _ in found], [begun for _, begun in found])


def _tied(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("ccode1") < pl.col("ccode2"), pl.col("atop_defense") == 1)


def pact_since(history: pl.DataFrame, year: int) -> dict[tuple[int, int], int]:
    """First year of the unbroken run of pact years that reaches `year`, as far back as the panel goes."""
    runs = (
        _tied(history.filter(pl.col("year") <= year))
        .sort("ccode1", "ccode2", "year")
        .with_columns(run=pl.col("year").cast(pl.Int64) - pl.int_range(pl.len()).over("ccode1", "ccode2"))
        .group_by("ccode1", "ccode2", "run")
        .agg(first=pl.col("year").min(), last=pl.col("year").max())
        .filter(pl.col("last") == year)
    )
    return {(a, b): first for a, b, first in runs.select("ccode1", "ccode2", "first").iter_rows()}


def _treaties(treaties: pl.DataFrame | None, year: int) -> list[tuple[list[int], int]]:
    if treaties is None:
        return []
    inside = (pl.col("begyr") <= year) & (pl.col("endyr").is_null() | (pl.col("endyr") >= year))
    rows = treaties.filter(inside, pl.col("defense") == 1, pl.col("parties").is_not_null())
    return [(list(parties), begun) for parties, begun in rows.select("parties", "begyr").iter_rows()]


def present(parties: list[int], held: set[tuple[int, int]]) -> tuple[int, ...]:
    """The parties of a treaty that have a pact in the year with at least half of the other parties kept."""
    kept = sorted(parties)
    while len(kept) > 1:
        ties = {a: sum((min(a, b), max(a, b)) in held for b in kept if b != a) for a in kept}
        weakest = min(kept, key=lambda code: ties[code])
        if 2 * ties[weakest] >= len(kept) - 1:
            return tuple(kept)
        kept.remove(weakest)
    return tuple(kept)


def _identifier(parties: tuple[int, ...], since: int) -> str:
    return "-".join(["pact", *(str(code) for code in parties), str(since)])


def _party(pacts: _Pacts, position: dict[int, int]) -> Flags:
    party = np.zeros((len(pacts.parties), len(position)), np.bool_)
    for row, parties in enumerate(pacts.parties):
        party[row, [position[code] for code in parties]] = True
    return party

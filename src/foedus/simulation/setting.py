"""From a world, an order and a policy to the setting every future of a run shares."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.equations.provocation import TYPES
from foedus.errors import InputError, known
from foedus.simulation.common import PRESENCE, pacts_possible
from foedus.simulation.known import check_known
from foedus.simulation.state import INSTRUMENTS, KNOWN, LINKS, PAIRS, STATES, Records, Setting
from foedus.taken import names
from foedus.world.world import KINDS, World

CEASEFIRE = KINDS.index("ceasefire")
KEPT_SHARE = 0.5
"""An instrument counts as kept, and a consultation as still meeting, while it has at least this share of the integrity it
started with."""


@dataclass(frozen=True)
class Drift:
    """What an order imposes: log growth a year (3, N), ideal-point drift a year (N,), defence pacts and treaties below them
    (pairs of states), transfers of arms (sender, receiver), log-odds of a year of the patron at war elsewhere."""

    growth: Floats
    ideal: Floats
    pacts: tuple[tuple[int, int], ...] = ()
    treaties: tuple[tuple[int, int], ...] = ()
    transfers: tuple[tuple[int, int], ...] = ()
    load: float = 0.0

    @staticmethod
    def none(world: World) -> Drift:
        """No imposed drift: the order as measured."""
        return Drift(np.zeros((3, world.states)), np.zeros(world.states))


@dataclass(frozen=True)
class Policy:
    """What the analyst changes: instruments removed, adherence to the others (-1 to 1), and instruments degraded, which are
    kept at half of their integrity from the start."""

    without: tuple[str, ...] = ()
    adherence: float = 0.0
    degraded: tuple[str, ...] = ()


def setting(world: World, drift: Drift | None = None, policy: Policy | None = None) -> Setting:
    """The setting of a run. Raises InputError for an unknown instrument or an adherence outside -1 to 1, ModelError for a
    figure that is unknown where an equation needs it (`foedus.simulation.known`)."""
    check_known(world)
    drift = drift or Drift.none(world)
    policy = policy or Policy()
    if not (isinstance(policy.adherence, Real) and -1.0 <= policy.adherence <= 1.0):
        raise InputError(f"adherence {policy.adherence} is outside -1 (let slide) to 1 (kept with care)")
    removed = with_dependants(world, policy.without)
    degraded = [known("instrument", name, world.instruments) for name in names("degraded", policy.degraded)]
    kept_at = np.where(np.isin(world.instruments, degraded), KEPT_SHARE, 1.0) * world.integrity
    pair = np.full((world.states, world.states), -1, np.int64)
    pair[world.pairs[:, 0], world.pairs[:, 1]] = pair[world.pairs[:, 1], world.pairs[:, 0]] = np.arange(
        len(world.pairs)
    )
    sends = _between(world, drift.transfers)
    members, member_start = _flatten([np.flatnonzero(row) for row in world.party])
    shielded, shield_start = _flatten([np.flatnonzero(row) for row in world.shield])
    links = pacts_possible(world)
    link = np.zeros((world.states, world.states), np.int64)
    link[links[1:, 0], links[1:, 1]] = link[links[1:, 1], links[1:, 0]] = np.arange(1, len(links))
    links_of, neighbour_start = _flatten([row[row > 0] for row in link])
    first, second = world.pairs.T
    common, common_start = _flatten([np.flatnonzero(row) for row in (link[first] > 0) & (link[second] > 0)])
    third, third_start = _flatten([np.flatnonzero(row) for row in _third(world.pairs, pair)])
    linked, linked_start = _flatten([np.flatnonzero(row) for row in _both(world, links)])
    weight = np.where(world.kind == PRESENCE, np.log1p(world.troops), 1.0)
    return Setting(
        year=world.year,
        coded=world.coded_to,
        states=_records(
            STATES,
            world.states,
            code=world.codes,
            log_gdp_per_head=np.log(world.gdp_per_head),
            ideal_drift=drift.ideal,
            receives=sends.sum(axis=0),
            link_start=neighbour_start[:-1],
            link_end=neighbour_start[1:],
            **{name: getattr(world, name) for name in STATES.names or () if hasattr(world, name)},
        ),
        pairs=_records(
            PAIRS,
            len(world.pairs),
            first=first,
            second=second,
            link=link[first, second],
            third_start=third_start[:-1],
            third_end=third_start[1:],
            common_start=common_start[:-1],
            common_end=common_start[1:],
            coded=world.coded,
            known_start=np.searchsorted(world.known[:, 0], np.arange(len(world.pairs))),
            known_end=np.searchsorted(world.known[:, 0], np.arange(len(world.pairs)), "right"),
            truce=_truce(world),
            level=world.level,
            peace=world.peace,
            memory=np.nan_to_num(world.memory, nan=0.0),
            contiguous=world.contiguous,
            log_distance=np.log1p(world.distance),
        ),
        known=_records(
            KNOWN, len(world.known), year=world.known[:, 1], level=world.known[:, 2], begins=world.known[:, 3]
        ),
        links=_records(
            LINKS, len(links), first=links[:, 0], second=links[:, 1], within_bloc=np.isin(links, world.bloc).all(axis=1)
        ),
        instruments=_records(
            INSTRUMENTS,
            len(world.instruments),
            kind=world.kind,
            entity=_entities(world.addresses),
            member_start=member_start[:-1],
            member_end=member_start[1:],
            link_start=linked_start[:-1],
            link_end=linked_start[1:],
            shield_start=shield_start[:-1],
            shield_end=shield_start[1:],
            own=world.own,
            renewable=world.renewable,
            until=world.until,
            years=world.until - (world.year - world.age) + 1,
            present=np.array([name not in removed for name in world.instruments], np.bool_),
            rests_on=world.rests_on,
            notice=world.notice,
            bilateral=world.bilateral,
            level=_logit(kept_at),
            floor=_logit(KEPT_SHARE * world.integrity),
            weight=weight,
            reference=world.integrity * weight,
        ),
        rest=max(0.0, 1.0 - float(np.nansum(world.capability[0]))),
        drift=drift.growth.astype(np.float64),
        pair=pair,
        link=link,
        links_of=links_of,
        third=third,
        common=common,
        linked=linked,
        members=members,
        shielded=shielded,
        imposed=_between(world, drift.pacts, both=True),
        tied=_between(world, drift.treaties, both=True),
        sends=sends,
        busier=float(drift.load),
        bloc=world.bloc.astype(np.int64),
        strain=world.strain.astype(np.float64),
        load=float(world.load),
        adherence=float(policy.adherence),
        pact=_own(world, "defence-pact"),
        trilateral=_own(world, "consultation"),
        provocations=_entities(world.provocations),
        tempo=world.tempo.astype(np.float64),
        provoking=_provoking(world),
        protege=world.protege,
        patron=world.patron,
        coercer=world.coercer,
        opinion=float(world.opinion),
    )


def _between(world: World, pairs: Iterable[tuple[int, int]], both: bool = False) -> Flags:
    """(N, N) whether a state is the first and another the second of a pair; either way if `both`."""
    found = np.zeros((world.states, world.states), np.bool_)
    for i, j in pairs:
        found[i, j] = True
    return found | found.T if both else found


def _records(dtype: np.dtype[np.void], rows: int, **columns: Any) -> Records:
    """A record array from its columns, every one of which must be given."""
    table = np.zeros(rows, dtype)
    for name in dtype.names or ():
        table[name] = columns[name]
    return table.view(np.recarray)


def _logit(p: Floats) -> Floats:
    return np.asarray(np.log(p / (1.0 - p)))


def with_dependants(world: World, without: Iterable[str]) -> tuple[str, ...]:
    """The instruments removed when `without` are: they, and all that rest on them, in the order of the world."""
    removed = {known("instrument", name, world.instruments) for name in names("without", without)}
    while True:
        more = {
            name
            for name, base in zip(world.instruments, world.rests_on, strict=True)
            if base >= 0 and world.instruments[base] in removed
        } - removed
        if not more:
            return tuple(name for name in world.instruments if name in removed)
        removed |= more


def _provoking(world: World) -> Floats:
    """(Q, P) share of each type of provocation among those of one state of a pair against the other, protege or patron."""
    codes, ours = world.codes[world.pairs], [world.codes[k] for k in (world.protege, world.patron) if k >= 0]
    found = np.zeros((len(world.provocations), len(world.pairs)))
    for q, name in enumerate(world.provocations):
        actor = np.isin(codes, TYPES[name].actors)
        found[q] = (actor & np.isin(codes, ours)[:, ::-1] & ~np.isin(codes, ours)).any(axis=1)
    return np.asarray(found / np.maximum(found.sum(axis=0), 1.0))


def _truce(world: World) -> Flags:
    """(P,) whether a ceasefire of the alliance shields a direction of a pair."""
    found = world.shield[world.own & (world.kind == CEASEFIRE)].any(axis=0)
    return np.asarray(found[0::2] | found[1::2])


def _third(pairs: Ints, pair: Ints) -> Flags:
    """(P, N) whether a state that is not of the pair may have a dispute with either of the two."""
    found = (pair[pairs[:, 0]] >= 0) | (pair[pairs[:, 1]] >= 0)
    found[np.arange(len(pairs))[:, None], pairs] = False
    return np.asarray(found)


def _both(world: World, links: Ints) -> Flags:
    """(K, L) whether both states of a link are parties of an instrument."""
    found = world.party[:, links[:, 0]] & world.party[:, links[:, 1]]
    found[:, 0] = False
    return np.asarray(found)


def _own(world: World, kind: str) -> int:
    """The own instrument of a kind under assessment, by the rule of `foedus.world.canonical.own_instrument`; -1 without one."""
    own = world.own & (world.kind == KINDS.index(kind))
    found = np.flatnonzero(own & world.party[:, [world.patron, world.protege]].all(axis=1))
    found = found if len(found) else np.flatnonzero(own)
    return min((int(k) for k in found), key=lambda k: (world.party[k].sum(), -world.age[k]), default=-1)


def _entities(names: Iterable[str]) -> Ints:
    """The word by which each name stands in the address of a draw."""
    return np.array([zlib.crc32(name.encode()) for name in names], np.int64)


def _flatten(lists: list[Ints]) -> tuple[Ints, Ints]:
    starts = np.cumsum([0, *[len(entry) for entry in lists]]).astype(np.int64)
    return np.concatenate([*lists, np.empty(0, np.int64)]).astype(np.int64), starts

"""A case as the arrays a simulation starts from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.equations.government import CONSTITUTIONS, UNKNOWN
from foedus.measures.memory import kept
from foedus.world.canonical import canonical
from foedus.world.case import taken_case
from foedus.world.figures import Figure
from foedus.world.schema import Case, Dispute, Instrument, Relation, State
from foedus.world.views import Poll
from foedus.world.world import KINDS, LEVELS, World

_SIDES = {"conservative": 1, "progressive": -1, "none": 0}
FORCE = LEVELS.index("force")
_ROWS = {"progressive": 0, "conservative": 1}


def from_case(case: Case | str | Path) -> World:
    """The `World` of a case (or of its name or path): the same for two cases that differ only in the order of their entries.

    States go by code, pairs by the codes of their states, instruments by content and provocations by name
    (`foedus.world.canonical`), whatever the file lists first.
    Capability is CINC (share of system), GDP (billion current USD) and military spending (million current USD).
    Pairs are those with a major power and those that are contiguous. Ages, peace and calendars count from the
    year-end nearest to the case's date (`Case.year`). A null figure is NaN. Peace is years since the last year in
    dispute, or years since the pair entered the system where it has had no dispute since. Peace, discounted dispute
    history and level are those at the end of the last year to which disputes are coded (`Relation.coded`, at most the last
    of the past); the history is carried there from the year of its figure, and a later last dispute counts as one more. A
    dispute in that year whose level is not stated is at force, the commonest. What is known of later years is in `known`.
    """
    case = taken_case(case)
    case = canonical(case)
    index = {state.abbreviation: row for row, state in enumerate(case.states)}
    states, instruments, coercion = case.states, case.instruments, case.coercion
    relations = _relations(case, index)
    pairs = np.array(list(relations), dtype=np.int64).reshape(-1, 2)
    position = {item.id: row for row, item in enumerate(instruments)}
    return World(
        year=case.year,
        codes=_ints(state.code for state in states),
        names=tuple(state.name for state in states),
        capability=np.stack([_figures(states, _read(name)) for name in ("cinc", "gdp", "milex")]),
        rest=np.array([case.rest.cinc.number, case.rest.gdp.number, case.rest.milex.number]),
        major=_flags(state.major for state in states),
        polyarchy=_figures(states, _read("polyarchy")),
        democracy=_flags(state.democracy for state in states),
        ideal=_figures(states, _read("ideal_point")),
        election_next=_ints(state.elections.year if state.elections else 0 for state in states),
        election_every=_ints(state.elections.every_years if state.elections else 0 for state in states),
        constitution=_ints(_constitution(state) for state in states),
        side=_ints(_SIDES[state.government.side] if state.government else 0 for state in states),
        nuclear=_ints(int(state.figures.nuclear.number) for state in states),
        candidate=_flags(state.candidate for state in states),
        theatre=_flags(state.role == "theatre" for state in states),
        area=_flags(state.role in ("principal", "challenger") for state in states),
        gdp_per_head=_figures(states, _read("gdp_per_head")),
        latent=_figures(states, _read("latent")),
        pairs=pairs,
        peace=_ints(_peace(case, relation) for relation in relations.values()),
        memory=np.array([_memory(case, relation) for relation in relations.values()], dtype=np.float64),
        coded=_ints(_coded(case, relation) for relation in relations.values()),
        level=_ints(_level(case, relation) for relation in relations.values()),
        known=np.array(_known(case, relations.values()), np.int64).reshape(-1, 4),
        rivalry=np.array([relation.rivalry.number for relation in relations.values()], dtype=np.float64),
        contiguous=_flags(relation.contiguous for relation in relations.values()),
        distance=np.array([relation.distance.number for relation in relations.values()], dtype=np.float64),
        instruments=tuple(position),
        kind=_ints(KINDS.index(item.kind) for item in instruments),
        party=np.array([[name in item.parties for name in index] for item in instruments]),
        own=_flags(item.own for item in instruments),
        shield=np.array([_shield(case, item, pairs) for item in instruments], np.bool_).reshape(len(instruments), -1),
        rests_on=_ints(position[item.rests_on] if item.rests_on else -1 for item in instruments),
        notice=_ints(item.notice_years for item in instruments),
        until=_ints(_until(item) for item in instruments),
        integrity=np.array([item.integrity.value for item in instruments]),
        bilateral=_flags(len(item.parties) == 2 for item in instruments),
        age=_ints(max(0, case.year - item.since.year) for item in instruments),
        troops=np.array([item.troops.number if item.troops else 0.0 for item in instruments]),
        protege=index[case.protege],
        patron=index[case.patron],
        bloc=_ints(index[name] for name in case.bloc),
        coercer=index[coercion.coercer] if coercion else -1,
        exposure=coercion.exposure.number if coercion else float("nan"),
        strain=_strain(case),
        polls=polled(case.polls),
        provocations=tuple(case.provocations),
        tempo=_tempo(case),
        load=case.load.number,
        loss=coercion.loss.number if coercion else float("nan"),
        episodes=coercion.episodes if coercion else 0,
        episode_years=float(coercion.years) if coercion else 1.0,
        opinion=case.opinion.change if case.opinion else 0.0,
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int64)


def _flags(values: Iterable[bool]) -> Flags:
    return np.array(list(values), dtype=np.bool_)


def _until(item: Instrument) -> int:
    """Last year at whose end the present term of an instrument runs; 0 if it has none."""
    return 0 if item.until is None else (item.until + timedelta(days=1)).year - 1


def _constitution(state: State) -> int:
    """Code of the constitution of a state; 0 where it is not stated."""
    stated = state.elections and state.elections.constitution
    return CONSTITUTIONS.index(stated) + 1 if stated else UNKNOWN


def _read(field: str) -> Callable[[State], Figure]:
    def figure(state: State) -> Figure:
        found: Figure = getattr(state.figures, field)
        return found

    return figure


def _figures(states: Iterable[State], figure: Callable[[State], Figure]) -> Floats:
    return np.array([figure(state).number for state in states], dtype=np.float64)


def _relations(case: Case, index: Mapping[str, int]) -> dict[tuple[int, int], Relation]:
    """The relations of the pairs that may dispute, by the indices of the two states, first < second, sorted."""
    found = {}
    for relation in case.relations:
        first, second = sorted(index[name] for name in relation.states)
        if relation.contiguous or case.states[first].major or case.states[second].major:
            found[first, second] = relation
    return dict(sorted(found.items()))


def _coded(case: Case, relation: Relation) -> int:
    """The last year to which disputes are coded, not before the pair exists."""
    coded = case.year if relation.coded is None else max(relation.coded, relation.since)
    return min(case.year, coded)


def _peace(case: Case, relation: Relation) -> int:
    last = relation.last_dispute.value
    if last is None or last < relation.since:
        return max(0, _coded(case, relation) + 1 - relation.since)
    return max(0, _coded(case, relation) - int(last))


def _memory(case: Case, relation: Relation) -> float:
    counted, last, coded = relation.memory.year, relation.last_dispute.value, _coded(case, relation)
    if counted is None:
        return float("nan")
    later = kept() ** (coded - last) if last is not None and last > counted else 0.0
    return float(relation.memory.number * kept() ** (coded - counted) + later)


def _level(case: Case, relation: Relation) -> int:
    """How far the dispute goes in which the two are at the end of the last year coded."""
    if relation.dispute is not None and relation.dispute.since <= _coded(case, relation):
        return _hostility(relation.dispute)
    return FORCE if _peace(case, relation) == 0 else 0


def _known(case: Case, relations: Iterable[Relation]) -> list[tuple[int, int, int, int]]:
    """Pair, year, level, and 1 if it begins, of every year after those coded in which a pair is known to be in a dispute."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for pair, relation in enumerate(relations):
        rows = [(incident.year, _hostility(incident), 1) for incident in relation.incidents]
        if relation.dispute is not None:
            first, level = relation.dispute.since, _hostility(relation.dispute)
            rows += [(year, level, int(year == first)) for year in range(first, case.year + 1)]
        for year, level, begins in rows:
            if _coded(case, relation) < year <= case.year:
                before, begun = found.get((pair, year), (0, 0))
                found[pair, year] = max(before, level), max(begun, begins)
    return [(*place, *what) for place, what in sorted(found.items())]


def _hostility(dispute: Dispute) -> int:
    """Its index in LEVELS."""
    if dispute.level == "war":
        return LEVELS.index("war")
    if dispute.level == "use of force":
        return LEVELS.index("force with deaths") if dispute.deaths else FORCE
    return LEVELS.index("no force")


def _shield(case: Case, item: Instrument, pairs: Ints) -> list[bool]:
    """Directed dyads 2p and 2p + 1 along which the instrument is meant to deter initiation."""
    against = set(case.abbreviations) - set(item.parties) if item.against is None else set(item.against)
    protects = set(item.protects)
    names = case.abbreviations
    shielded = []
    for first, second in pairs.tolist():
        for initiator, target in ((names[first], names[second]), (names[second], names[first])):
            forward = initiator in against and target in protects
            back = item.mutual and initiator in protects and target in against
            shielded.append(forward or back)
    return shielded


def polled(polls: Sequence[Poll]) -> Floats:
    """Time, share, respondents (NaN where not printed) and house of each poll, in the order of time."""
    number = {name: row for row, name in enumerate(sorted({poll.pollster for poll in polls}))}
    asked = [(poll.time, poll.share, poll.respondents or np.nan, number[poll.pollster]) for poll in polls]
    return np.array(sorted(asked), np.float64).reshape(-1, 4)


def _tempo(case: Case) -> Floats:
    """How far the level of each type of provocation stands above that on record; 0 where nothing is stated."""
    stated = {one.provocation: one.change for one in case.tempo}
    return np.array([stated.get(name, 0.0) for name in case.provocations], np.float64)


def _strain(case: Case) -> Floats:
    """Strain of each pair of governments; 0 if it is not judged."""
    strain = np.zeros((2, 2))
    for entry in case.strain:
        strain[_ROWS[entry.patron], _ROWS[entry.protege]] = entry.value
    return strain

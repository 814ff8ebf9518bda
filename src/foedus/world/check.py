"""Rules that join several parts of a case: names that must exist, dates that must fit, shares that must add up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from foedus.errors import unknown
from foedus.intake.refusal import Place
from foedus.world.check_dates import dates
from foedus.world.fields import Field as WorldField
from foedus.world.fields import fields, needs
from foedus.world.figures import Figure
from foedus.world.outcomes import LACKING, PROBABILITY, applies, current, outcome
from foedus.world.parts import repeated, walk
from foedus.world.problems import Problem

if TYPE_CHECKING:
    from foedus.world.schema import Case, Instrument


OUTSIDE_KINDS = {"probability": ("event", "status"), "rate": ("event",), "rate-of-ends": ("status",)}
"""Kinds of outcomes that an outside view in a unit may be of; any kind for other units."""

MUTUAL = ("defence-pact", "entente", "ceasefire", "consultation", "cost-sharing")
"""Kinds of instruments that one state cannot have alone."""

ROUNDING = 0.01
"""By how much shares of CINC may fall short of 1 through rounding and different years."""


def problems(case: Case) -> list[Problem]:
    """Every breach of a rule across fields, with its place in the case.

    Rules about who is allied with whom are kept for a case whose names are right: of a wrong one they would say what is not so.
    """
    names = [*_duplicates(case), *_states(case)]
    rules = (_sources, _needs, dates, _shares, _sides, _strain, _moved, _base_rates, _units)
    others = (_alliance, _relations, _instruments, _coercion, _tolerances)
    return names + [problem for rule in (*rules, *(() if names else others)) for problem in rule(case)]


def _duplicates(case: Case) -> Iterator[Problem]:
    for position, name in repeated(case.bloc):
        yield Problem(("bloc", position), f"'{name}' is given twice; name each state of the bloc once")
    lists: tuple[tuple[str, str, list[object]], ...] = (
        ("states", "code", [state.code for state in case.states]),
        ("states", "abbreviation", [state.abbreviation for state in case.states]),
        ("states", "name", [" ".join(state.name.casefold().split()) for state in case.states]),
        ("instruments", "id", [instrument.id for instrument in case.instruments]),
        ("tempo", "provocation", [one.provocation for one in case.tempo]),
        ("tolerances", "outcome", [current(tolerance.outcome).name for tolerance in case.tolerances]),
    )
    for part, field, values in lists:
        for position, value in repeated(values):
            yield Problem((part, position, field), f"'{value}' is given twice; each must be different")
    for part in ("provocations", "cannot_say", "polls"):
        for position, _ in repeated(getattr(case, part)):
            yield Problem((part, position), "is given twice; leave one out")
    for position, pair in repeated(frozenset(relation.states) for relation in case.relations):
        names = " and ".join(sorted(str(name) for name in pair))  # type: ignore[attr-defined]
        yield Problem(("relations", position, "states"), f"the pair {names} is given twice")
    rates = [(current(rate.outcome).name, rate.period, rate.unit, rate.source) for rate in case.base_rates]
    for position, value in repeated(rates):
        yield Problem(("base_rates", position, "outcome"), f"{value} is given twice; change period, unit or source")
    for position, value in repeated((current(view.outcome).name, view.beliefs, view.unit) for view in case.views):
        yield Problem(("views", position, "outcome"), f"{value} is given twice; each beliefs have one view in a unit")
    said = [
        (current(one.outcome).name, one.unit, one.years, one.period, one.source, one.text) for one in case.outside_views
    ]
    for position, value in repeated(said):
        yield Problem(("outside_views", position, "outcome"), f"{value[:-1]} is given twice, with the same text")  # type: ignore[index]
    for position, name in repeated(current(name).name for name in case.notes):
        yield Problem(("notes", list(case.notes)[position]), f"'{name}' has two notes, one by the name it replaces")


def replacements(case: Case) -> list[Problem]:
    """Every place that names an outcome of before, with what is read for it: no breach of a rule."""
    named: list[tuple[Place, str]] = [
        ((part, row, "outcome"), item.outcome)
        for part in ("base_rates", "views", "outside_views", "tolerances")
        for row, item in enumerate(getattr(case, part))
    ]
    named += [(("notes", name), name) for name in case.notes]
    return [
        Problem(place, f"'{name}' is replaced by '{current(name).name}', which is read and judged in its place")
        for place, name in named
        if current(name).name != name
    ]


def not_shown(case: Case) -> list[Problem]:
    """Every place that names an outcome which the case cannot have, so that nothing shows it: no breach of a rule."""
    named: list[tuple[Place, str]] = [
        ((part, row, "outcome"), item.outcome)
        for part in ("base_rates", "views", "outside_views")
        for row, item in enumerate(getattr(case, part))
    ]
    named += [(("notes", name), name) for name in case.notes]
    return [
        Problem(place, f"'{name}' is not shown: the case {LACKING[current(name).applies]}")
        for place, name in named
        if not applies(current(name), case)
    ]


def _sources(case: Case) -> Iterator[Problem]:
    for place, part in walk(case):
        for field in ("source", "constitution_source"):
            source = getattr(part, field, None)
            if source is not None and source not in case.sources:
                yield Problem((*place, field), unknown("source", source, case.sources))


def _named(case: Case) -> Iterator[tuple[Place, str]]:
    yield ("protege",), case.protege
    yield ("patron",), case.patron
    for position, name in enumerate(case.bloc):
        yield ("bloc", position), name
    if case.coercion is not None:
        yield ("coercion", "coercer"), case.coercion.coercer
    for row, relation in enumerate(case.relations):
        for position, name in enumerate(relation.states):
            yield ("relations", row, "states", position), name
    for row, instrument in enumerate(case.instruments):
        lists = {"parties": instrument.parties, "protects": instrument.protects, "against": instrument.against or ()}
        for field, names in lists.items():
            for position, name in enumerate(names):
                yield ("instruments", row, field, position), name


def _states(case: Case) -> Iterator[Problem]:
    for place, name in _named(case):
        if name not in case.abbreviations:
            yield Problem(place, unknown("state", name, case.abbreviations))


def _needs(case: Case) -> Iterator[Problem]:
    """A null figure that an equation of the default run requires."""
    for name, equations in needs().items():
        field = fields()[name]
        for place, figure, flagged in _figures(case, field):
            if equations and figure.value is None and flagged:
                text = f"is null, and {_and(equations)} cannot do without it; give it"
                spared = f", or set {field.where} to false" if field.where else ""
                yield Problem((*place, "value"), text + spared)


def _figures(case: Case, field: WorldField) -> Iterator[tuple[Place, Figure, bool]]:
    """Each figure of a field in a case, its place, and whether its state has the flag that makes it required."""
    part, *path = field.case.split(".")
    group = getattr(case, part.removesuffix("[]"))
    for row, item in enumerate(group) if part.endswith("[]") else [(None, group)]:
        value = item
        for step in path:
            value = getattr(value, step, None)
        if isinstance(value, Figure):
            place: Place = (part.removesuffix("[]"), *(() if row is None else (row,)), *path)
            yield place, value, not field.where or getattr(item, field.where)


def _and(equations: tuple[str, ...]) -> str:
    *most, last = equations
    return f"the equations of {', '.join(most)} and {last}" if most else f"the equation of {last}"


def _shares(case: Case) -> Iterator[Problem]:
    values = [state.figures.cinc.value for state in case.states]
    total = sum(value for value in [*values, case.rest.cinc.value] if value is not None)
    if total > 1 + 1e-6:
        text = f"the shares of the states and the rest add up to {total:.4f}; they must not exceed 1"
        yield Problem(("rest", "cinc", "value"), text)
    elif case.rest.cinc.value == 0 and total < 1 - ROUNDING:
        text = f"is 0, but the shares of the states add up to {total:.4f}; give the share of all other states, or null"
        yield Problem(("rest", "cinc", "value"), text)


def _base_rates(case: Case) -> Iterator[Problem]:
    """More events than there were trials, or years in which each could have happened."""
    for row, rate in enumerate(case.base_rates):
        if rate.events is None or rate.exposure is None or (outcome(rate.outcome).kind == "total" and rate.by_year):
            continue
        if rate.events > rate.exposure:
            text = f"is {rate.events:g}, more than the exposure of {rate.exposure:g} {rate.unit}; it must not exceed it"
            yield Problem(("base_rates", row, "events"), text)


def _units(case: Case) -> Iterator[Problem]:
    """Views in a unit that their outcome cannot have."""
    for row, view in enumerate(case.views):
        one = current(view.outcome)
        if one.unit != PROBABILITY:
            yield Problem(("views", row, "outcome"), f"'{one.name}' is a {one.kind}, and a view is a probability")
    for row, said in enumerate(case.outside_views):
        one = current(said.outcome)
        kinds = OUTSIDE_KINDS.get(said.unit)
        if kinds and one.kind not in kinds:
            text = f"is {said.unit}, which '{one.name}', of kind {one.kind}, cannot have; allowed for: {' or '.join(kinds)}"
            yield Problem(("outside_views", row, "unit"), text)


def _alliance(case: Case) -> Iterator[Problem]:
    if case.protege == case.patron:
        yield Problem(("patron",), f"is {case.patron}, the protege itself; they must be two states")
    for position, name in enumerate(case.bloc):
        if name in (case.protege, case.patron):
            yield Problem(("bloc", position), f"{name} is in the alliance; it cannot be in the adversary's bloc")
    for row, state in enumerate(case.states):
        if state.abbreviation in (case.protege, case.patron) and state.role != "principal":
            yield Problem(("states", row, "role"), f"is {state.role}; protege and patron must be principal")
    pacts = [item for item in case.instruments if item.kind == "defence-pact" and item.own]
    if not any({case.protege, case.patron} <= set(item.parties) for item in pacts):
        text = f"hold no own defence-pact between {case.protege} and {case.patron}; there is no alliance to assess"
        yield Problem(("instruments",), text)


def _coercion(case: Case) -> Iterator[Problem]:
    if case.coercion is not None and case.coercion.coercer == case.protege:
        yield Problem(
            ("coercion", "coercer"), f"is {case.protege}, the protege itself; name another state, or leave it out"
        )


def _relations(case: Case) -> Iterator[Problem]:
    given = {frozenset(relation.states) for relation in case.relations}
    for row, relation in enumerate(case.relations):
        if len(set(relation.states)) == 1:
            yield Problem(("relations", row, "states"), f"names {relation.states[0]} twice; a pair needs two states")
    for first, second in combinations(case.states, 2):
        if (first.major or second.major) and frozenset((first.abbreviation, second.abbreviation)) not in given:
            pair = f"{first.abbreviation} and {second.abbreviation}"
            yield Problem(("relations",), f"lack the pair {pair}; every pair with a major power must be given")


def _instruments(case: Case) -> Iterator[Problem]:
    by_id = {item.id: item for item in case.instruments}
    for row, item in enumerate(case.instruments):
        place: Place = ("instruments", row)
        for field in ("parties", "protects", "against"):
            for position, name in repeated(getattr(item, field) or ()):
                yield Problem((*place, field, position), f"'{name}' is given twice")
        if item.kind in MUTUAL and len(item.parties) < 2:
            yield Problem((*place, "parties"), f"has {len(item.parties)} party; a {item.kind} needs two or more")
        if item.own and not {case.protege, case.patron} & set(item.parties):
            text = f"is true, but neither {case.protege} nor {case.patron} is a party; set it to false"
            yield Problem((*place, "own"), text)
        if (item.troops is not None) != (item.kind == "presence"):
            yield Problem((*place, "troops"), f"does not fit kind '{item.kind}'; only presence has troops")
        if not 0.01 <= item.integrity.value <= 0.99:
            text = f"is {item.integrity.value:g}; allowed: 0.01 to 0.99, because nothing is kept up fully or not at all"
            yield Problem((*place, "integrity", "value"), text)
        overlap = sorted(set(item.protects) & set(item.against or ()))
        if overlap:
            yield Problem((*place, "against"), f"names {', '.join(overlap)}, which the instrument also protects")
        if item.kind == "defence-pact":
            for position, name in enumerate(item.protects):
                if name not in item.parties:
                    yield Problem(
                        (*place, "protects", position), f"is '{name}', no party; a defence pact protects its parties"
                    )
        if item.mutual and not item.against:
            yield Problem((*place, "against"), "is missing; a mutual instrument needs both sides named")
        if item.rests_on is not None:
            yield from _support(by_id, item, place)


def _support(by_id: dict[str, Instrument], item: Instrument, place: Place) -> Iterator[Problem]:
    if item.rests_on not in by_id:
        yield Problem((*place, "rests_on"), unknown("instrument", str(item.rests_on), by_id))
        return
    below: set[str] = set()
    current: str | None = item.rests_on
    while current is not None and current in by_id and current not in below:
        below.add(current)
        current = by_id[current].rests_on
    if item.id in below:
        yield Problem(
            (*place, "rests_on"), f"'{item.rests_on}' rests in turn on '{item.id}'; the chain must not be a circle"
        )


def _moved(case: Case) -> Iterator[Problem]:
    """A state that stands elsewhere than on record is one that the case follows."""
    for row, one in enumerate(case.tempo):
        if one.provocation not in case.provocations:
            text = f"is '{one.provocation}', which the case does not follow; add it to provocations, or leave it out"
            yield Problem(("tempo", row, "provocation"), text)
    if case.opinion is not None and not case.polls:
        yield Problem(("opinion",), "is given without polls to start from; give polls, or leave it out")


def _sides(case: Case) -> Iterator[Problem]:
    """Strain requires governments with sides."""
    for row, state in enumerate(case.states if case.strain else ()):
        if state.abbreviation in (case.protege, case.patron):
            if state.government is None:
                text = "is missing; protege and patron need one where strain is judged"
                yield Problem(("states", row, "government"), text)
            elif state.government.side == "none":
                text = (
                    "is none; the governments of protege and patron need a side, conservative or progressive, where strain "
                    "is judged"
                )
                yield Problem(("states", row, "government", "side"), text)


def _strain(case: Case) -> Iterator[Problem]:
    for position, pair in repeated((entry.patron, entry.protege) for entry in case.strain):
        yield Problem(("strain", position), f"the pair {pair} is given twice; each of the four pairs is given once")


def _tolerances(case: Case) -> Iterator[Problem]:
    """Limits that cannot be judged."""
    for row, tolerance in enumerate(case.tolerances):
        one = current(tolerance.outcome)
        if not one.tolerance:
            text = f"'{tolerance.outcome}' is a {one.kind}, which has no limit; a limit is on an event or a status"
            yield Problem(("tolerances", row, "outcome"), text)
        elif not applies(one, case):
            text = f"'{tolerance.outcome}' does not apply: the case {LACKING[one.applies]}; leave the limit out"
            yield Problem(("tolerances", row, "outcome"), text)

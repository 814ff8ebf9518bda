"""What a box may be drawn along: the parameters of a set, and what a future has shown by a year, each with its words.

A parameter is a number that each parameter set of a run has one value of: effects of instruments, other stated parameters,
coefficients of the fitted equations, what is of patron and protege alone, and of pairs of states with the protege in them. It
is never observed. What an observer can see by a year is whether an event has happened, whether a status holds in that year,
and some numbers of the system.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from foedus.arrays import Bits, Floats
from foedus.assessment import flags
from foedus.equations.effects import CHANNELS, effects, priors
from foedus.estimate.equations import equations
from foedus.simulation.outcomes import EVENTS, YEARLY
from foedus.simulation.state import Parameters, Records
from foedus.world.outcomes import outcomes_of, replaced_of
from foedus.world.schema import Case
from foedus.world.world import World

Kind = Literal["number", "event", "status"]
FITTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "government": ("government", "probability"),
        "growth": ("growth", ""),
        "alignment": ("alignment", ""),
        "trade": ("trade", ""),
        "ending": ("treaty_end", "log-odds"),
        "formation": ("treaty_formation", "log-odds"),
        "duration": ("duration", "probability"),
        "joining": ("joining", "log-odds"),
        "initiation": ("initiation", "log-odds"),
        "escalation": ("escalation", "log-odds"),
        "deaths": ("deaths", "probability"),
        "load": ("load", "log-odds"),
        "armament": ("armament", "log-odds"),
    }
)
"""Of each record of coefficients its equation, and the unit of a coefficient; empty: as on its model card."""
STATED: Mapping[str, str] = MappingProxyType(
    {
        "common_patron": "war.common_patron",
        "initiator_cover": "war.initiator_cover",
        "misread": "war.misread",
        "opportunism": "initiation.opportunism",
        "concentration": "level.concentration",
        "transfers": "transfers.capability",
        "joining_load": "joining.load",
        "load_order": "load.order",
        "opinion_scale": "opinion.scale",
        "opinion_pull": "opinion.pull",
        "ending_pressure.strain": "ending.strain",
        "ending_pressure.adherence": "ending.adherence",
    }
)
"""Stated parameters whose field has another name."""
OTHERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "coercion.rate": ("economic coercion: rate of episodes before what moves it", "a year"),
        "coercion.loss": ("economic coercion: loss in an episode", "% of a year's GDP"),
        "ending_rate": ("the bloc of a great power collapses", "a year"),
        "year_persistence": ("level of disputes common to all: what of it lasts into the next year", "share"),
        "year_scale": ("level of disputes common to all: its yearly shock", "log-odds"),
        "year_start.centre": ("level of disputes common to all: at the start", "log-odds"),
        "speed.plain": ("from pursuit to possession of nuclear weapons, without a latent capability", "a year"),
        "speed.latent": ("from pursuit to possession of nuclear weapons, with a latent capability", "a year"),
    }
)
STAGES = ("force", "war", "deaths")
INDICES = ("cinc", "gdp", "milex")
NUMBERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "poles_cinc": ("effective number of poles by CINC", "poles"),
        "poles_gdp": ("effective number of poles by GDP", "poles"),
        "poles_milex": ("effective number of poles by military spending", "poles"),
        "pacts": ("defence pacts among the states of the case", "pacts"),
        "bloc_tightness": ("how tight the bloc is", "0 to 1"),
        "disputes": ("disputes among the states of the case so far", "disputes"),
        "wars": ("wars among the states of the case so far", "wars"),
    }
)
"""Numbers of a year that can be counted in that year."""
SUMMED = ("disputes", "wars")


SMALLEST = 1e-9
"""Difference between rows that is more than rounding."""


@dataclass(frozen=True)
class Candidate:
    """A column that a box may restrict.

    kind   a number; an event, 1 where it has happened by the year; a status, 1 where it holds in the year
    unit   of a number; empty where its label has it
    """

    name: str
    label: str
    kind: Kind = "number"
    unit: str = ""


Column = tuple[Candidate, Floats]


def parameters(case: Case, world: World, drawn: Parameters) -> list[Column]:
    """The parameters (G) of the sets that differ between them and have words."""
    return varying(every(case, world, drawn))


def every(case: Case, world: World, drawn: Parameters) -> list[Column]:
    """The parameters (G) of the sets that have words: the same ones of any sets."""
    found = [*_coefficients(drawn), *_effects(case, world, drawn), *_provocations(world, drawn)]
    return [*found, *_intercepts(case, world, drawn)]


def varying(columns: list[Column]) -> list[Column]:
    """Columns that differ between rows, without those that are the same as one before."""
    there = [(one, x) for one, x in columns if len(x) and np.isfinite(x).all() and np.ptp(x) > SMALLEST]
    kept: list[Column] = []
    for one, x in there:
        if not any(np.array_equal(x, other) for _, other in kept):
            kept.append((one, x))
    return kept


def _coefficients(drawn: Parameters) -> Iterator[Column]:
    """Of the equations of the year, fitted and stated."""
    subject = {one.module: one.what.partition(":")[0] for one in equations().values()}
    stated = priors()
    for name, x in _flat("", drawn.draws):
        record, _, term = name.partition(".")
        prior = stated.get(STATED.get(name, name))
        if prior:
            yield Candidate(prior.name, prior.meaning), x
        elif name in OTHERS:
            label, unit = OTHERS[name]
            yield Candidate(name, label, unit=unit), x
        elif record in FITTED:
            module, unit = FITTED[record]
            yield Candidate(name, f"{subject[module]}: coefficient {term}", unit=unit), x


def _flat(name: str, record: Records) -> Iterator[tuple[str, Floats]]:
    """The numbers (G) of a record array by name; of three, by the index each is of."""
    if record.dtype.names:
        for each in record.dtype.names:
            yield from _flat(f"{name}.{each}".lstrip("."), record[each])
    elif record.ndim == 1:
        yield name, np.asarray(record, np.float64)
    else:
        for place, index in enumerate(INDICES):
            yield f"{name}.{index}", np.asarray(record[:, place], np.float64)


def _effects(case: Case, world: World, drawn: Parameters) -> Iterator[Column]:
    kinds = {item.id: (item.kind, item.name) for item in case.instruments}
    meaning = {(one.kind, one.channel): one.meaning for one in effects()}
    for place, instrument in enumerate(world.instruments):
        kind, name = kinds[instrument]
        for column, channel in enumerate(CHANNELS):
            if (kind, channel) in meaning:
                label = f"{name}: {meaning[kind, channel]}"
                yield Candidate(f"{instrument}.{channel}", label), drawn.effect[:, place, column]


def _provocations(world: World, drawn: Parameters) -> Iterator[Column]:
    stated = priors()
    for place, kind in enumerate(world.provocations):
        for term in drawn.provocation.dtype.names:
            prior = stated.get(f"provocation.{term}")
            label = f"{kind}: {prior.meaning if prior else f'coefficient {term}'}"
            yield Candidate(f"provocation-{kind}.{term}", label), drawn.provocation[term][:, place]


def _intercepts(case: Case, world: World, drawn: Parameters) -> Iterator[Column]:
    """Of patron and protege alone, and of pairs of states with the protege in them."""
    abbreviation = {state.name: state.abbreviation for state in case.states}
    names, codes = world.names, [abbreviation[name] for name in world.names]
    for state in (world.patron, world.protege):
        change = Candidate(
            f"alternation.{codes[state]}", f"elections that change the government of {names[state]}", unit="share"
        )
        yield change, drawn.alternation[:, state]
    ends = f"how readily treaties of {names[world.patron]} end: level"
    yield Candidate(f"ending.{codes[world.patron]}", ends, unit="log-odds"), drawn.ending_patron[:, world.patron]
    for place, (i, j) in enumerate(world.pairs.tolist()):
        if world.protege not in (i, j):
            continue
        for way, (one, other) in enumerate(((i, j), (j, i))):
            yield (
                Candidate(
                    f"initiation.{codes[one]}.{codes[other]}",
                    f"disputes that {names[one]} begins against {names[other]}: level",
                    unit="log-odds a year",
                ),
                drawn.initiation_baseline[:, 2 * place + way],
            )
        for stage, told in enumerate(STAGES):
            yield (
                Candidate(
                    f"escalation.{codes[i]}.{codes[j]}.{told}",
                    f"disputes of {names[i]} and {names[j]}: level of {told}",
                    unit="log-odds",
                ),
                drawn.escalation_dyad[:, stage, place],
            )


def events(case: Case, world: World, words: Bits, yearly: Floats, shift: int) -> list[Column]:
    """What futures (R) have shown in their first `shift` years, from their events and yearly figures."""
    by = {name: flags.by(words[:, place], shift) for place, name in enumerate(EVENTS)}
    then = {name: flags.holds(words[:, place], shift) for place, name in enumerate(EVENTS)}
    states = {state.abbreviation: state.name for state in case.states}
    patron, protege = states[case.patron], states[case.protege]
    found: list[Column] = []
    labels = {one.name: one.label for one in outcomes_of(case)}
    for one in (*outcomes_of(case), *replaced_of(case)):
        if one.kind == "event":
            found.append((Candidate(one.name, one.label, "event"), by[one.name].astype(np.float64)))
        elif one.kind == "status":
            label = f"{labels[one.given]}, with {one.label}" if one.given else one.label
            found.append((Candidate(one.name, label, "status"), then[one.name].astype(np.float64)))
    found.append((Candidate("patron_at_war", f"{patron} fights in a war", "event"), by["patron_at_war"].astype(float)))
    if world.judged:
        both = then["governments_conservative_conservative"]
        for name, state, alone in (
            ("patron_conservative", patron, then["governments_conservative_progressive"]),
            ("protege_conservative", protege, then["governments_progressive_conservative"]),
        ):
            found.append(
                (Candidate(name, f"conservative government of {state}", "status"), (both | alone).astype(float))
            )
    for name, (label, unit) in NUMBERS.items():
        column = yearly[:, :shift, YEARLY.index(name)]
        x = column.sum(axis=1) if name in SUMMED else column[:, -1]
        found.append((Candidate(name, label, unit=unit), x))
    return found

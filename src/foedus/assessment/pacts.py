"""The chance of a pact between two states that a reader asks for: the futures of an answer, beside the rate of the class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from foedus.arrays import Ints
from foedus.assessment import evidence, lattice
from foedus.assessment.answer import PactLine
from foedus.assessment.called import state_called
from foedus.assessment.network import share, treaties
from foedus.assessment.plan import Run
from foedus.errors import InputError
from foedus.shown import shown
from foedus.simulation.engine import chronicles
from foedus.simulation.study import Study
from foedus.world.outcomes import outcome
from foedus.world.schema import Case

SCORED_AS = "bloc_pacts"
"""The outcome whose skill is that of the formation of pacts."""


class Pair(NamedTuple):
    """Two states of a case, by their abbreviations, in the order of the asking."""

    first: str
    second: str


def pairs_asked(case: Case, entries: Sequence[str]) -> list[Pair]:
    """The pairs of entries like RUS-PRK, each once; a state by abbreviation, name, code or ISO 3166-1 code.

    Raises InputError for what is not two names, a state that the case does not have, one state twice.
    """
    if not entries:
        return []
    found: dict[frozenset[str], Pair] = {}
    for entry in entries:
        said = [name.strip() for name in entry.split("-")]
        if len(said) != 2:
            few = [state.abbreviation for state in case.states]
            raise InputError(f"pact '{shown(entry)}' is not A-B, two states of the case, for example {few[0]}-{few[1]}")
        try:
            names = [state_called(name, case) for name in said]
        except InputError as error:
            raise InputError(f"pact '{shown(entry)}': {error}") from error
        if names[0] == names[1]:
            raise InputError(f"pact '{shown(entry)}' names one state twice; give two")
        found.setdefault(frozenset(names), Pair(*names))
    return list(found.values())


def check_possible(study: Study, pairs: Sequence[Pair]) -> None:
    """Raise InputError for two states between which the case simulates no pact."""
    if not pairs:
        return
    link = study.question().setting.link
    names = [state.abbreviation for state in study.case.states]
    code = {state.abbreviation: state.code for state in study.case.states}
    row = {code: place for place, code in enumerate(study.world.codes.tolist())}
    for pair in pairs:
        if not link[row[code[pair.first]], row[code[pair.second]]]:
            able = [name for name in names if link[row[code[pair.first]], row[code[name]]]]
            raise InputError(
                f"pact '{pair.first}-{pair.second}' is not simulated: the case has no relation of the two; {pair.first} can "
                f"have one with {', '.join(able)}"
            )


def pact_lines(study: Study, run: Run, pairs: Sequence[Pair], futures: int) -> list[PactLine]:
    """Lines for pairs, from the first futures of a run."""
    if not pairs:
        return []
    question = study.question(run.order, run.policy, dict(run.specification), run.frozen, run.beliefs)
    kept = [
        (found.bound, found.ever)
        for _, found in chronicles(
            question.setting,
            question.sets.parameters,
            seed=study.seed,
            futures=futures,
            horizon=study.horizon,
            threads=study.threads,
        )
    ]
    bound, ever = (np.concatenate(each) for each in zip(*kept, strict=True))
    states = {state.abbreviation: state for state in study.case.states}
    row = {code: place for place, code in enumerate(study.world.codes.tolist())}
    places = [tuple(row[states[name].code] for name in pair) for pair in pairs]
    now = treaties(study)
    return [
        _line(study, pair, [states[name].name for name in pair], bool(now[i, j]), bound[:, i, j], ever[:, i, j])
        for pair, (i, j) in zip(pairs, places, strict=True)
    ]


def _line(study: Study, pair: Pair, names: list[str], now: bool, bound: Ints, ever: Ints) -> PactLine:
    record = study.fits.load("treaty-formation").record
    events, exposure = int(record["sample"]["events"]), int(record["sample"]["rows"])
    first, last = record["years"]
    return PactLine(
        pair="-".join(pair),
        names=names,
        now=now,
        in_force=share(bound, study.sets),
        ever=share(ever, study.sets),
        events=events,
        exposure=exposure,
        first_year=first,
        last_year=last,
        class_rate=lattice.jeffreys(lattice.Count(events, exposure), "events").probability(study.horizon),
        skill=evidence.skill(outcome(SCORED_AS), study.case, study.horizon),
    )

"""What an observer of a future sees in each of its first years: events, statuses, figures of the system, counts so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from foedus.arrays import Bits, Floats
from foedus.assessment import candidates
from foedus.assessment.candidates import SMALLEST, SUMMED, Candidate
from foedus.equations.provocation import TYPES
from foedus.simulation.outcomes import TOTALS
from foedus.world.outcomes import outcomes_of, replaced_of
from foedus.world.schema import Case
from foedus.world.world import World


@dataclass(frozen=True)
class Observable:
    """What is watched.

    path      by future and year: 1 where an event has happened by then, or a status holds then; else a number
    counted   a count of what has happened so far, which never falls
    measured  publishers' figures show it; otherwise an observer has to judge
    """

    candidate: Candidate
    path: Floats
    counted: bool = False
    measured: bool = True


def observables(case: Case, world: World, words: Bits, yearly: Floats, totals: Floats) -> list[Observable]:
    """What differs between futures in their first years, from their events, yearly figures and sums.

    totals  by future, to the end of each of these years, by sum
    """
    found = [*_events(case, world, words, yearly, totals.shape[1]), *_counts(case, world, totals)]
    return [one for one in found if np.isfinite(one.path).all() and one.path.size and np.ptp(one.path) > SMALLEST]


def _events(case: Case, world: World, words: Bits, yearly: Floats, years: int) -> Iterator[Observable]:
    judged = {one.name for one in (*outcomes_of(case), *replaced_of(case)) if one.unscored == "not-measured"}
    columns = [candidates.events(case, world, words, yearly, year) for year in range(1, years + 1)]
    for row in zip(*columns, strict=True):
        one = row[0][0]
        yield Observable(one, np.stack([x for _, x in row], axis=1), one.name in SUMMED, one.name not in judged)


def _counts(case: Case, world: World, totals: Floats) -> Iterator[Observable]:
    """Counts that the record has, too, and provocations."""
    for one in outcomes_of(case):
        if one.kind == "total" and one.scored_as:
            path = totals[:, :, TOTALS.index(one.name)]
            yield Observable(Candidate(one.name, one.label, unit=one.unit), path, counted=True)
    for place, name in enumerate(world.provocations, start=len(TOTALS)):
        what = TYPES[name]
        yield Observable(Candidate(name, what.label, unit=what.units), totals[:, :, place], counted=True)

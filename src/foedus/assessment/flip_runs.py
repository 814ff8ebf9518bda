"""Runs of `flip`: futures of a headline with beliefs moved, read as progress towards the other side of each limit.

Progress is s (logit p - logit limit), with s so chosen that it is negative where the mixture stands. All runs are of the same
futures and parameter sets, so that a difference of two is that of the moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from foedus.arrays import Flags, Floats
from foedus.assessment import analysts
from foedus.assessment.analysts import Probability
from foedus.assessment.assessment import counted
from foedus.assessment.judges import Judges
from foedus.assessment.outcomes import BySet, by_set
from foedus.assessment.plan import Plan
from foedus.equations.beliefs import every
from foedus.progress import Progress
from foedus.simulation.study import Study
from foedus.world.views import Tolerance

NEVER = 1e-6
"""Probability that stands for 0, and 1 less it for 1, in a limit."""
BEYOND = 1e-9
"""Logits beyond a limit from which it counts as crossed, so that rounding crosses none."""


@dataclass(frozen=True)
class Movable:
    """A belief that can be moved: where it is drawn, and its prior."""

    name: str
    addresses: tuple[str, ...]
    mean: float
    sd: float
    provenance: str
    meaning: str


def movable(study: Study, plan: Plan) -> list[Movable]:
    """The beliefs that are drawn in the headline and can reach a limit as measured."""
    drawn = study.parameters(plan.specification, beliefs=plan.beliefs)
    said = every(study.believed(plan.beliefs))
    idle = study.switches.silent.issuperset(analysts.PROVOKING)
    places: dict[str, list[str]] = {}
    for address, one in drawn.believed.items():
        resting = one.name in analysts.AS_MEASURED_OFF or (idle and address.startswith(analysts.PROVOCATION))
        if one.sd > 0.0 and not resting:
            places.setdefault(one.name, []).append(address)
    return [
        Movable(name, tuple(where), said[name].mean, said[name].sd, said[name].provenance, said[name].meaning)
        for name, where in places.items()
    ]


@dataclass
class Runs:
    """Moved runs of a plan.

    limits    the limits that are looked at, on each of which the mixture has a probability
    mixture   those probabilities, of all futures of the headline
    screened  futures of a run of the search
    """

    study: Study
    plan: Plan
    beliefs: Sequence[Movable]
    limits: Sequence[Tolerance]
    mixture: Sequence[Probability]
    screened: int
    progress: Progress | None = None
    done: int = 0
    _found: dict[tuple[tuple[float, ...], int], list[BySet]] = field(default_factory=dict)

    @property
    def futures(self) -> int:
        """Of the headline, and of a confirming run."""
        return self.plan.headline.futures

    def shift(self, x: Floats) -> dict[str, float]:
        """By address, the move of each draw."""
        pairs = zip(self.beliefs, x.tolist(), strict=True)
        return {address: by for one, by in pairs if by for address in one.addresses}

    def by_set(self, moves: Sequence[Floats], futures: int) -> list[list[BySet]]:
        """Of every move and limit, the probability in each parameter set; what was run before is not run again."""
        keys = [(tuple(np.round(x, 9).tolist()), futures) for x in moves]
        missing = {
            key: self.plan.shifted(futures, tuple(self.shift(np.array(key[0])).items()))
            for key in dict.fromkeys(keys)
            if key not in self._found
        }
        judged = [Judges(self.study, self.plan, {}).judged(one) for one in self.limits]
        tallies, _, _ = counted(self.study, list(missing.values()), self._tell)
        self.done += futures * len(missing)
        for key, run in missing.items():
            pairs = zip(judged, self.limits, strict=True)
            self._found[key] = [by_set(outcome, tallies[run, futures], one.years) for outcome, one in pairs]
        return [self._found[key] for key in keys]

    def _tell(self, done: int, what: str) -> None:
        if self.progress:
            first = (2 * len(self.beliefs) + 1) * self.screened
            usual = first + len(self.limits) * 20 * self.screened
            self.progress(self.done + done, max(usual, self.done + done), what)

    def probabilities(self, x: Floats, futures: int) -> list[Probability]:
        """Of every limit at a move."""
        [found] = self.by_set([x], futures)
        return [_known(analysts.predictive(one)) for one in found]

    def towards(self, found: Sequence[Probability], futures: int) -> Floats:
        """Progress of each limit (L)."""
        least = 0.5 / (futures + 1.0)
        p = np.clip([one.value for one in found], least, 1.0 - least)
        limit = np.clip([analysts.limit_of(one) for one in self.limits], NEVER, 1.0 - NEVER)
        return np.asarray(self.signs * (np.log(p / (1.0 - p)) - np.log(limit / (1.0 - limit))) - BEYOND)

    @property
    def signs(self) -> Floats:
        """1 where the probability has to rise to cross a limit, -1 where it has to fall (L)."""
        pairs = zip(self.limits, self.keeps, strict=True)
        return np.array([1.0 if (one.at_most is not None) == keeps else -1.0 for one, keeps in pairs])

    @property
    def keeps(self) -> list[bool]:
        """Whether the mixture keeps each limit."""
        return [analysts.keeps(one, found.value) for one, found in zip(self.limits, self.mixture, strict=True)]

    @property
    def start(self) -> Floats:
        """Progress of each limit at no move, in all futures of the headline (L); below zero, but for what lies on the limit."""
        return np.minimum(self.towards(self.mixture, self.futures), -BEYOND)

    def screen(self, x: Floats) -> Floats:
        """Progress at a move in the futures of the search, set right by what no move gives in those and in all (L)."""
        none = np.zeros(len(self.beliefs))
        before, after = (self.towards(self.probabilities(each, self.screened), self.screened) for each in (none, x))
        return np.asarray(self.start + after - before)

    def confirm(self, x: Floats) -> Floats:
        """Progress at a move in as many futures as the headline (L)."""
        return self.towards(self.probabilities(x, self.futures), self.futures)

    def told_apart(self, moves: Sequence[Floats]) -> Flags:
        """Whether any two of some moves differ in a limit by more than two errors of their paired difference (L)."""
        found = self.by_set(moves, self.screened)
        pairs = [(a, b) for a in range(len(moves)) for b in range(a)]
        return np.array(
            [any(_differ(found[a][place], found[b][place]) for a, b in pairs) for place in range(len(self.limits))]
        )


def _known(found: Probability | None) -> Probability:
    return found or Probability(0.0, 1.0, 0.0)


def _differ(one: BySet, other: BySet) -> bool:
    """Whether two probabilities over the same sets differ by more than two errors of the difference."""
    shared, first, second = np.intersect1d(one.sets, other.sets, assume_unique=True, return_indices=True)
    if len(shared) < 2:
        return False
    apart = one.values[first] - other.values[second]
    share = one.counted[first] / one.counted[first].sum()
    mean = share @ apart
    return bool(abs(mean) > analysts.ERRORS * np.sqrt((share**2) @ (apart - mean) ** 2))

"""Two sets of beliefs side by side: on what they differ, and what each difference alone would move, in the same futures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import additive, analysts
from foedus.assessment.contribution import one_by_one
from foedus.assessment.flip_lines import Against, Differing, Ranked
from foedus.assessment.judges import Judges
from foedus.assessment.outcome_lines import Difference
from foedus.assessment.outcomes import by_set, estimate
from foedus.assessment.plan import Plan
from foedus.equations.beliefs import Beliefs, Stated, every
from foedus.equations.effects import Effect, Prior
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally
from foedus.world.beliefs import file_of
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.views import Tolerance


@dataclass(frozen=True)
class Pair:
    """Two sets of beliefs that were run, and what lies between.

    names     beliefs on which they differ
    numbers   of each outcome and future: the first set, each belief in turn as in the second, and all of them
    tallies   of the same
    """

    study: Study
    outcomes: tuple[Outcome, ...]
    limits: Sequence[Tolerance]
    names: Sequence[str]
    numbers: Sequence[Floats]
    tallies: Sequence[Tally]

    def lines(self, contrast: Floats) -> list[Difference]:
        """A contrast by outcome, with its interval."""
        return additive.lines(self.outcomes, contrast, self.study.sets)

    def change(self, run: int) -> Floats:
        """A run minus the first."""
        return self.numbers[run] - self.numbers[0]

    def crosses(self, run: int) -> list[str]:
        """Limits that the mixture is on the other side of in a run."""
        return [one.outcome for one in self.limits if self._keeps(one, run) not in (None, self._keeps(one, 0))]

    def _keeps(self, limit: Tolerance, run: int) -> bool | None:
        outcome = next(one for one in self.outcomes if one.name == limit.outcome)
        found = analysts.predictive(by_set(outcome, self.tallies[run], limit.years))
        return None if found is None else analysts.keeps(limit, found.value)

    def weight(self, run: int) -> float:
        """The largest move of a limited outcome over its error, by which beliefs are ranked; of any outcome without limits."""
        limited = {one.outcome for one in self.limits}
        rows = [row for row, one in enumerate(self.outcomes) if not limited or one.name in limited]
        return max((_over_error(row) for row in self.change(run)[rows]), default=0.0)


def against(study: Study, plan: Plan, first: Beliefs, second: Beliefs, progress: Progress | None = None) -> Against:
    """What lies between two sets of beliefs, in the futures of a headline.

    Raises InputError where they do not differ in the case, and for beliefs about what the case does not have.
    """
    study.parameters(plan.specification, beliefs=second)
    drawn = {one.name for one in study.parameters(plan.specification, beliefs=first).believed.values()}
    before, after = every(first), every(second)
    names = [name for name in before if name in drawn and _normal(before[name]) != _normal(after[name])]
    if not names:
        raise InputError(
            f"beliefs {first.name} and {second.name} do not differ in any effect that the case {study.case.id} has; "
            "compare others"
        )
    runs = [first, *(_with(first, second, name) for name in names), second]
    pair = _run(study, plan, names, runs, progress)
    changes = {name: pair.change(row) for row, name in enumerate(names, 1)}
    whole = pair.change(len(runs) - 1)
    weights = {name: pair.weight(row) for row, name in enumerate(names, 1)}
    ranked = sorted(names, key=lambda name: -weights[name])
    return Against(
        first=first.name,
        second=second.name,
        believed=file_of(second),
        beliefs=[
            Differing(
                belief=name,
                meaning=before[name].meaning,
                first=_normal(before[name]),
                second=_normal(after[name]),
                differences=pair.lines(changes[name]),
                crosses=pair.crosses(1 + names.index(name)),
            )
            for name in ranked
        ],
        outcomes=list(_outcomes(pair, changes)),
        whole=pair.lines(whole),
        interaction=pair.lines(whole - np.sum(list(changes.values()), axis=0)),
        crosses=pair.crosses(len(runs) - 1),
    )


def _normal(one: Effect | Prior) -> tuple[float, float]:
    return one.mean, one.sd


def _with(first: Beliefs, second: Beliefs, name: str) -> Beliefs:
    """The first set with one belief as in the second."""
    other = Stated(name, *_normal(every(second)[name]))
    rest = tuple(one for one in first.stated if one.name != name)
    return Beliefs(f"{first.name} with {name} of {second.name}", first.base, (*rest, other))


def _run(study: Study, plan: Plan, names: Sequence[str], runs: Sequence[Beliefs], progress: Progress | None) -> Pair:
    outcomes = outcomes_of(study.case)
    base = plan.headline
    questions = (study.question(base.order, base.policy, dict(base.specification), beliefs=each) for each in runs)
    read, tallies = [], []
    for done, (each, chunk) in enumerate(zip(runs, one_by_one(study, questions, base.futures), strict=True), 1):
        read.append(additive.readings(outcomes, chunk.kept, study.horizon))
        tallies.append(chunk.tally)
        if progress:
            progress(done, len(runs), each.name)
    slopes = additive.slopes(read[0], [read[-1]])
    judges = Judges(study, plan, {})
    limits = [one.model_copy(update={"outcome": judges.judged(one).name}) for one in judges.limits]
    return Pair(study, outcomes, limits, names, [additive.numbers(outcomes, one, slopes) for one in read], tallies)


def _outcomes(pair: Pair, changes: dict[str, Floats]) -> Iterator[Ranked]:
    """Every outcome, and the beliefs that move it clearly, by size."""
    lines = {name: pair.lines(change) for name, change in changes.items()}
    for row, one in enumerate(pair.outcomes):
        clear = [name for name, found in lines.items() if found[row].clear]
        yield Ranked(
            outcome=one.name,
            label=one.label,
            unit=one.unit,
            limited=one.name in {limit.outcome for limit in pair.limits},
            first=estimate(one, pair.tallies[0]),
            second=estimate(one, pair.tallies[-1]),
            beliefs=sorted(clear, key=lambda name: -abs(lines[name][row].estimate.value or 0.0)),
        )


def _over_error(change: Floats) -> float:
    """The size of a mean over its Monte Carlo error."""
    if np.isnan(change).any() or not change.std():
        return 0.0
    return float(abs(change.mean()) / (change.std() / math.sqrt(len(change))))

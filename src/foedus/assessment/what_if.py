r"""What follows a condition: where it is seen, and where it is made.

seen   P(outcome after year t | condition), in the futures that meet it. It tells what to expect once it is observed, and so
       also moves what is believed of the parameters.
made   P(outcome after year t | do(condition)), in the same futures with the condition forced (`foedus.assessment.made`). It
       tells what the condition does, and leaves the parameters as they are.

t is the last year that a condition names, or the year before one from which it is made. An event counts if it happens after t
in a future without one to t; a status if it holds in the last year. All futures are counted so, and those that are seen or
made. The gap between seen and made is told with the part of it that comes from parameters (`foedus.assessment.gap`).

More futures are more parameter sets, too (`foedus.assessment.sample`), up to a number of futures, or until every standard error
is as small as asked for. An error that is looked at after each batch is, when it is first small enough, a little too small.

Sources: Pearl (2009), Causality, 2nd ed., ch. 3 (seeing and doing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Any

import numpy as np

from foedus.arrays import Bits, Flags, Floats
from foedus.assessment import after, candidates, condition
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.condition import Condition
from foedus.assessment.gap import Counted, Sample
from foedus.assessment.interval import FEWEST_SETS
from foedus.assessment.made import Watch, made_of, removed
from foedus.assessment.sample import BATCH, batches, sets_of
from foedus.assessment.telling import told_by_year
from foedus.assessment.what_if_lines import Met, Moved, WhatIf, WhatIfOutcome
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.shown import shown
from foedus.simulation.engine import Question
from foedus.simulation.parameters import SETS
from foedus.simulation.setting import Policy
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case

FUTURES, MOST_FUTURES = 10_000, 200_000
MOST_MOVED = 5


def what_if(
    case: Case | str | Path,
    *,
    given: str | Sequence[str] = (),
    do: str | Sequence[str] = (),
    outcomes: str | Sequence[str] = (),
    futures: int = FUTURES,
    precision: float | None = None,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """What follows conditions that are seen, and conditions that are made (`foedus.assessment.condition` has their grammar).

    case       a case, or the name or path of one
    given      conditions that futures are selected by
    do         conditions that are forced
    outcomes   outcomes to tell; none: all that are kept by year
    futures    how many, at most
    precision  standard error, a probability, at which no more futures are run; None: all are

    Raises InputError for no condition, one that cannot be read, seen or made, conditions that contradict each other or that no
    future meets, an unknown outcome, order or beliefs, or a number out of range.

    >>> import foedus
    >>> found = foedus.what_if("us-rok", do="without thaad", futures=400, horizon=5, outcomes="coercion")
    >>> found.year, found.outcomes[0].made.futures
    (2023, 400)
    """
    futures = whole("futures", futures, 1, MOST_FUTURES)
    asked, told = ready(
        case, given, do, outcomes, order, beliefs, horizon=horizon, seed=seed, threads=threads, store=store
    )
    runs = asked.run(told, futures, taken_precision(precision), progress)
    return asked.answer(runs, told, precision)


def ready(
    case: Case | str | Path,
    given: str | Sequence[str],
    do: str | Sequence[str],
    outcomes: str | Sequence[str],
    order: str,
    beliefs: Beliefs | str | Path,
    **options: Any,
) -> tuple[Asked, tuple[Outcome, ...]]:
    """What is asked, read but not run, and the outcomes to tell; `options` are those of `Study`. Raises InputError."""
    case, holding = taken_case(case), taken_beliefs(beliefs)
    study = Study(case, beliefs=(holding,), **options)
    conditions = condition.seen(names("given", given), study), condition.made(names("do", do), study)
    if not any(conditions):
        raise InputError("name a condition: one that is seen (--given), or one that is made (--do)")
    study.question(order, beliefs=holding)  # refuses an order, and beliefs about what the case does not have
    return Asked(study, *conditions, order, holding), told_by_year(outcomes_of(case), names("outcomes", outcomes))


def taken_precision(asked: float | None) -> float | None:
    """A standard error that is asked for. Raises InputError for what is none."""
    if asked is None:
        return None
    if isinstance(asked, bool) or not isinstance(asked, Real) or not 0.0 < asked < 1.0:
        raise InputError(f"precision {shown(asked)} is not allowed: a standard error between 0 and 1, such as 0.01")
    return float(asked)


@dataclass(frozen=True)
class Runs:
    """Futures as they come, and with what is made; whether the precision was reached."""

    free: Bits
    forced: Bits | None
    reached: bool | None


@dataclass(frozen=True)
class Asked:
    """What is asked of a study."""

    study: Study
    given: tuple[Condition, ...]
    do: tuple[Condition, ...]
    order: str
    beliefs: Beliefs

    @property
    def watches(self) -> tuple[Watch, ...]:
        """What is looked for beside the events of every future."""
        return tuple(dict.fromkeys(watch for one in self.given for watch in one.watches))

    @property
    def shift(self) -> int:
        """Simulated years after which outcomes count."""
        return max(one.before for one in (*self.given, *self.do))

    def questions(self, first: int) -> list[Question]:
        """The futures as they come, and those with what is made, in the parameter sets from a first one on."""
        free = self.study.question(self.order, beliefs=self.beliefs, first=first)
        found: list[Question] = [made_of(free, watches=self.watches)] if self.watches else [free]
        if self.do:
            makes = tuple(each for one in self.do for each in one.makes)
            policy = Policy(removed(makes, self.study.world))
            base = self.study.question(self.order, policy, beliefs=self.beliefs, first=first)
            found.append(made_of(base, makes))
        return found

    def run(
        self, told: Sequence[Outcome], futures: int, precision: float | None, progress: Progress | None = None
    ) -> Runs:
        """Batches, until every standard error is small enough or there are as many futures as are allowed."""
        done: list[list[Bits]] = []
        for found in batches(self.study, self.questions, futures):
            done.append(found)
            if progress:
                progress(len(done), -(-futures // BATCH), "futures")
            if precision is not None and self.errors(self.joined(done, True), told) <= precision:
                return self.joined(done, True)
        return self.joined(done, None if precision is None else False)

    def joined(self, done: Sequence[Sequence[Bits]], reached: bool | None) -> Runs:
        """The futures of several batches."""
        free, *forced = (np.concatenate(each) for each in zip(*done, strict=True))
        return Runs(free, forced[0] if forced else None, reached)

    def errors(self, runs: Runs, told: Sequence[Outcome]) -> float:
        """The largest standard error of what is told; infinite where something cannot be."""
        lines = self.lines(runs, told, self.sample(runs))
        columns = [each for line in lines for each in (line.all, line.seen, line.made) if each]
        return max((np.inf if each.error is None else each.error for each in columns), default=np.inf)

    def sample(self, runs: Runs) -> Sample:
        """The parameter sets of the futures."""
        return Sample.of(sets_of(len(runs.free)), self.study.seed)

    def meets(self, runs: Runs) -> Flags:
        """Which futures meet every condition that is seen."""
        found = [one.met(runs.free, self.watches) for one in self.given]
        return np.asarray(np.logical_and.reduce([np.ones(len(runs.free), np.bool_), *found]))

    def lines(self, runs: Runs, told: Sequence[Outcome], sample: Sample) -> list[WhatIfOutcome]:
        """What is told of each outcome."""
        return [self.line(runs, one, sample) for one in told]

    def line(self, runs: Runs, one: Outcome, sample: Sample) -> WhatIfOutcome:
        """What is told of an outcome."""
        base = self.counted(one, runs.free)
        seen = Counted(base.happened, base.there & self.meets(runs)) if self.given else None
        made = None if runs.forced is None else self.counted(one, runs.forced)
        first, second = seen or made, made if seen and made else base
        assert first is not None
        return WhatIfOutcome(
            name=one.name,
            kind=one.kind,
            label=one.label,
            given=one.given or None,
            all=sample.column(base),
            seen=sample.column(seen) if seen else None,
            made=sample.column(made) if made else None,
            gap=sample.gap(first, second, selected=seen is not None),
        )

    def counted(self, one: Outcome, events: Bits) -> Counted:
        """An outcome after the condition, where it has not happened before."""
        happened, there = after.counted(one, events, self.shift, self.study.horizon)
        return Counted(happened, there & after.none_before(one, events, self.shift))

    def answer(self, runs: Runs, told: Sequence[Outcome], precision: float | None) -> WhatIf:
        """All that is told. Raises InputError where no future meets the conditions."""
        study, futures, meets = self.study, len(runs.free), self.meets(runs)
        met = [Met(text=one.text, futures=int(one.met(runs.free, self.watches).sum())) for one in self.given]
        if not meets.any():
            raise InputError(_nobody(met, futures))
        tested, moved = self.moved(meets) if self.given else (0, [])
        return WhatIf(
            case=study.case.id,
            horizon=study.horizon,
            futures=futures,
            parameter_sets=int(sets_of(futures).max()) + 1,
            seed=study.seed,
            order=self.order,
            beliefs=self.beliefs.name,
            believed=file_of(self.beliefs),
            seen=met,
            meet=int(meets.sum()) if self.given else None,
            made=[one.text for one in self.do],
            year=study.world.year + self.shift,
            last_year=study.world.year + study.horizon,
            gap_of="seen - made" if self.given and self.do else "seen - all" if self.given else "made - all",
            precision=precision,
            reached=runs.reached,
            outcomes=self.lines(runs, told, self.sample(runs)),
            left_out=[one.name for one in outcomes_of(study.case) if not after.by_year(one)],
            tested=tested,
            moved=moved,
        )

    def moved(self, meets: Flags) -> tuple[int, list[Moved]]:
        """The number of parameters, and those whose mean the condition moves most, by how sure that is; none is looked at
        where too few parameter sets meet it for a standard error."""
        from scipy.special import ndtri

        n = np.bincount(sets_of(len(meets)), meets).astype(np.float64)
        if after.effective(n.astype(np.int64)) < FEWEST_SETS:
            return 0, []
        columns = self.parameters(len(n))
        least = -ndtri(0.025 / max(len(columns), 1))
        found = [
            Moved(name=one.name, label=one.label, shift=a, error=b) for one, x in columns for a, b in [_shift(x, n)]
        ]
        sure = [one for one in found if one.error > 0.0 and abs(one.shift) > least * one.error]
        return len(columns), sorted(sure, key=lambda one: -abs(one.shift))[:MOST_MOVED]

    def parameters(self, sets: int) -> list[candidates.Column]:
        """The parameters (G) of the sets of all futures."""
        drawn = [self.study.parameters(beliefs=self.beliefs, first=first).parameters for first in range(0, sets, SETS)]
        every = [candidates.every(self.study.case, self.study.world, one) for one in drawn]
        joined = [(batch[0][0], np.concatenate([x for _, x in batch])[:sets]) for batch in zip(*every, strict=True)]
        return candidates.varying(joined)


def _shift(x: Floats, n: Floats) -> tuple[float, float]:
    """By how many standard deviations weights n move the mean of a parameter, and the standard error of that."""
    z = (x - x.mean()) / x.std()
    mean = float((n * z).sum() / n.sum())
    influence = n / n.mean() * (z - mean) - z
    return mean, float(influence.std(ddof=1) / np.sqrt(len(z)))


def _nobody(met: Sequence[Met], futures: int) -> str:
    each = "; ".join(f"'{one.text}' is met by {one.futures:,}" for one in met)
    together = ", and all together by none" if len(met) > 1 else ""
    return f"no future is left of {futures:,}: {each}{together}; ask for more with --futures, or for a wider condition"

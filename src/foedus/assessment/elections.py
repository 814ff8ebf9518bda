r"""Who may govern patron and protege, and what the alliance comes to under each pair of governments.

seen      P(outcome after year t | the pair governs in t), in the futures in which it does. Compared with P(outcome after t).
imposed   P(outcome after year t | do(pair)): the same futures with the pair held in office from the first year
          (`foedus.assessment.made`). Compared with the pair of the day of the case, held as well.

The condition is of one year and not of most years, because what comes before an outcome may be its condition and what comes
after may not: a pair that governs most of the time is partly what the outcome left. An event counts if it happens after t,
whatever happened before; a status if it holds in the last year. By default t is the first year by which patron and protege
have voted by the calendar.

Seen differs from imposed by selection, because futures in which a pair governs in t are those whose parameters let it come to
office, and by length, because no pair governs for good. Under 30 effective parameter sets, (sum n_g)^2 / sum n_g^2 over the
futures n_g of each set, nothing is told (Kish 1965, Survey Sampling).

Units: probabilities.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import get_args

import numpy as np

from foedus.arrays import Bits, Flags, Floats, Ints
from foedus.assessment import additive, flags, interval
from foedus.assessment.after import by_year, counted, effective
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.contribution import one_by_one
from foedus.assessment.elections_lines import AfterOutcome, Elections, OutcomeAfter, PairOfGovernments, Side
from foedus.assessment.made import Made, Make, made_of
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.telling import told_by_year, years_before
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.simulation.engine import Question
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally
from foedus.taken import names, whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case

FUTURES = 10_000
SIDES: tuple[Side, ...] = get_args(Side)
SIGN: Mapping[Side, int] = MappingProxyType({"progressive": -1, "conservative": 1})
Pair = tuple[Side, Side]
"""Who governs patron and protege."""
PAIRS: tuple[Pair, ...] = tuple(product(SIDES, SIDES))
UNKNOWN = Estimate(value=None, low=None, high=None)


def elections(
    case: Case | str | Path,
    *,
    year: int | None = None,
    outcomes: str | Sequence[str] = (),
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Elections:
    """Each pair of governments: how likely by year, how it strains, and every outcome after it, as seen and as imposed.

    case      a case, or the name or path of one
    year      of the condition; None: the first by which patron and protege have voted by the calendar
    outcomes  outcomes to tell; none: all that are kept by year
    order     world order of all runs
    beliefs   what stated effects are believed to be: sceptical, literature, optimist or a belief file

    Raises InputError for a case whose patron or protege has no side, a year after which no year is simulated, an unknown
    outcome, order or beliefs, or a number out of range.

    >>> import foedus
    >>> found = foedus.elections("us-rok", futures=400, horizon=5)
    >>> found.year, len(found.pairs)
    (2027, 4)
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    study = Study(
        case, seed=seed, horizon=horizon, threads=threads, store=store, beliefs=(holding := taken_beliefs(beliefs),)
    )
    if not study.world.judged:
        raise InputError(
            f"the case {case.id} follows no governments: give patron and protege a side, progressive or conservative "
            "(states[].government.side)"
        )
    told = told_by_year(outcomes_of(case), names("outcomes", outcomes))
    votes = study.world.election_next[[study.world.patron, study.world.protege]].max()
    year = study.world.year + years_before(study, year, int(votes) - study.world.year)
    runs = _run(study, year, futures, order, holding.name, progress)
    world, states = study.world, {state.abbreviation: state.name for state in case.states}
    now = (SIDES[int(world.side[world.patron] > 0)], SIDES[int(world.side[world.protege] > 0)])
    return Elections(
        case=case.id,
        horizon=study.horizon,
        futures=futures,
        parameter_sets=min(study.sets, futures),
        seed=study.seed,
        order=order,
        beliefs=holding.name,
        believed=file_of(holding),
        patron=states[case.patron],
        protege=states[case.protege],
        years=[world.year + t for t in range(1, study.horizon + 1)],
        year=year,
        outcomes=[
            AfterOutcome(
                name=one.name,
                kind=one.kind,
                label=one.label,
                given=one.given or None,
                estimate=runs.after.estimate(*runs.after.counted(one, runs.free)),
            )
            for one in told
        ],
        left_out=[one.name for one in outcomes_of(case) if not by_year(one)],
        pairs=[_pair(study, runs, told, pair, now) for pair in PAIRS],
    )


@dataclass(frozen=True)
class After:
    """How outcomes after a year are read from futures.

    shift   simulated years up to that of the condition
    """

    shift: int
    horizon: int
    sets: int

    def counted(self, one: Outcome, events: Bits) -> tuple[Flags, Flags]:
        """Whether an outcome came about after the condition, and whether it is counted at all, by future."""
        return counted(one, events, self.shift, self.horizon)

    def estimate(self, happened: Flags, there: Flags) -> Estimate:
        """The share of the futures counted, with its interval over parameter sets and futures."""
        return interval.probability(self._by_set(happened & there), self._by_set(there))

    def effective(self, there: Flags) -> float:
        """Effective number of parameter sets among the futures counted."""
        return effective(self._by_set(there))

    def line(self, one: Outcome, here: tuple[Flags, Flags], base: tuple[Flags, Flags]) -> OutcomeAfter:
        """An outcome in some futures, and minus that in those they are compared with.

        Where none, or every one, has it, no set drawn anew could differ: the gap is then that of two shares.
        """
        happened, there = here
        enough = self.effective(there) >= interval.FEWEST_SETS
        compared = enough and self.effective(base[1]) >= interval.FEWEST_SETS
        contrast = _ratio(happened, there) - _ratio(*base) if compared else np.full(len(there), np.nan)
        [difference] = additive.lines([one], contrast[None], self.sets)
        estimate = self.estimate(happened, there) if enough else UNKNOWN
        if compared and contrast.any() and estimate.value in (0.0, 1.0):
            two = interval.difference(estimate, self.estimate(*base))
            difference = Difference(outcome=one.name, estimate=two, clear=interval.excludes_zero(two))
        return OutcomeAfter(
            outcome=one.name,
            estimate=estimate,
            difference=difference,
            futures=int(there.sum()),
            effective_sets=self.effective(there),
        )

    def _by_set(self, found: Flags) -> Ints:
        return np.bincount(np.arange(len(found)) % self.sets, found, self.sets).astype(np.int64)


def _ratio(happened: Flags, there: Flags) -> Floats:
    return additive.ratio((happened & there).astype(np.float64), there.astype(np.float64))


def _questions(study: Study, order: str, beliefs: str) -> Iterator[tuple[str, Question]]:
    """The futures as they come, then with each pair of governments held."""
    free = study.question(order, beliefs=beliefs)
    yield "governments as they come", free
    for patron, protege in PAIRS:
        yield f"held: {patron}, {protege}", held(study, free, (patron, protege))


def held(study: Study, free: Question, pair: Pair) -> Made:
    """The futures of a question with a pair of governments in office in every year, whatever elections bring."""
    places = (study.world.patron, study.world.protege)
    makes = (Make("side", place, SIGN[side], 1, study.horizon) for place, side in zip(places, pair, strict=True))
    return made_of(free, makes)


@dataclass(frozen=True)
class Runs:
    """The futures as governments come, and with each pair held.

    free, held   events of each future
    tally        counts of the first
    """

    after: After
    free: Bits
    tally: Tally
    held: Mapping[Pair, Bits]

    def seen(self, one: Outcome, pair: Pair) -> OutcomeAfter:
        """An outcome where a pair governs in the year of the condition, and minus that in all futures."""
        happened, there = self.after.counted(one, self.free)
        governs = flags.holds(self.free[:, EVENTS.index(mark(pair))], self.after.shift)
        return self.after.line(one, (happened, there & governs), (happened, there))

    def imposed(self, one: Outcome, pair: Pair, now: Pair) -> OutcomeAfter:
        """An outcome where a pair is held, and minus that where the pair of the day of the case is."""
        here, base = (self.after.counted(one, self.held[each]) for each in (pair, now))
        return self.after.line(one, here, base)


def _run(study: Study, year: int, futures: int, order: str, beliefs: str, progress: Progress | None) -> Runs:
    whats, questions = zip(*_questions(study, order, beliefs), strict=True)
    events, tallies = [], []
    for done, (chunk, what) in enumerate(zip(one_by_one(study, questions, futures), whats, strict=True), start=1):
        events.append(chunk.kept.events)
        tallies.append(chunk.tally)
        if progress:
            progress(done, len(questions), what)
    after = After(year - study.world.year, study.horizon, study.sets)
    return Runs(after, events[0], tallies[0], dict(zip(PAIRS, events[1:], strict=True)))


def mark(pair: Pair) -> str:
    """The event that a pair of governments governs."""
    return f"governments_{pair[0]}_{pair[1]}"


def _pair(study: Study, runs: Runs, told: Sequence[Outcome], pair: Pair, now: Pair) -> PairOfGovernments:
    strain = next((one for one in study.case.strain if (one.patron, one.protege) == pair), None)
    holds, futures = runs.tally.holds[:, EVENTS.index(mark(pair))], runs.tally.futures
    return PairOfGovernments(
        patron=pair[0],
        protege=pair[1],
        in_office=pair == now,
        strain=strain.value if strain else 0.0,
        reason=strain.reason if strain else "",
        by_year=[interval.probability(holds[:, t], futures) for t in range(study.horizon)],
        seen=[runs.seen(one, pair) for one in told],
        imposed=[runs.imposed(one, pair, now) for one in told],
    )

r"""The variance of outcomes over parameter sets, by the provenance of the parameters: Shapley effects by drawing groups anew.

Parameters come in three independent groups: fitted (posteriors, which candidate a set uses, rates of the record, unknown
figures), literature and elicited (stated effects). With p(x) the probability of an outcome at a parameter set x, and u a set of
groups, let

    v(u) = Var(E(p | x_u)),    phi_i = mean over orders of the groups of v(before i, with i) - v(before i)

The phi_i are the Shapley effects. They are not negative, and sum to Var(p) whatever acts together.

Estimator. A and B are independent draws of everything, G sets each. x_u takes the groups of u from A and the others from B.
Every x_u, from B (u empty) to A (all), is simulated in the same futures; A and B also in other futures, a and b. With set g

    D_i = sum over u without i of w_u (p(x_u + i) - p(x_u)),   w_u = |u|! (2 - |u|)! / 3!
    phi_i = mean over g of (a - b) D_i / 2

D_i is the mean, over orders, of what it does to the same futures to take group i from A. Because a and b are of other futures,
chance leaves the mean as it is: E (a - b)(p(x_u + i) - p(x_u)) / 2 is the mean of v(u + i) - v(u) and of the same from the
other side, v(N - u) - v(N - u - i), and weights are the same on both sides. Over all groups it is (a - b)(p(A) - p(B)) / 2,
Jansen's half mean square with the two factors in separate futures. The 90% interval is Student's of the mean over G products;
that of a share is of the ratio, by its first-order expansion.

To hold a group at its mean is another thing: Var(p | x_i at its mean) is the variance at one point of the group, and where p is
not additive neither it nor what vanishes is a part of Var(p).

Units: squared units of the outcome. Sources: Owen (2014), Sobol' indices and Shapley value, SIAM/ASA J. Uncertainty
Quantification 2, 245-251; Song, Nelson and Staum (2016), Shapley effects for global sensitivity analysis, the same journal 4,
1060-1083; Jansen (1999), Analysis of variance designs for model output, Computer Physics Communications 117, 35-43.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import additive, interval
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.contribution import one_by_one
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.provenance_lines import FEWEST_SETS, GroupPart, OutcomeVariance, ProvenanceOfVariance
from foedus.assessment.shapley import Set, shapley
from foedus.assessment.telling import outcomes_told
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.simulation.block import Sets
from foedus.simulation.engine import Question
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.setting import setting
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case

GROUPS = ("fitted", "literature", "elicited")
FUTURES, SETS = 10_000, 400
MOST_SETS = 500
"""Most parameter sets: as many draws as a posterior holds."""
OTHER = 2**63
"""Added to the seed, or taken off, of the futures that the first factor is counted in."""


def provenance(
    case: Case | str | Path,
    *,
    outcomes: str | Sequence[str] = (),
    futures: int = FUTURES,
    sets: int = SETS,
    horizon: int = 20,
    seed: int = 1,
    order: str = AS_MEASURED,
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> ProvenanceOfVariance:
    """The variance of each outcome over parameter sets, shared out among fitted, literature and elicited parameters.

    case      a case, or the name or path of one
    outcomes  outcomes to tell; none: all that are counted in every future
    futures   of each of ten runs
    sets      parameter sets in each of two draws, 30 to 500; futures are spread over them; shares are told from 100
    order     world order of all runs
    beliefs   what stated effects are believed to be: sceptical, literature, optimist or a belief file

    Raises InputError for an unknown outcome, order or beliefs, too few futures for the sets, or a number out of range.

    >>> import foedus
    >>> found = foedus.provenance("us-philippines", outcomes="war_outside", futures=60, sets=30, horizon=2)
    >>> [part.group for part in found.outcomes[0].groups]
    ['fitted', 'literature', 'elicited']
    """
    case, futures = taken_case(case), whole("futures", futures, 1, MOST_FUTURES)
    sets = whole("sets", sets, interval.FEWEST_SETS, MOST_SETS, "parameter sets")
    if futures < sets:
        raise InputError(f"futures {futures:,} are fewer than {sets} parameter sets; ask for at least as many")
    holding = taken_beliefs(beliefs)
    study = Study(case, seed=seed, horizon=horizon, threads=threads, store=store)
    every = [one for one in outcomes_of(case) if not additive.conditional(one)]
    told = outcomes_told(every, names("outcomes", outcomes))
    runs = list(_runs())
    questions = _questions(study, runs, sets, order, holding)
    read = []
    for done, ((other, kept), chunk) in enumerate(zip(runs, one_by_one(study, questions, futures), strict=True), 1):
        read.append(additive.readings(told, chunk.kept, study.horizon))
        if progress:
            progress(done, len(runs), f"{' and '.join(sorted(kept)) or 'nothing'} kept{', other futures' * other}")
    slopes = additive.slopes(read[0], read[1:])
    found = {run: _by_set(additive.numbers(told, each, slopes), sets) for run, each in zip(runs, read, strict=True)}
    drawn = draw_parameters(study.world, sets=1, beliefs=holding).believed.values()
    return ProvenanceOfVariance(
        case=case.id,
        horizon=study.horizon,
        futures=futures,
        runs=len(runs),
        parameter_sets=sets,
        seed=study.seed,
        order=order,
        beliefs=holding.name,
        believed=file_of(holding),
        parameters={
            group: sorted({one.name for one in drawn if one.provenance == group and one.sd > 0.0}) for group in GROUPS
        },
        outcomes=[_outcome(one, row, found) for row, one in enumerate(told)],
        left_out=[one.name for one in outcomes_of(case) if additive.conditional(one)],
    )


Run = tuple[bool, Set]
"""Whether the futures are the other ones, and the groups that are taken from the first draw."""


def _runs() -> Iterator[Run]:
    """Every set of groups in the same futures, and none and all of them in the other ones."""
    yield from ((True, each) for each in (frozenset[str](), frozenset(GROUPS)))
    for size in range(len(GROUPS) + 1):
        yield from ((False, frozenset(each)) for each in combinations(GROUPS, size))


def _questions(study: Study, runs: Sequence[Run], sets: int, order: str, beliefs: Beliefs) -> Iterator[Question]:
    there = setting(study.world, study.drift(order))
    for other, kept in runs:
        again = frozenset(GROUPS) - kept
        drawn = draw_parameters(study.world, sets=sets, beliefs=beliefs, again=again)
        seed = study.seed ^ OTHER if other else study.seed
        yield Question(there, Sets(drawn.parameters), seed, study.horizon, study.engine)


def _by_set(numbers: Floats, sets: int) -> Floats:
    """Means (outcomes, G) of a number of each future (outcomes, R)."""
    place = np.arange(numbers.shape[1]) % sets
    counted = np.bincount(place, minlength=sets)
    return np.array([np.bincount(place, row, sets) / counted for row in numbers])


def _outcome(one: Outcome, row: int, found: Mapping[Run, Floats]) -> OutcomeVariance:
    means = {run: each[row] for run, each in found.items()}
    whole, parts = effects(means)
    variance = mean(whole)
    known = len(whole) >= FEWEST_SETS and interval.excludes_zero(variance)
    value = variance.value or 0.0
    return OutcomeVariance(
        name=one.name,
        label=one.label,
        unit=one.unit,
        mean=float(np.mean(list(means.values()))),
        variance=variance,
        sd=math.sqrt(value) if value >= 0.0 else None,
        known=known,
        groups=[
            GroupPart(group=group, variance=mean(part), share=share(part, whole) if known else UNKNOWN)
            for group, part in parts.items()
        ],
    )


UNKNOWN = Estimate(value=None, low=None, high=None)


def effects(means: Mapping[Run, Floats]) -> tuple[Floats, dict[str, Floats]]:
    """From means by parameter set (G) of every run: products whose mean is the variance, and by group its Shapley effect."""
    none, everything = frozenset[str](), frozenset(GROUPS)
    first = (means[True, everything] - means[True, none]) / 2.0
    game = {kept: each for (other, kept), each in means.items() if not other}
    values = shapley(game, dict.fromkeys(GROUPS))
    return first * (game[everything] - game[none]), {group: first * value for group, value in values.items()}


def mean(products: Floats) -> Estimate:
    """Mean of independent numbers, with Student's 90% interval."""
    from scipy.special import stdtrit

    value, error = float(products.mean()), float(products.std(ddof=1) / math.sqrt(len(products)))
    reach = float(stdtrit(len(products) - 1, interval.HIGH)) * error
    return Estimate(value=value, low=value - reach, high=value + reach)


def share(part: Floats, whole: Floats) -> Estimate:
    """Ratio of two means of paired numbers, with the interval of its first-order expansion."""
    value = float(part.mean() / whole.mean())
    around = mean((part - value * whole) / whole.mean())
    return Estimate(value=value, low=value + (around.low or 0.0), high=value + (around.high or 0.0))

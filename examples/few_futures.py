"""How many parameter sets does a 90% interval hold, when it is told from few futures of each?

For some probabilities and spreads of the log odds over sets (tau), sets are drawn from a Beta distribution, and futures of
each. The interval of `foedus.assessment.interval` is set beside one whose correlation within a set is estimated by
moments. An honest one holds 90% of the sets on average. So are those of a paired difference, where an outcome comes in some
futures and goes in others.

    python examples/few_futures.py            the tables of docs/decisions/0050-how-much-parameter-sets-differ.md
    python examples/few_futures.py --cases    how far sets differ in the shipped cases, in 10,000 futures each

needs no files. The second gives the scale of the prior: its median over outcomes is that of the prior.
"""

from __future__ import annotations

import sys
from functools import reduce
from typing import NamedTuple

import numpy as np
from scipy import stats

import foedus
from foedus.assessment import interval, outcomes
from foedus.simulation.chunks import Asked, run, spans
from foedus.simulation.study import Study
from foedus.simulation.tally import EXPECTED, Tally, plus
from foedus.world.outcomes import Outcome, outcomes_of

SETS, DRAWS = 200, 80
CASES = ("us-rok", "us-philippines", "us-japan", "nato-baltic", "russia-dprk")
PLANTED = (
    (1, 0.09, 0.6),
    (1, 0.3, 1.0),
    (3, 0.09, 0.6),
    (3, 0.3, 0.3),
    (3, 0.85, 0.6),
    (5, 0.02, 1.0),
    (5, 0.3, 0.6),
    (50, 0.09, 0.6),
)
"""Futures of each set, mean probability, tau."""
PAIRED = (
    (1, 0.01, 0.0, 1.3),
    (5, 0.003, 0.0, 1.3),
    (5, 0.01, 0.0, 0.6),
    (5, 0.01, 0.0, 1.3),
    (5, 0.02, 0.02, 1.0),
    (5, 0.3, 0.1, 1.0),
    (50, 0.01, 0.0, 1.3),
)
"""Futures of each set, mean probabilities that an outcome comes and that it goes, tau of both."""


class Held(NamedTuple):
    """Shares of the sets inside an interval, on average over draws."""

    by_moments: float
    now: float


def planted(n: int, mean: float, tau: float, draws: int = DRAWS) -> Held:
    """How many sets the two intervals hold."""
    random = np.random.default_rng(1)
    truth = _truth(mean, tau)
    trials = np.full(SETS, n)
    held = []
    for _ in range(draws):
        k = random.binomial(n, truth.rvs(SETS, random_state=random))
        found = interval.probability(k, trials)
        held.append([np.diff(truth.cdf(ends))[0] for ends in (_by_moments(k, trials), (found.low, found.high))])
    return Held(*(float(x) for x in np.mean(held, axis=0)))


def paired(n: int, comes: float, goes: float, tau: float, draws: int = DRAWS) -> Held:
    """How many sets two intervals of a paired difference hold: by analysis of variance, and by the two counts."""
    random = np.random.default_rng(1)
    trials = np.full(SETS, n)
    held = []
    for _ in range(draws):
        p, q = (_truth(mean, tau).rvs(SETS, random_state=random) if mean else np.zeros(SETS) for mean in (comes, goes))
        gained = random.binomial(n, p)
        lost = random.binomial(n - gained, np.minimum(q / (1.0 - p), 1.0))
        mean, square = (gained - lost) / n, (gained + lost) / n
        found = interval.mean(mean, square - mean**2, trials), interval.balance(gained, lost, trials)
        held.append([np.mean((one.low <= p - q) & (p - q <= one.high)) for one in found])
    return Held(*(float(x) for x in np.mean(held, axis=0)))


def _truth(mean: float, tau: float) -> stats.rv_continuous:
    """The Beta distribution of a probability over sets."""
    theta = tau**2 * mean * (1.0 - mean)
    return stats.beta(mean / theta, (1.0 - mean) / theta)


def _by_moments(k: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """Ends of the Beta distribution whose correlation within a set is estimated by moments."""
    p, rho = k.sum() / n.sum(), interval.intraclass(k, n)
    if p in (0.0, 1.0):
        found = interval.probability(k, n)
        return float(found.low or 0.0), float(found.high or 0.0)
    error = p * (1.0 - p) / n.sum() * (1.0 + rho * (n[0] - 1.0))
    size = p * (1.0 - p) / (rho * p * (1.0 - p) + error) - 1.0
    low, high = stats.beta(p * size, (1.0 - p) * size).ppf(interval.tails(interval.USUAL))
    return min(low, p), max(high, p)


def shipped(case: str, futures: int) -> list[float]:
    """tau of each outcome of a case that is a probability and sometimes happens."""
    study = Study(foedus.load_case(case))
    question = study.question()
    asked = [Asked(question, first, number, False) for first, number in spans(futures, ())]
    tally = reduce(plus, (chunk.tally for chunk in run(asked, None, study.threads)))
    found = (_tau(one, tally) for one in outcomes_of(study.case) if one.kind not in ("total", "ratio"))
    return [tau for tau in found if tau is not None]


def _tau(outcome: Outcome, tally: Tally) -> float | None:
    """By moments, which ten thousand futures tell well, and from its yearly probabilities where an outcome has them."""
    found = outcomes.by_set(outcome, tally)
    p = float(np.average(found.values, weights=found.counted)) if len(found.values) else 0.0
    if not 0.0 < p < 1.0:
        return None
    if outcome.name in EXPECTED:
        values, within, n = outcomes.steadied(outcome, tally)
        between = max(interval.spread(values, within, n.astype(float)).between, 0.0)
        return float(np.sqrt(between)) / (p * (1.0 - p))
    k = np.rint(found.values * found.counted).astype(np.int64)
    rho = interval.intraclass(k, found.counted.astype(np.int64))
    return float(np.sqrt(rho / (1.0 - rho) / (p * (1.0 - p)))) if rho < 1.0 else None


def main() -> None:
    """Print one of the two tables."""
    if "--cases" in sys.argv[1:]:
        taus = np.array([tau for case in CASES for tau in shipped(case, 10_000)])
        print(
            f"{len(taus)} outcomes; tau at 10, 25, 50, 75 and 90%:",
            *np.quantile(taus, (0.1, 0.25, 0.5, 0.75, 0.9)).round(2),
        )
        print(f"median of the prior: {stats.halfnorm(scale=interval.ODDS).median():.2f}")
        return
    print("| futures a set | probability | tau | by moments | now |\n| ---: | ---: | ---: | ---: | ---: |")
    for n, mean, tau in PLANTED:
        held = planted(n, mean, tau)
        print(f"| {n} | {mean:g} | {tau:g} | {held.by_moments:.2f} | {held.now:.2f} |")
    print("\n| futures a set | comes | goes | tau | by moments | now |\n| ---: | ---: | ---: | ---: | ---: | ---: |")
    for n, comes, goes, tau in PAIRED:
        held = paired(n, comes, goes, tau)
        print(f"| {n} | {comes:g} | {goes:g} | {tau:g} | {held.by_moments:.2f} | {held.now:.2f} |")


if __name__ == "__main__":
    main()

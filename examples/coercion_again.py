"""The coercion of South Korea over THAAD, 2016-17, imposed once more: an illustration, and no forecast.

In every future an episode is made to begin in one year. What it costs is the loss stated by the case for 2016-17, the share of
it that later estimates leave, and exposure as it is by then. Nothing else of a future answers to an episode: what one does to
opinion, elections or the alliance is nowhere estimated.

    python examples/coercion_again.py

needs no files. What it prints stands in docs/how-to/stress-test-coercion.md.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from foedus.assessment import condition
from foedus.assessment.made import made_of
from foedus.simulation.outcomes import event, total
from foedus.simulation.study import Study

CASE, YEAR, FUTURES, HORIZON = "us-rok", 2024, 2000, 5


class Again(NamedTuple):
    """An episode in all futures, less what happens in the same futures without one that is made.

    own      share of futures in which one begins in that year anyway
    cost     percent of one year's GDP that it costs where none does: mean, and 5 and 95 % of futures
    moved    futures in which any other event differs
    """

    own: float
    cost: tuple[float, float, float]
    moved: int


def again(case: str = CASE, year: int = YEAR, futures: int = FUTURES, horizon: int = HORIZON) -> Again:
    """What an episode that is made to begin in a year does."""
    study = Study(case, horizon=horizon)
    [one] = condition.made([f"coercion in {year}"], study)
    plain, made = (made_of(study.question(), makes).rows(0, futures) for makes in ((), one.makes))
    own = (plain[0][:, event("coercion")] >> np.uint64(one.year - 1) & np.uint64(1)).astype(bool)
    cost = (made[1] - plain[1])[~own, total("coercion_cost")]
    other = np.arange(plain[0].shape[1]) != event("coercion")
    moved = (plain[0] != made[0])[:, other].any(axis=1)
    return Again(float(own.mean()), (float(cost.mean()), *np.quantile(cost, (0.05, 0.95)).tolist()), int(moved.sum()))


if __name__ == "__main__":
    found = again()
    print(
        f"An illustration, and no forecast: an episode as in 2016-17 begins in {YEAR} in all {FUTURES:,} futures of {CASE}."
    )
    print(f"Without being made, one begins then in {found.own:.1%} of them.")
    print("It costs {:.2f}% of one year's GDP ({:.2f} to {:.2f} in nine futures of ten).".format(*found.cost))
    print(f"Futures in which any other event differs: {found.moved}.")

"""What a search for failures is made of: futures one by one, in parameter sets, and what fails them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.arrays import Bits, Floats, Ints
from foedus.assessment.interval import FEWEST_SETS
from foedus.errors import InputError
from foedus.simulation.engine import batches
from foedus.simulation.ensemble import MOST_KEPT
from foedus.simulation.setting import Policy, setting
from foedus.simulation.state import Parameters
from foedus.simulation.study import Study
from foedus.taken import whole

MOST_SETS = 20_000


@dataclass(frozen=True)
class Runs:
    """Futures one by one: their events, their sums over the horizon, and what is kept of each year."""

    words: Bits
    totals: Floats
    yearly: Floats
    sets: int

    @property
    def group(self) -> Ints:
        """The parameter set of each future."""
        return np.arange(len(self.words)) % self.sets


def sizes(futures: int, sets: int, permutations: int) -> tuple[int, int, int]:
    """Futures, parameter sets and permutations as asked for. Raises InputError for too few or too many."""
    futures = whole("futures", futures, 1, MOST_KEPT)
    sets = whole("sets", sets, 2, MOST_SETS, "parameter sets")
    if min(sets, futures) < 2 * FEWEST_SETS:
        raise InputError(
            f"{min(sets, futures)} parameter sets are too few to search one half and count in the other: ask for "
            f"{2 * FEWEST_SETS} or more, and as many futures"
        )
    return futures, min(sets, futures), whole("permutations", permutations, 19, 10_000)


def run(
    study: Study,
    drawn: Parameters,
    futures: int,
    order: str,
    policy: Policy | None = None,
    horizon: int | None = None,
) -> Runs:
    """Futures of the study under an order and a policy, to its horizon or to a nearer one, where they are the same."""
    done = batches(
        setting(study.world, study.drift(order), policy),
        drawn,
        seed=study.seed,
        futures=futures,
        horizon=study.horizon if horizon is None else horizon,
        threads=study.threads,
    )
    words, totals, yearly = zip(*(kept for _, *kept in done), strict=True)
    return Runs(np.concatenate(words), np.concatenate(totals), np.concatenate(yearly), len(drawn.draws))

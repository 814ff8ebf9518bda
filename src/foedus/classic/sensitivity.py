"""Sensitivity of the pattern to the weights: the landscape under weights drawn from their stated ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats
from foedus.classic.facts import Facts
from foedus.classic.landscape import Landscape, Sides, changes
from foedus.classic.propensity import drawn_weights, weights
from foedus.classic.survey import survey
from foedus.errors import InputError
from foedus.progress import Progress

INTERVAL = (5.0, 95.0)
"""Percentiles of the 90% interval over draws."""

IN_FULL = 1 << 15
"""Configurations of two blocs up to which a draw is surveyed in full."""

STARTS = 200
"""Random starts of a draw that is not. With more blocs it is the most partitions surveyed in full, their switches being
many."""


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """The minima of all draws together, those most often deepest first.

    draws     sets of weights
    sides     (M, n) every alignment that was stable under some weights
    deepest   (M,) share of draws in which it was the deepest
    stable    (M,) share of draws in which it was a minimum
    basins    (3, M) median and 90% interval of its basin over all draws, 0 where it was no minimum
    swing     (n,) share of draws in which the state was the swing state
    unmoved   share of draws without a swing state: one minimum, or none that a switch could leave
    loosest   (n,) share of draws in which the state had the smallest hold in the deepest alignment
    together  (n, n) share of draws in which the pair was in one bloc in the deepest alignment
    exact     every draw was surveyed in full
    """

    draws: int
    sides: Sides
    deepest: Floats
    stable: Floats
    basins: Floats
    swing: Floats
    unmoved: float
    loosest: Floats
    together: Floats
    exact: bool


def hold(landscape: Landscape, sides: Sides, blocs: int = 2) -> Floats:
    """How much each state's own frustration rises if it alone leaves for the bloc that suits it next best, (n,).

    Its smallest value marks the loosest state; none is below 0 where the configuration is stable.
    """
    return np.asarray(np.nanmin(changes(landscape, sides, blocs), axis=1) / (2.0 * landscape.sizes))


def sensitivity(
    facts: Facts,
    size: str = "cinc",
    blocs: int = 2,
    *,
    draws: int = 1000,
    seed: int = 1,
    progress: Progress | None = None,
) -> Sensitivity:
    """Survey the landscape of `facts` under `draws` seeded sets of weights."""
    if draws < 1:
        raise InputError(f"draws {draws} is not allowed: 1 or more")
    names = [row.term for row in weights()]
    basins: dict[bytes, Floats] = {}
    deepest: list[Sides] = []
    winners: list[tuple[int | None, int]] = []
    exact = True
    for draw, row in enumerate(drawn_weights(draws, seed)):
        landscape = facts.landscape(size, dict(zip(names, row.tolist(), strict=True)))
        found = survey(landscape, blocs, starts=STARTS, seed=seed, at_most=IN_FULL if blocs == 2 else STARTS)
        for sides, share in zip(found.sides, found.basins.tolist(), strict=True):
            basins.setdefault(sides.tobytes(), np.zeros(draws))[draw] = share
        deepest.append(found.sides[0])
        swing = int(found.swing.argmax()) if found.swing.any() else None
        winners.append((swing, int(hold(landscape, found.sides[0], blocs).argmin())))
        exact = exact and found.exact
        if progress is not None:
            progress(draw + 1, draws, "weights drawn")
    return _gathered(basins, np.array(deepest), winners, exact=exact)


def _gathered(
    basins: dict[bytes, Floats], deepest: Sides, winners: list[tuple[int | None, int]], *, exact: bool
) -> Sensitivity:
    draws, n = deepest.shape
    sides = np.array([np.frombuffer(key, np.int8) for key in basins])
    widths = np.array(list(basins.values()))
    first = np.array([np.all(deepest == row, axis=1).mean() for row in sides])
    stable = (widths > 0).mean(axis=1)
    order = np.lexsort((-stable, -first))
    low, high = np.percentile(widths, INTERVAL, axis=1)
    spread = np.array([np.median(widths, axis=1), low, high])
    return Sensitivity(
        draws=draws,
        sides=sides[order],
        deepest=first[order],
        stable=stable[order],
        basins=spread[:, order],
        swing=_shares([swing for swing, _ in winners], n),
        unmoved=sum(swing is None for swing, _ in winners) / draws,
        loosest=_shares([loosest for _, loosest in winners], n),
        together=np.asarray((deepest[:, :, None] == deepest[:, None, :]).mean(axis=0)),
        exact=exact,
    )


def _shares(winners: list[int | None] | list[int], n: int) -> Floats:
    won: NDArray[np.int64] = np.array([winner for winner in winners if winner is not None], np.int64)
    return np.asarray(np.bincount(won, minlength=n) / len(winners))

r"""The level of over-dispersed counts when its logarithm walks: an exact filter on a grid.

    n_t ~ NegativeBinomial(mean o_t exp(x_t), dispersion k),     o_t share of year t that was observed
    x_t = x_(t-1) + s N(0, 1), kept within floor and ceiling by setting what goes beyond to the bound

For each pair of s and 1 / sqrt(k) on a grid of equal prior probability, the density of x_t given the counts to t is carried
from year to year; the evidence of the counts weighs the pairs. Draws take a cell and are spread within it.

Source: Kitagawa (1987), J. Am. Stat. Assoc. 82, 1032-1041 (filters on a grid).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.stats import nbinom, norm

from foedus.arrays import Floats
from foedus.equations.provocation import CEILING, COUNT_MEAN, COUNT_WIDTH, STEP

STEPS, SPREADS, LEVELS = 20, 20, 160
"""Cells of the grid: of s, of 1 / sqrt(k), of x."""
LEAST = 0.01
"""Least 1 / sqrt(k): a Poisson count in all but name."""


class Walked(NamedTuple):
    """Draws (draw,) of x in the last year, s, k; and the bounds of x."""

    level: Floats
    step: Floats
    dispersion: Floats
    floor: float
    ceiling: float


def bounds(count: Floats, exposure: Floats) -> tuple[float, float]:
    """Floor and ceiling of x: half an event in all the years, and CEILING times the most of a year, taken as 1 at least."""
    return float(np.log(0.5 / exposure.sum())), float(np.log(CEILING * max(count.max(), 1.0)))


def drawn(count: Floats, exposure: Floats, rng: np.random.Generator, draws: int) -> Walked:
    """Draws of the level of the last year and of the parameters, given yearly counts."""
    floor, ceiling = bounds(count, exposure)
    edges = np.linspace(floor, ceiling, LEVELS + 1)
    x, width = (edges[:-1] + edges[1:]) / 2.0, edges[1] - edges[0]
    cells = (np.arange(each) + 0.5 for each in (STEPS, SPREADS))
    step, spread = _step(next(cells) / STEPS), _spread(next(cells) / SPREADS)
    moves = np.array([_moves(x, edges, s) for s in step])
    seen = _likelihood(count, exposure, np.exp(x), spread**-2)
    density = np.broadcast_to(norm.pdf(x, *COUNT_MEAN), (STEPS, SPREADS, LEVELS)) * seen[0]
    evidence = np.zeros((STEPS, SPREADS))
    for t in range(len(count)):
        if t:
            density = (density @ moves) * seen[t]
        total = density.sum(axis=2)
        evidence += np.log(total)
        density = density / total[..., None]
    weight = (density * np.exp(evidence - evidence.max())[..., None]).ravel()
    place = np.unravel_index(rng.choice(weight.size, draws, p=weight / weight.sum()), density.shape)
    within = rng.uniform(0.0, 1.0, (3, draws))
    return Walked(
        level=edges[place[2]] + within[0] * width,
        step=_step((place[0] + within[1]) / STEPS),
        dispersion=_spread((place[1] + within[2]) / SPREADS) ** -2,
        floor=floor,
        ceiling=ceiling,
    )


def ahead(found: Walked, years: int, rng: np.random.Generator) -> Floats:
    """x so many years later, a draw each."""
    x = found.level
    for _ in range(years):
        x = np.clip(x + found.step * rng.standard_normal(len(x)), found.floor, found.ceiling)
    return x


def _step(share: Floats) -> Floats:
    """Quantiles of the prior of s."""
    return np.asarray(np.exp(norm.ppf(share, *STEP)))


def _spread(share: Floats) -> Floats:
    """Quantiles of the prior of 1 / sqrt(k)."""
    return np.maximum(COUNT_WIDTH * norm.ppf(0.5 + share / 2.0), LEAST)


def _moves(x: Floats, edges: Floats, step: float) -> Floats:
    """Probability of each cell in the next year, from each in this; the outermost hold all that goes beyond them."""
    below = norm.cdf((edges[None, 1:-1] - x[:, None]) / step)
    return np.diff(below, axis=1, prepend=0.0, append=1.0)


def _likelihood(count: Floats, exposure: Floats, mean: Floats, k: Floats) -> Floats:
    """Probability of each year's count (year, 1, dispersion, level)."""
    m = exposure[:, None, None] * mean
    size = k[:, None]
    return np.asarray(nbinom.pmf(count[:, None, None], size, size / (size + m)))[:, None]

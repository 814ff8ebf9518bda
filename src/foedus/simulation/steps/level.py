"""The common level of disputes in the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.jitable import jitable
from foedus.simulation.draws import normal, uniforms
from foedus.simulation.fields import Owns

if TYPE_CHECKING:
    from foedus.arrays import Floats, Ints
    from foedus.estimate.posterior import Posterior
    from foedus.simulation.parameters import Draw
    from foedus.simulation.state import Future, Parameters, Setting

YEAR = 9
OWNS = Owns(
    whole=(("level", "f8"),),  # common level of disputes
    draws=(
        ("year_persistence", "f8"),
        ("year_scale", "f8"),
        ("year_start", [("centre", "f8"), ("sd", "f8")]),  # of the common level in the last year coded
    ),
    processes=(YEAR,),
)


def draw(of: Draw) -> dict[str, Floats]:
    """Persistence and scale of the level (fitted with initiation), and its value at the start."""
    starts = of.mixture("initiation").choose(
        [level_at(one, of.rows(one), of.world.coded_to) for one in of.mixture("initiation").posteriors]
    )
    return {
        "year_persistence": of.posterior("initiation", "year_persistence"),
        "year_scale": of.posterior("initiation", "year_scale"),
        "year_start": starts,
    }


def level_at(posterior: Posterior, rows: Ints, year: int) -> Floats:
    """Mean and standard deviation (sets, 2) of the common level of disputes at the end of `year`.

    A year of the fit has its posterior level; after the last one the level follows the equation. A year before the
    stored ones has the equation's stationary distribution, N(0, sigma^2 / (1 - rho^2)).
    """
    draws = posterior.draws
    persistence, scale = draws["year_persistence"][rows], draws["year_scale"][rows]
    levels = draws["year_level"]
    last = posterior.record["years"][1]
    column = min(year, last) - last - 1
    if -column > levels.shape[1]:
        return np.stack([np.zeros(len(rows)), scale / np.sqrt(1.0 - persistence**2)], axis=1)
    ahead = max(year - last, 0)
    variance = sum((persistence ** (2 * step) for step in range(ahead)), np.zeros(len(rows)))
    return np.stack([levels[rows, column] * persistence**ahead, scale * np.sqrt(variance)], axis=1)


@jitable
def begin(w: Setting, p: Parameters, f: Future, seed: int, run: int) -> None:
    """The level at the end of the last year to which disputes are coded, from the fit, which holds that of the system."""
    start = p.draws[0].year_start
    for r in range(f.width):
        u, v, _, _ = uniforms(seed, run + r, 0, w.coded, YEAR)
        f.whole[0].level[r] = start.centre[r] + start.sd[r] * normal(u, v) - f.whole[0].system[r]


@jitable
def step(w: Setting, p: Parameters, f: Future, seed: int, run: int, year: int) -> None:
    """The common level of disputes this year: first-order autoregression around zero."""
    persistence, scale = p.draws[0].year_persistence, p.draws[0].year_scale
    for r in range(f.width):
        u, v, _, _ = uniforms(seed, run + r, 0, year, YEAR)
        f.whole[0].level[r] = persistence[r] * f.whole[0].level[r] + scale[r] * normal(u, v)

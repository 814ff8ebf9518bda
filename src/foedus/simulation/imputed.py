"""Figures of states in each parameter set: as known, or drawn where they are not (`foedus.estimate.unknown`).

A figure that is unknown is no kind of state: each set draws one from what is known of the state, its class and its partners,
at the address of the figure and the state's code. What the fits learnt of rows with missing values is of the record, not of
states.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.arrays import Floats
from foedus.estimate.unknown import CLASSES, quantile
from foedus.world.world import INDICES, KINDS, World

if TYPE_CHECKING:
    from foedus.simulation.parameters import Draw


def polyarchy(of: Draw) -> Floats:
    """(G, N) polyarchy: unknown, that of a state of its class."""
    found, lacking = _repeated(of, of.world.polyarchy)
    for state in lacking:
        found[:, state] = _drawn(of, "polyarchy", state)
    return found


def ideal(of: Draw) -> Floats:
    """(G, N) ideal point: unknown, the mean of its pact partners' and a state's distance from that, else that of its class."""
    world = of.world
    found, lacking = _repeated(of, world.ideal)
    if len(lacking):
        mean = partners(world, world.ideal)
        for state in lacking:
            alone = np.isnan(mean[state])
            middle = 0.0 if alone else mean[state]
            found[:, state] = middle + _drawn(of, "ideal_alone" if alone else "ideal_point", state)
    return found


def capability(of: Draw) -> Floats:
    """(G, 3, N) logarithm of capability: unknown GDP or military spending is in proportion to CINC, times a ratio of its class.

    The proportion is that of the states of the world whose figure is known; where none is, all stay NaN. CINC is never unknown
    (`foedus.simulation.known`).
    """
    world = of.world
    found = np.repeat(np.log(world.capability)[None], of.sets, axis=0)
    cinc = world.capability[0]
    for index, name in enumerate(INDICES[1:], start=1):
        known = ~np.isnan(world.capability[index])
        if known.any():
            scale = np.log(world.capability[index, known].sum() / cinc[known].sum())
            for state in np.flatnonzero(~known).tolist():
                found[:, index, state] = scale + np.log(cinc[state]) + _drawn(of, name, state)
    return found


def partners(world: World, ideal: Floats) -> Floats:
    """(..., N) mean ideal point of each state's partners in the defence pacts of the start; NaN where none is known."""
    pacts = world.party[world.kind == KINDS.index("defence-pact")].astype(np.int64)
    tied = ((pacts.T @ pacts > 0) & ~np.eye(world.states, dtype=np.bool_)).astype(np.float64)
    known = np.isfinite(ideal)
    count = known.astype(np.float64) @ tied
    return np.where(count > 0, np.where(known, ideal, 0.0) @ tied / np.maximum(count, 1.0), np.nan)


def gap(world: World, ideals: Floats) -> Floats:
    """(G, N) mean ideal point of each state's partners less its own at the start; 0 without a partner."""
    return np.nan_to_num(partners(world, ideals) - ideals, nan=0.0)


def _repeated(of: Draw, values: Floats) -> tuple[Floats, list[int]]:
    """The values in each set, and the states that lack one."""
    return np.repeat(values[None], of.sets, axis=0), np.flatnonzero(np.isnan(values)).tolist()


def _drawn(of: Draw, figure: str, state: int) -> Floats:
    """Draws of a figure of a state, by its class."""
    from scipy.special import ndtr

    kind = CLASSES[int(of.world.democracy[state])]
    luck = of.normal(f"unknown.{figure}.{of.world.codes[state]}", 0.0, 1.0, "fitted")
    return quantile(figure, kind, np.asarray(ndtr(luck)))

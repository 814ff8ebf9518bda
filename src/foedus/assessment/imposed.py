"""What a world order imposes on a case, and by which channels that can reach an outcome."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from foedus.assessment.answer import Imposed
from foedus.errors import InputError
from foedus.simulation.mechanisms import acts, channels
from foedus.world.order import Order
from foedus.world.schema import Case
from foedus.world.world import INDICES, World


def imposed(order: Order, world: World) -> list[Imposed]:
    """What an order imposes on the states of a world, in the order of `What`; empty if nothing."""
    found = order.as_arrays(world)
    moved = dict(zip(INDICES, found.drift, strict=True)) | {"ideal": found.ideal}
    lines = {what: (_named(world, size > 0), _named(world, size < 0)) for what, size in moved.items()}
    for what, pairs in (("pacts", found.pacts), ("treaties", found.treaties)):
        lines[what] = (_members(world, {state for pair in pairs for state in pair}), [])
    lines["transfers"] = (_members(world, {receiver for _, receiver in found.transfers}), [])
    patron = [world.names[world.patron]] if world.patron >= 0 else []
    lines["load"] = (patron if found.load > 0 else [], patron if found.load < 0 else [])
    return [Imposed(what=what, up=up, down=down) for what, (up, down) in lines.items() if up or down]


def agreed(order: Order, case: Case) -> Order:
    """The order, if it and the case give their states the same codes.

    Raises InputError otherwise: the order would act on another state, or on none.
    """
    for state in case.states:
        if (code := order.codes.get(state.abbreviation, state.code)) != state.code:
            raise InputError(
                f"{state.abbreviation} has the code {state.code} in case '{case.id}' and {code} in order '{order.name}'; "
                "give it that of Correlates of War in both"
            )
    return order


def passing(what: list[Imposed], silent: frozenset[str], world: World) -> tuple[list[str], list[str]]:
    """The channels of a world that pass on something of what an order imposes: those that are on, and those that are off."""
    kinds = {one.what for one in what}
    found = [one for one in channels() if kinds & set(one.reads) and acts(one, world)]
    on = [one.name for one in found if not set(one.parameters) <= silent]
    return on, [one.name for one in found if one.name not in on]


def _named(world: World, chosen: NDArray[np.bool_]) -> list[str]:
    return [world.names[i] for i in np.flatnonzero(chosen)]


def _members(world: World, chosen: set[int]) -> list[str]:
    return [world.names[i] for i in sorted(chosen)]

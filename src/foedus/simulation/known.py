"""What must be known of a world before it is simulated: an unknown figure is never taken for 'it never happens'."""

from __future__ import annotations

import numpy as np

from foedus.arrays import Flags
from foedus.errors import ModelError
from foedus.world.fields import Field, fields, needs
from foedus.world.world import INDICES, KINDS, World

MOST_NAMED = 5
"""Units named by a refusal; of the others it gives the number."""


def check_known(world: World) -> None:
    """Raise ModelError for a figure that is unknown (NaN, or not above a bound it must be above) where an equation needs it.

    What an equation declares as its `NEEDS` is needed of all units, save: income and latency, of candidates for nuclear
    weapons alone; troops, of a presence; exposure and loss, with a coercer; strain, with patron and protege.
    Whatever else is unknown is drawn (`foedus.simulation.imputed`), or the specification that needs it takes no part.
    """
    for field in fields().values():
        if field.dtype.startswith("float") and field.array and (equations := needs()[field.name]):
            lacking = _unknown(world, field) & _needed(world, field)
            if lacking.any():
                raise ModelError(
                    f"the {field.name} ({field.meaning}) of {_units(world, field, lacking)} is unknown, and "
                    f"{_and(equations)} cannot do without it; give it, {field.allowed}"
                )


def _unknown(world: World, field: Field) -> Flags:
    values = getattr(world, field.array)
    values = np.atleast_1d(values[INDICES.index(field.name)] if field.array == "capability" else values)
    return ~(values > field.low) if field.above else np.isnan(values)


def _needed(world: World, field: Field) -> Flags:
    """Units, or the world as a whole, of which a field is needed."""
    if field.where:
        return np.asarray(getattr(world, field.where))
    if field.name == "troops":
        return np.asarray(world.kind == KINDS.index("presence"))
    coerced, allied = world.coercer >= 0, world.protege >= 0 and world.patron >= 0
    alliance = {"exposure": coerced, "loss": coerced, "strain": allied}
    return np.array(alliance.get(field.name, True))


def _units(world: World, field: Field, lacking: Flags) -> str:
    """The states, pairs or instruments concerned, by name."""
    if field.level == "alliance":
        return "the alliance"
    rows = np.flatnonzero(lacking)
    named = [_unit(world, field, int(row)) for row in rows[:MOST_NAMED]]
    more = len(rows) - len(named)
    return ", ".join(named) + (f" and {more} more" if more else "")


def _unit(world: World, field: Field, row: int) -> str:
    if field.level == "pair":
        return " with ".join(world.names[state] for state in world.pairs[row])
    return world.names[row] if field.level == "state" else world.instruments[row]


def _and(equations: tuple[str, ...]) -> str:
    *most, last = equations
    return f"the equations of {', '.join(most)} and {last}" if most else f"the equation of {last}"

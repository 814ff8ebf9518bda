"""Futures in which the two governments of an alliance are held: elections are kept, and nobody in them loses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from foedus.equations import government
from foedus.simulation.block import Sets
from foedus.simulation.engine import Question
from foedus.simulation.kernel import Function
from foedus.simulation.state import Future, Parameters
from foedus.simulation.store import digest
from foedus.simulation.year import PHASES
from foedus.world.world import World

BEGIN = PHASES[0]


@dataclass(frozen=True, eq=False)
class Held(Question):
    """A question whose futures begin with other governments.

    sides   by state, +1 conservative, -1 progressive, from the first simulated year
    """

    sides: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def digest(self) -> bytes:
        """What stands for the setting and the sides in the name of a result."""
        return digest(self.setting) + repr(sorted(self.sides.items())).encode()

    def runnable(self, function: Function, arguments: tuple[Any, ...]) -> Function:
        """A function as it is run; the first of the year also puts the governments in office."""
        run = super().runnable(function, arguments)
        if function is not BEGIN:
            return run

        def begin(w: Any, p: Any, f: Future, seed: Any, start: int) -> None:
            run(w, p, f, seed, start)
            for state, side in self.sides.items():
                f.states[state].side[:] = side

        return begin


def steady(parameters: Parameters, world: World) -> Sets:
    """Parameter sets in which no election changes the government of patron or protege, and nothing between elections that of
    any democracy: the equation has no rate of that for one state alone."""
    draws, alternation = parameters.draws.copy(), parameters.alternation.copy()
    alternation[:, [world.patron, world.protege]] = 0.0
    for name in government.Coefficients._fields:
        if name.startswith("removal"):
            draws["government"][name] = 0.0
    return Sets(parameters._replace(draws=draws, alternation=alternation))

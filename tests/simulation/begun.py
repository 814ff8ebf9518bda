"""A small block of futures at the start, for tests that look at a step by itself."""

from __future__ import annotations

import numpy as np

from foedus.simulation.block import Sets, blank
from foedus.simulation.kernel import compiles, entry
from foedus.simulation.state import Future, Parameters, Setting
from foedus.simulation.year import begin


def in_block(parameters: Parameters, width: int = 1, first: int = 0) -> Parameters:
    """The parameter sets of futures first, first + 1, ... in lanes."""
    sets = Sets(parameters)
    memory, p = sets.lanes(width)
    sets.gather(memory, first)
    return p


def begun(w: Setting, parameters: Parameters, width: int = 1, first: int = 0) -> tuple[Parameters, Future]:
    """The parameter sets and the state of futures first, first + 1, ... at the start, of seed 1."""
    p, f = in_block(parameters, width, first), blank(w, width)
    asked = (w, p, f, np.uint64(1), first)
    run = entry(begin, asked) if compiles() else begin
    run(*asked)
    return p, f

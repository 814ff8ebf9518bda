"""A small block of futures at the start, for tests that look at a step by itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from foedus.arrays import Floats
from foedus.simulation.block import WIDTH, Sets, blank
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
    """The parameter sets and the state of futures first, first + 1, ... at the start, of seed 1.

    They begin in blocks of the width for which the program is compiled, and are copied from there.
    """
    f = blank(w, width)
    for start in range(0, width, WIDTH):
        block = blank(w, WIDTH)
        asked = w, in_block(parameters, WIDTH, first + start), block, np.uint64(1), first + start
        run = entry(begin, asked) if compiles() else begin
        run(*asked)
        for to, of in zip(_lanes(f), _lanes(block), strict=True):
            to[..., start : start + WIDTH] = of[..., : width - start]
    return in_block(parameters, width, first), f


def _lanes(f: Future) -> Iterator[Floats]:
    """The arrays of a block; lanes are the last axis."""
    for each in f:
        if isinstance(each, np.ndarray):
            yield from [each] if each.dtype.names is None else (each[name] for name in each.dtype.names)

"""Memory of a block: W futures side by side, their parameter sets, and the record of what happens in them."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from foedus.arrays import Floats
from foedus.simulation.chronicle import Chronicle
from foedus.simulation.fields import in_lanes
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.state import (
    FUTURE_INSTRUMENTS,
    FUTURE_LINKS,
    FUTURE_PAIRS,
    FUTURE_STATES,
    WHOLE,
    Future,
    Parameters,
    Record,
    Records,
    Setting,
)
from foedus.simulation.store import digest

WIDTH = 56
"""Futures of a block. The result is the same for any; this many are fast: their state fits a processor's own cache, and their
numbers, 448 bytes apart, are spread over all of it, which those of a power of two are not."""
LINE = 64
"""Bytes of a cache line, on which memory is aligned."""


def blank(w: Setting, width: int = WIDTH) -> Future:
    """Unused futures of the right shapes."""
    counts = {"states": w.states, "pairs": w.pairs, "links": w.links, "instruments": w.instruments, "whole": (0,)}
    kinds = (FUTURE_STATES, FUTURE_PAIRS, FUTURE_LINKS, FUTURE_INSTRUMENTS, WHOLE)
    records = {
        name: _records(len(of), in_lanes(kind, width)) for (name, of), kind in zip(counts.items(), kinds, strict=True)
    }
    return Future(
        width=width,
        **records,
        provocations=_aligned((len(w.provocations), width)),
        walks=_aligned((len(w.provocations), width)),
        marked=np.zeros(width, np.bool_),
    )


def blank_record(
    w: Setting, horizon: int, chronicle: Chronicle, width: int = WIDTH, events: int = len(EVENTS)
) -> Record:
    """An unused record of the right shapes."""
    return Record(
        events=np.zeros((events, width), np.uint64),
        totals=_aligned((len(TOTALS) + len(w.provocations), width)),
        yearly=_aligned((horizon, len(YEARLY), width)),
        fate=np.zeros((len(w.instruments), width), np.int64),
        chronicle=chronicle,
        row=-1,
        rows=width,
    )


class Sets:
    """Parameter sets, ready to be run and to be named in a store."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def __len__(self) -> int:
        """Their number, G."""
        return len(self.parameters.draws)

    @cached_property
    def packed(self) -> Floats:
        """As one array (C, G): a row for each number of a set, field by field."""
        return np.concatenate([_numbers(each).reshape(len(self), -1).T for each in self.parameters])

    @cached_property
    def digest(self) -> bytes:
        """What stands for them in the name of a result."""
        return digest(self.parameters)

    def lanes(self, width: int = WIDTH) -> tuple[Floats, Parameters]:
        """Memory (C, W) for the sets of the futures of a block, and the same memory by name."""
        sizes = [_numbers(each[:1]).size for each in self.parameters]
        memory = _aligned((sum(sizes), width))
        parts = np.split(memory, np.cumsum(sizes)[:-1])
        named = [_named(each, part, width) for each, part in zip(self.parameters, parts, strict=True)]
        return memory, Parameters(*named)

    def gather(self, memory: Floats, start: int) -> None:
        """The sets of futures start, start + 1, ... into the lanes of a block: future r uses set r mod G."""
        first, width = start % len(self), memory.shape[1]
        if first + width <= len(self):
            memory[:] = self.packed[:, first : first + width]
        else:
            memory[:] = self.packed[:, (first + np.arange(width)) % len(self)]


def _named(drawn: Records, part: Floats, width: int) -> Records:
    """The lanes of one field of the sets."""
    if drawn.dtype.names is None:
        return part.reshape(*drawn.shape[1:], width)
    return part.reshape(-1).view(in_lanes(drawn.dtype, width)).view(np.recarray)


def _numbers(field: Records) -> Floats:
    """A field of the sets as plain numbers."""
    plain = np.asarray(field)
    if plain.dtype.names is None:
        return plain
    return np.ascontiguousarray(plain).view(np.float64)


def _records(rows: int, kind: np.dtype[np.void]) -> Records:
    """Records of zeros."""
    return _aligned((rows * kind.itemsize // 8,)).view(kind).view(np.recarray)


def _aligned(shape: tuple[int, ...]) -> Floats:
    """Zeros on a cache line."""
    size = int(np.prod(shape)) * 8
    memory = np.zeros(size + LINE, np.uint8)
    first = -memory.ctypes.data % LINE
    return memory[first : first + size].view(np.float64).reshape(shape)

"""When an event happened in futures kept one by one: bit t - 1 of the word of a future is simulated year t."""

from __future__ import annotations

import numpy as np

from foedus.arrays import Bits, Flags, Ints


def holds(word: Bits, year: int) -> Flags:
    """Whether it holds in a simulated year, of the first, 1, to the 64th."""
    return np.asarray((word >> np.uint64(year - 1)) & np.uint64(1) != 0)


def by(word: Bits, year: int) -> Flags:
    """Whether it has happened by the end of a simulated year."""
    return np.asarray(word & _upto(year) != 0)


def throughout(word: Bits, year: int) -> Flags:
    """Whether it has held in every year up to a simulated one."""
    return np.asarray(word & _upto(year) == _upto(year))


def after(word: Bits, year: int) -> Flags:
    """Whether it happens after a simulated year; 0: at all."""
    return np.asarray(word >> np.uint64(year) != 0)


def first(word: Bits, after: int, horizon: int) -> Ints:
    """The first simulated year after one, to the horizon, in which it happens; 0 where it does not."""
    found = np.zeros(len(word), np.int64)
    for year in range(horizon, after, -1):
        found = np.where(holds(word, year), year, found)
    return found


def since(word: Bits, held: bool, horizon: int) -> Ints:
    """The first of the unbroken years to the horizon in which it holds, or (`held` False) does not; if none, horizon + 1."""
    found = np.ones(len(word), np.int64)
    for year in range(1, horizon + 1):
        found = np.where(holds(word, year) != held, year + 1, found)
    return found


def _upto(year: int) -> np.uint64:
    return np.uint64((1 << year) - 1)

r"""Counter-based random numbers: Philox-4x32-10.

A draw is the value of a keyed bijection at an address (the counter),

    words = Philox(key = seed, counter = (run, entity, year, process)),

so changing a policy, batch size or thread count changes no other entity's draws, and two policies share common random
numbers. Verified against the published known-answer vectors of Random123.

Source: Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3. doi:10.1145/2063384.2063405

Every function runs interpreted and compiled with the same result.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from foedus.elementary import cosine_of_turns, exp, log, of_bits
from foedus.jitable import Number, jitable

Word = Number
"""A 32-bit value held in a 64-bit word, or an array of them."""

M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
SCALE = 1.0 / 4294967296.0
MIDDLE = 2.0**52 - 0.5
FRACTION = np.uint64(0x4330000000000000)
"""Bits of 2^52, whose last 32 are free for a word."""
SLACK = 1e-12
"""More than the rounding of a bound."""
MOST_COUNTED = 100_000
"""The largest count that is drawn."""


PARAMETER = 14
"""Process number of the draws of parameters. Every other number is that of a step, declared in its file: the last word of an
address says who draws. A number, once used, is never given another meaning; the tests keep the list."""


@jitable
def philox(k0: Word, k1: Word, c0: Word, c1: Word, c2: Word, c3: Word) -> tuple[Word, Word, Word, Word]:
    """Ten rounds of Philox-4x32: key (k0, k1) and counter (c0, c1, c2, c3), 32-bit values held in 64-bit words."""
    for _ in range(10):
        p0 = M0 * c0
        p1 = M1 * c2
        c0, c1, c2, c3 = (p1 >> HALF) ^ c1 ^ k0, p1 & LOW, (p0 >> HALF) ^ c3 ^ k1, p0 & LOW
        k0 = (k0 + W0) & LOW
        k1 = (k1 + W1) & LOW
    return c0, c1, c2, c3


@jitable
def uniforms(seed: int, run: int, entity: int, year: int, process: int) -> tuple[float, float, float, float]:
    """Four uniforms in (0, 1), each (w + 1/2) / 2^32, at the address (seed; run, entity, year, process)."""
    key = np.uint64(seed)
    a, b, c, d = philox(
        key & LOW, key >> HALF, np.uint64(run) & LOW, np.uint64(entity), np.uint64(year), np.uint64(process)
    )
    return between(a), between(b), between(c), between(d)


@jitable
def between(word: Word) -> float:
    """(w + 1/2) / 2^32. Many processors turn whole numbers to floats one at a time; the bits of 2^52 + w are those of both."""
    return (of_bits(word | FRACTION) - MIDDLE) * SCALE


@jitable
def normal(u: float, v: float) -> float:
    """Standard normal from two uniforms: sqrt(-2 ln u) cos(2 pi v). Source: Box & Muller (1958)."""
    return math.sqrt(-2.0 * log(u)) * cosine_of_turns(v)


def normals(seed: int, runs: int, entity: int, process: int, first: int = 0) -> NDArray[np.float64]:
    """Standard normals at the addresses (seed; first .. first + runs - 1, entity, 0, process), as one array."""
    run = np.arange(first, first + runs, dtype=np.uint64)
    key = np.uint64(seed)
    a, b, _, _ = philox(
        key & LOW, key >> HALF, run, np.full_like(run, entity), np.zeros_like(run), np.full_like(run, process)
    )
    u, v = (a + 0.5) * SCALE, (b + 0.5) * SCALE
    return np.asarray(np.sqrt(-2.0 * np.log(u)) * np.cos(2.0 * np.pi * v))


@jitable
def student(u: float, v: float, df: float) -> float:
    """Student-t from two uniforms: sqrt(df (u^(-2/df) - 1)) cos(2 pi v). Source: Bailey (1994).

    Bailey, R. W. (1994), Polar generation of random variates with the t-distribution, Math. Comp. 62, 779-781.
    """
    return math.sqrt(df * (exp(-2.0 / df * log(u)) - 1.0)) * cosine_of_turns(v)


@jitable
def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow."""
    e = exp(-abs(x))
    return (1.0 if x >= 0.0 else e) / (1.0 + e)


@jitable
def logit(p: float) -> float:
    """ln(p / (1 - p)) for 0 < p < 1."""
    return log(p / (1.0 - p))


@jitable
def happens(u: float, x: float, shift: float = 0.0) -> bool:
    """Whether u < logistic(x) exp(shift)."""
    return u < logistic(x) * exp(shift)


@jitable
def may_happen(u: float, x: float) -> bool:
    """False only where u >= exp(x), above which nothing of log-odds and shift that sum to x happens.

    Most events are rare, and 1 / (1 + z + z^2 / 2 + z^3 / 6 + z^4 / 24) > exp(-z) for z > 0 decides nearly always.
    """
    z = -x if x < 0.0 else 0.0
    return u * (1.0 + z * (1.0 + z * (0.5 + z * (1.0 / 6.0 + z * (1.0 / 24.0))))) <= 1.0 + SLACK


@jitable
def none_counted(ratio: float, dispersion: float) -> float:
    """Probability that a negative binomial counts nothing: (1 - q)^r, with q = mean / (mean + r) and r the dispersion."""
    return exp(dispersion * log(1.0 - ratio))


@jitable
def count_at(u: float, none: float, ratio: float, dispersion: float) -> int:
    """Count of a negative binomial at cumulative probability u: variance mean + mean^2 / r; monotone in u.

    Inversion by the recursion p(k + 1) = p(k) (k + r) / (k + 1) q from `none`, p(0), up to MOST_COUNTED.
    """
    chance = at_most = none
    k = 0.0
    while at_most < u and k < MOST_COUNTED:
        chance *= (k + dispersion) * ratio * (1.0 / (k + 1.0))
        k += 1.0
        at_most += chance
    return int(k)

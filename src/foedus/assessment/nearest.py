r"""The nearest point at which numbers cross their limits, in standard deviations of independent priors.

Progress s_l(x) of limit l at the move x (in prior standard deviations) is negative where its number stands where it stood, and
zero on the limit. Wanted is the shortest x with s_l(x) >= 0 for every l of a target:

    x* = argmin |x|  subject to  s_l(x) >= 0

In structural reliability x* is the design point and |x*| the reliability index. It is sought on a model, a parabola for each
belief through what was simulated at -c, 0 and +c,

    s_l(x) = s_l(0) + sum_k (b_lk x_k + c_lk x_k^2),

by linearising the limits and solving the least-distance problem that is left, again and again. What the model finds is then
followed in simulated progress along its own direction, t x* / |x*|, to the least t at which the target is crossed.

Units: standard deviations of priors. Sources: Hasofer and Lind (1974), Exact and invariant second-moment code format, J. Eng.
Mech. Div. ASCE 100, 111-121; Rackwitz and Fiessler (1978), Structural reliability under combined random load sequences,
Computers and Structures 9, 489-494; Lawson and Hanson (1974), Solving Least Squares Problems, ch. 23 (least distance).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from foedus.arrays import Flags, Floats

CAP = 3.0
"""Longest move, in standard deviations."""
STEPS = 50
"""Most times that the model is linearised."""
CLOSE = 0.02
"""Width of a bracket, in standard deviations, or progress beyond the limit, in logits, at which a crossing is near enough."""
TRIES = 8
"""Most times that a bracket is narrowed."""


@dataclass(frozen=True)
class Model:
    """Progress of each limit as parabolas of the moves of beliefs: `start` (L), `linear` and `curved` (K, L)."""

    start: Floats
    linear: Floats
    curved: Floats

    @staticmethod
    def through(start: Floats, low: Floats, high: Floats, clear: Flags, cap: float = CAP) -> Model:
        """From progress at no move (L), and at -cap and +cap of each belief (K, L); flat where the two are not told apart."""
        linear = np.where(clear, (high - low) / (2.0 * cap), 0.0)
        curved = np.where(clear, ((high + low) / 2.0 - start) / cap**2, 0.0)
        return Model(start, linear, curved)

    def at(self, x: Floats) -> Floats:
        """Progress of each limit (L) at a move (K)."""
        return np.asarray(self.start + x @ self.linear + x**2 @ self.curved)

    def slopes(self, x: Floats) -> Floats:
        """How it changes with each belief (K, L)."""
        return np.asarray(self.linear + 2.0 * x[:, None] * self.curved)


def alone(model: Model, belief: int, target: Sequence[int], cap: float = CAP) -> float | None:
    """The shortest move of one belief that crosses the target on the model; None within the cap.

    >>> model = Model(np.array([-1.0]), np.array([[-0.5]]), np.zeros((1, 1)))
    >>> alone(model, 0, [0])
    -2.0
    """
    t = np.linspace(0.0, cap, round(100 * cap) + 1)
    best: float | None = None
    for sign in (1.0, -1.0):
        m = sign * t[:, None]
        progress = model.start + m * model.linear[belief] + m**2 * model.curved[belief]
        crossed = np.flatnonzero((progress[:, list(target)] >= 0.0).all(axis=1))
        if len(crossed) and (best is None or t[crossed[0]] < abs(best)):
            best = float(sign * t[crossed[0]])
    return best


def together(model: Model, target: Sequence[int], start: Floats | None = None) -> Floats | None:
    """The shortest move (K) that crosses the target on the model; None where none is found."""
    chosen = list(target)
    x = np.zeros(len(model.linear)) if start is None else start
    for _ in range(STEPS):
        slopes = model.slopes(x)[:, chosen].T
        found = least_distance(slopes, slopes @ x - model.at(x)[chosen])
        if found is None:
            return None
        step = found - x
        length = float(np.sqrt(step @ step))
        x = x + step * min(1.0, 1.0 / max(length, 1e-12))
        if length < 1e-6:
            break
    return x if (model.at(x)[chosen] > -1e-3).all() else None


def least_distance(slopes: Floats, needed: Floats) -> Floats | None:
    """The shortest x (K) with slopes (L, K) x >= needed (L); None where there is none.

    >>> least_distance(np.array([[3.0, 4.0]]), np.array([5.0])).round(9).tolist()
    [0.6, 0.8]
    """
    from scipy.optimize import nnls

    if (needed <= 0.0).all():
        return np.zeros(slopes.shape[1])
    table = np.vstack([slopes.T, needed])
    aim = np.zeros(len(table))
    aim[-1] = 1.0
    weights, _ = nnls(table, aim)
    rest = table @ weights - aim
    return None if abs(rest[-1]) < 1e-9 else np.asarray(-rest[:-1] / rest[-1])


class Crossing(NamedTuple):
    """Where a direction crosses its target: the length, and how progress rises with it there (logits a deviation)."""

    length: float
    slope: float


def crossing(progress: Callable[[float], float], start: float, guess: float, cap: float = CAP) -> Crossing | None:
    """The least length up to `cap` at which progress along a direction is no longer negative, as far as it rises.

    progress   at a length; `start` is that of no move, below zero

    None where progress is negative at the cap. After a bracket is found it is narrowed by safeguarded false position.

    >>> found = crossing(lambda t: 2.0 * t - 3.0, -3.0, 1.0)
    >>> round(found.length, 2), round(found.slope, 3)
    (1.5, 2.0)
    """
    low, below, high = 0.0, start, min(max(guess, CLOSE), cap)
    while (above := progress(high)) < 0.0:
        if high >= cap:
            return None
        rise = (above - start) / high
        low, below = high, above
        high = min(cap, max(high + CLOSE, high - 1.1 * above / rise)) if rise > 0.0 else cap
    for _ in range(TRIES):
        if above <= CLOSE or high - low <= CLOSE:
            break
        t = low + (high - low) * min(max(-below / (above - below), 0.1), 0.9)
        found = progress(t)
        if found >= 0.0:
            high, above = t, found
        else:
            low, below = t, found
    return Crossing(high, (above - below) / (high - low))

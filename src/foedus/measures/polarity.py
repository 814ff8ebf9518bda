"""How concentrated capability is in a system of states."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.errors import InputError
from foedus.jitable import Number, jitable


def effective_poles(capabilities: ArrayLike) -> float:
    r"""Effective number of poles, 1 / sum_i s_i^2 with s_i = x_i / sum_j x_j.

    Range 1 (one state holds all) to N (N equal states). A system without capability raises InputError.

    Source: Laakso & Taagepera (1979), Effective number of parties, Comparative Political Studies 12:3-27, applied to
    states; the inverse of the Herfindahl-Hirschman index.
    """
    return float(1.0 / np.sum(_shares(capabilities) ** 2))


def concentration(capabilities: ArrayLike) -> float:
    r"""Ray and Singer's concentration of capability among N states,

        CON = sqrt( (sum_i s_i^2 - 1/N) / (1 - 1/N) )

    Range 0 (all equal) to 1 (one holds all). A single state has no concentration and raises InputError.

    Source: Ray & Singer (1973), Measuring the concentration of power in the international system, Sociological Methods
    & Research 1:403-437.
    """
    shares = _shares(capabilities)
    if shares.size < 2:
        raise InputError("concentration needs at least 2 states, got 1: give all the states of the system")
    return float(ray_singer(float(np.sum(shares**2)), shares.size))


@jitable
def ray_singer(squares: Number, states: int) -> Number:
    """CON from the sum of squared shares of two or more states."""
    least = 1.0 / states
    return math.sqrt(max(0.0, (squares - least) / (1.0 - least)))


def poles(capabilities: ArrayLike, *, threshold: float = 0.5) -> int:
    r"""Number of poles: the states with at least a given share of the capability of the strongest,

        poles = #{ i : x_i >= threshold * max_j x_j }

    Range 1 (only the strongest) to N. The caller chooses which states count (the major powers, or all) and the
    threshold; the default of one half is a convention, not an estimate, so report the result for another threshold too.
    The measure jumps where a state crosses the threshold. `threshold` is above 0 and at most 1.

    Source: the rule as written here. The field credits counting poles against the leading power to Moul (1989),
    Measuring the 'balances of power': a look at some numbers, Review of International Studies 15:101-121,
    doi:10.1017/S0260210500112951, whose own series is not replicated.
    """
    if not 0.0 < threshold <= 1.0:
        raise InputError(f"threshold {threshold:g} is not allowed: above 0 and at most 1")
    shares = _shares(capabilities)
    return int(np.sum(shares >= threshold * shares.max()))


def lead(capabilities: ArrayLike) -> float:
    r"""Lead of the strongest state: its capability over that of the second, x_(1) / x_(2).

    Range 1 (parity at the top) upwards; infinite where the second has none. A single state has no rival and raises
    InputError.

    Source: the ratio of the two leading powers in the literature on parity and power transition, Organski & Kugler
    (1980), The War Ledger, University of Chicago Press.
    """
    shares = np.sort(_shares(capabilities))
    if shares.size < 2:
        raise InputError("the lead needs at least 2 states, got 1: give all the states of the system")
    return float(shares[-1] / shares[-2]) if shares[-2] else float("inf")


def leader_share(capabilities: ArrayLike) -> float:
    """Share of the strongest state in total capability, max x / sum x: 1/N (all equal) to 1 (it holds all)."""
    return float(_shares(capabilities).max())


def _shares(capabilities: ArrayLike) -> NDArray[np.float64]:
    """Shares of the total; a system must be a list of finite values, none negative, not all zero."""
    values = np.asarray(capabilities, dtype=np.float64)
    if values.ndim != 1 or not values.size or not np.all(np.isfinite(values)) or np.any(values < 0) or not values.sum():
        raise InputError("capabilities must be a list of finite numbers, none negative, not all zero")
    scaled = values / values.max()
    return np.asarray(scaled / scaled.sum(), dtype=np.float64)

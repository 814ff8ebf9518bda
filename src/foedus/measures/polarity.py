"""How concentrated capability is in a system of states."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.errors import InputError


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
    least = 1.0 / shares.size
    return float(np.sqrt(max(0.0, (np.sum(shares**2) - least) / (1.0 - least))))


def _shares(capabilities: ArrayLike) -> NDArray[np.float64]:
    """Shares of the total; a system must be a list of finite values, none negative, not all zero."""
    values = np.asarray(capabilities, dtype=np.float64)
    if values.ndim != 1 or not values.size or not np.all(np.isfinite(values)) or np.any(values < 0) or not values.sum():
        raise InputError("capabilities must be a list of finite numbers, none negative, not all zero")
    scaled = values / values.max()
    return np.asarray(scaled / scaled.sum(), dtype=np.float64)

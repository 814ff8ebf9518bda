r"""Exposure: trade with the coercer as a share of the protege's economy.

    ln e_t = ln e_(t-1) + N(0, s)

Unit: dyad-year. A random walk: the level persists and its direction is not forecast.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.jitable import Number, jitable


class Coefficients(NamedTuple):
    """s, the standard deviation of a yearly change."""

    scale: Number


TERMS = Coefficients._fields


@jitable
def drawn(b: Coefficients, previous: Number, shock: Number) -> Number:
    """ln e_t from that of the year before and a standard Normal draw."""
    return previous + b.scale * shock

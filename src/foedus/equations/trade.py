r"""Exposure: trade with the coercer as a share of the protege's economy.

    ln e_t = ln e_(t-1) + N(0, s)

Unit: dyad-year. A random walk: the level carries over and its direction is not forecast.
"""

TERMS = ("scale",)

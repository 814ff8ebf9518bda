r"""Made up: the mood of a public.

    m_t = m_(t-1) + e_t + s N(0, 1)

    e_t   effects of the alliance's instruments on the channel `mood` (`effects.csv`), for the protege alone
    s     stated (`stated.csv`)

Unit: state-year. Mood is relative to the start of the case.
"""

from __future__ import annotations

from typing import NamedTuple

from foedus.jitable import Number, jitable


class Coefficients(NamedTuple):
    """What the mood of a public moves by in a year."""

    scale: Number


TERMS = Coefficients._fields


@jitable
def moved(b: Coefficients, mood: Number, effect: Number, luck: Number) -> Number:
    """Mood of this year, from that of last year; luck is standard normal."""
    return mood + effect + b.scale * luck

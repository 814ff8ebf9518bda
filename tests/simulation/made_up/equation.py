r"""Made up: the mood of a public.

m_t = m_(t-1) + s N(0, 1)
"""

from __future__ import annotations

from foedus.jitable import Number, jitable

TERMS = ("scale",)


@jitable
def moved(mood: Number, scale: Number, luck: Number) -> Number:
    """Mood of this year."""
    return mood + scale * luck

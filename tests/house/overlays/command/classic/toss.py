"""Made up: a coin is tossed."""

from __future__ import annotations

import random

from pydantic import BaseModel

from foedus.errors import InputError

MOST = 1_000_000


class Tossed(BaseModel):
    """What came of it: tosses, and how many were heads."""

    tosses: int
    heads: int


def toss(tosses: int, seed: int) -> Tossed:
    """Toss a fair coin. Raises InputError for a number of tosses outside 1 to MOST."""
    if not 1 <= tosses <= MOST:
        raise InputError(f"tosses {tosses} is not allowed: a whole number from 1 to {MOST:,}")
    luck = random.Random(seed)
    return Tossed(tosses=tosses, heads=sum(luck.random() < 0.5 for _ in range(tosses)))

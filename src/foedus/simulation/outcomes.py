"""What is stored of a future, by name, and its position in the arrays.

Events are stored as one bit per year, so that any horizon up to 63 years, first times and joint events can be read
afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from foedus.errors import ModelError, unknown
from foedus.jitable import jitable
from foedus.world.outcomes import outcomes

if TYPE_CHECKING:
    from foedus.simulation.state import Record

EVENTS = tuple(one.name for one in outcomes() if one.kind not in ("total", "ratio"))
"""Events by bit array. Statuses (pact_in_force and the like) are set in each year they hold."""

TOTALS = tuple(one.name for one in outcomes() if one.kind == "total")
"""Sums over the horizon; one more per provocation type follows them."""

YEARLY = (
    *("poles_cinc", "poles_gdp", "poles_milex", "disputes", "wars", "pacts", "expected_war", "expected_deaths"),
    "bloc_tightness",
)
"""Columns of each year."""


def event(name: str) -> int:
    """Bit array of an event. Raises ModelError for an unknown name.

    >>> event("war_outside")
    0
    """
    return _place("event", name, EVENTS)


def total(name: str) -> int:
    """Column of a sum over the horizon. Raises ModelError for an unknown name."""
    return _place("total", name, TOTALS)


def yearly(name: str) -> int:
    """Column of a yearly figure. Raises ModelError for an unknown name."""
    return _place("yearly column", name, YEARLY)


def _place(kind: str, name: str, names: tuple[str, ...]) -> int:
    if name not in names:
        raise ModelError(unknown(kind, name, names))
    return names.index(name)


@jitable
def mark(out: Record, event: int, t: int, r: int, happened: bool) -> None:
    """Set the bit of simulated year t (1 = first) in future r, if the event happened."""
    out.events[event, r] |= np.uint64(happened) << np.uint64(t - 1)

"""What an indicator counted, month by month, as it was known on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from foedus.world.views import Poll


@dataclass(frozen=True)
class Series:
    """The counts of one indicator in contiguous months, from the first that its source covers.

    A month is NaN where the source does not cover the whole of it (unknown), and 0 where it does and nothing was counted.
    """

    indicator: str
    """The name of the indicator."""

    unit: str
    """What is counted: one of `foedus.watch.event.UNITS`."""

    source: str
    """The one source that says it."""

    months: NDArray[np.datetime64]
    """The months, datetime64[M], one after the other; none where the source covers none."""

    counts: NDArray[np.float64]
    """Units in each month; NaN where unknown."""

    through: np.datetime64 | None
    """The last month that the source covers; None where it covers none."""

    last_event: date | None
    """The last day on which something was counted, that of a month not yet over included."""

    last_seen: date | None
    """The last day of which the source says anything at all; None where it has said nothing."""

    polls: tuple[Poll, ...] = ()
    """Of an indicator in percent, the polls, in order; it has no counts by month."""

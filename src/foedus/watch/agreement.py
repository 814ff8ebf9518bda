r"""Whether two sources of one unit still count as they used to: a change of one against the other is a signal of its own.

In a month both counted n = a + b units between them, a of them by the first. Over the months before the last twelve the share
is q = sum a / sum n, and varies more than chance alone has it by the intraclass correlation rho of the beta-binomial. Of the
last twelve, with N units between them, A by the first is set against a beta-binomial of mean q N and variance

    sum n q (1 - q) (1 + rho (n - 1)) + N^2 v,   v = q (1 - q) / M (1 + rho (sum n^2 / M - 1)),  M = sum n before

    tail      probability of a share as far out or further, either way, if nothing has changed: twice the smaller tail
    disagree  tail below .05 (stated): of sources that agree one look in twenty says so

Months that one of the two does not know are left out. A difference between the two that has always been there is no signal.

Units: counts, shares 0 to 1. Valid for two sources of the same unit; nothing is told of fewer than 10 units before, or of none
in the last twelve months.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from foedus.arrays import Floats
from foedus.assessment.interval import intraclass
from foedus.errors import InputError
from foedus.shown import shown
from foedus.watch.series import Series

RECENT, FEWEST, TAIL = 12, 10.0, 0.05


@dataclass(frozen=True)
class Agreement:
    """Two sources of one unit."""

    indicator: str
    first: str
    second: str
    before: float | None
    """Share of the first in what both counted before; None where too little is known."""
    now: float | None
    """The same in the last twelve months that both know."""
    units: float
    """Units of both in those months."""
    tail: float | None

    @property
    def disagree(self) -> bool:
        """Whether they have come to count differently."""
        return self.tail is not None and self.tail < TAIL


def agreement(first: Series, second: Series) -> Agreement:
    """Set two sources against each other. Raises InputError where they count different units."""
    if first.unit != second.unit:
        raise InputError(
            f"'{shown(first.source)}' counts by {shown(first.unit)} and '{shown(second.source)}' by {shown(second.unit)}: "
            "sources of different units cannot be set against each other"
        )
    a, b = _both(first, second)
    before, n = np.array([a[:-RECENT], b[:-RECENT]]), a + b
    whole, recent = float(before.sum()), float(n[-RECENT:].sum())
    told = len(a) > RECENT and whole >= FEWEST and recent > 0.0
    q = float(before[0].sum()) / whole if told else None
    return Agreement(
        indicator=first.indicator,
        first=first.source,
        second=second.source,
        before=q,
        now=float(a[-RECENT:].sum()) / recent if told else None,
        units=recent,
        tail=None if q is None else _tail(a, n, q, whole),
    )


def _both(first: Series, second: Series) -> tuple[Floats, Floats]:
    """Counts of the months that both know."""
    _, one, other = np.intersect1d(first.months, second.months, assume_unique=True, return_indices=True)
    a, b = first.counts[one], second.counts[other]
    known = np.isfinite(a) & np.isfinite(b)
    return a[known], b[known]


def _tail(a: Floats, n: Floats, q: float, whole: float) -> float:
    """Twice the smaller tail of the beta-binomial of the last months."""
    from scipy.stats import betabinom, binom

    past, now = n[:-RECENT], n[-RECENT:]
    if q in (0.0, 1.0):
        q = (q * whole + 0.5) / (whole + 1.0)
    rho = intraclass(a[:-RECENT].astype(np.int64), past.astype(np.int64))
    chance = q * (1.0 - q)
    v = chance / whole * (1.0 + rho * (float((past**2).sum()) / whole - 1.0))
    total, many = float(now.sum()), float(a[-RECENT:].sum())
    variance = chance * float((now * (1.0 + rho * (now - 1.0))).sum()) + total**2 * v
    size = max((total * total * chance - variance) / max(variance - total * chance, 1e-9), 1e-3)
    law = betabinom(total, q * size, (1.0 - q) * size) if total > 1.0 and size < 1e6 else binom(total, q)
    return float(min(1.0, 2.0 * min(law.cdf(many), law.sf(many - 1.0))))

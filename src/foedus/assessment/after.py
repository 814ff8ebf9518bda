"""Outcomes in the years after one, read from the events of futures."""

from __future__ import annotations

import numpy as np

from foedus.arrays import Bits, Flags, Floats, Ints
from foedus.assessment import flags
from foedus.simulation.outcomes import EVENTS
from foedus.world.outcomes import Outcome


def by_year(one: Outcome) -> bool:
    """Whether an outcome is kept by year, so that it can be counted after one."""
    return one.kind not in ("total", "ratio")


def counted(one: Outcome, events: Bits, shift: int, horizon: int) -> tuple[Flags, Flags]:
    """Whether an outcome came about after the first `shift` simulated years, and whether it is counted at all, by future.

    An event counts if it happens after them, a status if it holds in the last year; what has a condition of its own is counted
    where that holds.
    """
    words = {name: _word(events, name) for name in (one.name, one.given, one.failed_by) if name}
    if one.kind == "share":
        there = flags.after(words[one.given], shift)
        return there & ~flags.after(words[one.failed_by], shift), there
    word = words[one.name]
    happened = flags.after(word, shift) if one.kind == "event" else flags.holds(word, horizon)
    there = flags.holds(words[one.given], horizon) if one.given else np.ones(len(events), np.bool_)
    return happened & there, there


def none_before(one: Outcome, events: Bits, shift: int) -> Flags:
    """Whether an event, or what a share is a share of, has not happened in the first `shift` years; any status."""
    if one.kind == "status":
        return np.ones(len(events), np.bool_)
    return ~flags.by(_word(events, one.given if one.kind == "share" else one.name), shift)


def effective(futures: Ints) -> float:
    """Effective number of parameter sets, (sum n)^2 / sum n^2, of the futures n of each; 0 without any (Kish 1965, Survey
    Sampling)."""
    n: Floats = futures.astype(np.float64)
    return float(n.sum() ** 2 / (n**2).sum()) if n.any() else 0.0


def _word(events: Bits, name: str) -> Bits:
    return events[:, EVENTS.index(name)]

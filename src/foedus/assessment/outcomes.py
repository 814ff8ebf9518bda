"""How each outcome is read from a tally, and from the futures of a batch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.assessment import interval
from foedus.assessment.answer import Estimate
from foedus.assessment.tally import EXPECTED, SHARES, Tally
from foedus.simulation.engine import Batch, unpack
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.world.outcomes import Outcome


def estimate(outcome: Outcome, tally: Tally, year: int = 0) -> Estimate:
    """Mean and 90% interval at the end of simulated `year` (0: the horizon; totals and shares are for the horizon)."""
    if outcome.kind == "total":
        sums = tally.totals[:, TOTALS.index(outcome.name)]
        used = tally.futures > 0
        return interval.quantiles(sums[used] / tally.futures[used], tally.futures[used])
    if outcome.name in EXPECTED:
        found = interval.mean(*_expected(outcome, tally, year))
        assert found.low is not None
        assert found.high is not None
        return Estimate(value=found.value, low=max(found.low, 0.0), high=min(found.high, 1.0))
    return interval.probability(*_counts(outcome, tally, year))


def share_below(outcome: Outcome, tally: Tally, limit: float, year: int = 0) -> float | None:
    """Share of parameter sets in which the probability is at most `limit`."""
    if outcome.name in EXPECTED:
        return float((interval.shrunk(*_expected(outcome, tally, year)) <= limit).mean())
    return interval.share_below(*_counts(outcome, tally, year), limit)


def _expected(outcome: Outcome, tally: Tally, year: int) -> tuple[Floats, Floats, Ints]:
    """Mean and variance by parameter set of the summed yearly probabilities of an event."""
    used = tally.futures > 0
    n = tally.futures[used]
    mean = tally.expected[EXPECTED[outcome.name], used, year - 1] / n
    return mean, np.maximum(tally.squares[EXPECTED[outcome.name], used, year - 1] / n - mean**2, 0.0), n


def _counts(outcome: Outcome, tally: Tally, year: int) -> tuple[Ints, Ints]:
    """Successes and trials by parameter set; a share is counted among the futures in which its condition held."""
    if outcome.kind == "share":
        return tally.kept[SHARES[outcome.name]], tally.by[:, EVENTS.index(outcome.given), -1]
    table = tally.by if outcome.kind == "event" else tally.holds
    return table[:, EVENTS.index(outcome.name), year - 1], tally.futures


def curve(outcome: Outcome, tally: Tally) -> list[float | None]:
    """By year: probability that the event has happened, or that the status holds."""
    if outcome.kind in ("total", "share"):
        return []
    if outcome.name in EXPECTED:
        return [float(x) for x in tally.expected[EXPECTED[outcome.name]].sum(axis=0) / tally.futures.sum()]
    table = tally.by if outcome.kind == "event" else tally.holds
    return [float(x) for x in table[:, EVENTS.index(outcome.name)].sum(axis=0) / tally.futures.sum()]


def values(outcomes: Sequence[Outcome], batch: Batch, rows: int) -> Floats:
    """Each outcome in the first `rows` futures of a batch (rows, outcomes), for paired differences: 0 or 1, a total, or the
    summed yearly probabilities of an event, which have the mean of the event and less variance."""
    events, totals, yearly = batch[1][:rows], batch[2][:rows], batch[3][:rows]
    flags = unpack(events, yearly.shape[1])
    columns: list[Floats] = []
    for outcome in outcomes:
        if outcome.yearly:
            columns.append(yearly[:, :, YEARLY.index(outcome.yearly)].sum(axis=1))
        elif outcome.kind == "total":
            columns.append(totals[:, TOTALS.index(outcome.name)])
        else:
            flag = flags[:, EVENTS.index(outcome.name)]
            columns.append(np.asarray(flag.any(axis=1) if outcome.kind == "event" else flag[:, -1], np.float64))
    return np.stack(columns, axis=1)


def paired(base: Floats, variant: Floats, sets: int) -> Estimate:
    """Mean difference variant - base over the same futures, with a 90% interval over sets and futures."""
    difference = variant - base
    place = np.arange(len(difference)) % sets
    n = np.bincount(place, minlength=sets)
    used = n > 0
    mean = np.bincount(place, difference, sets)[used] / n[used]
    square = np.bincount(place, difference**2, sets)[used] / n[used]
    return interval.mean(mean, square - mean**2, n[used])

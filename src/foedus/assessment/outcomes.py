"""How each outcome is read from a tally, and from futures one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.assessment import control, flags, interval
from foedus.assessment.outcome_lines import Bands, Difference, Estimate
from foedus.simulation.outcomes import EVENTS, TOTALS
from foedus.simulation.tally import EXPECTED, SHARES, Tally
from foedus.world.outcomes import PROBABILITY, Outcome

if TYPE_CHECKING:
    from foedus.simulation.chunks import Kept


def estimate(outcome: Outcome, tally: Tally, year: int = 0) -> Estimate:
    """Mean and 90% interval at the end of simulated `year` (0: the horizon; totals, shares and ratios are for the horizon).

    Where yearly probabilities do not vary, or come from one future, the interval is that of the count.
    """
    if outcome.kind == "total":
        sums = tally.totals[:, TOTALS.index(outcome.name)]
        used = tally.futures > 0
        return interval.quantiles(sums[used] / tally.futures[used], tally.futures[used])
    if outcome.kind == "ratio":
        part, whole = (tally.totals[:, TOTALS.index(name)].astype(np.int64) for name in (outcome.part, outcome.whole))
        return interval.probability(part, whole)
    return _probabilities(outcome, tally, year, [interval.USUAL])[0]


def _probabilities(outcome: Outcome, tally: Tally, year: int, insides: Sequence[float]) -> list[Estimate]:
    """The probability with an interval for each share that is to lie inside."""
    if outcome.name not in EXPECTED:
        return interval.probabilities(*_counts(outcome, tally, year), insides)
    found = [interval.clipped(interval.mean(*steadied(outcome, tally, year), inside)) for inside in insides]
    if not any(each.low == each.high for each in found):
        return found
    counted = interval.probabilities(*_counts(outcome, tally, year), insides)
    return [interval.widened(one, other) for one, other in zip(found, counted, strict=True)]


def share_below(outcome: Outcome, tally: Tally, limit: float, year: int = 0) -> float | None:
    """Share of parameter sets in which the probability is at most `limit`."""
    if outcome.name in EXPECTED:
        return float((interval.shrunk(*steadied(outcome, tally, year)) <= limit).mean())
    return interval.share_below(*_counts(outcome, tally, year), limit)


def steadied(outcome: Outcome, tally: Tally, year: int = 0) -> tuple[Floats, Floats, Ints]:
    """Mean and variance by parameter set of an event's count with its control variate."""
    used = tally.futures > 0
    n = tally.futures[used]
    count, total, square, product = (sums[used, year - 1] / n for sums in _sums(outcome, tally))
    b = control.slope(_moments([np.average(each, weights=n) for each in (count, total, square, product)]))
    mean = count - b * (count - total)
    return mean, np.maximum((1 - b) ** 2 * count + 2 * b * (1 - b) * product + b**2 * square - mean**2, 0.0), n


def _sums(outcome: Outcome, tally: Tally) -> tuple[Floats, Floats, Floats, Floats]:
    """By parameter set and year: events, sums of yearly probabilities, their squares, and their products with events."""
    place = EXPECTED[outcome.name]
    events = tally.by[:, EVENTS.index(outcome.name)].astype(np.float64)
    return events, tally.expected[place], tally.squares[place], tally.products[place]


def _moments(means: Sequence[Floats]) -> control.Moments:
    """Moments of a count of 0 or 1 and a sum that is never negative."""
    count, total, square, product = means
    return control.Moments(count, total, count, square, product, total)


def _counts(outcome: Outcome, tally: Tally, year: int) -> tuple[Ints, Ints]:
    """Successes and trials by parameter set; what has a condition is counted among the futures in which that held."""
    if outcome.kind == "share":
        return tally.kept[SHARES[outcome.name]], tally.by[:, EVENTS.index(outcome.given), -1]
    table = tally.by if outcome.kind == "event" else tally.holds
    trials = tally.holds[:, EVENTS.index(outcome.given), year - 1] if outcome.given else tally.futures
    return table[:, EVENTS.index(outcome.name), year - 1], trials


class BySet(NamedTuple):
    """A probability by parameter set, and in how many futures each was counted; sets without any are left out of both.

    sets   the number of each set
    """

    values: Floats
    counted: Floats
    sets: Ints


def by_set(outcome: Outcome, tally: Tally, year: int = 0) -> BySet:
    """The probability of an outcome in each parameter set."""
    if outcome.name in EXPECTED:
        values, _, n = steadied(outcome, tally, year)
        return BySet(values, n.astype(np.float64), np.flatnonzero(tally.futures > 0))
    successes, trials = _counts(outcome, tally, year)
    used = np.flatnonzero(trials > 0)
    counted: Floats = np.asarray(trials[used], np.float64)
    return BySet(successes[used] / counted, counted, used)


def curve(outcome: Outcome, tally: Tally) -> list[float | None]:
    """By year: probability that the event has happened, or that the status holds.

    The regression differs from year to year, so a curve could fall by a hair: no year stands above a later one.
    """
    if outcome.kind in ("total", "share", "ratio"):
        return []
    if outcome.name in EXPECTED:
        means = [sums.sum(axis=0) / tally.futures.sum() for sums in _sums(outcome, tally)]
        path = means[0] - control.slope(_moments(means)) * (means[0] - means[1])
        return [float(x) for x in np.clip(np.minimum.accumulate(path[::-1])[::-1], 0.0, 1.0)]
    table = tally.by if outcome.kind == "event" else tally.holds
    counts = table[:, EVENTS.index(outcome.name)].sum(axis=0)
    if not outcome.given:
        return [float(x) for x in counts / tally.futures.sum()]
    among = tally.holds[:, EVENTS.index(outcome.given)].sum(axis=0)
    return [float(x) / float(n) if n else None for x, n in zip(counts, among, strict=True)]


def bands(outcome: Outcome, tally: Tally) -> Bands | None:
    """The 50% and 90% intervals of the curve, one inside the other; None where there is no curve.

    Like the curve, no edge of an event stands above that of a later year, so that each band holds the curve.
    """
    path = curve(outcome, tally)
    if not path:
        return None
    rises = outcome.kind == "event"
    both = [_probabilities(outcome, tally, year + 1, (0.5, interval.USUAL)) for year in range(len(path))]
    half, most = zip(*both, strict=True)
    low50, high50 = (_edge(path, half, end, rises) for end in ("low", "high"))
    low90, high90 = (_edge(inner, most, end, rises) for inner, end in ((low50, "low"), (high50, "high")))
    return Bands(low50=low50, high50=high50, low90=low90, high90=high90)


def _edge(inner: Sequence[float | None], ends: Sequence[Estimate], end: str, rises: bool) -> list[float | None]:
    """One edge by year, outside of what it has to hold."""
    outer = min if end == "low" else max
    found = [getattr(one, end) for one in ends]
    edge = [None if a is None or b is None else outer(a, b) for a, b in zip(inner, found, strict=True)]
    later = 1.0
    for year in reversed(range(len(edge) if rises else 0)):
        now = edge[year]
        if now is not None:
            edge[year] = later = min(now, later)
    return edge


def values(outcomes: Sequence[Outcome], kept: Kept, horizon: int) -> Floats:
    """Each outcome in each future (futures, outcomes, 2), for paired differences: 0 or 1, or a total; and its control, the sum
    of the yearly probabilities up to the event where it has them, else the same again."""
    columns: list[Floats] = []
    for outcome in outcomes:
        if outcome.kind == "total":
            value = kept.totals[:, TOTALS.index(outcome.name)]
        else:
            word = kept.events[:, EVENTS.index(outcome.name)]
            happened = flags.after(word, 0) if outcome.kind == "event" else flags.holds(word, horizon)
            value = happened.astype(np.float64)
        sums = kept.sums[:, EXPECTED[outcome.name]] if outcome.yearly else value
        columns.append(np.stack([value, sums], axis=1))
    return np.stack(columns, axis=1)


def differences(outcomes: Sequence[Outcome], before: Floats, after: Floats, sets: int) -> list[Difference]:
    """Paired differences after - before of outcomes, each with its control (futures, outcomes, 2)."""
    lines = []
    for column, outcome in enumerate(outcomes):
        found = paired(before[:, column], after[:, column], sets)
        found = interval.clipped(found, least=-1.0) if outcome.unit == PROBABILITY else found
        lines.append(Difference(outcome=outcome.name, estimate=found, clear=interval.excludes_zero(found)))
    return lines


def paired(base: Floats, variant: Floats, sets: int) -> Estimate:
    """Mean difference variant - base of an outcome and its control (futures, 2) over the same futures, with a 90% interval
    over sets and futures."""
    return averaged(control.controlled(*(variant - base).T), sets)


def averaged(numbers: Floats, sets: int) -> Estimate:
    """Mean of a number of each future, with a 90% interval over sets and futures; null where one is NaN.

    Where the number is -1, 0 or 1, as where an outcome comes or goes, the interval is that of the two counts.
    """
    if np.isnan(numbers).any():
        return Estimate(value=None, low=None, high=None)
    place = np.arange(len(numbers)) % sets
    n = np.bincount(place, minlength=sets)
    used = n > 0
    n, total, square = (np.bincount(place, each, sets)[used] for each in (None, numbers, numbers**2))
    if len(n) > 1 and numbers.min() < numbers.max() and np.isin(numbers, (-1.0, 0.0, 1.0)).all():
        gained, lost = (((square + sign * total) / 2.0).astype(np.int64) for sign in (1.0, -1.0))
        return interval.balance(gained, lost, n)
    mean = total / n
    return interval.mean(mean, np.maximum(square / n - mean**2, 0.0), n)

"""Counts of an indicator by month, as they were known on a day.

A month is known where its source covers the whole of it: of a list, from its first row (or the day from which it is complete)
to the day to which it is complete; of a feed that is read every day, where every day has been read. Of a month that is known
and has no row the count is 0. Nothing that is dated, or was seen, after the day asked about is used; where a source does not
say when it had a row, it counts as seen on its date. Polls are no counts: an indicator in percent has them
one by one, and no month.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from foedus.errors import InputError
from foedus.shown import escaped
from foedus.watch.event import PERCENT, counts
from foedus.watch.indicator import Indicator
from foedus.watch.series import Series
from foedus.watch.store import Store
from foedus.world.figures import LEAST as SMALLEST
from foedus.world.figures import MOST_LETTERS
from foedus.world.views import Poll

DAY = timedelta(days=1)
LEAST = 24
"""Months that have to be known before a level can be told: a baseline."""

Span = tuple[date, date]


def monthly(store: Store, indicator: Indicator, as_of: date) -> Series:
    """The counts of an indicator by month as of a day; no months where its source covers none.

    Raises InputError where the source counts another unit.
    """
    unit = store.unit(indicator.source)
    if unit is not None and not counts(indicator.unit, unit):
        raise InputError(
            f"indicator '{indicator.name}' counts {indicator.unit}, and {indicator.source} is in the unit {unit}; "
            f"declare it in {unit}, or by a source of {indicator.unit}"
        )
    spans = _spans(store.spans(indicator.source), indicator.since, as_of)
    shares = indicator.unit == PERCENT
    months = _months([] if shares else spans)
    found = np.full(months.size, np.nan)
    for span in spans:
        found[_within(months, span)] = 0.0
    for month, number in [] if shares else _counted(store, indicator, as_of):
        place = int((np.datetime64(month, "M") - months[0]).astype(int)) if months.size else -1
        if 0 <= place < months.size:
            found[place] += number  # stays NaN in a month that is not known
    return Series(
        indicator=indicator.name,
        unit=indicator.unit,
        source=indicator.source,
        months=months,
        counts=found,
        through=months[-1] if months.size else None,
        last_event=_last(store, indicator, as_of),
        last_seen=spans[-1][1] if spans else None,
        polls=_polls(store, indicator, as_of) if shares else (),
    )


def has_baseline(series: Series) -> bool:
    """Whether enough months are known for a level."""
    return int(np.isfinite(series.counts).sum()) >= LEAST


def without_baseline(series: Series) -> InputError:
    """The refusal of an indicator that has too few months."""
    known = int(np.isfinite(series.counts).sum())
    if series.unit == PERCENT:
        return InputError(
            f"indicator '{series.indicator}' is of polls, which are no counts and have no level; leave it out"
        )
    return InputError(
        f"indicator '{series.indicator}' has no baseline: {series.source} covers {known} whole months to the day asked about, "
        f"of {LEAST} that are needed; read earlier files of it, or leave the indicator out"
    )


def heard(store: Store, indicator: Indicator, as_of: date, strict: frozenset[str] = frozenset()) -> Series | None:
    """The counts of an indicator; None where its source was not read.

    Raises InputError for one of `strict` without a baseline.
    """
    series = monthly(store, indicator, as_of)
    if indicator.name in strict and indicator.unit != PERCENT and not has_baseline(series):
        raise without_baseline(series)
    return None if store.unit(indicator.source) is None else series


def so_far(store: Store, indicator: Indicator, series: Series, as_of: date) -> float | None:
    """Units of the month of the day asked about, so far; None where the source covers none of its days, or all."""
    first = as_of.replace(day=1)
    if (
        indicator.unit == PERCENT
        or series.last_seen is None
        or series.last_seen < first
        or series.through == np.datetime64(as_of, "M")
    ):
        return None
    return sum((number for month, number in _counted(store, indicator, as_of) if month == first), 0.0)


def _spans(spans: Sequence[Span], since: date | None, as_of: date) -> list[Span]:
    """Spans cut to the days from `since` to the day asked about."""
    cut = [(max(first, since or first), min(last, as_of)) for first, last in spans]
    return [(first, last) for first, last in cut if first <= last]


def _months(spans: Sequence[Span]) -> NDArray[np.datetime64]:
    """The months from the first whole one of any span to the last, one after the other."""
    whole = [each for span in spans if (each := _whole(span)) is not None]
    if not whole:
        return np.array([], dtype="datetime64[M]")
    return np.arange(min(first for first, _ in whole), max(last for _, last in whole) + 1, dtype="datetime64[M]")


def _whole(span: Span) -> tuple[np.datetime64, np.datetime64] | None:
    """The first and the last month that lie within a span; None where none does."""
    first, last = span
    begins = np.datetime64(first, "M") + (0 if first.day == 1 else 1)
    ends = np.datetime64(last, "M") - (0 if (last + DAY).day == 1 else 1)
    return (begins, ends) if begins <= ends else None


def _within(months: NDArray[np.datetime64], span: Span) -> NDArray[np.bool_]:
    whole = _whole(span)
    return np.zeros(months.size, np.bool_) if whole is None else (months >= whole[0]) & (months <= whole[1])


def where(indicator: Indicator, as_of: date) -> tuple[str, list[object]]:
    """What tells the rows of an indicator as of a day, as a condition of a query and its values."""
    parts = ["source = ?", "date <= ?", "(seen IS NULL OR seen <= ?)", "precision <> 'year'"]
    values: list[object] = [indicator.source, as_of, as_of]
    for name, allowed in (("actor", indicator.actor), ("target", indicator.target)):
        if allowed:
            parts.append(f"{name} IN ({', '.join('?' * len(allowed))})")
            values.extend(allowed)
    if indicator.kinds:
        parts.append("(" + " OR ".join(["starts_with(kind, ?)"] * len(indicator.kinds)) + ")")
        values.extend(indicator.kinds)
    if indicator.since is not None:
        parts.append("date >= ?")
        values.append(indicator.since)
    return " AND ".join(parts), values


def _counted(store: Store, indicator: Indicator, as_of: date) -> list[tuple[date, float]]:
    condition, values = where(indicator, as_of)
    number = "count(DISTINCT date)" if indicator.days else "sum(count)"
    month = "date_trunc('month', date)::DATE"
    sql = f"SELECT {month}, {number}::DOUBLE FROM events WHERE {condition} GROUP BY 1 ORDER BY 1"
    return [(month, float(found)) for month, found in store.rows(sql, *values)]


def _polls(store: Store, indicator: Indicator, as_of: date) -> tuple[Poll, ...]:
    """The polls of an indicator: the actor of a row is who asked, else its source.

    Shares of 0 and 100 have no logit, and one below what a case may say is no share of people.
    """
    condition, values = where(indicator, as_of)
    named = "actor, date, precision, kind, count"
    sql = f"SELECT {named} FROM events WHERE {condition} ORDER BY date, key"
    return tuple(
        Poll(
            pollster=escaped(house or indicator.source, MOST_LETTERS),
            asked=str(day) if precision == "day" else f"{day:%Y-%m}",
            question=escaped(question or indicator.title, MOST_LETTERS),
            share=share / 100.0,
            source=indicator.source,
        )
        for house, day, precision, question, share in store.rows(sql, *values)
        if SMALLEST <= share / 100.0 < 1.0
    )


def _last(store: Store, indicator: Indicator, as_of: date) -> date | None:
    condition, values = where(indicator, as_of)
    found: date | None = store.one(f"SELECT max(date) FROM events WHERE {condition} AND count > 0", *values)
    return found

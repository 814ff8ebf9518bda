"""Dispute onsets in undirected politically relevant dyads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats, Ints
from foedus.evaluate import counts
from foedus.evaluate.cells import Scored
from foedus.evaluate.forecasters.history import History, recent
from foedus.evaluate.forecasters.models import SPECIFICATIONS
from foedus.evaluate.forecasts import Counts, Forecasts
from foedus.evaluate.resample import REFERENCE
from foedus.evaluate.tasks.record import DisputeRecord
from foedus.evaluate.tasks.rolling import RECENT, Rolled, spans

YEARLY, WITHIN = "an onset in the year", "at least one onset within the horizon"
ALL, CONTIGUOUS, RECENTLY = "all", "contiguous dyads", f"dyads with an onset in the {RECENT} years before"
METHOD = (
    "Penalised maximum likelihood and gradient boosting (scikit-learn), refitted at every origin; 90% intervals draw whole "
    "dyads with replacement, those of counts whole calendar years."
)
NOTES = (
    "An onset is a new dispute that begins in the year (GML); years of an ongoing dispute are kept.",
    "Horizon 1 uses the predictors of the year before each outcome and the parameters of the origin; longer horizons use "
    "predictors as they were at the origin, with no history from inside the window.",
    "Skill is over climatology: the rate of the training years among dyads of the same kind (all, contiguous, ...).",
    "'At least one' multiplies the years as if independent, so it is over-confident where a dyad's deviations persist.",
    "Retrospective codings of rivalry are left out. UN ideal points are smoothed over years and polyarchy is coded by experts "
    "who know what came after, so that a trace of hindsight remains in both.",
)


def forecasts(record: DisputeRecord, found: Sequence[Rolled]) -> Iterator[Forecasts]:
    """Forecasts by every model of onsets in a year, and within the horizon, for every separately scored part of the rows."""
    parts = subsets(record)
    for window in found:
        row, source, horizon = window.row, window.source, window.horizon
        origin = np.full(len(row), window.origin)
        spread = counts.spread(record.year, record.onset, window.origin, horizon)
        probability = dict(window.forecasts)
        for subset, chosen_rows in parts.items():
            # the rate of the same kind of dyad: against that of all dyads, saying "these are the quarrelsome ones" is skill
            probability[REFERENCE] = _rates(record, chosen_rows, origin)
            yearly = Scored(dict(probability), record.onset[row], record.pair[row])
            rows = chosen_rows[source]
            if not rows.any():
                continue
            made = _forecasts(window, yearly.where(rows), YEARLY, subset, record.year[row][rows])
            yield made._replace(counts=Counts(record.year[row][rows], spread))
            if horizon > 1:
                within, first = in_horizon(yearly, origin)
                within.forecasts[REFERENCE] = _span_rates(record, chosen_rows, origin[first], horizon, within)
                some = within.where(rows[first])
                yield _forecasts(window, some, WITHIN, subset, np.full(len(some.y), window.origin + horizon))


def _forecasts(window: Rolled, rows: Scored, target: str, subset: str, year: Ints) -> Forecasts:
    units = {"ccode1": rows.groups // 1000, "ccode2": rows.groups % 1000, "year": year}
    return Forecasts(
        window.origin, window.horizon, {}, rows.forecasts, rows.y, rows.groups, target=target, subset=subset, rows=units,
        curve=subset == ALL,
    )  # fmt: skip


def notes(models: Iterable[str]) -> list[str]:
    """Caveats, including those of the requested models."""
    return [*NOTES, *(_warning(name) for name in models if SPECIFICATIONS[name].retrospective)]


def _warning(name: str) -> str:
    return f"'{name}' uses a coding made in retrospect from the disputes it forecasts: its skill is no skill."


def subsets(record: DisputeRecord) -> dict[str, NDArray[np.bool_]]:
    """Rows by separately scored parts, as known before the row's year."""
    history = History(record)
    return {
        ALL: np.ones(record.rows.height, np.bool_),
        CONTIGUOUS: (record.rows["conttype"].fill_null(0) > 0).to_numpy(),
        RECENTLY: history.rows(recent(history.grids["onset"], RECENT)) > 0,
    }


def _rates(record: DisputeRecord, rows: NDArray[np.bool_], origin: Ints) -> Floats:
    """For each forecast, the rate of onsets among `rows` of the years to its origin."""
    distinct, place = np.unique(origin, return_inverse=True)
    rate = [record.onset[rows & (record.year <= each)].mean() for each in distinct.tolist()]
    return np.asarray(rate)[place]


def _span_rates(record: DisputeRecord, rows: NDArray[np.bool_], origin: Ints, horizon: int, within: Scored) -> Floats:
    """For each forecast, the share of spans of `horizon` years, begun by `rows` and ended by its origin, with an onset.

    Before any span has ended it follows from the yearly rate.
    """
    rates = within.forecasts[REFERENCE].copy()
    for each in np.unique(origin).tolist():
        start = np.flatnonzero(rows & (record.year + horizon - 1 <= each))
        if len(start):
            onsets, _ = spans(record, start, record.year[start] + horizon - 1)
            rates[origin == each] = (onsets > 0).mean()
    return rates


def in_horizon(yearly: Scored, origin: Ints) -> tuple[Scored, Ints]:
    """By origin and dyad, whether an onset happened in any year: 1 - prod(1 - p); and the first row of each."""
    key = origin * 1_000_000 + yearly.groups
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    y = (np.bincount(place, yearly.y) > 0).astype(np.float64)
    forecasts = {
        name: -np.expm1(np.bincount(place, np.log1p(-np.minimum(p, 1.0 - 1e-9))))
        for name, p in yearly.forecasts.items()
    }
    return Scored(forecasts, y, yearly.groups[first]), first

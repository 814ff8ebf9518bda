"""Backtest of dispute onsets in undirected politically relevant dyads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.evaluate.backtest import counts
from foedus.evaluate.backtest.cells import LEVELS, Scored, cell
from foedus.evaluate.backtest.forecast import RECENT, Window, spans, weights, windows
from foedus.evaluate.backtest.history import History, recent
from foedus.evaluate.backtest.record import CAPABILITY_LABEL, Record
from foedus.evaluate.backtest.resample import REFERENCE, Draws, drawn_weights
from foedus.evaluate.backtest.result import Backtest, ByOrigin, Cell
from foedus.evaluate.backtest.specifications import SPECIFICATIONS, chosen
from foedus.evaluate.score import brier
from foedus.progress import Progress

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

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
    "'At least one' multiplies the years as if independent, so it is over-confident where a dyad's luck persists.",
    "Retrospective codings of rivalry are left out. UN ideal points are smoothed over years and polyarchy is coded by experts "
    "who know what came after, so that a trace of hindsight remains in both.",
)


def backtest_disputes(
    record: Record,
    origins: Sequence[int],
    horizons: Sequence[int],
    models: Iterable[str] | None = None,
    *,
    draws: int = 300,
    seed: int = 1,
    progress: Progress | None = None,
) -> Backtest:
    """Forecast from every origin and score; raises InputError for what the record cannot answer."""
    names = chosen(models)
    steps = len(set(origins)) + len(set(horizons))
    step = (lambda done, _, what: progress(done, steps, what)) if progress else None
    found = windows(record, origins, horizons, models, seed=seed, progress=step)
    cells: list[Cell] = []
    for number, horizon in enumerate(sorted(set(horizons))):
        if progress:
            progress(len(set(origins)) + number, steps, f"scoring {horizon} years ahead")
        cells += _cells(record, [w for w in found if w.horizon == horizon], draws, seed)
    return Backtest(
        outcome="disputes",
        unit=str(record.notes.get("unit", "dyad-year")),
        origins=sorted(set(origins)),
        horizons=sorted(set(horizons)),
        last_year=max(int(record.year[w.row].max()) for w in found),
        models={name: SPECIFICATIONS[name].words for name in names},
        capabilities=CAPABILITY_LABEL,
        method=METHOD,
        draws=draws,
        seed=seed,
        notes=[*NOTES, *(_warning(name) for name in names if SPECIFICATIONS[name].retrospective)],
        weights=_weights(record, found, horizons) if "stack" in names else {},
        cells=cells,
        by_origin=[_by_origin(record, w) for w in found],
        sources=dict(record.sources),
    )


def _warning(name: str) -> str:
    return f"'{name}' uses a coding made in retrospect from the disputes it forecasts: its skill is no skill."


def _weights(record: Record, found: list[Window], horizons: Sequence[int]) -> dict[str, dict[str, float]]:
    """The stack's weights by horizon, from all windows."""
    return {str(h): weights(record, found, record.years[1], h) for h in sorted(set(horizons))}


def _by_origin(record: Record, window: Window) -> ByOrigin:
    y = record.onset[window.row]
    reference = brier(window.forecasts[REFERENCE], y)
    skill = {name: round(1.0 - brier(p, y) / reference, 4) for name, p in window.forecasts.items() if name != REFERENCE}
    return ByOrigin(origin=window.origin, horizon=window.horizon, brier_skill=skill)


def _cells(record: Record, same: list[Window], draws: int, seed: int) -> list[Cell]:
    """All cells of one horizon."""
    horizon = same[0].horizon
    row, source = (np.concatenate([getattr(w, name) for w in same]) for name in ("row", "source"))
    origin = np.concatenate([np.full(len(w.row), w.origin) for w in same])
    forecasts = {name: np.concatenate([w.forecasts[name] for w in same]) for name in same[0].forecasts}
    found = []
    for subset, chosen_rows in subsets(record).items():
        # the rate of the same kind of dyad: against that of all dyads, saying "these are the quarrelsome ones" is skill
        forecasts[REFERENCE] = _rates(record, chosen_rows, origin)
        yearly = Scored(forecasts, record.onset[row], record.pair[row])
        within, first = in_horizon(yearly, origin)
        if horizon > 1:
            within.forecasts[REFERENCE] = _span_rates(record, chosen_rows, origin[first], horizon, within)
        rows = chosen_rows[source]
        more = _counts(record, yearly.where(rows), record.year[row][rows], origin[rows], horizon, draws, seed)
        found.append(
            cell(
                yearly.where(rows), horizon=horizon, target=YEARLY, subset=subset, draws=draws, seed=seed,
                curve=subset == ALL, more=more,
            )
        )  # fmt: skip
        if horizon > 1:
            some = within.where(rows[first])
            found.append(
                cell(some, horizon=horizon, target=WITHIN, subset=subset, draws=draws, seed=seed, curve=subset == ALL)
            )
    return found


def subsets(record: Record) -> dict[str, NDArray[np.bool_]]:
    """Rows by the parts that are scored apart, as known before the row's year."""
    history = History(record)
    return {
        ALL: np.ones(record.rows.height, np.bool_),
        CONTIGUOUS: (record.rows["conttype"].fill_null(0) > 0).to_numpy(),
        RECENTLY: history.rows(recent(history.grids["onset"], RECENT)) > 0,
    }


def _rates(record: Record, rows: NDArray[np.bool_], origin: Ints) -> Floats:
    """For each forecast, the rate of onsets among `rows` of the years to its origin."""
    distinct, place = np.unique(origin, return_inverse=True)
    rate = [record.onset[rows & (record.year <= each)].mean() for each in distinct.tolist()]
    return np.asarray(rate)[place]


def _span_rates(record: Record, rows: NDArray[np.bool_], origin: Ints, horizon: int, within: Scored) -> Floats:
    """For each forecast, the share of spans of `horizon` years, begun by `rows` and ended by its origin, with an onset.

    Before any span has ended it is what the yearly rate says.
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


def _counts(
    record: Record, rows: Scored, year: Ints, origin: Ints, horizon: int, draws: int, seed: int
) -> dict[str, Draws]:
    """CRPS and coverage of the yearly number of onsets, by model; draws take whole calendar years."""
    key = origin * 10_000 + year
    distinct, place = np.unique(key, return_inverse=True)
    spread = {o: counts.spread(record.year, record.onset, o, horizon) for o in np.unique(origin).tolist()}
    phi = np.array([spread[each] for each in (distinct // 10_000).tolist()])
    happened = np.bincount(place, rows.y).astype(np.float64)
    weight, group = drawn_weights(distinct % 10_000, draws, seed)
    size = weight @ np.bincount(group)
    found = {}
    for name, p in rows.forecasts.items():
        mean = np.bincount(place, p).astype(np.float64)
        inside = {score: counts.inside(mean, phi, happened, level) for score, level in LEVELS.items()}
        values = {"crps": counts.crps(mean, phi, happened), **inside}
        found[name] = {score: weight @ np.bincount(group, each) / size for score, each in values.items()}
    return found

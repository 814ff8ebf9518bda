"""From forecasts to scores with intervals, differences, calibration, and stacking weights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from foedus.arrays import Floats
from foedus.evaluate.cells import Scored, cell, cell_of_amounts, counted
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.resample import REFERENCE
from foedus.evaluate.result import ByOrigin, Cell
from foedus.evaluate.reversion import RATES, Reversion, centre, longest, reverted
from foedus.evaluate.score import TINY, brier
from foedus.evaluate.stacking import best_score, mean_stack

STACKED = 40
"""Draws of clusters behind the weights."""
WEIGHED = (
    "Weights maximise the mean log score of the mixture (stacking) over all origins, every horizon counting alike; they are "
    f"means over {STACKED} draws of whole clusters, so that candidates with nearly equal scores share them."
)


def cells(made: Sequence[Forecasts], target: str, draws: int, seed: int) -> list[Cell]:
    """A cell for each thing forecast, horizon and part of the rows, over all origins; `target` names the task's own."""
    same: dict[tuple[str, int, str], list[Forecasts]] = {}
    for each in made:
        same.setdefault((each.target, each.horizon, each.subset), []).append(each)
    return [_cell(some, target, draws, seed) for some in same.values()]


def _cell(same: Sequence[Forecasts], target: str, draws: int, seed: int) -> Cell:
    """All forecasters on the outcomes of all origins."""
    first = same[0]
    what: dict[str, Any] = {
        "horizon": first.horizon, "target": first.target or target, "subset": first.subset, "draws": draws, "seed": seed,
    }  # fmt: skip
    clusters = np.concatenate([each.cluster for each in same])
    if not len(first.outcome) and not first.forecast:
        below = {name: together(same, "below", name) for name in first.below}
        return cell_of_amounts(_amounts(same), below, clusters, **what)
    rows = Scored(_probabilities(same), np.concatenate([each.outcome for each in same]), clusters)
    more = None
    if first.counts is not None:
        year = np.concatenate([each.counts.year for each in same if each.counts])
        origin = np.concatenate([np.full(len(each.outcome), each.origin) for each in same])
        more = counted(rows, year, origin, {e.origin: e.counts.spread for e in same if e.counts}, draws, seed)
    return cell(rows, curve=first.curve, more=more, **what)


def _amounts(same: Sequence[Forecasts]) -> dict[str, dict[str, Floats]]:
    """Scores row by row; for an outcome that is neither event nor amount, only the log score."""
    if not same[0].amounts:
        return {name: {"log_score": np.log(np.maximum(together(same, "given", name), TINY))} for name in same[0].given}
    return {
        name: {score: np.concatenate([each.amounts[name][score] for each in same]) for score in scores}
        for name, scores in same[0].amounts.items()
    }


def _probabilities(same: Sequence[Forecasts]) -> dict[str, Floats]:
    found = {name: together(same, "forecast", name) for name in same[0].forecast}
    if REFERENCE in found:
        return found
    return {REFERENCE: np.concatenate([np.full(len(each.outcome), each.base) for each in same])} | found


def together(same: Sequence[Forecasts], field: str, name: str) -> Floats:
    """One forecaster's values of a field, over all origins."""
    return np.concatenate([getattr(each, field)[name] for each in same])


def weights(made: Sequence[Forecasts], names: Iterable[str], target: str, seed: int) -> dict[str, float]:
    """The stacking weights of specifications on one target: one set over all horizons, each of which counts alike."""
    same = [each for each in made if each.target == target and len(each.cluster)]
    given = {name: together(same, "given", name) for name in names}
    return mean_stack(given, np.concatenate([each.cluster for each in same]), STACKED, seed, alike(same))


def alike(made: Sequence[Forecasts]) -> Floats:
    """How much each row counts, so that every horizon counts alike."""
    rows = {each.horizon: 0 for each in made}
    for each in made:
        rows[each.horizon] += len(each.cluster)
    return np.concatenate([np.full(len(each.cluster), 1.0 / rows[each.horizon]) for each in made])


def reversion(made: Sequence[Forecasts], names: Sequence[str]) -> Reversion:
    """The rate of reversion with which the best mixture has the highest mean log score, and its middle."""
    found = []
    for rate in RATES:
        one = Reversion(rate, centre(longest(made), names, rate) if rate else 0.0)
        moved = [reverted(each, one) for each in made]
        given = {name: together(moved, "given", name) for name in names}
        found.append((best_score(given, alike(moved)), one))
    return max(found)[1]


def by_origin(made: Sequence[Forecasts]) -> list[ByOrigin]:
    """Brier skill over climatology in each window."""
    found = []
    for each in made:
        reference = brier(each.forecast[REFERENCE], each.outcome)
        skill = {
            name: round(1.0 - brier(p, each.outcome) / reference, 4)
            for name, p in each.forecast.items()
            if name != REFERENCE
        }
        found.append(ByOrigin(origin=each.origin, horizon=each.horizon, brier_skill=skill))
    return found

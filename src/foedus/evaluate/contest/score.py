"""From what rivals gave to outcomes to a result: scores with intervals, differences, calibration, stacking weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from foedus.data.catalog import sources as catalogued
from foedus.equations.specification import Specifications
from foedus.evaluate.backtest.cells import LEVELS, Scored, cell, differences, tenths
from foedus.evaluate.backtest.resample import REFERENCE, drawn_weights, triple
from foedus.evaluate.backtest.result import Backtest, Cell
from foedus.evaluate.contest.held import Held
from foedus.evaluate.score import TINY
from foedus.evaluate.stacking import mean_stack

Floats = NDArray[np.float64]

DRAWS = 100
NMC = "cow-nmc"
METHOD = (
    "Rival specifications at the mode of their posteriors, each fitted to the years to an origin and scored on outcomes after "
    "it. Intervals draw whole clusters (dyads, disputes, treaties, states) with replacement."
)
STACKED = 40
"""Draws of clusters behind the weights."""
WEIGHED = (
    f"Weights maximise the mean log score of the mixture (stacking) over all origins; they are means over {STACKED} draws of "
    "whole clusters, so that rivals the record hardly tells apart share them."
)
LEFT_OUT = {
    "retrospective": "coded in retrospect from much that it would predict, so its scores flatter it; it takes no weight, and "
    "can be run by name",
    "blind": "leaves out what a treaty does, which skill may not decide; it takes no weight, and can be run by name",
}
"""Why a rival takes no weight, by the field of its specification that says so."""


def result(
    equation: str,
    unit: str,
    target: str,
    rivals: Specifications,
    held: Sequence[Held],
    sources: Mapping[str, str],
    last_year: int,
    seed: int = 1,
) -> Backtest:
    """The contest of one equation."""
    horizons = sorted({each.horizon for each in held})
    cells, weights = [], {}
    for asked in dict.fromkeys(each.target for each in held):
        for horizon in horizons:
            same = [each for each in held if (each.target, each.horizon) == (asked, horizon)]
            cells.append(_cell(same, list(rivals), horizon, asked or target, seed))
    for horizon in horizons:
        same = [each for each in held if (each.target, each.horizon) == ("", horizon)]
        free = {name: _together(same, "given", name) for name, one in rivals.items() if one.weighed}
        cluster = np.concatenate([each.cluster for each in same])
        weights[str(horizon)] = mean_stack(free, cluster, STACKED, seed)
    left_out = [
        f"{name}: {why}." for field, why in LEFT_OUT.items() for name, one in rivals.items() if getattr(one, field)
    ]
    reference = {REFERENCE: "rate of the years to the origin"} if any(len(each.outcome) for each in held) else {}
    return Backtest(
        outcome=f"the rivals of {equation}",
        unit=unit,
        origins=sorted({each.origin for each in held}),
        horizons=horizons,
        last_year=last_year,
        models=reference | {name: one.title for name, one in rivals.items()},
        capabilities=f"NMC {catalogued()[NMC].version}" if NMC in sources else None,
        method=METHOD,
        draws=DRAWS,
        seed=seed,
        notes=[WEIGHED, *left_out],
        weights=weights,
        cells=cells,
        sources=dict(sources),
    )


def _together(same: Sequence[Held], field: str, name: str) -> Floats:
    """One specification's values of a field, over all origins."""
    return np.concatenate([getattr(each, field)[name] for each in same])


def _cell(same: Sequence[Held], rivals: Sequence[str], horizon: int, target: str, seed: int) -> Cell:
    """All rivals at one horizon, on the outcomes of all origins."""
    clusters = np.concatenate([each.cluster for each in same])
    if len(same[0].outcome):
        forecasts = {REFERENCE: np.concatenate([np.full(len(each.outcome), each.base) for each in same])}
        forecasts |= {name: _together(same, "forecast", name) for name in rivals}
        rows = Scored(forecasts, np.concatenate([each.outcome for each in same]), clusters)
        return cell(rows, horizon=horizon, target=target, subset="all", draws=DRAWS, seed=seed, curve=True)
    weight, place = drawn_weights(clusters, DRAWS, seed)
    rows_drawn = weight @ np.bincount(place)
    logs = {name: np.log(np.maximum(_together(same, "given", name), TINY)) for name in rivals}
    found = {
        name: {"log_score": weight @ np.bincount(place, each, weight.shape[1]) / rows_drawn}
        for name, each in logs.items()
    }
    below = {name: _together(same, "below", name) for name in same[0].below}
    for name, each in below.items():
        for score, level in LEVELS.items():
            inside = (np.abs(each - 0.5) <= level / 2.0).astype(np.float64)
            found[name][score] = weight @ np.bincount(place, inside, weight.shape[1]) / rows_drawn
    scores = {name: {score: triple(values) for score, values in each.items()} for name, each in found.items()}
    return Cell(
        horizon=horizon,
        target=target,
        subset="all",
        rows=len(clusters),
        events=len(clusters),
        scores=scores,
        differences=differences(found),
        tenths=[tenths(name, each, clusters, DRAWS, seed) for name, each in below.items()],
    )

"""From forecasts to a cell of the result: scores with intervals, all differences, the calibration curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats, Ints
from foedus.errors import InputError
from foedus.evaluate import counts
from foedus.evaluate.resample import Draws, drawn_weights, scored, triple
from foedus.evaluate.result import Bin, Cell, Difference, Interval, Tenths

COMPARED = ("brier_skill", "crps_skill", "log_score", "auc", "average_precision", "crps", "error")
"""Scores whose differences are reported: those of which more is better, and CRPS and error, of which less is."""
NO_CHANGE = "no-change"
"""What CRPS skill is over."""
EDGES = (0.0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1.0)
"""Stretches of the calibration curve, about evenly spaced in log odds: nine rows in ten are below .02."""
TENTHS = tuple(np.linspace(0.0, 1.0, 11).tolist())
"""Stretches where the event is the rule and not the exception."""
LEVELS = {"coverage_50": 0.50, "coverage_90": 0.90}
"""Central intervals of forecasts of amounts and counts, by the score that says how often they held what happened."""
FEWEST = 20
"""Rows below which a stretch is left out of the curve."""


@dataclass(frozen=True)
class Scored:
    """The same rows under every model: forecasts by model, outcomes, and the group that each row is resampled with."""

    forecasts: dict[str, Floats]
    y: Floats
    groups: NDArray[Any]

    def where(self, rows: NDArray[np.bool_]) -> Scored:
        """The chosen rows."""
        chosen = {name: p[rows] for name, p in self.forecasts.items()}
        return Scored(chosen, self.y[rows], self.groups[rows])


def cell(
    rows: Scored,
    *,
    horizon: int,
    target: str,
    subset: str,
    draws: int,
    seed: int,
    curve: bool = False,
    more: Mapping[str, Draws] | None = None,
) -> Cell:
    """The cell of these rows; `more` contains further scores by model with their own draws, in the same order."""
    if not len(rows.y) or not rows.y.sum():
        raise InputError(f"no event among the {len(rows.y):,} forecasts ({subset}, {horizon} years): nothing to score")
    found = scored(rows.forecasts, rows.y, rows.groups, draws, seed)
    for name, extra in (more or {}).items():
        found[name] |= extra
    return Cell(
        horizon=horizon,
        target=target,
        subset=subset,
        rows=len(rows.y),
        events=int(rows.y.sum()),
        scores=triples(found),
        differences=differences(found),
        expected={name: float(f"{p.sum():.4g}") for name, p in rows.forecasts.items()},
        curve=[line for name in rows.forecasts for line in bins(name, rows, draws, seed)] if curve else [],
    )


def cell_of_amounts(
    amounts: Mapping[str, Mapping[str, Floats]],
    below: Mapping[str, Floats],
    groups: NDArray[Any],
    *,
    horizon: int,
    target: str,
    subset: str,
    draws: int,
    seed: int,
) -> Cell:
    """The cell of scores that are means of rows, by model; CRPS has a skill over NO_CHANGE if that is among them."""
    weight, place = drawn_weights(groups, draws, seed)
    size = weight @ np.bincount(place)
    found: dict[str, Draws] = {
        name: {score: weight @ np.bincount(place, values, weight.shape[1]) / size for score, values in each.items()}
        for name, each in amounts.items()
    }
    if all("crps" in each for each in found.values()):
        for each in found.values():
            each["crps_skill"] = 1.0 - each["crps"] / found[NO_CHANGE]["crps"]
    return Cell(
        horizon=horizon,
        target=target,
        subset=subset,
        rows=len(groups),
        events=len(groups),
        scores=triples(found),
        differences=differences(found),
        tenths=[tenths(name, each, groups, draws, seed) for name, each in below.items()],
    )


def counted(
    rows: Scored, year: Ints, origin: Ints, spread: Mapping[int, float], draws: int, seed: int
) -> dict[str, Draws]:
    """CRPS and coverage of the yearly number of events, by model; resampling draws whole calendar years.

    spread   phi of the yearly number by origin (`foedus.evaluate.counts`)
    """
    distinct, place = np.unique(origin * 10_000 + year, return_inverse=True)
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


def triples(found: Mapping[str, Draws]) -> dict[str, dict[str, Interval]]:
    """Every score with its interval."""
    return {name: {score: triple(values) for score, values in each.items()} for name, each in found.items()}


def differences(found: Mapping[str, Draws]) -> list[Difference]:
    """First minus second for every pair of models, draw by draw."""
    lines = []
    for first, second in combinations(found, 2):
        compared = [score for score in COMPARED if score in found[first]]
        gap = {score: triple(found[first][score] - found[second][score]) for score in compared}
        lines.append(Difference(first=first, second=second, scores=gap))
    return lines


def bins(name: str, rows: Scored, draws: int, seed: int) -> list[Bin]:
    """The calibration curve of one model, each bin with the interval of its share."""
    weight, place = drawn_weights(rows.groups, draws, seed)
    p = rows.forecasts[name]
    edges = TENTHS if rows.y.mean() > 0.5 else EDGES
    stretch = np.digitize(p, edges[1:-1])
    lines = []
    for number in range(len(edges) - 1):
        inside = (stretch == number).astype(np.float64)
        if inside.sum() < FEWEST:
            continue
        count = weight @ np.bincount(place, inside, weight.shape[1])
        events = weight @ np.bincount(place, inside * rows.y, weight.shape[1])
        share = np.divide(events, count, out=np.full_like(events, np.nan), where=count > 0)
        mean = float(f"{p[inside == 1].mean():.4g}")
        happened = triple(share) if events[0] else (0.0, 0.0, none_seen(int(inside.sum())))
        lines.append(Bin(model=name, forecast=mean, happened=happened, rows=int(inside.sum())))
    return lines


def held(below: Floats) -> dict[str, Floats]:
    """Row by row, whether central intervals contain the outcome; `below` is the forecast probability of a lower value."""
    return {score: (np.abs(below - 0.5) <= level / 2.0).astype(np.float64) for score, level in LEVELS.items()}


def tenths(name: str, below: Floats, groups: NDArray[Any], draws: int, seed: int) -> Tenths:
    """Shares of outcomes in each tenth of their forecasts; `below` is the forecast probability of a lower value.

    Forecasts are right where `below` is uniform (Dawid 1984, J. Royal Statistical Society A 147, 278-292).
    """
    weight, place = drawn_weights(groups, draws, seed)
    rows = weight @ np.bincount(place)
    tenth = np.digitize(below, TENTHS[1:-1])
    counts = (weight @ np.bincount(place, (tenth == k).astype(np.float64)) for k in range(len(TENTHS) - 1))
    return Tenths(model=name, shares=[triple(each / rows) for each in counts])


def none_seen(rows: int) -> float:
    """The highest rate at which no event in n independent rows has probability at least 1 in 20: 1 - .05^(1/n).

    Resampling rows without events gives no events, and would make their rate seem certain.
    """
    return float(f"{1.0 - 0.05 ** (1.0 / rows):.4g}")

"""Whether later years tell the specifications of an equation apart; where they do not, all weigh the same.

The rule, stated before the specifications were scored, is for equations with few events (`FEW`). Of the horizon nearest to
the years between origins, which takes each row about once, take the best and the worst mean log score of the weighed
specifications: if the 90% interval of their difference, over draws of whole clusters, holds 0, weights are equal. The best and
the worst are picked after the fact, so the interval is too narrow: of alike specifications more than one set in ten passes as
told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Floats
from foedus.equations.registry import EQUATIONS, SERIES
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.score import TINY

DRAWS = 1000
EQUAL = (
    "Its events are few: weights are equal unless the 90% interval of the best mean log score less the worst, over draws of "
    "whole clusters, excludes 0."
)
Weights = dict[str, dict[str, float]]


def few(equation: str) -> bool:
    """Whether an equation has few events, so that the rule applies."""
    return bool(getattr(EQUATIONS[SERIES[equation].module], "FEW", False))


def shrunk(weights: Weights, made: Sequence[Forecasts], names: Sequence[str], seed: int) -> Weights:
    """The weights, or equal ones where the forecasts do not tell the specifications apart."""
    once = _once(made)
    given = {name: np.concatenate([each.given[name] for each in once]) for name in names}
    if told_apart(given, np.concatenate([each.cluster for each in once]), seed):
        return weights
    equal = dict.fromkeys(names, 1.0 / len(names))
    return dict.fromkeys(weights, equal)


def _once(made: Sequence[Forecasts]) -> list[Forecasts]:
    """The forecasts of the horizon nearest to the years between origins, which takes each row about once."""
    own = [each for each in made if not each.target]
    origins = sorted({each.origin for each in own})
    step = min(np.diff(origins), default=1)
    horizon = min({each.horizon for each in own}, key=lambda years: (abs(years - step), years))
    return [each for each in own if each.horizon == horizon]


def told_apart(given: Mapping[str, Floats], cluster: NDArray[Any], seed: int) -> bool:
    """Whether the 90% interval of the best mean log score less the worst excludes 0, over draws of whole clusters."""
    logs = {name: np.log(np.maximum(p, TINY)) for name, p in given.items()}
    best, worst = (choose(logs, key=lambda name: float(logs[name].mean())) for choose in (max, min))
    _, place = np.unique(cluster, return_inverse=True)
    count = int(place.max()) + 1
    difference = np.bincount(place, weights=logs[best] - logs[worst], minlength=count)
    draws = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), DRAWS) @ difference
    return bool(np.quantile(draws, 0.05) > 0.0)

r"""Reversion of the log-odds of an initiation: forecasts far ahead vary more than outcomes do.

    x_t = m + (1 - k ln t) (x - m)

    x    log-odds as forecast from the origin, t years before
    k    rate of reversion: that of RATES which maximises the mean log score of the mixture over all horizons
    m    the middle: the mean, over origins, years and specifications, of that m which leaves the expected number of events as
         it is; it is found without outcomes

One step ahead nothing reverts. Other forms that were tried, and their scores: docs/decisions/0020.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit, logit

from foedus.arrays import Floats
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.stacking import of_what_happened

RATES = tuple(round(0.01 * step, 2) for step in range(16))
LEAST = 1e-12
"""Least probability of an event, or of none, that a forecast is taken for."""


class Reversion(NamedTuple):
    """Rate k for each log unit of years, and middle m in log-odds."""

    rate: float
    centre: float


def ahead(made: Forecasts) -> Floats:
    """t of each row; 1 one step ahead, where predictors are of the year before."""
    if made.horizon == 1:
        return np.ones(len(made.outcome))
    return np.asarray(made.rows["year"] - made.origin, np.float64)


def reverted(made: Forecasts, found: Reversion) -> Forecasts:
    """The forecasts after reversion."""
    kept = 1.0 - found.rate * np.log(ahead(made))
    forecast = {name: expit(found.centre + kept * (_odds(p) - found.centre)) for name, p in made.forecast.items()}
    return made._replace(forecast=forecast, given=of_what_happened(forecast, made.outcome))


def centre(made: Iterable[Forecasts], names: Sequence[str], rate: float) -> float:
    """The middle at a rate, from forecasts alone."""
    found = []
    for each in made:
        years = ahead(each)
        for year in np.unique(years[years > 1.0]):
            at, kept = years == year, 1.0 - rate * np.log(year)
            found += [_middle(each.forecast[name][at], kept) for name in names]
    return round(float(np.mean(found)), 4)


def _middle(p: Floats, kept: float) -> float:
    odds = _odds(p)

    def surplus(m: float) -> float:
        return float(expit(m + kept * (odds - m)).sum() - p.sum())

    return float(brentq(surplus, odds.min() - 1.0, odds.max() + 1.0))


def _odds(p: Floats) -> Floats:
    return np.asarray(logit(np.clip(p, LEAST, 1.0 - LEAST)))


def longest(made: Sequence[Forecasts]) -> list[Forecasts]:
    """Of each origin the window of most years, which holds the shorter ones."""
    most = {each.origin: max(e.horizon for e in made if e.origin == each.origin) for each in made}
    return [each for each in made if each.horizon == most[each.origin]]

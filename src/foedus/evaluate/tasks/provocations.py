r"""Provocations: how well can the count of a year be forecast h years ahead?

    no-change     the level of the last five years: a negative binomial whose mean and dispersion are fitted to them alone
    history-only  the level of all years to the origin: the same, fitted to them all
    walk          the level walks: `foedus.equations.provocation`, fitted to all years to the origin

A forecast is a sample of counts, each from one draw of the parameters; all three have the same priors of mean and dispersion.
Its score is the CRPS in the type's own unit by the closed form for a sample,

    CRPS = mean |n - y| - 1/2 mean |n - n'|

and the logarithm of the mean, over draws, of the probability of the count that came. Beside whether the central 50 and 90 %
contain the count stands how wide the central 90 % is. Intervals resample whole calendar years. Of the last year on file a part
was observed, and that part is forecast.

Source: Gneiting & Raftery (2007), doi:10.1198/016214506000001437.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy.stats import nbinom

from foedus.arrays import Floats
from foedus.equations.provocation import TYPES
from foedus.errors import InputError
from foedus.estimate import walk
from foedus.estimate.provocation import RECENT, counts
from foedus.estimate.samples import provocation as samples
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.cells import LEVELS, NO_CHANGE
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.score import TINY
from foedus.evaluate.tables import HISTORY
from foedus.evaluate.tasks import fatal_disputes

MODELS = {
    NO_CHANGE: "the level of the last five years",
    HISTORY: "the level of all years to the origin",
    "walk": "the level walks, as those of provocations do in the simulator",
}
METHOD = "Fitted to the years to the origin; 90% intervals draw whole calendar years with replacement."
NOTE = (
    "One series of one state: its years are few and not independent, and a year of many events weighs most in the CRPS."
)


class Counted(NamedTuple):
    """A series of yearly counts that is scored: what is counted, its unit, and the last year on file."""

    label: str
    units: str
    last: int


COUNTED: Mapping[str, Counted] = MappingProxyType(
    {
        **{name: Counted(one.label, one.units, samples.YEARS[name][1]) for name, one in TYPES.items() if one.scored},
        fatal_disputes.NAME: Counted(fatal_disputes.LABEL, fatal_disputes.UNITS, fatal_disputes.YEARS[1]),
    }
)
"""Types of provocation, and fatal disputes, by name."""
DRAWS = 4000
SEED = 1


def sample(kind: str) -> Sample:
    """The counts of a series, to the last year on file."""
    return fatal_disputes.sample() if kind == fatal_disputes.NAME else samples.sample(kind)


def forecasts(kind: str, found: Sample, origins: Sequence[int], horizons: Sequence[int]) -> Iterator[Forecasts]:
    """Forecasts by every model of the count of the year so many years after each origin, where it is on file."""
    first, last = found.years
    for origin in origins:
        if not first + RECENT <= origin + 1 <= last:
            raise InputError(f"origin {origin} is outside {first + RECENT - 1} to {last - 1}, the years {kind} have")
    for horizon in sorted(set(horizons)):
        for origin in sorted(set(origins)):
            if origin + horizon <= last:
                yield _window(found, origin, horizon)


def _window(found: Sample, origin: int, horizon: int) -> Forecasts:
    """The forecasts of one year."""
    known = found.where(found["year"] <= origin)
    target = found.where(found["year"] == origin + horizon)
    count, exposure, rng = known["count"], known["exposure"], np.random.default_rng(SEED)
    walked = walk.drawn(count, exposure, rng, DRAWS)
    law: dict[str, tuple[Floats, Floats]] = {
        NO_CHANGE: _pair(counts(count[-RECENT:], exposure[-RECENT:], rng, DRAWS)),
        HISTORY: _pair(counts(count, exposure, rng, DRAWS)),
        "walk": (np.exp(walk.ahead(walked, horizon, rng)), walked.dispersion),
    }
    y, part = float(target["count"][0]), float(target["exposure"][0])
    scores = {name: _scores(part * mean, k, y, rng) for name, (mean, k) in law.items()}
    below = {name: each.pop("below") for name, each in scores.items()}
    year = np.array([origin + horizon])
    return Forecasts(
        origin, horizon, {}, {}, np.empty(0), year, below=below, amounts=scores, rows={"ccode": np.array([731]), "year": year}
    )  # fmt: skip


def _pair(drawn: Floats) -> tuple[Floats, Floats]:
    """Mean and dispersion of draws."""
    return drawn[:, 0], drawn[:, 1]


def _scores(mean: Floats, k: Floats, y: float, rng: np.random.Generator) -> dict[str, Floats]:
    """The scores of one count, from draws of mean and dispersion."""
    n = np.sort(rng.poisson(rng.gamma(k, mean / k))).astype(np.float64)
    place = (2.0 * np.arange(len(n)) + 1.0) / len(n) - 1.0
    given = float(nbinom.pmf(y, k, k / (k + mean)).mean())
    low, high = ({name: np.quantile(n, 0.5 + side * level / 2.0) for name, level in LEVELS.items()} for side in (-1, 1))
    return {
        "crps": np.array([np.abs(n - y).mean() - float(place @ n) / len(n)]),
        "log_score": np.array([np.log(max(given, TINY))]),
        "error": np.array([abs(float(np.median(n)) - y)]),
        **{name: np.array([float(low[name] <= y <= high[name])]) for name in LEVELS},
        "width_90": np.array([float(high["coverage_90"] - low["coverage_90"])]),
        "below": np.array([float((n < y).mean() + 0.5 * (n == y).mean())]),
    }

r"""Growth: where were states h years after an origin?

The density of the change ln x_(origin + h) - ln x_origin that happened, as the mean over simulated paths of

    t_nu((y - sum of the changes before - expectation of the last year) / s) / s

which is exact up to Monte Carlo error. Paths run the equation of `foedus.equations.growth` with the parameters at the origin
(`foedus.evaluate.forecasters.growth_mode`) and each change (except the last) is limited to the bound of the years to
the origin; the mean of a state is drawn from its posterior. States share a path's factors and shocks. A state that
leaves the record within the horizon is not scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from foedus.arrays import Floats, Ints
from foedus.equations import growth
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.cells import held
from foedus.evaluate.forecasters.growth_mode import GrowthMode, growth_mode
from foedus.evaluate.forecasters.own import GROWTH as SPECIFICATIONS
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.score import TINY

PATHS = 4000
SEED = 1


def forecasts(found: Sample, origin: int, horizons: Sequence[int]) -> list[Forecasts]:
    """Forecasts by each specification of the changes of one index after an origin."""
    codes, previous, total = changes(found, origin, max(horizons))
    scored = [h for h in sorted(horizons) if np.isfinite(total[:, h - 1]).any()]
    past = found.where(found["year"] <= origin)
    bound = float(np.quantile(np.abs(past["change"]), 0.999))
    fitted = {each.terms: growth_mode(past, each.terms) for each in SPECIFICATIONS.values()}
    given = {}
    for name, each in SPECIFICATIONS.items():
        mode = fitted[each.terms] if each.units else fitted[each.terms].without_units()
        given[name] = dict(zip(scored, densities(mode, bound, codes, previous, total, scored), strict=True))
    return [
        _at(origin, h, codes, np.isfinite(total[:, h - 1]), {name: each[h] for name, each in given.items()})
        for h in scored
    ]


def _at(
    origin: int, horizon: int, codes: Ints, there: NDArray[np.bool_], given: Mapping[str, tuple[Floats, Floats]]
) -> Forecasts:
    """Forecasts of the states still on record at one horizon, from the density and cumulative probability of each."""
    density = {name: each[0][there] for name, each in given.items()}
    below = {name: each[1][there] for name, each in given.items()}
    amounts = {name: {"log_score": np.log(np.maximum(density[name], TINY)), **held(below[name])} for name in density}
    rows = {"ccode": codes[there], "year": np.full(there.sum(), origin + horizon)}
    return Forecasts(origin, horizon, density, {}, np.empty(0), codes[there], below=below, amounts=amounts, rows=rows)


def changes(found: Sample, origin: int, years: int) -> tuple[Ints, Floats, Floats]:
    """States with a change in the year after the origin, their change of the year before, and their changes since the
    origin (states, years), NaN from the first unknown one.
    """
    year, code = found["year"], found["ccode"].astype(np.int64)
    first = np.flatnonzero(year == origin + 1)
    codes = code[first]
    order = np.argsort(codes)
    codes, previous = codes[order], found["previous"][first][order]
    each = np.full((len(codes), years), np.nan)
    rows = np.flatnonzero((year > origin) & (year <= origin + years) & np.isin(code, codes))
    each[np.searchsorted(codes, code[rows]), year[rows] - origin - 1] = found["change"][rows]
    return codes, previous, np.cumsum(each, axis=1)


def densities(
    fit: GrowthMode, bound: float, codes: Ints, previous: Floats, total: Floats, horizons: Sequence[int]
) -> Iterator[tuple[Floats, Floats]]:
    """The density of `total` and the probability of less, at each horizon in rising order, one number for each state."""
    rng = np.random.default_rng(SEED)
    mean, spread = fit.known(codes)
    own = mean + spread * rng.standard_normal((PATHS, 1))
    before, so_far = np.broadcast_to(previous, own.shape), np.zeros(own.shape)
    for year in range(1, max(horizons) + 1):
        factor, shock = rng.standard_normal((PATHS, 1)), rng.standard_t(fit.df, (PATHS, 1))
        centre = growth.expected(own, fit.persistence, before) + fit.factor_sd * factor
        if year in horizons:
            off = (total[:, year - 1] - so_far - centre) / fit.scale
            yield student.pdf(off, fit.df).mean(axis=0) / fit.scale, student.cdf(off, fit.df).mean(axis=0)
        before = np.clip(centre + fit.scale * shock, -bound, bound)
        so_far = so_far + before

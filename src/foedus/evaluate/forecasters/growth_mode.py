r"""Parameters of growth at the origin, by expectation maximisation under the priors of the fits.

    d_it = m_i + r (d_i,t-1 - m_i) + s_f f_t + s t_nu,    m_i = m + a_i,  a_i ~ N(0, sigma)

A Student-t shock is a Normal one of precision w / s^2; with e the residual, w = (nu + 1) / (nu + (e / s)^2) in expectation.
Given w the equation is linear, so the level of a year, (1 - r) m + s_f f_t, and the deviation a_i of a state have
Normal posteriors, updated in turn with their variances, which enter s_f, sigma and s. nu maximises the likelihood of
the residuals.

Sources: Lange, Little & Taylor (1989), Journal of the American Statistical Association 84, 881-896 (weights of the t);
Liu & Rubin (1995), Statistica Sinica 5, 19-39 (nu from the residuals' own likelihood).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.stats import t as student

from foedus.arrays import Floats, Ints
from foedus.equations.growth import DF, WIDTH, expected
from foedus.errors import ModelError
from foedus.estimate.mode import looked_up, mode_of_scale
from foedus.estimate.samples.sample import Sample

ROUNDS, SETTLED = 5000, 3e-5
FURTHEST = 0.99
"""Largest persistence in absolute value."""


@dataclass(frozen=True)
class GrowthMode:
    """Parameters, and the states' means with their standard deviations; a state not in `codes` has N(mean, sigma)."""

    persistence: float
    scale: float
    df: float
    factor_sd: float
    mean: float
    sigma: float
    codes: Ints
    own: Floats
    own_sd: Floats

    def without_units(self) -> GrowthMode:
        """The same parameters without knowledge of any state's own mean."""
        return replace(self, codes=self.codes[:0])

    def known(self, codes: Ints) -> tuple[Floats, Floats]:
        """Means and standard deviations of the mean growth of states."""
        return (
            self.mean + looked_up(self.codes, codes, self.own, 0.0),
            looked_up(self.codes, codes, self.own_sd, self.sigma),
        )


def growth_mode(found: Sample, terms: Sequence[str]) -> GrowthMode:
    """The parameters of the specification with these terms on one sample, and the posterior of every state's mean."""
    moves, apart = "mean" in terms, "sigma" in terms
    d, before = found["change"], found["previous"]
    codes, state = np.unique(found["ccode"].astype(np.int64), return_inverse=True)
    span, year = np.unique(found["year"], return_inverse=True)
    level, own, level_var, own_var = (
        np.zeros(len(span)),
        np.zeros(len(codes)),
        np.zeros(len(span)),
        np.zeros(len(codes)),
    )
    r, m, s, nu, s_f, sigma = 0.0, 0.0, float(np.median(np.abs(d))) + 1e-6, 4.0, 0.02, 0.02
    for _ in range(ROUNDS):
        old = np.array([r, m, s, nu, s_f, sigma])
        e = d - expected(own[state], r, before) - level[year]
        loose = level_var[year] + (1.0 - r) ** 2 * own_var[state]
        q = (nu + 1.0) / (nu + (e**2 + loose) / s**2) / s**2
        level_var = 1.0 / (_sums(year, q, span) + s_f**-2)
        rest = d - expected(own[state], r, before)
        level = level_var * (_sums(year, q * rest, span) + expected(m, r, 0.0) / s_f**2)
        if apart:
            slope = 1.0 - r
            own_var = 1.0 / (slope**2 * _sums(state, q, codes) + sigma**-2)
            own = own_var * slope * _sums(state, q * (d - r * before - level[year]), codes)
            sigma = mode_of_scale(float(np.sum(own**2 + own_var)), len(codes), WIDTH["sigma"])
        if moves:
            lag = before - own[state]
            both = lag * (d - own[state] - level[year]) + own_var[state]
            r = float(np.sum(q * both) / np.sum(q * (lag**2 + own_var[state])))
            r = min(max(r, -FURTHEST), FURTHEST)
            m = float((1.0 - r) * level.sum() / (len(span) * (1.0 - r) ** 2 + (s_f / WIDTH["mean"]) ** 2))
        s_f = mode_of_scale(float(np.sum((level - (1.0 - r) * m) ** 2 + level_var)), len(span), WIDTH["factor_sd"])
        e = d - expected(own[state], r, before) - level[year]
        loose = level_var[year] + (1.0 - r) ** 2 * own_var[state]
        s = mode_of_scale(float(np.sum(q * s**2 * (e**2 + loose))), len(d), WIDTH["scale"])
        nu = _df(e / s)
        if (np.abs(np.array([r, m, s, nu, s_f, sigma]) - old) / np.array([1.0, s, s, nu, s_f, s])).max() < SETTLED:
            break
    else:
        raise ModelError(f"the parameters of growth do not converge in {ROUNDS} rounds")
    return GrowthMode(r, s, nu, s_f, m, sigma if apart else 0.0, codes, own, np.sqrt(own_var))


def _df(standard: Floats) -> float:
    """The degrees of freedom that fit standardised residuals best."""
    shape, rate = DF

    def loss(log_df: float) -> float:
        df = np.exp(log_df)
        return -float(student.logpdf(standard, df).sum() + (shape - 1.0) * log_df - rate * df)

    return float(np.exp(minimize_scalar(loss, bounds=(-1.0, 5.0), method="bounded", options={"xatol": 1e-3}).x))


def _sums(group: Ints, values: Floats, groups: NDArray[np.generic]) -> Floats:
    return np.asarray(np.bincount(group, values, len(groups)), np.float64)

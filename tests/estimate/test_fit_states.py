"""Estimation of what states do alone: exact checks, recovery of known parameters, and a refit of what is shipped."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

pytest.importorskip("numpyro")

from foedus.equations import armament as armament_equation
from foedus.equations.alignment import TERMS
from foedus.estimate import alignment, armament, growth, provocation, registry
from foedus.estimate.posterior import Posterior, Units, load_posterior
from foedus.estimate.run import QUIET
from foedus.estimate.samples.sample import Sample

pytestmark = pytest.mark.fit


def _growth_sample(rng: np.random.Generator) -> Sample:
    """30 states and 30 years with mean .03 (sd .02), persistence .4, scale .05, df 3, factor .03."""
    means = rng.normal(0.03, 0.02, 30)
    factor = 0.03 * rng.standard_normal(30)
    change = np.zeros((30, 30))
    previous = means
    for year in range(30):
        change[year] = means + 0.4 * (previous - means) + factor[year] + 0.05 * rng.standard_t(3, 30)
        previous = change[year]
    year, state = np.meshgrid(np.arange(1, 30), np.arange(30), indexing="ij")
    arrays = {
        "ccode": state.ravel(),
        "year": year.ravel() + 1950,
        "change": change[1:].ravel(),
        "previous": change[:-1].ravel(),
        "bound": np.full(29 * 30, np.abs(change).max()),
    }
    return Sample(arrays, (1951, 1979), {}, {})


def test_growth_recovers_known_parameters() -> None:
    sample = _growth_sample(np.random.default_rng(5))
    fitted = growth.estimate("gdp", "own-mean", sample, seed=2, warmup=200, draws=1200)
    known = {"persistence": 0.4, "scale": 0.05, "df": 3.0, "factor_sd": 0.03}
    for column, term in enumerate(("persistence", "scale", "df", "factor_sd")):
        drawn = fitted.draws["terms"][:, column]
        assert abs(drawn.mean() - known[term]) < 4 * drawn.std(), term
        assert drawn.std() < 0.6 * known[term], term
    assert abs(fitted.draws["mean"].mean() - 0.03) < 0.02


def test_crps_is_that_of_the_definition() -> None:
    terms = np.tile([0.0, 1e-9, 5.0, 1e-9, 10.0], (3, 1))
    forecast = Posterior(
        "growth-gdp-own-mean",
        {"terms": terms, "mean": np.zeros(3), "sigma": np.ones(3)},
        {"state": Units(np.array([2]), np.array([0.1]), np.array([1e-9]))},
        {},
    )
    rows = Sample(
        {name: np.array([value]) for name, value in (("ccode", 2), ("year", 2000), ("change", 0.3), ("previous", 0.0))},
        (2000, 2000),
        {},
        {},
    )
    scores = growth.score(forecast, rows)
    assert scores["crps"] == pytest.approx(0.2, abs=1e-6)
    assert scores["crps no change"] == pytest.approx(0.3)


def test_the_filter_has_the_likelihood_of_the_joint_normal() -> None:
    """Six years of one state with a gap and no partner, against the covariance written out."""
    r, s, e, m, sigma = 0.9, 0.2, 0.1, 0.3, 0.5
    none = np.zeros((6, 1))
    shock = np.array([0.0, 0.0, 0.04, 0.0, 0.01, 0.0])
    seen = np.array([True, True, False, True, True, True])
    y = np.array([0.1, 0.3, 0.0, -0.2, 0.5, 0.4])
    variance = s**2 + shock
    spread = np.zeros((6, 6))
    own = np.zeros(6)
    own[0] = s**2 / (1 - r**2)
    for t in range(1, 6):
        own[t] = r**2 * own[t - 1] + variance[t]
    for t in range(6):
        for u in range(6):
            spread[t, u] = r ** abs(t - u) * own[min(t, u)] + sigma**2
    spread += e**2 * np.eye(6)
    expected = multivariate_normal(np.full(6, m)[seen], spread[np.ix_(seen, seen)]).logpdf(y[seen])
    belief, fits = alignment.filtered(y[:, None], seen[:, None], variance[:, None], none, none, r, s, e, m, sigma)
    assert float(np.sum(fits)) == pytest.approx(expected, abs=1e-4)
    link = np.full(seen.sum(), sigma**2)
    weight = np.linalg.solve(spread[np.ix_(seen, seen)], link)
    assert float(belief.c[0]) == pytest.approx(m + weight @ (y[seen] - m), abs=1e-4)
    assert float(belief.cc[0]) == pytest.approx(sigma**2 - weight @ link, abs=1e-4)


def test_the_filter_draws_a_state_to_its_partners_by_the_equation() -> None:
    """Years with and without a partner, against the latent path as a linear function of its independent parts."""
    r, a, s, e, m, sigma = 0.9, 0.2, 0.2, 0.1, 0.3, 0.5
    tied = np.array([0.0, 1.0, 1.0, 0.0, 1.0])
    partners = np.array([0.0, 1.0, -0.5, 0.0, 2.0])
    y = np.array([0.1, 0.3, 0.0, -0.2, 0.5])
    path, mean = np.zeros((5, 6)), np.zeros(5)  # on c - m, the first deviation and four shocks
    path[0, :2], mean[0] = 1.0, m
    for t in range(1, 5):
        held = r - a * tied[t]
        path[t] = held * path[t - 1]
        path[t, 0] += 1.0 - r
        path[t, t + 1] += 1.0
        mean[t] = (1.0 - r) * m + held * mean[t - 1] + a * tied[t] * partners[t]
    own = np.diag([sigma**2, s**2 / (1 - r**2), *[s**2] * 4])
    spread = path @ own @ path.T + e**2 * np.eye(5)
    column = [part[:, None] for part in (y, np.ones(5, bool), np.full(5, s**2), partners, a * tied)]
    belief, fits = alignment.filtered(*column, r, s, e, m, sigma)
    assert float(np.sum(fits)) == pytest.approx(multivariate_normal(mean, spread).logpdf(y), abs=1e-4)
    link = path @ own[:, 0]
    assert float(belief.c[0]) == pytest.approx(m + link @ np.linalg.solve(spread, y - mean), abs=1e-4)


def test_alignment_recovers_known_attraction_and_the_centre_of_the_last_year() -> None:
    rng = np.random.default_rng(11)
    r, a, states_, years = 0.9, 0.08, 24, 60
    centre = rng.normal(0.0, 1.0, states_)
    partner = np.arange(states_) ^ 1
    tied = rng.random((years, states_)) < 0.7
    z = np.zeros((years, states_))
    z[0] = centre + rng.normal(0.0, 0.3, states_)
    partners = np.full((years, states_), np.nan)
    observed = np.zeros_like(z)
    observed[0] = z[0] + rng.normal(0.0, 0.05, states_)
    for t in range(1, years):
        gap = np.where(tied[t], z[t - 1, partner] - z[t - 1], 0.0)
        z[t] = centre + r * (z[t - 1] - centre) + a * gap + rng.normal(0.0, 0.15, states_)
        observed[t] = z[t] + rng.normal(0.0, 0.05, states_)
        partners[t] = np.where(tied[t], observed[t - 1, partner], np.nan)
    zeros = np.zeros((years, states_))
    arrays = {"ccode": np.arange(states_), "observed": observed, "partners": partners}
    sample = Sample(arrays | {"democracy": zeros, "autocracy": zeros}, (1951, 1950 + years), {}, {})
    fitted = alignment.estimate(sample, seed=2, warmup=200, draws=900)
    drawn = fitted.draws["terms"][:, TERMS.index("attraction")]
    assert abs(drawn.mean() - a) < 4 * drawn.std()
    assert drawn.std() < 0.5 * a
    last = centre + np.where(tied[-1], a / (1.0 - r) * (z[-2, partner] - z[-2]), 0.0)
    units = fitted.units["centre"]
    assert (np.abs(units.mean - last) < 4 * units.sd).mean() > 0.95


def test_armament_recovers_known_coefficients() -> None:
    rng = np.random.default_rng(3)
    b = np.array([-3.0, 0.5, 1.2, -0.8, -0.6, 0.4, 0.9])
    yes_or_no = rng.integers(0, 2, (4, 6000)).astype(float)
    x = armament_equation.Terms(rng.normal(1.0, 1.0, 6000), *yes_or_no[:3], rng.random(6000), yes_or_no[3])
    chance = 1 / (1 + np.exp(-armament_equation.log_odds(armament_equation.Coefficients(*b), x)))
    arrays = x._asdict() | {"starts": (rng.random(6000) < chance).astype(float)}
    drawn, _ = armament.estimate_pursuit("full", Sample(arrays, (1946, 2010), {}, {}), 1, QUIET)
    assert (np.abs(drawn["b"].mean(axis=0) - b) < 4 * drawn["b"].std(axis=0)).all()


def test_counts_recover_a_known_mean_and_dispersion() -> None:
    rng = np.random.default_rng(8)
    exposure = np.tile([1.0, 0.5], 30)
    count = rng.poisson(rng.gamma(2.0, 10.0 / 2.0, 60) * exposure).astype(float)
    mean, dispersion = provocation.counts(count, exposure, rng).T
    assert abs(mean.mean() - 10.0) < 4 * mean.std() < 8.0
    assert abs(dispersion.mean() - 2.0) < 4 * dispersion.std() < 4.0


@pytest.mark.data
@pytest.mark.parametrize("name", ["trade", "provocation-missile-launches", "provocation-joint-air-patrols"])
def test_a_refit_agrees_with_what_is_shipped(name: str) -> None:
    positive = [place for place, term in enumerate(load_posterior(name).record["terms"]) if term not in ("low", "high")]
    shipped = np.log(load_posterior(name).draws["terms"][:, positive])
    refitted = np.log(registry.fit(name, seed=7).draws["terms"][:, positive])
    error = np.sqrt((shipped.var(axis=0) + refitted.var(axis=0)) / 200)
    assert (np.abs(shipped.mean(axis=0) - refitted.mean(axis=0)) < 5 * error).all()

"""The mode of a logit, with and without intercepts of units."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import norm

from foedus.estimate.mode import Design, expected, mode, mode_of_units

LOCATION, PRECISION = np.array([-4.0, 0.0]), np.diag([0.25, 1.0])


def drawn(seed: int, units: int = 200, rows: int = 40, sigma: float = 1.5) -> tuple[np.ndarray, ...]:
    """Rare events: constant -5, slope 1, intercepts of units with standard deviation `sigma`."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), rows)
    x = np.column_stack([np.ones(len(unit)), rng.integers(0, 2, len(unit)).astype(float)])
    odds = x @ np.array([-5.0, 1.0]) + sigma * rng.standard_normal(units)[unit]
    return x, (rng.random(len(unit)) < expit(odds)).astype(float), unit


def test_the_mode_is_where_the_log_posterior_is_highest() -> None:
    x, y, _ = drawn(1, units=20)
    found = mode(Design(x), y, np.ones(len(y)), LOCATION, PRECISION)

    def loss(b: np.ndarray) -> float:
        off = b - LOCATION
        return float(np.logaddexp(0.0, x @ b).sum() - y @ (x @ b) + 0.5 * off @ PRECISION @ off)

    assert found.b == pytest.approx(minimize(loss, LOCATION).x, abs=1e-3)


def test_the_expectation_is_the_integral() -> None:
    mean, variance = np.array([-6.0, -1.0, 2.0]), np.array([3.0, 1.0, 0.2])
    z = np.linspace(-9.0, 9.0, 20_001)
    p = expit(mean[:, None] + np.sqrt(variance)[:, None] * z)
    weight = norm.pdf(z) * (z[1] - z[0])
    found, bend = expected(mean, variance)
    assert found == pytest.approx((p * weight).sum(axis=1), rel=0.01)
    assert bend == pytest.approx((p * (1.0 - p) * weight).sum(axis=1), rel=0.03)


def test_as_many_rare_events_are_expected_as_were_seen() -> None:
    x, y, unit = drawn(2)
    found = mode_of_units(Design(x), y, np.ones(len(y)), LOCATION, PRECISION, unit, 200)
    p, _ = expected(x @ found.b + found.u[unit], found.variance[unit])
    assert p.sum() == pytest.approx(y.sum(), rel=0.03)
    assert found.b == pytest.approx([-5.0, 1.0], abs=0.35)
    assert found.sigma == pytest.approx(1.5, abs=0.35)


def test_a_group_of_levels_is_a_column_for_each() -> None:
    x, y, unit = drawn(3, units=30)
    level = np.arange(len(y)) % 5
    columns = np.hstack([x, np.eye(5)[level]])
    location, precision = np.append(LOCATION, np.zeros(5)), np.diag([0.25, 1.0, *np.full(5, 4.0)])
    given = (y, np.ones(len(y)), location, precision, unit, 30)
    apart, together = mode_of_units(Design(x, level, 5), *given), mode_of_units(Design(columns), *given)
    assert apart.b == pytest.approx(together.b, abs=1e-4)
    assert apart.sigma == pytest.approx(together.sigma, abs=1e-4)

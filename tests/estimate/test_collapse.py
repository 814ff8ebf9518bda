"""The likelihood of treaty ends in a collapse, against enumeration, an integral and simulated years."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta

from foedus.equations.treaty_end import COLLAPSE_SHARE, PRIOR, SPECIFICATIONS, TERMS
from foedus.estimate.collapse import fitted, log_likelihood, own_ends, parts, sums
from foedus.estimate.mode import Design, mode_of_units

HAZARD = np.array([0.02, 0.05, 0.1, 0.3, 0.01])
SHARE = beta(*COLLAPSE_SHARE)


def likelihood(ended: np.ndarray, rate: float, hazard: np.ndarray = HAZARD) -> float:
    one = np.zeros(len(hazard), int)
    found = parts(np.log1p(-hazard), np.asarray(ended, float), one, 1, sums)
    return float(np.exp(log_likelihood(found, rate))[0])


@pytest.mark.parametrize("rate", [0.001, 0.3])
def test_all_that_can_happen_to_a_patron_sums_to_one(rate: float) -> None:
    assert sum(likelihood(np.array(each), rate) for each in product((0, 1), repeat=5)) == pytest.approx(1.0)


@pytest.mark.parametrize("ended", [(0, 0, 0, 0, 0), (1, 0, 0, 1, 0), (1, 1, 1, 1, 1)])
def test_the_share_is_integrated(ended: tuple[int, ...]) -> None:
    e = np.array(ended)

    def given(s: float) -> float:
        both = 1.0 - (1.0 - HAZARD) * (1.0 - s)
        return float(np.prod(np.where(e, both, 1.0 - both)) * SHARE.pdf(s))

    calm = np.prod(np.where(e, HAZARD, 1.0 - HAZARD))
    assert likelihood(e, 0.2) == pytest.approx(0.8 * calm + 0.2 * quad(given, 0.0, 1.0)[0], rel=1e-8)


def test_simulated_years_agree() -> None:
    rng = np.random.default_rng(1)
    years, rate = 400_000, 0.25
    share = np.where(rng.random(years) < rate, SHARE.rvs(years, random_state=rng), 0.0)
    ended = (rng.random((years, 5)) < HAZARD) | (rng.random((years, 5)) < share[:, None])
    seen = np.mean(ended.sum(axis=1) >= 3)
    told = sum(likelihood(np.array(each), rate) for each in product((0, 1), repeat=5) if sum(each) >= 3)
    assert seen == pytest.approx(told, abs=4 * np.sqrt(told / years))


def test_ends_that_come_together_are_taken_for_a_collapse_and_one_alone_is_not() -> None:
    h, group = np.full(20, 0.03), np.repeat([0, 1], 10)
    ended = np.zeros(20)
    ended[:8] = 1.0
    ended[10] = 1.0
    own, rate = own_ends(h, ended, group, 2, 0.005)
    assert (own[:8] < 0.1).all()
    assert own[10] > 0.95
    assert (own[ended == 0] == 0.0).all()
    assert rate == pytest.approx(2.5 / 303.5, rel=0.02)


def test_the_mode_recovers_hazard_and_rate() -> None:
    rng = np.random.default_rng(3)
    years, treaties, rate = 3000, 8, 0.03
    share = np.where(rng.random(years) < rate, SHARE.rvs(years, random_state=rng), 0.0)
    ended = (
        ((rng.random((years, treaties)) < 0.02) | (rng.random((years, treaties)) < share[:, None]))
        .ravel()
        .astype(float)
    )
    group, x = np.repeat(np.arange(years), treaties), np.ones((years * treaties, 1))
    found = fitted(
        SPECIFICATIONS["collapse"], PRIOR.of([TERMS.index("constant")]), x, ended, np.full(len(x), -1), group
    )
    assert found.rate == pytest.approx(rate, abs=0.01)
    assert found.hazard(x[:1], np.array([-1]))[0] == pytest.approx(0.02, abs=0.002)
    alone = fitted(SPECIFICATIONS["split"], PRIOR.of([TERMS.index("constant")]), x, ended, np.full(len(x), -1), group)
    assert alone.hazard(x[:1], np.array([-1]))[0] == pytest.approx(ended.mean(), abs=1e-3)
    assert alone.rate == 0.0


def test_only_great_powers_have_intercepts() -> None:
    rng = np.random.default_rng(4)
    unit = np.repeat([2, 365, -1], 2000)
    truth = np.repeat([0.002, 0.08, 0.03], 2000)
    ended, x = (rng.random(6000) < truth).astype(float), np.ones((6000, 1))
    found = fitted(
        SPECIFICATIONS["great-powers"], PRIOR.of([TERMS.index("constant")]), x, ended, unit, np.full(6000, -1)
    )
    us, russia, minor = (found.hazard(np.ones((1, 1)), np.array([each]))[0] for each in (2, 365, -1))
    assert us < 0.5 * minor < minor < russia
    assert found.codes.tolist() == [2, 365]
    assert found.hazard(np.ones((1, 1)), np.array([200]))[0] > minor  # a great power that is new has the spread of all


def test_rows_that_are_alike_count_as_often_as_they_are_there() -> None:
    rng = np.random.default_rng(5)
    unit, one = rng.choice([2, 365, -1], 900), SPECIFICATIONS["great-powers"]
    x = np.column_stack([np.ones(900), rng.integers(0, 2, 900)])
    ended, belief = (rng.random(900) < 0.02 + 0.1 * x[:, 1]).astype(float), PRIOR.of(one.active(TERMS)[:2])
    found = fitted(one, belief, x, ended, unit, np.full(900, -1)).mode
    place = np.searchsorted([2, 365], np.where(unit < 0, 400, unit))
    alone = mode_of_units(Design(x), ended, np.ones(900), belief.location, belief.precision, place, 2, width=one.width)
    assert found.b == pytest.approx(alone.b, rel=1e-9)
    assert found.u == pytest.approx(alone.u, rel=1e-9)
    assert found.hessian == pytest.approx(alone.hessian, rel=1e-9)

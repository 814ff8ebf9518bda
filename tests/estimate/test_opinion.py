"""The latent share behind polls: recovered from made-up ones, ruled by its priors where each house asks once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from foedus.equations.effects import priors
from foedus.equations.opinion import HOUSE_WIDTH, LEVEL_WIDTH
from foedus.estimate.opinion import HOUSE_REACH, SCALE_REACH, _grid, counted, support
from foedus.world.build import from_case


def made_up(rng, polls, houses):
    """Polls of known support, and the support at their last."""
    time = np.sort(rng.uniform(0.0, 4.0, polls))
    scale, tau = abs(rng.normal(0.20, 0.08)), abs(rng.normal(0.0, HOUSE_WIDTH))
    walk = rng.normal(0.0, LEVEL_WIDTH) + np.cumsum(
        np.diff(time, prepend=time[0]) ** 0.5 * scale * rng.normal(size=polls)
    )
    house = rng.integers(0, houses, polls)
    share = 1.0 / (1.0 + np.exp(-walk - tau * rng.normal(size=houses)[house]))
    found = np.clip(rng.binomial(1000, share) / 1000, 0.001, 0.999)
    return np.stack([time, found, np.full(polls, 1000.0), house.astype(float)], axis=1), walk[-1], time[-1]


def by_covariance(polls, at):
    """Support by the covariance of all polls, whose work grows with their cube."""
    time, share, size, house = polls.T
    y, error = np.log(share / (1.0 - share)), 1.0 / (size * share * (1.0 - share))
    prior = priors()["opinion.scale"]
    since, now = time - time.min(), max(at - time.min(), 0.0)
    weight, mean, variance = [], [], []
    for tau in HOUSE_REACH * HOUSE_WIDTH * _grid():
        for scale in (prior.mean + SCALE_REACH * prior.sd) * _grid():
            walked = LEVEL_WIDTH**2 + scale**2 * np.minimum(since[:, None], since)
            observed = walked + tau**2 * (house[:, None] == house) + np.diag(error)
            with_now = LEVEL_WIDTH**2 + scale**2 * np.minimum(since, now)
            own, other = np.linalg.solve(observed, np.stack([y, with_now], axis=1)).T
            mean.append(with_now @ own)
            variance.append(LEVEL_WIDTH**2 + scale**2 * now - with_now @ other)
            fit = -0.5 * (y @ own + np.linalg.slogdet(observed)[1])
            weight.append(fit - 0.5 * (tau / HOUSE_WIDTH) ** 2 - 0.5 * ((scale - prior.mean) / prior.sd) ** 2)
    weight = np.exp(np.array(weight) - max(weight))
    middle = np.average(mean, weights=weight)
    return middle, math.sqrt(np.average(np.array(variance) + np.square(mean), weights=weight) - middle**2)


@pytest.mark.parametrize("at", [-1.0, 0.0, 1.3, 9.0])
@pytest.mark.parametrize(("polls", "houses"), [(1, 1), (7, 3), (30, 30)])
def test_support_is_that_by_the_covariance_of_all_polls(polls, houses, at):
    made, _, _ = made_up(np.random.default_rng(polls), polls, houses)
    made[:, 0] = np.round(made[:, 0], 1)  # some on the same day
    found = support(made, at)
    assert (found.mean, found.sd) == pytest.approx(by_covariance(made, at), rel=1e-9)


def test_support_is_recovered_from_polls_of_known_support():
    rng = np.random.default_rng(3)
    inside = []
    for _ in range(60):
        polls, truth, last = made_up(rng, 8, 4)
        found = support(polls, last)
        inside.append(abs(found.mean - truth) < 1.645 * found.sd)
    assert 0.80 <= np.mean(inside) <= 0.98


def test_one_large_poll_is_taken_at_its_word_but_for_its_house():
    found = support(np.array([[2023.0, 0.6, 1e7, 0.0]]), 2023.0)
    assert found.mean == pytest.approx(math.log(1.5), rel=0.05)
    assert found.sd == pytest.approx(found.tau, rel=0.4)
    assert support(np.array([[2023.0, 0.6, 1e7, 0.0]]), 2033.0).sd > found.sd


def test_before_the_first_poll_support_is_as_at_that_poll():
    polls = np.array([[2023.0, 0.6, 1000.0, 0.0], [2023.5, 0.7, 1000.0, 1.0]])
    assert support(polls, 2020.0) == support(polls, 2023.0)


def test_who_is_called_which_number_and_when_time_begins_decide_nothing():
    polls = from_case("us-rok").polls
    found, other = support(polls, 2024.0), support(polls + np.array([2000.0, 0.0, 0.0, 7.0]), 4024.0)
    assert np.array(other) == pytest.approx(np.array(found))


def test_the_estimate_of_us_rok_is_ruled_by_what_is_judged_of_houses_and_years():
    polls = from_case("us-rok").polls
    assert (len(polls), len(np.unique(polls[:, 3])), int(np.isnan(polls[:, 2]).sum())) == (6, 5, 2)
    found, plain = support(polls, 2024.0), counted(polls)
    assert found.sd > 5.0 * plain.sd
    assert norm.cdf(0.0, found.mean, found.sd) == pytest.approx(0.02, abs=0.015)

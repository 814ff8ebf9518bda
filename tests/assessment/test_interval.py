import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from foedus.assessment import interval
from foedus.assessment.outcomes import averaged

SETS = 400


def shares(rng, mean, sd, n):
    """Successes over parameter sets whose true probabilities are Beta with this mean and standard deviation."""
    size = mean * (1 - mean) / sd**2 - 1 if sd else None
    p = rng.beta(mean * size, (1 - mean) * size, SETS) if size else np.full(SETS, mean)
    return rng.binomial(n, p), np.full(SETS, n)


@pytest.mark.parametrize(("mean", "sd"), [(0.05, 0.03), (0.3, 0.1), (0.8, 0.05)])
def test_the_interval_recovers_the_spread_of_parameters(mean, sd):
    rng = np.random.default_rng(1)
    size = mean * (1 - mean) / sd**2 - 1
    truth = stats.beta(mean * size, (1 - mean) * size).ppf([0.05, 0.95])
    found = [interval.probability(*shares(rng, mean, sd, 50)) for _ in range(40)]
    assert np.mean([x.low for x in found]) == pytest.approx(truth[0], abs=0.25 * sd)
    assert np.mean([x.high for x in found]) == pytest.approx(truth[1], abs=0.25 * sd)


def held(found, truth):
    """The share of parameter sets inside an interval."""
    return truth.cdf(found.high) - truth.cdf(found.low)


@pytest.mark.parametrize("mean", [0.02, 0.1, 0.5])
@pytest.mark.parametrize("n", [1, 3, 10, 50])
def test_few_futures_leave_an_interval_that_holds_as_many_sets_as_it_says(n, mean):
    """On average over repeated draws; the standard error of 80 is about .015. By moments, 1 or 3 futures leave .2 to .7."""
    rng = np.random.default_rng(2)
    shares_inside = []
    for tau in np.abs(rng.normal(0.0, interval.ODDS, 80)):
        size = 1.0 / (tau**2 * mean * (1.0 - mean))
        truth = stats.beta(mean * size, (1.0 - mean) * size)
        k = rng.binomial(n, truth.rvs(200, random_state=rng))
        shares_inside.append(held(interval.probability(k, np.full(200, n)), truth))
    assert 0.84 <= np.mean(shares_inside) <= 0.95


@pytest.mark.parametrize("n", [2, 5, 50])
@pytest.mark.parametrize("sd", [0.2, 0.6])
def test_few_futures_leave_an_interval_of_a_mean_that_holds_as_many_sets(n, sd):
    rng = np.random.default_rng(3)
    truth, shares_inside = stats.norm(0.0, sd), []
    for _ in range(80):
        values = truth.rvs((200, 1), random_state=rng) + rng.normal(size=(200, n))
        found = interval.mean(values.mean(axis=1), values.var(axis=1), np.full(200, n))
        shares_inside.append(held(found, truth))
    assert 0.85 <= np.mean(shares_inside) <= 0.97


@pytest.mark.parametrize(("comes", "goes"), [(0.01, 0.0), (0.02, 0.02), (0.0, 0.05), (0.3, 0.1)])
@pytest.mark.parametrize("n", [1, 5, 50])
def test_few_futures_leave_an_interval_of_a_paired_difference_that_holds_as_many_sets(n, comes, goes):
    """The mean of the difference, of which a rare one is 0 in most sets, holds .4 to .9."""
    rng = np.random.default_rng(4)
    shares_inside = []
    for tau in np.abs(rng.normal(0.0, interval.ODDS, 80)):
        p, q = (
            rng.beta(*np.array([x, 1 - x]) / (tau**2 * x * (1 - x)), 200) if x else np.zeros(200) for x in (comes, goes)
        )
        gained = rng.binomial(n, p)
        lost = rng.binomial(n - gained, np.minimum(q / np.maximum(1 - p, 1e-12), 1.0))
        place = np.arange(n)[:, None]
        found = averaged(((place < gained) - 1.0 * (place >= n - lost)).ravel(), 200)
        shares_inside.append(np.mean((found.low <= p - q) & (p - q <= found.high)))
    assert 0.82 <= np.mean(shares_inside) <= 0.97


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=40, max_size=400))
def test_a_difference_of_counts_holds_its_estimate_and_turns_with_its_sign(numbers):
    found, turned = averaged(np.array(numbers), 20), averaged(-np.array(numbers), 20)
    assert found.low <= found.value <= found.high
    assert found.value == pytest.approx(np.mean(numbers), abs=1e-12)
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low), abs=1e-12)
    assert any(numbers) or (found.low, found.high) == (0.0, 0.0)


def test_without_parameter_spread_it_covers_more_often_than_it_says():
    rng = np.random.default_rng(2)
    found = [interval.probability(*shares(rng, 0.2, 0.0, 25)) for _ in range(100)]
    assert np.mean([x.low <= 0.2 <= x.high for x in found]) >= 0.95


def test_the_doubt_of_the_correlation_is_that_of_an_integral_over_all_of_it():
    rng = np.random.default_rng(6)
    for n, p in ((2, 0.3), (20, 0.05)):
        k, trials = rng.binomial(n, rng.beta(8 * p, 8 * (1 - p), 60)), np.full(60, n)
        mean = k.sum() / trials.sum()
        tau = np.linspace(1e-4, 12.0, 20_000)
        theta = tau**2 * mean * (1.0 - mean)
        log = sum(stats.betabinom(n, mean / theta, (1.0 - mean) / theta).logpmf(x) for x in k)
        weight = np.exp(log - log.max()) * stats.halfnorm(scale=interval.ODDS).pdf(tau)
        assert interval.doubted(k, trials) == pytest.approx((weight @ (theta / (1 + theta))) / weight.sum(), rel=5e-3)


@given(st.floats(-1e12, 1e12), st.floats(1e-12, 1e12))
def test_a_variance_that_is_not_below_zero_is_expected_to_lie_above_its_estimate(between, error):
    found = interval.Spread(between, error, 0.0).expected
    assert max(between, 0.0) <= found <= max(between, 0.0) + error + 1e-12 * abs(between)
    more = interval.Spread(between + error, error, 0.0).expected
    assert more >= found - 1e-12 * abs(between)


def test_a_number_that_is_the_same_in_every_future_has_no_interval_to_speak_of():
    """Sets then vary far less than chance, by rounding alone."""
    for value in np.linspace(-4.0, 4.0, 400):
        found = averaged(np.full(200 * 50, value), 200)
        assert found.low <= found.value <= found.high
        assert found.high - found.low <= 1e-6


def test_a_single_set_is_a_count():
    found = interval.probability(np.array([30]), np.array([100]))
    assert found.high - found.low == pytest.approx(2 * 1.645 * np.sqrt(0.3 * 0.7 / 100), rel=0.02)


def test_no_event_has_an_upper_limit_and_no_lower():
    k, n = np.zeros(SETS, np.int64), np.full(SETS, 25)
    found = interval.probability(k, n)
    assert (found.value, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(stats.beta(0.5, 10_000.5).ppf(0.95), rel=1e-9)
    certain = interval.probability(n, n)
    assert (certain.value, certain.high) == (1.0, 1.0)
    assert certain.low == pytest.approx(1 - found.high, rel=1e-9)


def test_nothing_tried_is_null_and_not_zero():
    none = interval.probability(np.zeros(4, np.int64), np.zeros(4, np.int64))
    assert none.value is none.low is none.high is None


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda t: (min(t), max(t))), min_size=3, max_size=60)
)
def test_intervals_are_ordered_and_inside(pairs):
    k, n = (np.array(column) for column in zip(*pairs, strict=True))
    found = interval.probability(k, n)
    assert 0.0 <= found.low <= found.high <= 1.0
    assert found.value == pytest.approx(k.sum() / n.sum())


@pytest.mark.parametrize("spread", [0.0, 0.5])
def test_the_interval_of_a_mean_is_that_of_parameters_and_luck(spread):
    """Where parameters do not differ, their spread is told apart from zero only to the noise of a variance."""
    halves, covered = [], 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        values = rng.normal(1.0 + spread * rng.normal(size=(SETS, 1)), 1.0, (SETS, 25))
        found = interval.mean(values.mean(axis=1), values.var(axis=1), np.full(SETS, 25))
        halves.append((found.high - found.low) / 2)
        covered += found.low < 1.0 < found.high
    assert covered >= 50
    noise = np.sqrt(np.sqrt(2 / SETS) / 25)
    assert 1.645 * spread <= np.mean(halves) + 0.05
    assert np.mean(halves) <= 1.645 * np.hypot(spread, noise) + 0.05


def test_the_share_of_sets_below_a_limit_is_that_of_the_true_parameters():
    rng = np.random.default_rng(4)
    found = [interval.share_below(*shares(rng, 0.3, 0.1, 50), 0.25) for _ in range(20)]
    size = 0.3 * 0.7 / 0.1**2 - 1
    assert np.mean(found) == pytest.approx(stats.beta(0.3 * size, 0.7 * size).cdf(0.25), abs=0.03)


@pytest.mark.parametrize("rho", [0.0, 0.05, 0.3])
def test_the_intraclass_correlation_is_recovered_from_few_and_unequal_trials(rho):
    rng = np.random.default_rng(5)
    found = []
    for _ in range(200):
        n = rng.integers(0, 4, SETS)
        p = rng.beta(0.3 * (1 / rho - 1), 0.7 * (1 / rho - 1), SETS) if rho else np.full(SETS, 0.3)
        found.append(interval.intraclass(rng.binomial(n, p), n))
    assert np.mean(found) == pytest.approx(rho, abs=0.04)


def test_an_interval_is_drawn_out_to_the_mean_of_a_rare_and_large_quantity():
    found = interval.quantiles(np.array([0.0] * 99 + [1000.0]), np.ones(100, np.int64))
    assert (found.value, found.low, found.high) == (10.0, 0.0, 10.0)


def test_one_future_has_no_interval_of_a_quantity():
    one = np.ones(1, np.int64)
    for found in (interval.quantiles(np.array([3.0]), one), interval.mean(np.array([3.0]), np.zeros(1), one)):
        assert (found.value, found.low, found.high) == (3.0, None, None)
        assert not interval.excludes_zero(found)


def test_sets_of_one_future_have_an_interval_as_wide_as_they_vary():
    """What parameters and what luck make cannot be told apart, so none of it is left out."""
    values = np.random.default_rng(7).normal(0.0, 1.0, 100)
    found = interval.mean(values, np.zeros(100), np.ones(100, np.int64))
    assert found.high - found.low > 2.5


def test_two_futures_have_a_wide_interval():
    found = interval.mean(np.array([0.2, 0.3]), np.zeros(2), np.ones(2, np.int64))
    assert found.high - found.low > 0.3

"""The count with its control variate: the mean of the event, with less luck than the count or the sum of its chances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.assessment.control import controlled
from foedus.assessment.outcomes import curve, estimate, paired, share_below, values
from foedus.simulation.chunks import Kept
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.state import Record
from foedus.simulation.tally import COLUMNS, count, empty
from foedus.world.outcomes import outcome

WAR = outcome("war_outside")
YEARS, SETS = 20, 20


def lived(rng, p):
    """Whether the event happens by each year, and the sum of its chances up to the event: p (futures, years)."""
    now = rng.random(p.shape) < p
    by = np.maximum.accumulate(now, axis=1)
    before = np.zeros_like(by)
    before[:, 1:] = by[:, :-1]
    return now & ~before, np.where(before, 0.0, p)


def counted(first, chances, sizes=(10**6,)):
    """A tally of them, in batches."""
    years = first.shape[1]
    events = np.zeros((len(first), len(EVENTS)), np.uint64)
    events[:, EVENTS.index(WAR.name)] = (first * (np.uint64(1) << np.arange(years, dtype=np.uint64))).sum(axis=1)
    yearly = np.ones((len(first), years, len(YEARLY)))
    yearly[:, :, YEARLY.index(WAR.yearly)] = chances
    totals = np.zeros((len(first), len(TOTALS)))
    tally, start = empty(SETS, years, 0, 0), 0
    while start < len(first):
        size = sizes[start % len(sizes)]
        cut = slice(start, start + size)
        rows = len(events[cut])
        fate = np.zeros((0, rows), np.int64)
        block = Record(events[cut].T, totals[cut].T, yearly[cut].transpose(1, 2, 0), fate, None, -1, rows)
        count(tally, block, start)
        start += size
    return tally


def test_a_constant_chance_is_told_with_a_third_of_the_luck():
    """1 in 20 a year for 20 years: 1 - .95^20 = .642. After the event the chance is higher, which must not matter."""
    first, chances = lived(np.random.default_rng(1), np.full((200_000, YEARS), 0.05))
    count, total = first.any(axis=1).astype(float), chances.sum(axis=1)
    found = controlled(count, total)
    assert found.mean() == pytest.approx(1 - 0.95**20, abs=0.002)
    assert [np.std(x) for x in (count, total, found)] == pytest.approx([0.48, 0.35, 0.14], abs=0.01)


chances = st.tuples(
    st.integers(0, 10**6), st.sampled_from([1, 2, 7, 20]), st.integers(1, 200), st.sampled_from([0.001, 0.02, 0.2, 0.9])
)


@settings(max_examples=60, deadline=None)
@given(chances)
def test_the_estimate_is_a_probability_inside_its_interval(drawn):
    seed, years, futures, level = drawn
    rng = np.random.default_rng(seed)
    first, given_state = lived(rng, np.clip(level * rng.gamma(1.0, 1.0, (futures, years)), 0.0, 1.0))
    tally = counted(first, given_state)
    for year in range(1, years + 1):
        found = estimate(WAR, tally, year)
        low, high = (found.value if x is None else x for x in (found.low, found.high))
        assert 0.0 <= low <= found.value <= high <= 1.0
    path = curve(WAR, tally)
    assert path == sorted(path)
    assert path[-1] == pytest.approx(estimate(WAR, tally).value, abs=1e-12)
    assert 0.0 <= share_below(WAR, tally, 0.1) <= 1.0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_batches_of_any_size_give_the_estimate_of_all_futures_at_once(seed, sizes):
    rng = np.random.default_rng(seed)
    first, given_state = lived(rng, 0.1 * rng.random((90, YEARS)))
    whole, parts = counted(first, given_state), counted(first, given_state, sizes)
    assert estimate(WAR, parts).value == pytest.approx(estimate(WAR, whole).value, rel=1e-9)
    one_by_one = controlled(first.any(axis=1).astype(float), given_state.sum(axis=1))
    assert estimate(WAR, parts).value == pytest.approx(float(np.clip(one_by_one.mean(), 0.0, 1.0)), rel=1e-9)


@pytest.mark.parametrize("level", [0.0005, 0.01, 0.1, 0.3])
def test_it_is_unbiased_against_brute_force_be_the_event_rare_or_common(level):
    """Risk differs between futures and follows what happens; 500 runs of 200 futures against all of them counted."""
    rng = np.random.default_rng(3)
    risk = np.clip(level * rng.lognormal(0.0, 0.7, (500, 200, 1)) * np.ones(10), 0.0, 1.0)
    truth = float((1.0 - (1.0 - risk).prod(axis=2)).mean())
    found = []
    for run in risk:
        first, given_state = lived(rng, run)
        found.append(controlled(first.any(axis=1).astype(float), given_state.sum(axis=1)).mean())
    assert np.mean(found) == pytest.approx(truth, abs=4 * np.std(found) / np.sqrt(500))


def test_a_difference_is_unbiased_and_steadier_than_that_of_the_counts():
    rng = np.random.default_rng(4)
    futures, found, counts = 400, [], []
    for _ in range(200):
        luck = rng.random((futures, YEARS))
        runs = []
        for p in (0.05, 0.06):
            by = np.maximum.accumulate(luck < p, axis=1)
            alive = np.hstack([np.ones((futures, 1)), ~by[:, :-1]])
            runs.append(np.stack([by[:, -1].astype(float), (p * alive).sum(axis=1)], axis=1))
        found.append(paired(runs[0], runs[1], SETS).value)
        counts.append(float((runs[1] - runs[0])[:, 0].mean()))
    truth = 0.95**YEARS - 0.94**YEARS
    assert np.mean(found) == pytest.approx(truth, abs=4 * np.std(found) / np.sqrt(200))
    assert np.std(found) < 0.8 * np.std(counts)


def test_a_rare_event_that_no_future_holds_is_not_told_to_be_impossible():
    rng = np.random.default_rng(5)
    first, given_state = lived(rng, 1e-5 * rng.random((200, YEARS)))
    assert not first.any()
    assert estimate(WAR, counted(first, given_state)).value == pytest.approx(given_state.sum(axis=1).mean(), rel=0.01)


def test_what_has_no_yearly_probabilities_is_counted():
    one = outcome("integrity_kept")
    first, given_state = lived(np.random.default_rng(6), np.full((50, YEARS), 0.1))
    tally = counted(first, given_state)
    futures = Kept(np.zeros((50, len(EVENTS)), np.uint64), np.zeros((50, len(TOTALS))), np.ones((50, len(COLUMNS))))
    kept = values([one], futures, YEARS)
    assert np.array_equal(kept[:, 0, 0], kept[:, 0, 1])
    assert estimate(one, tally).value == 0.0

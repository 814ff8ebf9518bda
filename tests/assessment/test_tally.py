import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.assessment.tally import Tally
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY

HORIZON, SETS = 5, 7


def batch(seed, start, rows):
    rng = np.random.default_rng(seed)
    events = rng.integers(0, 2**HORIZON, (rows, len(EVENTS)), dtype=np.uint64)
    return start, events, rng.random((rows, len(TOTALS))), 1.0 + 5.0 * rng.random((rows, HORIZON, len(YEARLY)))


def plain(start, events, totals):
    """The same counts, future by future."""
    holds = np.zeros((SETS, len(EVENTS), HORIZON), np.int64)
    by = np.zeros_like(holds)
    for row, words in enumerate(events):
        g = (start + row) % SETS
        for e, word in enumerate(words):
            seen = False
            for t in range(HORIZON):
                now = bool((int(word) >> t) & 1)
                seen |= now
                holds[g, e, t] += now
                by[g, e, t] += seen
    return holds, by


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 40), st.integers(1, 30))
def test_counts_are_those_of_counting_one_by_one(seed, start, rows):
    one = batch(seed, start, rows)
    tally = Tally.empty(SETS, HORIZON, len(TOTALS))
    tally.add(one)
    holds, by = plain(start, one[1], one[2])
    assert np.array_equal(tally.holds, holds)
    assert np.array_equal(tally.by, by)
    assert tally.futures.sum() == rows
    assert tally.poles.sum() == 3 * HORIZON * rows


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 20), min_size=1, max_size=5))
def test_batches_add_up(seed, sizes):
    rows = sum(sizes)
    _, events, totals, yearly = batch(seed, 0, rows)
    whole, parts = (Tally.empty(SETS, HORIZON, len(TOTALS)) for _ in range(2))
    whole.add((0, events, totals, yearly))
    start = 0
    for size in sizes:
        cut = slice(start, start + size)
        parts.add((start, events[cut], totals[cut], yearly[cut]))
        start += size
    for name in ("futures", "holds", "by", "kept", "poles"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))
    for name in ("totals", "yearly", "expected", "squares", "products"):
        np.testing.assert_allclose(getattr(whole, name), getattr(parts, name))

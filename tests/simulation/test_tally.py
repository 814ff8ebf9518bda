"""Counts of futures: those of counting one by one, and the same in any batches."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.state import Record
from foedus.simulation.tally import EDGES, WIDEST, count, empty, place, plus

HORIZON, SETS = 5, 7
WHOLE = ("futures", "holds", "by", "kept", "poles")


def block(events, totals, yearly, fate=None):
    """Rows of futures as the record of a block."""
    fate = np.zeros((0, len(events)), np.int64) if fate is None else fate.T
    return Record(events.T, totals.T, yearly.transpose(1, 2, 0), fate, None, -1, len(events))


def counted(start, *rows):
    """A tally of rows of futures, the first of them future `start`."""
    tally = empty(SETS, HORIZON, 0, 0)
    count(tally, block(*rows), start)
    return tally


def batch(seed, rows):
    rng = np.random.default_rng(seed)
    events = rng.integers(0, 2**HORIZON, (rows, len(EVENTS)), dtype=np.uint64)
    return events, rng.random((rows, len(TOTALS))), 1.0 + 5.0 * rng.random((rows, HORIZON, len(YEARLY)))


def plain(start, events):
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


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 40), st.integers(1, 20))
def test_counts_are_those_of_counting_one_by_one(seed, start, rows):
    events, totals, yearly = batch(seed, rows)
    tally = counted(start, events, totals, yearly)
    holds, by = plain(start, events)
    assert np.array_equal(tally.holds, holds)
    assert np.array_equal(tally.by, by)
    assert tally.futures.sum() == rows
    for m in range(3):
        for t in range(HORIZON):
            assert np.array_equal(tally.poles[m, t], np.histogram(yearly[:, t, m], EDGES)[0])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 15), min_size=1, max_size=4))
def test_batches_add_up(seed, sizes):
    rows = batch(seed, sum(sizes))
    whole, parts, start = counted(0, *rows), empty(SETS, HORIZON, 0, 0), 0
    for size in sizes:
        parts = plus(parts, counted(start, *(each[start : start + size] for each in rows)))
        start += size
    for name in whole._fields:
        equal = np.array_equal if name in WHOLE else np.allclose
        assert equal(getattr(whole, name), getattr(parts, name)), name


@given(st.one_of(st.sampled_from([*map(float, EDGES), -0.1, WIDEST + 0.1, float("nan")]), st.floats(0.0, WIDEST)))
def test_the_bin_is_that_of_numpy(value):
    found = np.zeros(len(EDGES) - 1, np.int64)
    if (n := place(value)) >= 0:
        found[n] = 1
    assert np.array_equal(found, np.histogram([value], EDGES)[0])


def test_what_became_of_an_instrument_is_counted_by_parameter_set():
    rows = batch(1, 9)
    fate = np.array([[0, 1, 2]] * 4 + [[1, 0, 0]] * 5)
    tally = empty(SETS, HORIZON, 0, 3)
    count(tally, block(*rows, fate), 3)
    place = (3 + np.arange(9)) % SETS
    for k in range(3):
        for code in (1, 2):
            assert np.array_equal(tally.fallen[code - 1, :, k], np.bincount(place, fate[:, k] == code, SETS))

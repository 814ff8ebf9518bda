"""Statistics of spans with known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from foedus.errors import InputError
from foedus.simulation.hindcast.span import STATISTICS, Span, autocorrelation, chosen, statistics

NAMES = [each.name for each in STATISTICS]
COUNTS = arrays(float, (3, 6), elements=st.integers(0, 5).map(float))


def span_from(yearly, pairs=None, **given):
    """A span whose disputes all stop at force without a death."""
    yearly = np.atleast_2d(np.asarray(yearly, float))
    runs, years = yearly.shape
    levels = np.zeros((runs, years, 5))
    levels[:, :, 1] = yearly
    pairs = np.column_stack([yearly.sum(axis=1), np.zeros((runs, 2))]) if pairs is None else np.asarray(pairs, float)
    whole = {
        "levels": levels,
        "pairs": pairs,
        "types": np.arange(pairs.shape[1]) % 3,
        "relevant": yearly,
        "dyads": np.full(years, 50.0),
        "allies": np.zeros((runs, 2, 2)),
        "alliances": np.zeros((runs, 2)),
        "kept": np.zeros((runs, 2)),
        "tied": np.zeros(2),
        "poles": np.full((runs, 3), 2.0),
    }
    return Span(**{**whole, **given})


def named(span, row=0):
    return dict(zip(NAMES, statistics(span)[row], strict=True))


def test_counts_rates_and_change():
    found = named(span_from([4, 2, 1, 1]))
    assert found["disputes"] == 2.0
    assert found["rate"] == pytest.approx(100 * 8 / 200)
    assert found["rate-change"] == pytest.approx(2 / 6)
    assert found["disputes-low"] <= found["disputes"] <= found["disputes-high"]


def test_levels_wars_and_deaths():
    levels = np.zeros((1, 5, 5))
    levels[0, 0] = [2, 3, 1, 2, 2]  # no force; force without, with a death; war; deaths unknown
    found = named(span_from(np.zeros(5), levels=levels))
    assert [found[name] for name in ("no-force", "force", "war")] == pytest.approx([0.2, 0.6, 0.2])
    assert found["deaths"] == pytest.approx(1 / 4)
    assert found["wars"] == pytest.approx(4.0)


def test_types_and_concentration():
    pairs = np.ones((1, 30))
    pairs[0, :3] = [7, 5, 3]
    span = span_from([42.0, 0.0], pairs)
    found = named(span)
    assert found["top-20"] == pytest.approx((7 + 5 + 3 + 17) / 42)
    assert found["contiguous"] == pytest.approx((7 + 9) / 42)


def test_joining_and_pacts():
    found = named(
        span_from(
            [1, 1],
            allies=np.array([[[30.0, 3], [10, 1]]]),
            alliances=np.array([[8.0, 2]]),
            kept=np.array([[3.0, 9]]),
            tied=np.array([4.0, 10]),
        )
    )
    assert found["join-ally"] == pytest.approx(0.1)
    assert found["join-war"] == pytest.approx(0.1)
    assert found["join-alliance"] == pytest.approx(0.25)
    assert (found["bilateral"], found["multilateral"]) == pytest.approx((0.75, 0.9))


def test_what_has_no_denominator_or_is_not_coded_is_nan_and_never_zero():
    found = named(span_from([0, 0, 0, 0], allies=np.full((1, 2, 2), np.nan)))
    absent = (
        "autocorrelation",
        "rate-change",
        "contiguous",
        "top-20",
        "war",
        "join-ally",
        "join-alliance",
        "bilateral",
    )
    assert all(np.isnan(found[name]) for name in absent)
    assert found["disputes"] == found["rate"] == found["wars"] == 0.0


def test_autocorrelation_of_known_series():
    assert autocorrelation(np.array([[1.0, -1, 1, -1]]))[0] == pytest.approx(-3 / 4)
    assert autocorrelation(np.array([[1.0, 1, -1, -1]]))[0] == pytest.approx(1 / 4)


@given(COUNTS)
def test_runs_do_not_touch_each_other(yearly):
    together = statistics(span_from(yearly))
    alone = np.concatenate([statistics(span_from(row)) for row in yearly])
    assert np.allclose(together, alone, equal_nan=True)


@given(arrays(float, (1, 24), elements=st.integers(0, 5).map(float)), st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(pairs, random):
    order = list(range(24))
    random.shuffle(order)
    span = span_from([[pairs.sum(), 0.0]], pairs)
    moved = span_from([[pairs.sum(), 0.0]], pairs[:, order], types=span.types[order])
    assert np.allclose(statistics(span), statistics(moved), equal_nan=True)
    found = named(span)
    shares = [found[name] for name in ("contiguous", "major", "both")]
    assert pairs.sum() == 0 or sum(shares) == pytest.approx(1.0)


def test_statistics_are_chosen_by_name_in_their_own_order():
    assert [each.name for each in chosen(["wars", "disputes"])] == ["disputes", "wars"]
    assert chosen([]) == STATISTICS
    with pytest.raises(InputError, match="unknown statistic 'dispute'; did you mean 'disputes'"):
        chosen(["dispute"])

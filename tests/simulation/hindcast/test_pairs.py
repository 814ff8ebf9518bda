"""Counts of futures by pair and year, tenths of pairs, and the ranked probability score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import InputError
from foedus.simulation.hindcast.pairs import MOST, Counted, crps, tenths
from foedus.simulation.hindcast.record import yearly_totals
from foedus.simulation.hindcast.run import _calibration, _pairs

from .worlds import record, start


def counted(pairs, yearly):
    found = Counted.blank(len(pairs[0]), len(yearly[0]))
    for row in range(0, len(pairs), 2):
        found.add(np.array(pairs[row : row + 2]), np.array(yearly[row : row + 2]))
    return found


def test_futures_are_counted_batch_by_batch():
    found = counted([[0, 2], [1, 2], [0, 5]], [[1, 0, 3], [1, 1, 1], [2, 2, 2]])
    assert found.expected.tolist() == pytest.approx([1 / 3, 3.0])
    assert found.any.tolist() == pytest.approx([1 / 3, 1.0])
    assert found.yearly[0, :3].tolist() == [0, 2, 1]


def test_more_than_the_most_counts_as_the_most():
    assert counted([[MOST + 50]], [[1, 1, 1]]).expected.tolist() == [MOST]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(0, 30))
def test_a_band_holds_at_least_nine_tenths_of_the_futures(numbers, extra):
    low, high = counted([[n] for n in numbers], [[1]] * len(numbers)).band(0)
    inside = sum(low <= n <= high for n in numbers)
    assert inside >= 0.9 * len(numbers) - 1e-9
    assert low in numbers
    assert high in numbers


@given(st.lists(st.integers(0, 20), min_size=1, max_size=20), st.integers(0, 25))
def test_the_score_is_that_of_its_definition_by_expectations(draws, happened):
    table = np.bincount(draws, minlength=30)[None]
    x = np.array(draws, float)
    expected = np.abs(x - happened).mean() - 0.5 * np.abs(x[:, None] - x).mean()
    assert crps(table, np.array([float(happened)])) == pytest.approx(expected, abs=1e-9)


def test_tenths_go_from_the_highest_chance_down():
    chance = np.linspace(0.0, 0.95, 20)
    found = tenths(chance, (chance > 0.5).astype(float))
    assert [n for n, _, _ in found] == [2] * 10
    assert [share for _, _, share in found] == [1.0] * 4 + [0.5] + [0.0] * 5
    assert [mean for _, mean, _ in found] == sorted((mean for _, mean, _ in found), reverse=True)


def test_yearly_totals_are_along_the_pairs_of_the_start():
    assert yearly_totals(record(), start(), np.array([1999, 2000, 2001, 2002])).tolist() == [1.0, 0.0, 2.0, 1.0]


def test_a_pair_is_compared_with_its_own_disputes():
    found = Counted.blank(2, 3)
    found.add(np.array([[2, 0], [2, 1]]), np.array([[2, 0, 0], [2, 1, 0]]))
    said = _calibration(record(), start(), 3, found, {"one": (1, 2), "absent": (7, 8)})
    (line,) = said["pairs"]
    assert (line.name, line.happened, line.expected, line.inside90) == ("one", 2, 2.0, True)
    assert sum(part.pairs for part in said["tenths"]) == 2
    assert said["crps"] == pytest.approx((0.0 + 0.25 + 0.0) / 3)


@pytest.mark.data
@pytest.mark.parametrize("name", ["PRK", "PRK-PRK", "PRK-XXX"])
def test_a_pair_that_is_none_is_refused(name):
    with pytest.raises(InputError, match="COW abbreviation"):
        _pairs([name])

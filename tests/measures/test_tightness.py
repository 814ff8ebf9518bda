"""Tightness of a bloc: range, what a tie does, the order of the states, the simulator's own equation, and the record."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.equations import bloc
from foedus.errors import InputError
from foedus.measures.run import run
from foedus.measures.tightness import tightness


@st.composite
def blocs(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ideal points, and directed pacts and treaties below them."""
    n = draw(st.integers(2, 6))
    points = draw(st.lists(st.floats(-6, 6), min_size=n, max_size=n))
    ties = [draw(st.lists(st.booleans(), min_size=n * n, max_size=n * n)) for _ in range(2)]
    return np.array(points), *(np.array(each, float).reshape(n, n) for each in ties)


@given(blocs())
def test_it_is_the_index_of_the_simulator_without_transfers(of: tuple[np.ndarray, np.ndarray, np.ndarray]) -> None:
    points, pacts, below = of
    ties = []
    for i, j in combinations(range(len(points)), 2):
        pact = max(pacts[i, j], pacts[j, i])
        treaty = max(pact, below[i, j], below[j, i])
        ties.append(float(bloc.tie(abs(points[i] - points[j]), pact, treaty, 0.0)))
    found = tightness(*of)
    assert found.tightness == pytest.approx(np.mean(ties))
    assert 0.0 < found.tightness <= 0.75 + 1e-12
    assert found.pacts <= found.treaties <= 1.0


@given(blocs(), st.data())
def test_a_tie_more_never_loosens_and_the_order_of_states_is_nothing(
    of: tuple[np.ndarray, np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    points, pacts, below = of
    before = tightness(*of)
    i, j = data.draw(st.permutations(range(len(points))))[:2]
    for ties in (pacts, below):
        more = ties.copy()
        more[i, j] = 1.0
        after = tightness(points, *(more if each is ties else each for each in (pacts, below)))
        assert after.tightness >= before.tightness - 1e-12
    order = data.draw(st.permutations(range(len(points))))
    turned = tightness(points[order], pacts[np.ix_(order, order)], below[np.ix_(order, order)])
    assert turned == pytest.approx(before)


def test_the_closest_and_the_loosest() -> None:
    every, none = np.ones((3, 3)), np.zeros((3, 3))
    assert tightness([0.5] * 3, every, none) == (0.75, 1.0, 1.0, 1.0)
    assert tightness([0.0, 800.0], none[:2, :2], none[:2, :2]) == (0.0, 0.0, 0.0, 0.0)


def test_what_is_unknown_is_unknown_and_the_rest_is_not() -> None:
    none = np.zeros((2, 2))
    found = tightness([0.0, np.nan], none, none)
    assert np.isnan([found.tightness, found.nearness]).all()
    assert (found.pacts, found.treaties) == (0.0, 0.0)
    found = tightness([0.0, 0.0], none * np.nan, none)
    assert np.isnan([found.tightness, found.pacts, found.treaties]).all()
    assert found.nearness == 1.0


@pytest.mark.parametrize(
    ("points", "ties", "words"),
    [
        ([0.0], [[0.0]], "two or more states, got 1"),
        ([0.0, 0.0], [[0.0]], "tables of 2 x 2"),
        ([0.0, 0.0], [[0.0, 0.5], [0.0, 0.0]], "ties must be 1, 0 or unknown"),
    ],
)
def test_refusals(points: list[float], ties: list[list[float]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        tightness(points, ties, ties)


@pytest.mark.data
def test_the_record_of_the_bloc() -> None:
    """Ideal points of all three begin in 1991; the pact of Moscow and Pyongyang ended in 1996, their treaty is of 2000."""
    found = run("tightness", (1988, 2018))
    assert found.equals(run("tightness", (1988, 2018), states="PRK,CHN,RUS"))
    assert found["transfers"].null_count() == found.height
    rows = {row["year"]: row for row in found.iter_rows(named=True)}
    assert rows[1990]["tightness"] is None
    assert rows[1990]["pacts"] == pytest.approx(2 / 3)
    assert [rows[year]["pacts"] * 3 for year in (1996, 1997, 2018)] == pytest.approx([2, 1, 1])
    assert [rows[year]["treaties"] * 3 for year in (1999, 2000, 2018)] == pytest.approx([2, 3, 3])
    assert all(0.25 < row["tightness"] < 0.6 for year, row in rows.items() if year > 1990)

"""The two indices against counts by hand and their limits."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.errors import InputError
from foedus.measures.balance import triangle_index, walk_index

FRIENDS, FOES = [[0, 1, 1], [1, 0, 1], [1, 1, 0]], [[0, -1, -1], [-1, 0, -1], [-1, -1, 0]]


@st.composite
def matrices(draw):
    n = draw(st.integers(2, 7))
    upper = draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2))
    matrix = np.zeros((n, n))
    matrix[np.triu_indices(n, k=1)] = upper
    return matrix + matrix.T


@given(matrices())
@settings(deadline=None)
def test_triangles_are_counted(matrix):
    products = [matrix[a, b] * matrix[b, c] * matrix[a, c] for a, b, c in combinations(range(len(matrix)), 3)]
    closed = [sign for sign in products if sign]
    expected = sum(sign > 0 for sign in closed) / len(closed) if closed else float("nan")
    assert triangle_index(matrix) == pytest.approx(expected, nan_ok=True)


@given(matrices())
@settings(deadline=None)
def test_walks_are_the_series_of_closed_walks(matrix):
    signed = plain = 0.0
    power, bare, factor = np.eye(len(matrix)), np.eye(len(matrix)), 1.0
    for length in range(1, 60):
        signed, plain = signed + factor * np.trace(power), plain + factor * np.trace(bare)
        power, bare, factor = power @ matrix, bare @ np.abs(matrix), factor / length
    assert walk_index(matrix) == pytest.approx(signed / plain)
    assert 0 < walk_index(matrix) <= 1 + 1e-12


def test_three_friends_and_three_foes():
    assert triangle_index(FRIENDS) == walk_index(FRIENDS) == 1.0
    assert triangle_index(FOES) == 0.0
    assert walk_index(FOES) == pytest.approx((2 * np.e + np.exp(-2)) / (2 / np.e + np.exp(2)))


@pytest.mark.parametrize("measure", [triangle_index, walk_index])
@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[0, 1]], "square, got shape"),
        ([[0, 2], [2, 0]], "1, -1 and 0 only"),
        ([[0, np.nan], [np.nan, 0]], "1, -1 and 0 only"),
        ([[0, 1], [-1, 0]], "symmetric with a zero diagonal"),
        ([[1, 1], [1, 0]], "symmetric with a zero diagonal"),
    ],
)
def test_what_is_no_signed_adjacency_is_refused(measure, matrix, message):
    with pytest.raises(InputError, match=message):
        measure(matrix)

"""Balance: small networks by hand, invariances, and Read's highland tribes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.linalg import expm

from foedus.data.catalog import data_root
from foedus.errors import InputError
from foedus.measures.balance import triangle_index, walk_index

FOES = [[0, -1, -1], [-1, 0, -1], [-1, -1, 0]]


def network(size: int, seed: int) -> NDArray[np.float64]:
    upper = np.triu(np.random.default_rng(seed).integers(-1, 2, (size, size)), k=1)
    return (upper + upper.T).astype(float)


networks = st.builds(network, st.integers(3, 15), st.integers(0, 10_000))


def test_three_enemies_are_unbalanced() -> None:
    assert triangle_index(FOES) == 0.0
    # Eigenvalues -2, 1, 1 of A and 2, -1, -1 of |A|.
    assert walk_index(FOES) == pytest.approx((np.exp(-2) + 2 * np.e) / (np.exp(2) + 2 / np.e))


@given(networks, st.integers(0, 10_000))
def test_two_camps_are_balanced_and_switching_sides_changes_nothing(a: NDArray[np.float64], seed: int) -> None:
    camps = np.random.default_rng(seed).choice([-1.0, 1.0], len(a))
    turned = a * np.outer(camps, camps)
    assert triangle_index(turned) == pytest.approx(triangle_index(a), nan_ok=True)
    assert walk_index(turned) == pytest.approx(walk_index(a))
    assert walk_index(np.abs(a) * np.outer(camps, camps)) == pytest.approx(1.0)


@given(networks)
def test_walks_are_those_of_the_exponential(a: NDArray[np.float64]) -> None:
    assert walk_index(a) == pytest.approx(np.trace(expm(a)) / np.trace(expm(np.abs(a))))
    assert 0 < walk_index(a) <= 1 + 1e-12


@given(networks)
def test_triangles_are_counted(a: NDArray[np.float64]) -> None:
    size = len(a)
    signs = [a[i, j] * a[j, k] * a[i, k] for i in range(size) for j in range(i) for k in range(j)]
    closed = [sign for sign in signs if sign]
    expected = np.mean([sign > 0 for sign in closed]) if closed else np.nan
    assert triangle_index(a) == pytest.approx(expected, nan_ok=True)


def test_a_large_network_does_not_overflow() -> None:
    assert walk_index(np.ones((1000, 1000)) - np.eye(1000)) == pytest.approx(1.0)


@pytest.mark.data
def test_reads_highland_tribes() -> None:
    edges = pl.read_csv(data_root() / "formal/read_highland_tribes_signed_edges.csv")
    names = sorted({*edges["i"], *edges["j"]})
    a = np.zeros((len(names), len(names)))
    for one, other, sign in edges.iter_rows():
        a[names.index(one), names.index(other)] = a[names.index(other), names.index(one)] = sign
    assert triangle_index(a) == pytest.approx(0.8676471, abs=5e-8)
    assert walk_index(a) == pytest.approx(0.3575761, abs=5e-8)


@pytest.mark.parametrize("bad", [[[0, 1]], [[0, 1], [-1, 0]], [[1, 0], [0, 1]], [[0, np.nan], [np.nan, 0]]])
def test_what_is_no_signed_network_is_refused(bad: list[list[float]]) -> None:
    with pytest.raises(InputError, match="signs must be"):
        triangle_index(bad)

"""Similarity: exact cases, outside implementations, every pair against the scalar form, and Germany-Russia of 1914."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau

from foedus.data.catalog import data_root
from foedus.errors import InputError
from foedus.measures.similarity import Kind, cohen_kappa, s_score, scott_pi, similarity_matrix, tau_b

LEVELS = (0, 1, 2, 3)

portfolios = st.integers(2, 25).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(0, 3), min_size=n, max_size=n) for _ in range(2)))
)


def test_the_same_and_the_opposite() -> None:
    assert s_score([0, 3, 3], [0, 3, 3], span=3) == 1.0
    assert s_score([0, 3, 0], [3, 0, 3], span=3) == -1.0
    assert scott_pi([0, 3, 1], [0, 3, 1]) == cohen_kappa([0, 3, 1], [0, 3, 1]) == 1.0


def test_weights_count() -> None:
    assert s_score([0, 3], [0, 0], span=3) == 0.0
    assert s_score([0, 3], [0, 0], span=3, weights=[3, 1]) == pytest.approx(0.5)


@given(portfolios, st.sampled_from(["absolute", "squared"]))
def test_s_is_symmetric_and_bounded(pair: tuple[list[int], list[int]], distance: str) -> None:
    score = s_score(*pair, span=3, distance=distance)
    assert -1 <= score <= 1
    assert score == s_score(pair[1], pair[0], span=3, distance=distance)


@given(portfolios)
def test_squared_s_is_the_higher_one(pair: tuple[list[int], list[int]]) -> None:
    assert s_score(*pair, span=3, distance="squared") >= s_score(*pair, span=3) - 1e-12


@given(portfolios)
def test_tau_b_is_scipys(pair: tuple[list[int], list[int]]) -> None:
    if len(set(pair[0])) == 1 or len(set(pair[1])) == 1:
        assert np.isnan(tau_b(*pair))
    else:
        assert tau_b(*pair) == pytest.approx(kendalltau(*pair).statistic, abs=1e-12)


@settings(deadline=None)  # the first example imports scikit-learn
@given(portfolios, st.sampled_from([("absolute", "linear"), ("squared", "quadratic")]))
def test_kappa_is_scikit_learns(pair: tuple[list[int], list[int]], names: tuple[str, str]) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    found = cohen_kappa(*pair, distance=names[0])
    if len({*pair[0], *pair[1]}) == 1:
        assert np.isnan(found)  # nothing to agree or disagree about
    else:
        expected = metrics.cohen_kappa_score(*pair, weights=names[1], labels=list(LEVELS))
        assert found == pytest.approx(expected, abs=1e-12)


@given(portfolios)
def test_scotts_pi_is_kappa_between_two_states_that_hold_the_same_margins(pair: tuple[list[int], list[int]]) -> None:
    """Each portfolio followed by the other: both margins become the pooled one, the observed distance stays."""
    both = [*pair[0], *pair[1]], [*pair[1], *pair[0]]
    assert scott_pi(*pair) == pytest.approx(cohen_kappa(*both), abs=1e-12, nan_ok=True)
    assert scott_pi(*pair, distance="absolute") == pytest.approx(
        cohen_kappa(*both, distance="absolute"), abs=1e-12, nan_ok=True
    )


@pytest.mark.data
def test_germany_and_russia_in_1914() -> None:
    table = pl.read_csv(data_root() / "formal/germany_russia_1914_alliance_portfolio.csv")
    pair = table["germany"].to_numpy(), table["russia"].to_numpy()
    assert tau_b(*pair) == pytest.approx(0.0303, abs=5e-5)  # Signorino & Ritter 1999, table 6
    assert s_score(*pair, span=3) == pytest.approx(0.400, abs=1e-12)
    assert s_score(*pair, span=3, distance="squared") == pytest.approx(0.444, abs=5e-4)
    assert cohen_kappa(*pair) == pytest.approx(-0.0776, abs=5e-5)
    assert scott_pi(*pair) == pytest.approx(-0.0870, abs=5e-5)


SCALAR: dict[Kind, Callable[..., float]] = {
    "s": lambda p, q, w: s_score(p, q, span=3, weights=w),
    "pi": lambda p, q, w: scott_pi(p, q, weights=w),
    "kappa": lambda p, q, w: cohen_kappa(p, q, weights=w),
    "tau-b": lambda p, q, w: tau_b(p, q, weights=w),
}


@pytest.mark.parametrize("kind", SCALAR)
@pytest.mark.parametrize("block", [1, 40, 10_000])
def test_every_pair_is_the_scalar_form(kind: Kind, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedus.measures.similarity.BLOCK_CELLS", block * 16)
    rng = np.random.default_rng(7)
    policies = rng.integers(0, 4, (9, 30)).astype(float)
    policies[rng.random(policies.shape) < 0.2] = np.nan
    policies[3] = np.nan  # a state that has no policy at all
    weights = rng.random(30)
    found = similarity_matrix(policies, kind=kind, levels=LEVELS, weights=weights)
    expected = [[SCALAR[kind](p, q, weights) for q in policies] for p in policies]
    np.testing.assert_allclose(found, expected, atol=1e-12, equal_nan=True)
    assert np.isnan(found[3]).all()


def test_missing_items_are_dropped_from_the_pair() -> None:
    missing = [[1.0, np.nan, 3.0], [1.0, 2.0, np.nan]]
    assert similarity_matrix(missing, kind="s", levels=(1, 2, 3))[0, 1] == 1.0


@pytest.mark.parametrize(
    ("first", "second", "options", "words"),
    [
        ([1, 2], [1], {}, "two lists of one length"),
        ([1, np.inf], [1, 2], {}, "must be finite"),
        ([0, 5], [0, 0], {}, "span 3 is less than the distance 5"),
        ([0, 1], [0, 0], {"weights": [1.0]}, "weights must be 2 numbers"),
        ([0, 1], [0, 0], {"weights": [0.0, 0.0]}, "not all zero"),
        ([0, 1], [0, 0], {"distance": "square"}, "unknown distance 'square'; did you mean 'squared'"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    first: list[float], second: list[float], options: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        s_score(first, second, span=3, **options)


@pytest.mark.parametrize(
    ("policies", "options", "words"),
    [
        ([[0, 4]], {}, "not one of the levels 0, 1, 2, 3"),
        ([0, 1], {}, "states by items"),
        ([[0, 1]], {"kind": "tau"}, "unknown measure of similarity 'tau'"),
        ([[0, 1]], {"weights": [-1, 1]}, "none negative"),
    ],
)
def test_a_matrix_that_makes_no_sense_is_refused(policies: object, options: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        similarity_matrix(policies, **({"kind": "s", "levels": LEVELS} | options))

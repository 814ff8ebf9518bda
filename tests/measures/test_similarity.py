"""Similarity: exact cases, symmetry, and the published Germany-Russia example of 1914."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from foedus.data.catalog import data_root
from foedus.errors import InputError
from foedus.measures.similarity import s_score, tau_b

portfolios = st.integers(2, 25).flatmap(
    lambda n: st.tuples(*(st.lists(st.integers(0, 3), min_size=n, max_size=n) for _ in range(2)))
)


def test_the_same_and_the_opposite() -> None:
    assert s_score([0, 3, 3], [0, 3, 3], span=3) == 1.0
    assert s_score([0, 3, 0], [3, 0, 3], span=3) == -1.0


def test_weights_count() -> None:
    assert s_score([0, 3], [0, 0], span=3) == 0.0
    assert s_score([0, 3], [0, 0], span=3, weights=[3, 1]) == pytest.approx(0.5)


@given(portfolios)
def test_s_is_symmetric_and_bounded(pair: tuple[list[int], list[int]]) -> None:
    score = s_score(*pair, span=3)
    assert -1 <= score <= 1
    assert score == s_score(pair[1], pair[0], span=3)


@given(portfolios)
def test_tau_b_is_scipys(pair: tuple[list[int], list[int]]) -> None:
    if len(set(pair[0])) == 1 or len(set(pair[1])) == 1:
        assert np.isnan(tau_b(*pair))
    else:
        assert tau_b(*pair) == pytest.approx(kendalltau(*pair).statistic, abs=1e-12)


@pytest.mark.data
def test_germany_and_russia_in_1914() -> None:
    table = pl.read_csv(data_root() / "formal/germany_russia_1914_alliance_portfolio.csv")
    germany, russia = table["germany"].to_numpy(), table["russia"].to_numpy()
    assert tau_b(germany, russia) == pytest.approx(0.0303, abs=5e-5)  # Signorino & Ritter 1999
    assert s_score(germany, russia, span=3) == pytest.approx(1 - 2 * 18 / 60)


@pytest.mark.parametrize(
    ("first", "second", "weights", "words"),
    [
        ([1, 2], [1], None, "two lists of one length"),
        ([1, np.nan], [1, 2], None, "must be finite"),
        ([0, 5], [0, 0], None, "span 3 is less than the distance 5"),
        ([0, 1], [0, 0], [1.0], "weights must be 2 numbers"),
        ([0, 1], [0, 0], [0.0, 0.0], "not all zero"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    first: list[float], second: list[float], weights: list[float] | None, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        s_score(first, second, span=3, weights=weights)

"""The end of treaties: the share that a collapse ends, and when it ends one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from foedus.equations import treaty_end

open_share = st.floats(0.001, 0.999)
share = st.floats(0.0, 1.0)


@settings(deadline=None)
@given(share)
def test_the_distribution_of_the_share_is_that_of_its_beta(x: float) -> None:
    assert treaty_end.share_below(x) == pytest.approx(beta(*treaty_end.COLLAPSE_SHARE).cdf(x), abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.floats(0.0, 0.9), open_share)
def test_a_collapse_ends_its_share_of_the_treaties_that_would_have_stood(hazard: float, quantile: float) -> None:
    stands = hazard + (1.0 - hazard) * (np.arange(4000) + 0.5) / 4000
    ended = np.mean([treaty_end.ends_in_collapse(u, hazard, quantile) for u in stands])
    assert ended == pytest.approx(beta(*treaty_end.COLLAPSE_SHARE).ppf(quantile), abs=1e-3)


@settings(deadline=None)
@given(share, st.floats(0.0, 2.0))
def test_without_a_collapse_nothing_more_ends(u: float, hazard: float) -> None:
    assert not treaty_end.ends_in_collapse(u, hazard, 0.0)


def test_shares_are_integrated_exactly() -> None:
    s, weight = treaty_end.shares()
    first, second = treaty_end.COLLAPSE_SHARE
    assert weight.sum() == pytest.approx(1.0)
    for power in (1, 14, 42):
        assert (weight * s**power).sum() == pytest.approx(beta(first, second).moment(power))


def test_pressure_is_nothing_at_the_mean_of_strain_and_at_the_baseline() -> None:
    b = treaty_end.Pressure(strain=0.2, adherence=-0.3)
    assert treaty_end.pressure(b, 0.0, 0.0) == 0.0
    assert treaty_end.pressure(b, 0.5, 1.0) == pytest.approx(0.1 - 0.3)


def test_the_literature_is_in_the_priors_of_the_split() -> None:
    prior = dict(zip(treaty_end.TERMS, zip(*treaty_end.PRIOR, strict=True), strict=True))
    assert prior["change_stable"] == (0.0, 0.3)
    assert prior["change_other"] == (1.0, 0.7)


def test_only_the_last_specification_has_collapses() -> None:
    assert [name for name, one in treaty_end.SPECIFICATIONS.items() if one.collapse] == ["collapse"]
    assert [one.width for one in treaty_end.SPECIFICATIONS.values() if one.units] == [1.0, 0.5, 0.5]

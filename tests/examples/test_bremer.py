"""The example rebuilds a published regression from raw files."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.data.catalog import data_root

pytestmark = [pytest.mark.data, pytest.mark.fit]


def test_the_coefficients_are_those_of_the_vignette(load_example):
    found = load_example("bremer1992").logit()
    published = pl.read_csv(data_root() / "reference/bremer1992_logit.csv")
    assert (found.rows, found.of) == (106_031, 111_991)
    theirs = published["estimate"].str.strip_chars().cast(pl.Float64).to_numpy()
    np.testing.assert_allclose(found.coefficient, theirs, atol=1e-6, rtol=1e-6)
    np.testing.assert_allclose(found.in_r, published["std_error"].to_numpy(), rtol=1e-6)
    np.testing.assert_allclose(found.error, found.in_r, rtol=1e-3)
    assert (found.clustered[1:] > found.error[1:]).sum() >= 8

"""A longer horizon extends the same futures: its first years are those of a shorter one, event by event."""

from __future__ import annotations

import numpy as np
import pytest

from foedus import case_names, load_case, simulate


@pytest.mark.parametrize("name", case_names())
def test_futures_of_ten_years_are_the_first_ten_of_twenty(name):
    short, long = (simulate(load_case(name), futures=300, horizon=horizon) for horizon in (10, 20))
    assert np.array_equal(short.events.values, long.events.values[..., :10])
    assert np.array_equal(short.yearly.values, long.yearly.values[:, :10], equal_nan=True)
    assert np.array_equal(short.set.values, long.set.values)

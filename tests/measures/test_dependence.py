"""Dependence: algebra, what is undefined, and South Korea's trade with China."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.library import read
from foedus.errors import InputError
from foedus.measures.dependence import (
    dependence_asymmetry,
    dyad_dependence,
    higher_dependence,
    lower_dependence,
    partner_concentration,
    trade_dependence,
)

amounts = st.floats(0, 1e6)
TRADE = pl.DataFrame(
    {
        "ccode1": [2, 732, 2, 710],
        "ccode2": [732, 2, 710, 2],
        "year": [2000] * 4,
        "imports": [40.0, 30.0, 100.0, None],
        "exports": [30.0, 40.0, None, 100.0],
    }
)
GDP = pl.DataFrame({"ccode": [2, 732], "year": [2000, 2000], "gdp": [10_000.0, 500.0]})


def test_trade_over_gdp() -> None:
    found = trade_dependence([1.0, 1.0, np.nan, 1.0], [2.0, 2.0, 2.0, 2.0], [30.0, 0.0, 30.0, np.nan])
    assert found == pytest.approx([0.1, np.nan, np.nan, np.nan], nan_ok=True)


def test_a_negative_flow_is_refused() -> None:
    with pytest.raises(InputError, match="a flow of trade is negative"):
        trade_dependence(-9.0, 1.0, 1.0)


@given(amounts, amounts)
def test_lower_higher_and_asymmetry(own: float, other: float) -> None:
    low, high, side = (f(own, other) for f in (lower_dependence, higher_dependence, dependence_asymmetry))
    assert low + high == pytest.approx(own + other)
    assert np.isnan(side) == (own + other == 0)
    if own + other > 0:
        assert -1 <= side <= 1
        assert side == pytest.approx(-dependence_asymmetry(other, own))


def test_dyads_and_what_is_missing_stays_missing() -> None:
    found = dyad_dependence(TRADE, GDP)
    first = found.row(0, named=True)
    assert first["dependence"] == pytest.approx(70 / 10_000)
    assert first["dependence_other"] == first["higher"] == pytest.approx(70 / 500)
    assert first["lower"] == first["dependence"]
    assert first["asymmetry"] == pytest.approx((70 / 10_000 - 70 / 500) / (70 / 10_000 + 70 / 500))
    assert found.row(1, named=True)["asymmetry"] == pytest.approx(-first["asymmetry"])
    assert found.row(2)[3:] == (None,) * 5


def test_concentration_over_known_partners() -> None:
    found = {code: rest for code, _, *rest in partner_concentration(TRADE).iter_rows()}
    assert found[2] == [pytest.approx((40 / 140) ** 2 + (100 / 140) ** 2), 1.0]
    assert found[710] == [None, 1.0]


@pytest.mark.data
def test_south_korea_depends_on_china_and_china_less_on_it() -> None:
    """In 2014, by COW Trade 4.0 over the World Bank's GDP."""
    trade = read("cow-trade").filter(pl.col("year") == 2014)
    gdp = read("wdi-gdp").select("ccode", "year", gdp=pl.col("gdp_current") / 1e6)
    found = dyad_dependence(trade, gdp).filter(pl.col("ccode1") == 732, pl.col("ccode2") == 710)
    assert found["dependence"].item() == pytest.approx(0.205, abs=5e-4)
    assert found["asymmetry"].item() > 0.5

"""Polarity: bounds, exact cases, and the system of the shared capability data."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.catalog import data_root
from foedus.data.library import read
from foedus.data.panel.build import build_panel
from foedus.data.panel.neighbours import major_years
from foedus.data.readers import cow_nmc
from foedus.errors import InputError
from foedus.measures.polarity import concentration, effective_poles, lead, leader_share, poles

systems = st.lists(st.floats(1e-6, 1e6), min_size=2, max_size=40)


@pytest.mark.parametrize("number", [2, 3, 7])
def test_equal_states(number: int) -> None:
    assert effective_poles([4.0] * number) == pytest.approx(number)
    assert concentration([4.0] * number) == pytest.approx(0.0, abs=1e-7)


def test_one_state_has_it_all() -> None:
    assert effective_poles([5.0, 0.0, 0.0]) == 1.0
    assert concentration([5.0, 0.0, 0.0]) == 1.0


@given(systems, st.floats(1e-3, 1e3))
def test_bounds_and_no_effect_of_the_unit(capabilities: list[float], unit: float) -> None:
    poles, con = effective_poles(capabilities), concentration(capabilities)
    assert 1 - 1e-9 <= poles <= len(capabilities) + 1e-9
    assert 0 <= con <= 1 + 1e-12
    scaled = [unit * each for each in capabilities]
    assert effective_poles(scaled) == pytest.approx(poles)


@given(systems)
def test_the_two_are_one_number_in_two_dresses(capabilities: list[float]) -> None:
    n, con = len(capabilities), concentration(capabilities)
    assert 1 / effective_poles(capabilities) == pytest.approx(con**2 * (1 - 1 / n) + 1 / n)


@pytest.mark.parametrize("bad", [[], [0.0, 0.0], [1.0, -1.0], [1.0, np.nan], [[1.0, 2.0]]])
def test_what_is_no_system_is_refused(bad: list[float]) -> None:
    with pytest.raises(InputError, match="capabilities must be"):
        effective_poles(bad)


def test_a_single_state_has_no_concentration() -> None:
    with pytest.raises(InputError, match="at least 2 states"):
        concentration([1.0])


def test_poles_are_counted_from_the_strongest() -> None:
    system = [10.0, 5.0, 4.9, 1.0]
    assert poles(system) == 2
    assert poles(system, threshold=0.4) == 3
    assert poles(system, threshold=1.0) == 1


@given(systems, st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_lower_threshold_never_has_fewer_poles(capabilities: list[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1 <= poles(capabilities, threshold=high) <= poles(capabilities, threshold=low) <= len(capabilities)


@given(systems)
def test_the_lead_and_the_share_of_the_leader_agree(capabilities: list[float]) -> None:
    assert lead(capabilities) >= 1
    assert leader_share(capabilities) <= lead(capabilities) / (1 + lead(capabilities)) + 1e-9
    assert leader_share(capabilities) ** 2 <= 1 / effective_poles(capabilities) + 1e-9


def test_a_rival_without_capability() -> None:
    assert lead([1.0, 0.0]) == np.inf
    assert leader_share([1.0, 0.0]) == 1.0
    with pytest.raises(InputError, match="at least 2 states"):
        lead([1.0])


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.5])
def test_a_threshold_that_is_none(threshold: float) -> None:
    with pytest.raises(InputError, match=f"threshold {threshold:g} is not allowed"):
        poles([1.0, 2.0], threshold=threshold)


@pytest.mark.data
@pytest.mark.parametrize(
    ("year", "con", "effective"),
    [
        (1816, 0.330, 3.49),
        (1913, 0.238, 5.73),
        (1938, 0.227, 5.35),
        (1946, 0.452, 2.48),
        (1991, 0.259, 4.99),
        (2012, 0.439, 3.25),
    ],
)
def test_the_major_powers_in_version_6_of_the_capabilities(year: int, con: float, effective: float) -> None:
    majors = major_years(read("cow-majors")).filter(pl.col("year") == year)
    states = cow_nmc.read(data_root() / "state/nmc60_abridged.csv").filter(pl.col("year") == year)
    values = states.join(majors, on="ccode", how="semi")["cinc"].to_numpy()
    assert concentration(values) == pytest.approx(con, abs=5e-4)
    assert effective_poles(values) == pytest.approx(effective, abs=5e-3)


@pytest.mark.data
@pytest.mark.parametrize(
    ("year", "column", "effective"),
    [
        (1990, "cinc", 3.64),
        (1990, "gdp", 2.94),
        (1990, "milex", 2.40),
        (2010, "cinc", 3.38),
        (2010, "gdp", 4.15),
        (2010, "milex", 2.09),
    ],
)
def test_poles_among_the_major_powers(year: int, column: str, effective: float) -> None:
    states = build_panel("state-year", (year, year), ["majors", "capabilities", "gdp"]).frame
    majors = states.filter(pl.col("major") == 1)[column]
    assert effective_poles(majors.to_numpy()) == pytest.approx(effective, abs=0.005)

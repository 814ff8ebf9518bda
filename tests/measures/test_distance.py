"""Distance: known geometry, capitals that move, and both orders of a pair."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.data.library import read
from foedus.errors import InputError
from foedus.measures.distance import RADIUS_KM, capital_distance, capital_years, great_circle, minimum_distance

latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)

CAPITALS = pl.DataFrame(
    [
        (260, date(1949, 5, 23), date(1990, 10, 2), 50.73, 7.1, "Bonn"),
        (255, date(1990, 10, 3), date(2024, 12, 31), 52.52, 13.4, "Berlin"),
        (140, date(1826, 1, 1), date(1960, 4, 20), -22.9, -43.2, "Rio de Janeiro"),
        (140, date(1960, 4, 21), date(2024, 12, 31), -15.8, -47.9, "Brasilia"),
    ],
    schema=["ccode", "start", "end", "lat", "lng", "capital"],
    orient="row",
)


def test_known_distances() -> None:
    assert great_circle(0, 0, 0, 90) == pytest.approx(RADIUS_KM * np.pi / 2)
    assert great_circle(90, 0, -90, 123) == pytest.approx(RADIUS_KM * np.pi)
    assert pytest.approx(6371.0088, abs=1e-4) == RADIUS_KM
    assert np.isnan(great_circle(np.nan, 0, 0, 0))


@given(latitudes, longitudes, latitudes, longitudes)
def test_it_is_the_angle_between_two_vectors(lat1: float, lng1: float, lat2: float, lng2: float) -> None:
    def vector(lat: float, lng: float) -> list[float]:
        f, g = np.radians((lat, lng))
        return [np.cos(f) * np.cos(g), np.cos(f) * np.sin(g), np.sin(f)]

    a, b = np.array(vector(lat1, lng1)), np.array(vector(lat2, lng2))
    angle = np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b)
    assert great_circle(lat1, lng1, lat2, lng2) == pytest.approx(RADIUS_KM * angle, abs=1e-3)


def test_latitude_comes_first() -> None:
    with pytest.raises(InputError, match="latitudes come first"):
        great_circle(127.0, 37.6, 0, 0)


def test_the_capital_of_a_year_is_that_of_its_last_day() -> None:
    found = capital_years(CAPITALS, (1959, 1991))
    names = {(code, year): capital for code, year, capital, *_ in found.iter_rows()}
    assert names[140, 1959] == "Rio de Janeiro"
    assert names[140, 1960] == "Brasilia"  # it moved in April
    assert names[260, 1990] == "Bonn"  # the last of a state that ends within the year
    assert names[255, 1990] == "Berlin"
    assert (260, 1991) not in names
    assert found.select("ccode", "year").is_duplicated().sum() == 0


def test_distances_of_dyads_and_what_is_unknown() -> None:
    dyads = pl.DataFrame({"ccode1": [140, 260, 140], "ccode2": [260, 140, 2], "year": [1960, 1959, 1960]})
    found = capital_distance(dyads, CAPITALS).to_list()
    assert found == [
        pytest.approx(float(great_circle(-15.8, -47.9, 50.73, 7.1))),
        pytest.approx(float(great_circle(-22.9, -43.2, 50.73, 7.1))),
        None,
    ]
    assert capital_distance(dyads.clear(), CAPITALS).len() == 0


@pytest.mark.data
def test_minimum_distance_in_either_order() -> None:
    dyads = pl.DataFrame(
        {"ccode1": [2, 70, 731, 2], "ccode2": [70, 2, 732, 999], "year": [2000] * 4},
        schema={"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16},
    )
    assert minimum_distance(dyads, read("min-distance")).to_list() == [0.0, 0.0, 0.0, None]

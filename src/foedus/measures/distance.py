"""Distance between two states: between their capitals, and between their territories."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from foedus.data.panel.lookup import look_up
from foedus.errors import InputError

RADIUS_KM = (2 * 6378.137 + 6356.752314245) / 3
"""Mean radius of the Earth, 6371.0088 km: (2a + b) / 3 of the semi-axes a and b of WGS 84."""


def great_circle(lat1: ArrayLike, lng1: ArrayLike, lat2: ArrayLike, lng2: ArrayLike) -> NDArray[np.float64]:
    r"""Distance in km over a sphere of the Earth's mean radius, by the haversine formula,

        d = 2 R asin sqrt( sin^2((f2 - f1)/2) + cos f1 cos f2 sin^2((l2 - l1)/2) )

    f and l are latitude and longitude, in degrees here. Range 0 to 20,015 km; NaN where a coordinate is. The sphere is
    within 0.6 per cent of the ellipsoid. Any broadcastable shapes; a latitude beyond 90 degrees raises InputError.

    Source: the haversine of spherical trigonometry; radius of WGS 84 (NIMA TR8350.2).

    >>> round(float(great_circle(38.9, -77.0, 37.6, 127.0)))
    11162
    """
    f1, l1, f2, l2 = (np.radians(np.asarray(each, dtype=np.float64)) for each in (lat1, lng1, lat2, lng2))
    if np.any(np.abs(f1) > np.pi / 2) or np.any(np.abs(f2) > np.pi / 2):
        raise InputError("a latitude is beyond 90 degrees: latitudes come first, in degrees")
    half = np.sin((f2 - f1) / 2) ** 2 + np.cos(f1) * np.cos(f2) * np.sin((l2 - l1) / 2) ** 2
    return np.asarray(2 * RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def capital_years(capitals: pl.DataFrame, years: tuple[int, int]) -> pl.DataFrame:
    """The capital of every state and year: ccode, year, capital, lat, lng.

    The capital of a year is that of 31 December, as for a year-end count; for a state that ends within the year, the one
    of its last day. `capitals` has ccode, start, end (dates, inclusive), lat, lng, capital, a row for each spell.
    Membership of the system is not checked: a file may list the capital of a state that no longer exists.
    """
    span = pl.int_ranges(
        pl.max_horizontal(pl.col("start").dt.year(), pl.lit(years[0])),
        pl.min_horizontal(pl.col("end").dt.year(), pl.lit(years[1])) + 1,
        dtype=pl.Int16,
    )
    inside = capitals.filter(pl.col("start").dt.year() <= years[1], pl.col("end").dt.year() >= years[0])
    return (
        inside.with_columns(year=span)
        .explode("year")
        .sort("ccode", "year", "start")
        .unique(["ccode", "year"], keep="last", maintain_order=True)
        .select("ccode", "year", "capital", "lat", "lng")
    )


def capital_distance(dyads: pl.DataFrame, capitals: pl.DataFrame) -> pl.Series:
    """Great-circle distance in km between the capitals of ccode1 and ccode2 in year, a value per row of `dyads`.

    For the capital of a year see `capital_years`; null where the list has none for either state.
    """
    if dyads.is_empty():
        return pl.Series("capital_distance", [], dtype=pl.Float64)
    known = capital_years(capitals, (dyads["year"].min(), dyads["year"].max()))  # type: ignore[arg-type]
    ends = (
        look_up(dyads.select(ccode=side, year="year"), known.select("ccode", "year", "lat", "lng"), ["ccode", "year"])
        for side in ("ccode1", "ccode2")
    )
    places = [end[name].to_numpy() for end in ends for name in ("lat", "lng")]
    return pl.Series("capital_distance", great_circle(*places)).fill_nan(None)


def minimum_distance(dyads: pl.DataFrame, table: pl.DataFrame) -> pl.Series:
    """Shortest distance in km between the territories of ccode1 and ccode2 in year, 0 where they touch; a value per row
    of `dyads`, in either order, null where the publisher has none.

    `table` has ccode1 < ccode2, year, mindist. Source: Schvitz et al. (2022), Mapping the international system,
    1886-2019: the CShapes 2.0 dataset, Journal of Conflict Resolution 66:144-161.
    """
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    rows = dyads.select(ccode1=low, ccode2=high, year="year")
    return look_up(rows, table.select("ccode1", "ccode2", "year", "mindist"), ["ccode1", "ccode2", "year"])["mindist"]

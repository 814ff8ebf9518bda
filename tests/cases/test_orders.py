"""The sizes of the shipped orders, found again in the publishers' files."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from scipy.optimize import brentq

import foedus
from foedus.equations import load
from foedus.estimate.samples import load as samples
from foedus.simulation.study import Study
from foedus.world.order import load_order, order_names

NAMES = order_names()


def _changes(shares: pl.DataFrame, state: str, year: str) -> pl.Series:
    later = shares.with_columns(pl.col(year) - 20)
    both = shares.join(later, on=[state, year], suffix="_later").filter(pl.col("share") > 0, pl.col("share_later") > 0)
    return both.select((pl.col("share_later") / pl.col("share")).log() / 20).to_series()


def _quartiles(values: pl.Series) -> tuple[float, float]:
    low, high = values.quantile(0.25, "nearest"), values.quantile(0.75, "nearest")
    assert low is not None
    assert high is not None
    return low, high


@pytest.mark.data
@pytest.mark.parametrize("index", ["cinc", "milex"])
def test_sizes_are_quartiles_of_the_great_powers_changes(publishers: Path, index: str) -> None:
    frame = pl.read_parquet(publishers / "state/nmc7.parquet").filter(pl.col("year") >= 1946)
    shares = frame.with_columns(share=pl.col(index) / pl.col(index).sum().over("year"))
    powers = shares.filter(pl.col("ccode").is_in([2, 200, 220, 255, 260, 365, 710, 740]))
    _matches(index, _quartiles(_changes(powers.select("ccode", "year", "share"), "ccode", "year")))


@pytest.mark.data
def test_sizes_of_gdp_are_quartiles_too(publishers: Path) -> None:
    frame = pl.read_csv(publishers / "state/wdi_gdp_current_usd.csv")
    world = frame.filter(pl.col("Country Code") == "WLD").select("Year", total="Value")
    powers = frame.filter(pl.col("Country Code").is_in(["USA", "CHN", "RUS", "JPN", "GBR", "FRA", "DEU", "IND"]))
    shares = powers.join(world, on="Year").filter(pl.col("Year") <= 2023)
    shares = shares.with_columns(share=pl.col("Value") / pl.col("total"))
    _matches("gdp", _quartiles(_changes(shares.select("Country Code", "Year", "share"), "Country Code", "Year")))


@pytest.mark.data
def test_sizes_of_ideal_points_are_quartiles_too(publishers: Path) -> None:
    frame = pl.read_parquet(publishers / "state/unga_ideal_points_2025.parquet").select(
        ccode=pl.col("ccode").cast(pl.Int64), year=pl.col("year").cast(pl.Int64), ideal="idealpointall"
    )
    frame = frame.drop_nulls()
    later = frame.with_columns(pl.col("year") - 20)
    both = frame.filter(pl.col("year") <= 2002).join(later, on=["ccode", "year"], suffix="_later")
    change = both.select((pl.col("ideal_later") - pl.col("ideal")) / 20).to_series()
    low, high = _quartiles(change)
    used = {move.per_year for name in NAMES for move in load_order(name).ideal_drifts}
    assert used == {round(low, 4), round(high, 4)}


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "years", "at_war"), [("bipolar-rivalry", (1947, 1989), 19), ("unipolar-recovery", (1990, 2022), 23)]
)
def test_loads_make_the_patron_as_busy_as_in_the_years_that_the_order_names(name, years, at_war):
    found = samples.sample().arrays
    rows = (found["ccode"] == 2) & (found["year"] >= years[0]) & (found["year"] <= years[1])
    assert found["at_war"][rows].sum() == at_war
    b = Study(foedus.load_case("us-rok")).parameters().parameters.draws.load

    def above(shift):
        return load.usual(load.Coefficients(b.constant + shift, b.before)).mean() - at_war / rows.sum()

    assert load_order(name).load.log_odds == round(brentq(above, -3.0, 3.0), 2)


def _matches(index: str, quartiles: tuple[float, float]) -> None:
    used = {drift.per_year for name in NAMES for drift in load_order(name).drifts if drift.index == index}
    assert used <= {round(value, 4) for value in quartiles}
    assert used

"""Capability: the index against the publisher's own."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.data.catalog import data_root
from foedus.data.library import read
from foedus.data.readers import cow_nmc
from foedus.measures.capability import COMPONENTS, cinc


def test_a_missing_component_is_left_out_of_the_mean() -> None:
    table = pl.DataFrame({"year": [1900, 1900], **{name: [3.0, 1.0] for name in COMPONENTS}})
    table = table.with_columns(milex=pl.Series([None, 1.0]))
    assert cinc(table).to_list() == pytest.approx([0.75, (1.0 + 5 * 0.25) / 6])


@pytest.mark.data
@pytest.mark.parametrize("file", ["state/nmc60_abridged.csv", "state/nmc7.parquet"])
def test_the_publishers_index_is_recomputed_in_every_year(file: str) -> None:
    """What is left is rounding: less than one unit of the seventh significant digit, the end of single precision."""
    table = cow_nmc.read(data_root() / file)
    unit = 10.0 ** (pl.col("cinc").log10().floor() - 6)
    off = table.with_columns(off=(cinc(table) - table["cinc"]).abs()).with_columns(units=pl.col("off") / unit)
    years = off.group_by("year").agg(pl.col("off").max(), pl.col("units").max())
    assert years["off"].max() == pytest.approx(2.41e-8, abs=1e-10)  # France in 1853
    assert (years["units"] < 0.8).all()
    assert table["cinc"].null_count() == 0


@pytest.mark.data
def test_a_gap_makes_the_sum_of_the_year_exceed_one() -> None:
    table = read("cow-nmc")
    gaps = pl.any_horizontal(pl.col(COMPONENTS).is_null()).any()
    years = table.group_by("year").agg(pl.col("cinc").sum(), gaps=gaps)
    assert years.filter(~pl.col("gaps"))["cinc"].to_numpy() == pytest.approx(1.0, abs=1e-5)
    assert years.sort("cinc").row(-1)[:2] == (1860, pytest.approx(1.0747, abs=5e-5))


@pytest.mark.data
def test_shares_of_a_year_without_gaps_sum_to_one() -> None:
    table = read("cow-nmc").with_columns(pl.col(COMPONENTS).fill_null(0))
    sums = table.with_columns(index=cinc(table)).group_by("year").agg(pl.col("index").sum())
    assert sums["index"].to_numpy() == pytest.approx(1.0)

"""Posteriors as of a year: one an equation, from no row dated later, kept and used again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl
import pytest

from foedus.data import library
from foedus.equations.registry import RIVALS
from foedus.errors import InputError, ModelError
from foedus.estimate import as_of
from foedus.estimate.fits import Fits
from foedus.estimate.posterior import Posterior, load_posterior, save_posterior

YEAR = 1960
STARTS = ("year", "styear", "begyr", "yrent", "start_year", "start", "date")
"""Columns that say when a row begins."""


@contextmanager
def without_later_rows() -> Iterator[None]:
    """Every publisher's table without the rows that begin after the year."""
    real = library.read

    def read(key: str) -> pl.DataFrame:
        table = real(key)
        for name in STARTS:
            if name in table.columns:
                kind = table.schema[name]
                bound = pl.lit(date(YEAR, 12, 31)) if kind == pl.Date else pl.lit(YEAR)
                if kind == pl.Date or kind.is_integer():
                    return table.filter(pl.col(name).is_null() | (pl.col(name) <= bound))
        return table

    with patch.object(library, "read", read):
        yield


@pytest.fixture(scope="module")
def of_all_rows(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Posterior]:
    """A posterior as of the year by its name, made once."""
    pytest.importorskip("numpyro")
    return cache(lambda name: as_of._made(tmp_path_factory.mktemp("whole"), name, YEAR, 1))


def test_the_candidate_of_an_equation_is_one_that_is_weighed() -> None:
    chosen = as_of.specifications()
    assert set(chosen) == set(RIVALS)
    for equation, name in chosen.items():
        one = RIVALS[equation][name]
        assert one.weighed
        assert all(len(each.terms) <= len(one.terms) for each in RIVALS[equation].values() if each.weighed)


def test_a_year_before_the_equations_is_refused() -> None:
    with pytest.raises(InputError, match="fits as of 1950 are not allowed: 1955 or later"):
        as_of.as_of(1950)


def test_fits_alone_never_fall_back_on_those_that_ship(tmp_path: Path) -> None:
    save_posterior(load_posterior("duration"), tmp_path)
    assert Fits(tmp_path, alone=True).load("duration").size == load_posterior("duration").size
    with pytest.raises(ModelError, match="unknown posterior 'trade'"):
        Fits(tmp_path, alone=True).load("trade")


@pytest.mark.data
@pytest.mark.fit
@pytest.mark.parametrize("series", ["duration", "treaty-end", "joining", "trade"])
def test_no_row_of_a_later_year_is_used(series: str, tmp_path: Path, of_all_rows: Callable[[str], Posterior]) -> None:
    name = "-".join(filter(None, (series, as_of.specifications().get(series, ""))))
    whole = of_all_rows(name)
    with without_later_rows():
        cut = as_of._made(tmp_path, name, YEAR, 1)
    assert whole.record["as_of"] == "1960-12-31"
    assert whole.record["sample"] == cut.record["sample"]
    for key, draws in whole.draws.items():
        assert np.array_equal(draws, cut.draws[key]), key


@pytest.mark.data
@pytest.mark.fit
def test_what_is_there_is_used_again_and_what_is_damaged_is_not(tmp_path: Path) -> None:
    pytest.importorskip("numpyro")
    as_of._made(tmp_path, "duration", YEAR, 1)
    assert as_of._current(tmp_path, "duration", YEAR) is not None
    assert as_of._current(tmp_path, "duration", YEAR + 1) is None
    path = tmp_path / "duration.npz"
    path.write_bytes(b"cut off")
    assert as_of._current(tmp_path, "duration", YEAR) is None


@pytest.mark.data
@pytest.mark.fit
def test_the_end_of_the_cold_war_is_not_foreseen(of_all_rows: Callable[[str], Posterior]) -> None:
    found = of_all_rows(f"joining-{as_of.specifications()['joining']}")
    column = list(found.record["terms"]).index("post_cold_war")
    assert not found.draws["b"][:, column].any()
    assert "zero, for they begin in 1992: post_cold_war" in found.record["sample"]["open"]

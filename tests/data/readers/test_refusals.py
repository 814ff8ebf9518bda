"""Every reader refuses a file that is not its source's, naming what it lacks, and a file cut short."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from foedus.data.catalog import sources
from foedus.data.library import reader
from foedus.errors import DataError
from foedus.shown import some


@pytest.mark.parametrize("key", sources())
def test_a_wrong_file_is_refused_with_the_columns_it_lacks(key: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text("alpha,beta\n1,2\n", encoding="utf-8")
    required = re.escape(some(import_module(reader(key).__module__).SCHEMA))
    with pytest.raises(
        DataError, match=rf"^wrong\.csv: missing column {required} \(required: {required}\)$"
    ) as refused:
        reader(key)(path)
    assert len(str(refused.value)) <= 600


@pytest.mark.parametrize("key", sources())
def test_a_parquet_file_cut_short_is_refused(key: str, tmp_path: Path) -> None:
    path = tmp_path / "cut.parquet"
    pl.DataFrame({"alpha": range(1000)}).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(DataError, match=r"^cut\.parquet is not a readable parquet file"):
        reader(key)(path)


def test_a_vote_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("rcid,country,vote\n3,Japan,yes\n3,China,perhaps\n", encoding="utf-8")
    with pytest.raises(
        DataError, match=r"votes\.csv: column 'vote', data row 2: 'perhaps' is none of yes, abstain, no"
    ):
        reader("unga-votes")(path)


LONG = "\x1b[2J\u202e" + "x" * 5000


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("capitals", f"ccode,capital,stdate,enddate,lat,lng\n{LONG},Here,1900-01-01,2024-12-31,1,1\n"),
        ("unga-votes", f"rcid,country,vote\n3,Japan,{LONG}\n"),
        ("cameo-codes", f'{",".join(import_module(reader("cameo-codes").__module__).SCHEMA)}\n"x"{LONG}"\n'),
    ],
)
def test_what_a_file_holds_is_shown_escaped_and_cut(key: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as refused:
        reader(key)(path)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 600

"""A made-up month in the format of GDELT 2.0: as wide and as long as the publisher's, drawn from a seed, written in blocks.

Nothing in it is a record of anything. Ids go up, most reports are of the day they enter, one in fifty is of a day before, one
in a hundred stands twice; names, places and addresses are as long as the publisher's.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from foedus.data.readers.gdelt import COLUMNS

BLOCK = 100_000
STATES = ("USA", "CHN", "RUS", "KOR", "PRK", "JPN", "GBR", "FRA", "DEU", "IND", "PAK", "IRN", "ISR", "UKR", "TWN", None)
NAMES = (
    "UNITED STATES",
    "CHINA",
    "RUSSIA",
    "SOUTH KOREA",
    "NORTH KOREA",
    "JAPAN",
    "POLICE",
    "GOVERNMENT",
    "PRESIDENT",
    None,
)
CODES = ("010", "020", "036", "040", "042", "051", "057", "080", "111", "112", "130", "145", "173", "190", "193")
PLACES = (
    "Seoul, Soul-t'ukpyolsi, South Korea",
    "Washington, District of Columbia, United States",
    "Beijing, Beijing, China",
    "Japan",
)
HOSTS = (
    "yonhap.example/news/international",
    "reuters.example/world/asia-pacific",
    "nknews.example/2023",
    "xinhua.example/english",
)
REPEATED, EARLIER = 100, 50
"""One row in so many stands twice; one in so many is of an earlier day."""


def write(path: Path, rows: int, year: int = 2023, month: int = 5, seed: int = 1, block: int = BLOCK) -> int:
    """Write a month of so many rows; returns how many of them are repetitions."""
    random = np.random.default_rng(seed)
    days = calendar.monthrange(year, month)[1]
    repeated = 0
    with path.open("wb") as file:
        for start in range(0, rows, block):
            size = min(block, rows - start)
            table, again = _block(random, start, size, rows, date(year, month, 1), days)
            repeated += again
            table.write_csv(file, separator="\t", include_header=False, quote_style="never")
    return repeated


def _block(
    random: np.random.Generator, start: int, size: int, rows: int, first: date, days: int
) -> tuple[pl.DataFrame, int]:
    place = np.arange(start, start + size)
    again = (place % REPEATED == REPEATED - 1) & (np.arange(size) > 0)
    ids = 1_100_000_000 + place - again
    seen = (place * days) // max(rows, 1)
    before = np.where(random.integers(0, EARLIER, size) == 0, random.integers(1, 30, size), 0)
    named = [(first + timedelta(days=int(day))).strftime("%Y%m%d") for day in range(-31, days)]
    cells: dict[str, pl.Series] = {
        name: pl.Series(name, [None], dtype=pl.String).new_from_index(0, size) for name in COLUMNS
    }
    cells["GLOBALEVENTID"] = pl.Series(ids)
    cells["SQLDATE"] = _chosen(named, seen - before + 31)
    cells["DATEADDED"] = _chosen([f"{day}123000" for day in named], seen + 31)
    for actor in "12":
        cells[f"Actor{actor}CountryCode"] = cells[f"Actor{actor}Code"] = _chosen(
            STATES, random.integers(0, len(STATES), size)
        )
        cells[f"Actor{actor}Name"] = _chosen(NAMES, random.integers(0, len(NAMES), size))
    cells["EventCode"] = cells["EventBaseCode"] = _chosen(CODES, random.integers(0, len(CODES), size))
    for geo in ("Actor1", "Actor2", "Action"):
        cells[f"{geo}Geo_FullName"] = _chosen(PLACES, random.integers(0, len(PLACES), size))
        cells[f"{geo}Geo_Lat"] = cells[f"{geo}Geo_Long"] = pl.Series(np.round(random.uniform(-90, 90, size), 4))
    for name in ("NumMentions", "NumSources", "NumArticles", "QuadClass", "IsRootEvent"):
        cells[name] = pl.Series(random.integers(1, 10, size))
    cells["GoldsteinScale"] = cells["AvgTone"] = pl.Series(random.normal(0, 3, size))
    address = _chosen(HOSTS, random.integers(0, len(HOSTS), size))
    cells["SOURCEURL"] = (
        "https://www." + address + "/an-article-with-a-title-of-usual-length-" + pl.Series(ids).cast(pl.String)
    )
    return pl.DataFrame({name: cells[name] for name in COLUMNS}), int(again.sum())


def _chosen(values: tuple[str | None, ...] | list[str], places: np.ndarray) -> pl.Series:
    return pl.Series(values, dtype=pl.String).gather(places)

"""How much a version of a source holds at the least: rows, units, years and values, in all and by decade.

`bounds.csv` holds what was counted in a file of the version (`python -m foedus.data.files.measure`). Where that file was a
part of the publisher's, the whole holds more: the counts are lower bounds, and refuse only a file that holds less.

units   distinct values of the keys that are no dates: states, pairs, disputes; distinct rows where there are no such keys
years   distinct years of the column that dates the rows
values  cells that are not null
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import polars as pl

from foedus.data.columns import table_columns
from foedus.data.sound import dated_by, year_of
from foedus.errors import DataError

LATER = 0.9
"""Share of every count of a version that a later one holds at the least."""

WORDS = {"rows": "rows", "units": "distinct units (by {keys})", "years": "years", "values": "values"}


class Count(NamedTuple):
    """What a table holds in a decade (its first year), or in all (None)."""

    decade: int | None
    rows: int
    units: int
    years: int
    values: int


@cache
def bounds() -> Mapping[str, tuple[Count, ...]]:
    """The counts of every source that has any, by source; those of all its rows first."""
    found: dict[str, list[Count]] = {}
    text = files("foedus.data").joinpath("bounds.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        decade = int(row["decade"]) if row["decade"] else None
        found.setdefault(row["source"], []).append(Count(decade, *(int(row[name]) for name in WORDS)))
    return {key: tuple(counts) for key, counts in found.items()}


def counted(table: pl.DataFrame, key: str) -> Iterator[Count]:
    """The counts of the table of source `key`: in all, then by decade if its rows are dated."""
    units = _units(key) or table.columns
    dated = dated_by(key)
    year = year_of(table, dated) if dated else pl.Series("year", [None] * table.height, pl.Int32)
    values = table.select(values=pl.sum_horizontal(pl.all().is_not_null())).to_series()
    unit = table.select(unit=pl.struct(units)).to_series()
    rows = pl.DataFrame([unit, year, values]).with_columns(decade=pl.col("year") // 10 * 10)
    how = (pl.len(), pl.col("unit").n_unique(), pl.col("year").drop_nulls().n_unique(), pl.col("values").sum())
    yield Count(None, *rows.select(each.alias(str(n)) for n, each in enumerate(how)).row(0))
    by = (
        rows.drop_nulls("decade")
        .group_by("decade")
        .agg(each.alias(str(n)) for n, each in enumerate(how))
        .sort("decade")
    )
    yield from (Count(*row) for row in by.iter_rows())


def refuse_less(table: pl.DataFrame, key: str, version: str, file: str, *, later: bool = False) -> None:
    """Raise DataError if the table of source `key` holds less than its version does, in all or in a decade, or rows twice.

    later   the table is of a later version than the one that was counted, which may have been corrected: it holds at least
            the share `LATER` of each count
    """
    found = {count.decade: count for count in counted(table, key)}
    for whole in bounds().get(key, ()):
        least = Count(whole.decade, *(math.floor(LATER * number) for number in whole[1:])) if later else whole
        here = found.get(least.decade, Count(least.decade, 0, 0, 0, 0))
        for name, words in WORDS.items():
            if getattr(here, name) < getattr(least, name):
                what = words.format(keys=", ".join(_units(key)) or "row")
                when = "" if least.decade is None else f" in {least.decade}-{least.decade + 9}"
                raise DataError(
                    f"{file} holds {getattr(here, name):,} {what}{when}, but version {version} of source '{key}' at least "
                    f"{getattr(least, name):,}: rows are missing; fetch the whole file again, or accept this one with "
                    "--accept-changed"
                )
        if whole.decade is None:
            _refuse_doubled(here, whole, key, version, file)


def _refuse_doubled(here: Count, whole: Count, key: str, version: str, file: str) -> None:
    """Refuse a table without keys that holds the rows of its version, and some of them once more."""
    if not _units(key) and here.units == whole.units and here.rows > whole.rows:
        raise DataError(
            f"{file} holds the {whole.rows:,} rows of version {version} of source '{key}', and {here.rows - whole.rows:,} of "
            "them once more; fetch the file again, or accept this one with --accept-changed"
        )


def _units(key: str) -> list[str]:
    """The keys of a table that say what a row is about, and not when."""
    return [
        c.name
        for c in table_columns(key).values()
        if c.role == "key" and c.unit not in ("calendar year", "month") and c.dtype != pl.Date
    ]

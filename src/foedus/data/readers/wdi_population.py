"""World Bank population: one row per state and year, for the years in which the series is that of the state."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "Country Name": pl.String,
    "Year": pl.Int16,
    "Value": pl.Float64,
}

# The World Bank counts the people within today's borders in every year. First 1 July (its date) on which the state
# had those borders, by the dates on which COW's list has the other state concerned enter or leave, or as said.
SAME_BORDERS_SINCE: dict[int, int] = {
    345: 2008,  # Serbia: Kosovo, 2008-02-17
    365: 1992,  # Russia: the other Soviet republics, December 1991
    530: 1993,  # Ethiopia: Eritrea, 1993-05-24
    625: 2012,  # Sudan: South Sudan, 2011-07-09
    651: 1962,  # Egypt: Syria, 1961-09-29
    663: 1967,  # Jordan: the West Bank, held by Israel from June 1967
    679: 1990,  # Yemen: the Yemen Arab Republic, 1990-05-21
    770: 1972,  # Pakistan: Bangladesh, 1971-12-16
    816: 1976,  # Viet Nam: the Republic of Vietnam, 1975-04-30, in COW's own population from 1976
    820: 1966,  # Malaysia: Singapore, 1965-08-09
}
WEST_GERMANY = 260


def read(path: Path) -> pl.DataFrame:
    """ccode, year, population (persons, at mid-year).

    Dropped: aggregates and territories; years before those of SAME_BORDERS_SINCE; Germany before 1990, where the
    series adds the two German states.
    """
    table = read_table(path, SCHEMA).rename({"Country Name": "name", "Year": "year", "Value": "population"})
    since = pl.col("ccode").replace_strict(SAME_BORDERS_SINCE, default=0, return_dtype=pl.Int16)
    states = with_ccode(table, drop_unknown=True).filter(pl.col("ccode") != WEST_GERMANY, pl.col("year") >= since)
    return states.select("ccode", "year", "population").sort("ccode", "year")

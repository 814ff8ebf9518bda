"""South Korea's trade with China by month, from its statistical office: one row per month."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, insist, read_table

SCHEMA: Schema = {
    "Country": pl.String,
    "Date": pl.String,
    "Exports": pl.Int64,
    "Imports": pl.Int64,
}

SOUTH_KOREA = 732
# January to September keep their zero; "1" is what is left of "10".
YEAR_MONTH = r"^(\d{4})\.(0[1-9]|1[0-2]?)$"


def read(path: Path) -> pl.DataFrame:
    """ccode1 (732, who reports), ccode2, year, month, exports, imports (thousand current US dollars).

    exports: of South Korea to the partner; imports: from it. The file writes the month as decimals of the year, with
    the last zero lost: 2001.1 is October 2001, 2001.01 January.
    """
    wanted = "a year and a month, such as 2001.01, or 2001.1 for October"
    table = insist(read_table(path, SCHEMA), "Date", YEAR_MONTH, wanted, path)
    month = pl.col("Date").str.extract(YEAR_MONTH, 2).str.pad_end(2, "0")
    dated = table.with_columns(
        name=pl.col("Country"),
        ccode1=pl.lit(SOUTH_KOREA, pl.Int16),
        year=pl.col("Date").str.extract(YEAR_MONTH, 1).cast(pl.Int16),
        month=month.cast(pl.Int8),
    )
    coded = with_ccode(dated).rename({"ccode": "ccode2", "Exports": "exports", "Imports": "imports"})
    columns = ("ccode1", "ccode2", "year", "month", "exports", "imports")
    return coded.select(columns).sort("ccode2", "year", "month")

"""South Korea's trade with China, the United States and Japan as reported: one row per partner and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "year": pl.Int16,
    "partner": pl.String,
    "rok_exports_usd_bn": pl.Float64,
    "rok_imports_usd_bn": pl.Float64,
    "total_usd_bn": pl.Float64,
    "basis": pl.String,
    "source_url": pl.String,
}

SOUTH_KOREA = 732


def read(path: Path) -> pl.DataFrame:
    """ccode1 (732, who reports), ccode2, year, exports, imports, total (billion US dollars), basis, source_url.

    exports: of South Korea to the partner; imports: from it, customs basis. basis says which figures are reported and
    which computed. The partner's own figures for the same trade differ.
    """
    names = {
        "partner": "name",
        "rok_exports_usd_bn": "exports",
        "rok_imports_usd_bn": "imports",
        "total_usd_bn": "total",
    }
    table = with_ccode(read_table(path, SCHEMA).rename(names)).rename({"ccode": "ccode2"})
    columns = ("ccode1", "ccode2", "year", "exports", "imports", "total", "basis", "source_url")
    return table.with_columns(ccode1=pl.lit(SOUTH_KOREA, pl.Int16)).select(columns).sort("ccode2", "year")

"""Tables as files: .parquet, .csv or .xlsx, by the suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from foedus.cli import interrupts
from foedus.errors import InputError

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = (".parquet", ".csv", ".xlsx")


def check_suffix(path: Path, allowed: tuple[str, ...] = SUFFIXES) -> None:
    """Refuse a table whose suffix tells no format."""
    if path.suffix.lower() not in allowed:
        raise InputError(f"{path}: cannot tell the format from '{path.suffix}'; name it {' or '.join(allowed)}")


def save(table: pl.DataFrame, path: Path) -> None:
    """Write a table to a file, which is replaced as a whole."""
    from foedus.data.written import table_file
    from foedus.report.workbook import ROWS, workbook

    interrupts.check()
    suffix = path.suffix.lower()
    if suffix == ".xlsx" and table.height > ROWS:
        raise InputError(f"{path}: {table.height:,} rows, and a sheet holds {ROWS:,}; name it .csv or .parquet")
    with table_file(path) as part:
        if suffix == ".xlsx":
            part.write_bytes(workbook({}, {path.stem: table}))
        else:
            table.write_csv(part) if suffix == ".csv" else table.write_parquet(part)

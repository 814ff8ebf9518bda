"""Tables as files: .csv or .parquet, by the suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from foedus.cli import interrupts
from foedus.errors import InputError

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = (".parquet", ".csv")


def check_suffix(path: Path, allowed: tuple[str, ...] = SUFFIXES) -> None:
    """Refuse a table whose suffix tells no format."""
    if path.suffix.lower() not in allowed:
        raise InputError(f"{path}: cannot tell the format from '{path.suffix}'; name it {' or '.join(allowed)}")


def save(table: pl.DataFrame, path: Path) -> None:
    """Write a table to a file, which is replaced as a whole."""
    from foedus.data.written import table_file

    interrupts.check()
    with table_file(path) as part:
        table.write_csv(part) if path.suffix.lower() == ".csv" else table.write_parquet(part)

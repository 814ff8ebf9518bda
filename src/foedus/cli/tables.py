"""Tables as files: .csv or .parquet, by the suffix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from foedus.atomic import atomic_write
from foedus.cli import interrupts
from foedus.errors import InputError

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = (".csv", ".parquet")


def check_suffix(path: Path, allowed: tuple[str, ...] = SUFFIXES) -> None:
    """Refuse a table whose suffix tells no format."""
    suffix = path.suffix or (path.name if path.name in allowed else "")
    if suffix.lower() not in allowed:
        raise InputError(f"{path}: cannot tell the format from '{path.suffix}'; end the name in {' or '.join(allowed)}")


def save(table: pl.DataFrame, path: Path) -> None:
    """Write a table to a file, which is replaced as a whole."""
    import polars as pl

    interrupts.check()
    with atomic_write(path) as part:
        try:
            table.write_csv(part) if path.suffix.lower() == ".csv" else table.write_parquet(part)
        except pl.exceptions.PolarsError as error:
            raise InputError(f"{path} cannot be written: {str(error).splitlines()[0]}") from error

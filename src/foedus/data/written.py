"""Tables written as files, with one refusal for whatever the disk or Polars says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from foedus.atomic import atomic_write
from foedus.errors import InputError
from foedus.shown import first_line


@contextmanager
def table_file(path: Path) -> Iterator[Path]:
    """`atomic_write` for a table: Polars has errors of its own for a file that cannot be written."""
    with atomic_write(path) as part:
        try:
            yield part
        except pl.exceptions.PolarsError as error:
            raise InputError(f"{path} cannot be written: {first_line(error)}") from error

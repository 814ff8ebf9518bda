"""Tables that a user types: CSV read with the line of every cell, so that a refusal can point at it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus.errors import InputError
from foedus.world.textfile import read_text

MISSING = frozenset({"", "na", "nan", "."})
"""Cells, in lower case, that stand for a missing value."""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells of a CSV file by row, the line each row starts on, and the names of the columns in lower case."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def texts(self, column: str) -> list[str]:
        """The cells of a column."""
        place = self.columns.index(column)
        return [row[place] for row in self.rows]

    def numbers(self, column: str, *, missing: bool = False) -> list[float]:
        """The cells of a column as numbers; a missing cell is NaN where `missing` allows it, else refused."""
        cells = zip(self.texts(column), self.lines, strict=True)
        return [self._number(cell, line, column, missing) for cell, line in cells]

    def require(self, names: Sequence[str]) -> None:
        """Refuse a table that lacks one of these columns."""
        absent = [name for name in names if name.lower() not in self.columns]
        if absent:
            raise InputError(
                f"{self.file}:1: missing column {', '.join(absent)} (the file has: {', '.join(self.columns)})"
            )

    def _number(self, cell: str, line: int, column: str, missing: bool) -> float:
        if missing and cell.lower() in MISSING:
            return math.nan
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise InputError(f"{self.file}:{line}: {column}: '{cell}' is not a number; write it as 12 or 0.5")
        return value


def read_table(path: Path) -> Table:
    """The table of a CSV file with a heading; blank lines are passed over."""
    reader = csv.reader(io.StringIO(read_text(path).removeprefix("\ufeff"), newline=""))
    header = tuple(cell.strip().lower() for cell in next(reader, []))
    if not header:
        raise InputError(f"{path}:1: the file is empty; its first line must name the columns")
    if len(set(header)) < len(header):
        raise InputError(f"{path}:1: a column is named twice ({', '.join(header)})")
    rows, lines = [], []
    for row in reader:
        cells = tuple(cell.strip() for cell in row)
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise InputError(f"{path}:{reader.line_num}: {len(cells)} cells where the heading has {len(header)}")
        rows.append(cells)
        lines.append(reader.line_num)
    if not rows:
        raise InputError(f"{path}:1: the file has a heading and no rows")
    return Table(str(path), header, tuple(rows), tuple(lines))

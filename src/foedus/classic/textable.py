"""Tables typed by a user: CSV with the line of every cell, so that a refusal can name it."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from foedus.errors import InputError
from foedus.world.textfile import read_text

Row = tuple[int, list[str]]
"""Line of the file, and its cells without surrounding space."""

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
        """The cells of a column as numbers; a missing cell is NaN if `missing` allows it, else refused."""
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
        return number(cell, f"{self.file}:{line}: {column}")


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file that are not blank, the heading first; all must be as long as it is."""
    try:
        reader = csv.reader(io.StringIO(read_text(path).removeprefix("\ufeff"), newline=""), strict=True)
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise InputError(f"{path}: not a CSV file: {error}") from error
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if len(rows) < 2:
        raise InputError(f"{path}: the file has {len(rows)} rows; give a heading and at least one row")
    for line, cells in rows:
        if len(cells) != len(rows[0][1]):
            raise InputError(f"{path}:{line}: {len(cells)} cells where the heading has {len(rows[0][1])}")
    return rows


def number(text: str, where: str) -> float:
    """A finite number in a cell."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{where}: '{text}' is not a number; write it as 12 or 0.5")
    return value


def read_table(path: Path) -> Table:
    """The table of a CSV file with a heading; blank lines are skipped."""
    (line, head), *rows = read_rows(path)
    columns = tuple(name.lower() for name in head)
    if len(set(columns)) < len(columns):
        raise InputError(f"{path}:{line}: a column is named twice ({', '.join(columns)})")
    return Table(str(path), columns, tuple(tuple(cells) for _, cells in rows), tuple(line for line, _ in rows))

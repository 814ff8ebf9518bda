"""Tables of a user: the columns by name, their numbers, and the line of every cell, so that a refusal can name it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from foedus.classic.sheet import read_rows
from foedus.errors import InputError
from foedus.names import nearest
from foedus.shown import shown

MISSING = frozenset({"", "na", "nan", ".", "n/a", "#n/a", "null"})
"""Cells, in lower case, that stand for a missing value."""

CODES = frozenset({"-9", "-99", "-999", "-9999", "-66", "-77", "-88", "999", "9999"})
"""Numbers by which publishers mark a missing value."""

FAR = 5.0
"""How many times the largest other value a code must be to be taken for one."""

LARGEST, SMALLEST = 1e18, 1e-18
"""Bounds of the size of a number that is not 0: any unit of account fits, and no product of a few numbers overflows."""

DIGITS = 40
"""Most signs of a number."""

_EXPONENT = r"(?:[eE][+-]?[0-9]{1,3})?"
NUMBER = re.compile(rf"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+){_EXPONENT}")
POINT = re.compile(rf"[+-]?[0-9]*\.[0-9]+{_EXPONENT}")
COMMA = re.compile(rf"[+-]?[0-9]*,[0-9]+{_EXPONENT}")
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


@dataclass(frozen=True)
class Table:
    """A table of text.

    file   as the user named it
    line   of the heading
    heads  names of the columns as written
    rows   cells of every row
    lines  on which the rows start
    """

    file: str
    line: int
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns in lower case."""
        return tuple(name.lower() for name in self.heads)

    @cached_property
    def decimal(self) -> str:
        """The decimal mark: a comma where numbers have one, no number has a point, and not all may be thousands."""
        cells = [cell for row in self.rows for cell in row]
        commas = [cell for cell in cells if COMMA.fullmatch(cell)]
        thousands = all(THOUSANDS.fullmatch(cell) for cell in commas)
        return "." if thousands or any(POINT.fullmatch(cell) for cell in cells) else ","

    def texts(self, column: str) -> list[str]:
        """The cells of a column."""
        place = self.columns.index(column.lower())
        return [row[place] for row in self.rows]

    def names(self, column: str, what: str) -> list[str]:
        """The cells of a column that names each unit once. Raises InputError for an empty, missing or repeated name."""
        seen: dict[str, tuple[str, int]] = {}
        for name, line in zip(self.texts(column), self.lines, strict=True):
            check_name(name, f"{self.file}:{line}", what)
            before = seen.setdefault(name.casefold(), (name, line))
            if before[1] != line:
                raise InputError(
                    f"{self.file}:{line}: {what} '{shown(name)}' is given twice, after line {before[1]}; give each once"
                )
        return self.texts(column)

    def numbers(self, column: str, *, missing: bool = False, codes: bool = True) -> list[float]:
        """The cells of a column as numbers; a missing cell is NaN if `missing` allows it, else refused.

        With `codes`, a number by which publishers mark a missing value is refused where it does not fit the others.
        """
        cells = [
            (cell, f"{self.file}:{line}: {column}") for cell, line in zip(self.texts(column), self.lines, strict=True)
        ]
        values = [self.number(cell, where) if not (missing and absent(cell)) else math.nan for cell, where in cells]
        if codes:
            refuse_codes(zip(cells, values, strict=True))
        return values

    def number(self, cell: str, where: str) -> float:
        """A cell as a number."""
        return number(cell, where, self.decimal)

    def require(self, names: Sequence[str]) -> None:
        """Refuse a table that lacks one of these columns."""
        lacking = [name for name in names if name.lower() not in self.columns]
        if lacking:
            near = nearest(lacking[0], self.heads, cutoff=0.7)
            hint = f"; is '{near}' {lacking[0]}?" if near and near.lower() not in map(str.lower, names) else ""
            raise InputError(
                f"{self.file}:{self.line}: missing column {', '.join(lacking)} "
                f"(the file has: {shown(', '.join(self.columns))}){hint}"
            )


def read_table(path: Path, needs: Sequence[str]) -> Table:
    """The table of a CSV file with a heading that has the columns `needs`, in any order and among others."""
    (line, heads), *rows = read_rows(path, needs)
    seen: set[str] = set()
    for name in heads:
        if name.casefold() in seen:
            raise InputError(f"{path}:{line}: column '{shown(name)}' is named twice; give each column its own name")
        seen.add(name.casefold())
    return Table(str(path), line, heads, tuple(cells for _, cells in rows), tuple(line for line, _ in rows))


def number(text: str, where: str, decimal: str = ".") -> float:
    """A number of a readable size in a cell."""
    written = text.replace("−", "-")
    written = written.replace(",", ".") if decimal == "," and COMMA.fullmatch(written) else written
    if len(written) > DIGITS:
        raise InputError(f"{where}: '{shown(text)}' has {len(text):,} signs; a number has at most {DIGITS}")
    if not NUMBER.fullmatch(written):
        how = (
            "; no sign between thousands, one decimal mark in the whole file"
            if re.search(r"\d[,. ' _]\d", text)
            else ""
        )
        raise InputError(f"{where}: '{shown(text)}' is not a number; write it as 12 or 0.5{how}")
    value = float(written)
    if value and not SMALLEST <= abs(value) <= LARGEST:
        raise InputError(
            f"{where}: '{text}' is not allowed: 0, or {SMALLEST:g} to {LARGEST:g} in size; choose another unit"
        )
    return value


def absent(cell: str) -> bool:
    """Whether a cell stands for a missing value."""
    return cell.lower() in MISSING


def check_name(name: str, where: str, what: str) -> None:
    """Refuse an empty name, and one that stands for a missing value."""
    if not name:
        raise InputError(f"{where}: {what} has no name; give one, or take the row out")
    if absent(name) and name.lower() != "na":
        raise InputError(f"{where}: '{name}' is no name of {what}; it stands for a missing value")


def refuse_codes(cells: Iterable[tuple[tuple[str, str], float]]) -> None:
    """Refuse a code for a missing value among cells (text, where it stands) and their numbers, where it does not fit the rest.

    A negative code does not fit values of which none is negative; any code does not fit values that are all much smaller.
    """
    known = [(cell, value) for cell, value in cells if not math.isnan(value)]
    others = [value for (text, _), value in known if text not in CODES]
    if not others:
        return
    least, most = min(others), max(abs(value) for value in others)
    for (text, where), value in known:
        if text in CODES and ((value < 0 <= least) or abs(value) > FAR * most > 0):
            raise InputError(
                f"{where}: {text} is a usual code for a missing value; give the value, or write {text}.0 if it is a number"
            )

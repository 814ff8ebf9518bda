"""The cells of a table as spreadsheets write it: three separators, quotes, a byte-order mark, blank lines and columns."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from unicodedata import normalize

from foedus.errors import CaseError, InputError
from foedus.intake.file import read_bytes
from foedus.intake.limits import TABLE_BYTES
from foedus.intake.signature import other_format
from foedus.shown import shown

Row = tuple[int, tuple[str, ...]]
"""The line of the file on which a row starts, and its cells, without space around them and with single spaces within."""

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
SUFFIXES = (".csv", ".tsv")
LONGEST = 200
"""Most signs of a cell."""

MARKED = re.compile(r"[+-]?[0-9]+[.,][0-9]+")
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")

SAYS_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line with which some spreadsheets name the separator."""


def is_table(name: str | Path) -> bool:
    """Whether a name is that of a table, by its suffix."""
    return Path(name).suffix.lower() in SUFFIXES


def read_rows(path: Path, needs: Sequence[str]) -> list[Row]:
    """The rows that are not blank, the heading first, all of its length; columns that are blank throughout are left out.

    `needs` are names of columns, by which the separator and the heading are told. Raises InputError with file and line.
    """
    rows = _separated(_text(path), path, needs)
    if len(rows) < 2:
        raise InputError(
            f"{path}: the file has {len(rows)} {'row' if rows else 'rows'}; give a heading and at least one row"
        )
    top = next((number for number, (_, cells) in enumerate(rows) if _has(cells, needs)), 0)
    if top:
        line, cells = rows[top]
        raise InputError(
            f"{path}:{rows[0][0]}: '{shown(' '.join(filter(None, rows[0][1])))}' is no heading; it stands on line {line} "
            f"('{shown(','.join(cells))}'): delete the lines above it"
        )
    return _trimmed(rows, path)


def _text(path: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark."""
    content = read_bytes(path, TABLE_BYTES)
    if what := other_format(content):
        raise InputError(f"{path}: this is {what}, not a CSV file; save it as CSV (UTF-8)")
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CaseError(f"{path}:{line}: not UTF-8 text (byte {error.start}); save the file as CSV UTF-8") from error


def _separated(text: str, path: Path, needs: Sequence[str]) -> list[Row]:
    """The rows under the separator that the file names, else the one with which a row has the columns it needs."""
    named = SAYS_SEPARATOR.match(text)
    text, before = (text[named.end() :], 1) if named else (text, 0)
    found: list[list[Row]] = []
    wrong: InputError | None = None
    for separator in [named[1]] if named else SEPARATORS:
        try:
            rows = list(_cut(text, separator, path, before))
        except InputError as error:
            wrong = wrong or error
            continue
        if any(_has(cells, needs) for _, cells in rows):
            _check_points(rows, separator, path)
            return rows
        found.append(rows)
    if not found and wrong:
        raise wrong
    return max(found, key=lambda rows: len(rows[0][1]) if rows else 0)


def _check_points(rows: Sequence[Row], separator: str, path: Path) -> None:
    """Refuse points that may part thousands: where semicolons part cells a comma is the usual decimal mark."""
    numbers = [(line, cell) for line, cells in rows for cell in cells if MARKED.fullmatch(cell)]
    if separator == ";" and numbers and all(THOUSANDS.fullmatch(cell) for _, cell in numbers):
        line, cell = numbers[0]
        whole, comma = cell.replace(".", ""), cell.replace(".", ",")
        raise InputError(
            f"{path}:{line}: '{cell}' may be {whole} or {comma}; write {whole}, or {comma} if it is a fraction"
        )


def _cut(text: str, separator: str, path: Path, before: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = before + 1
    try:
        for row in reader:
            cells = tuple(normalize("NFC", " ".join(cell.split())) for cell in row)
            if any(cells):
                _readable(cells, f"{path}:{line}")
                yield line, cells
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{path}:{line}: not a CSV file: {error}; close the quotes that open here") from error


def _readable(cells: Sequence[str], where: str) -> None:
    for cell in cells:
        if not cell.isprintable():
            raise InputError(f"{where}: '{shown(cell)}' holds a sign that cannot be printed; take it out")
        if len(cell) > LONGEST:
            raise InputError(f"{where}: '{shown(cell)}' has {len(cell):,} signs; at most {LONGEST} are read")


def _has(cells: Sequence[str], needs: Sequence[str]) -> bool:
    return {name.casefold() for name in needs} <= {cell.casefold() for cell in cells}


def _trimmed(rows: Sequence[Row], path: Path) -> list[Row]:
    """The rows without the columns that are blank throughout. Refuses a row that does not fit the heading."""
    head = rows[0][1]
    width = max(place + 1 for place, name in enumerate(head) if name)
    kept = [place for place, name in enumerate(head) if name]
    for line, cells in rows[1:]:
        filled = max(place + 1 for place, cell in enumerate(cells) if cell)
        if len(cells) < width or filled > width:
            raise InputError(
                f"{path}:{line}: {max(filled, min(len(cells), width))} cells where the heading has {width}"
            )
        stray = next((cells[place] for place in range(width) if not head[place] and cells[place]), None)
        if stray is not None:
            raise InputError(f"{path}:{line}: '{shown(stray)}' stands under no heading; name the column or empty it")
    return [(line, tuple(cells[place] for place in kept)) for line, cells in rows]

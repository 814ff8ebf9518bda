"""A publisher's text table as it stands: decoded strictly, cut into cells, every row as long as its header.

Nothing is guessed and nothing replaced: a byte that the encoding does not have, another separator, a web page or a
workbook in place of the table, and a row of another length are refused, with what was found and where.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.errors import DataError
from foedus.intake.file import UTF16
from foedus.intake.signature import other_format
from foedus.shown import first_line, some

BLANK = ("", " ", "NA", ".")
MARK = b"\xef\xbb\xbf"
HTML = (b"<!doctype html", b"<html", b"<head", b'<?xml version="1.0" encoding="utf-8"?><!doctype html')
NAMES = {b",": "commas", b"\t": "tabs", b";": "semicolons", b"|": "vertical bars"}


def read_text(path: Path, wanted: Collection[str], *, encoding: str = "utf-8") -> pl.DataFrame:
    """The columns `wanted` of the text table at `path`, as text; blank cells, NA and a lone dot are null.

    Cells are parted by tabs where the header has one, else by commas. A mark of the byte order, carriage returns and blank
    lines are no part of the table.
    """
    content = decoded(path, encoding)
    if not content.strip():
        raise DataError(f"{path.name} is not a readable csv file (empty CSV); fetch it from its publisher again")
    separator = b"\t" if b"\t" in content.partition(b"\n")[0] else b","
    content = _without_blank_lines(content)
    names = _cells(content.partition(b"\n")[0], separator)
    _require(names, wanted, content, separator, path)
    _refuse_ragged(content, separator, len(names), path)
    try:
        return pl.read_csv(
            content,
            columns=list(wanted),
            separator=separator.decode(),
            infer_schema=False,
            null_values=list(BLANK),
        ).select(list(wanted))
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path.name} is not a readable csv file ({first_line(error)}); fetch it again") from error


def decoded(path: Path, encoding: str = "utf-8") -> bytes:
    """The content of a text file in UTF-8, without a mark of the byte order; DataError at the first byte that is none."""
    content = path.read_bytes().removeprefix(MARK)
    if is_page(content):
        raise DataError(
            f"{path.name} is a web page, not a table; download the file itself, not the page that links to it"
        )
    what = "text in UTF-16" if content.startswith(UTF16) else other_format(content)
    if what:
        raise DataError(f"{path.name} is {what}, not a text table; give the publisher's csv file")
    if b"\0" in content:
        raise DataError(f"{path.name} holds bytes of zero, so it is no text table; give the publisher's csv file")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        around = (
            content[max(0, error.start - 12) : error.start + 12].decode("latin-1").encode("unicode_escape").decode()
        )
        raise DataError(
            f"{path.name}, line {line}: byte 0x{content[error.start]:02X} is not {encoding.upper()} (near '{around}'), "
            f"in which this table is read; it looks like Latin-1: save the file as {encoding.upper()}"
        ) from None
    return content if encoding == "utf-8" else text.encode()


def is_page(content: bytes) -> bool:
    """Whether a file begins as a web page does."""
    return content[:512].removeprefix(MARK).lstrip().lower().startswith(HTML)


def same_text(content: bytes) -> bytes:
    """Text without what does not belong to its table: a mark of the byte order, carriage returns, blank last lines."""
    return content.removeprefix(MARK).replace(b"\r\n", b"\n").rstrip(b"\n")


def require(present: Collection[str], wanted: Collection[str], path: Path) -> None:
    """Raise DataError unless every column of `wanted` is among those `present` in the file at `path`."""
    absent = [name for name in wanted if name not in present]
    if absent:
        raise DataError(f"{path.name}: missing column {some(absent)} (required: {some(wanted)})")


def _require(names: list[str], wanted: Collection[str], content: bytes, separator: bytes, path: Path) -> None:
    for other in NAMES:
        if other != separator and set(wanted) <= set(_cells(content.partition(b"\n")[0], other)) - set(names):
            raise DataError(
                f"{path.name}: its cells are parted by {NAMES[other]}, those of the publisher's file by "
                f"{NAMES[separator]}; give the publisher's file, or save it parted by {NAMES[separator]}"
            )
    twice = [name for name in wanted if names.count(name) > 1]
    if twice:
        raise DataError(f"{path.name}: the header names the column {', '.join(twice)} more than once; give each once")
    require(names, wanted, path)


def _cells(line: bytes, separator: bytes) -> list[str]:
    return next(csv.reader([line.decode().rstrip("\r")], delimiter=separator.decode()), [])


def _unquoted(content: bytes) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The bytes, and which of them stand outside of quotes."""
    data = np.frombuffer(content, np.uint8)
    if b'"' not in content:
        return data, np.ones(data.size, np.bool_)
    return data, np.bitwise_and(np.cumsum(data == ord('"'), dtype=np.int64), 1) == 0


def _without_blank_lines(content: bytes) -> bytes:
    """`content` without lines that hold nothing; with quotes, which may hold such lines, without the last ones only."""
    if b'"' in content:
        return content.rstrip(b" \r\n") + b"\n"
    return b"\n".join(line for line in content.split(b"\n") if line.strip(b" \r")) + b"\n"


def _refuse_ragged(content: bytes, separator: bytes, width: int, path: Path) -> None:
    """Refuse a row with more or fewer cells than the header; counted by bytes, and row by row only where one differs."""
    data, outside = _unquoted(content)
    ends = np.flatnonzero((data == ord("\n")) & outside)
    cuts = np.flatnonzero((data == ord(separator)) & outside)
    if not (np.diff(np.searchsorted(cuts, ends), prepend=0) != width - 1).any():
        return
    rows = csv.reader(io.StringIO(content.decode().replace("\r", ""), newline=""), delimiter=separator.decode())
    for number, row in enumerate(rows):
        if len(row) != width:
            cells = f"{len(row)} cell{'s' if len(row) != 1 else ''}"
            raise DataError(
                f"{path.name}: data row {number} has {cells}, the header has {width}; a number with commas needs quotes, "
                "and a file that was cut short is to be fetched again"
            )

"""A file of events in blocks of bounded size: rows as text with the lines they stand on, and rows that are malformed.

A block ends at the end of a row. A row with more or fewer cells than the header is set aside with its line. What ends in the
middle of a row is a file cut short: it is refused. Bytes that are not UTF-8 are read as U+FFFD, and the lines of
their rows are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.errors import InputError
from foedus.intake.refusal import line_of
from foedus.shown import first_line
from foedus.watch.feeds.layout import Layout
from foedus.watch.feeds.opened import opened

BYTES = 1 << 24
"""Bytes of a block: 80,000 rows of GDELT."""

CUT = "the file is cut short; fetch it again"

RUN = 256
"""Rows whose bytes are looked at together: as many as a processor holds near."""

LONGEST = 8
"""Blocks that one row may fill, before it is refused."""


class Refused(NamedTuple):
    """A row that is no event: the line it stands on, and why."""

    line: int
    why: str


class Block(NamedTuple):
    """Rows of a file: the columns that were asked for, as text, and `line`; what was set aside; where the block ends; lines of
    the rows with bytes that are not UTF-8; whether its last row has no end of line."""

    rows: pl.DataFrame
    refused: list[Refused]
    offset: int
    line: int
    garbled: list[int]
    unended: bool


@dataclass(frozen=True)
class _Rows:
    """Where the rows of a block stand in its bytes, the line of each, and how many cells it has."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    lines: NDArray[np.int64]
    cells: NDArray[np.int64]


def blocks(
    path: Path, layout: Layout, columns: tuple[str, ...], offset: int = 0, line: int = 0, size: int = BYTES
) -> Iterator[Block]:
    """The blocks of a file, from an offset and its line on. Raises InputError for a file that is cut short or damaged."""
    offset, line = max(offset, layout.start), line or layout.first_line
    with opened(path, offset) as stream:
        for content, last in _cut(stream, layout, size, path, line):
            rows = _rows(content, layout, line)
            if last and rows.cells.size and rows.cells[-1] < len(layout.names) and not content.endswith(b"\n\n"):
                _refuse_cut(path, int(rows.lines[-1]), int(rows.cells[-1]), len(layout.names))
            offset += len(content) - (1 if last else 0)
            after = line + content.count(b"\n")
            yield Block(*_table(content, rows, layout, columns, path), offset, after, _garbled(content, rows), last)
            line = after


def _cut(stream: IO[bytes], layout: Layout, size: int, path: Path, line: int) -> Iterator[tuple[bytes, bool]]:
    """Bytes that end with a row; the last, if the file does not end with a line, with one more."""
    rest = b""
    while chunk := stream.read(size):
        rest += chunk
        end = _last_end(rest, layout.quoted)
        if end:
            yield rest[:end], False
            line += rest.count(b"\n", 0, end)
            rest = rest[end:]
        elif len(rest) > LONGEST * size:
            raise InputError(
                line_of(str(path), line, "begins a row that does not end; a quote is opened and never closed")
            )
    if rest.strip():
        if layout.quoted and rest.count(b'"') % 2:
            raise InputError(line_of(str(path), line, f"opens a quote that is never closed: {CUT}"))
        if not layout.quoted and layout.first_line == 1:
            raise InputError(line_of(str(path), line + rest.count(b"\n"), f"ends without an end of line: {CUT}"))
        yield rest + b"\n", True


def _last_end(content: bytes, quoted: bool) -> int:
    """Where the last row that ends in these bytes ends; 0 where none does."""
    end = content.rfind(b"\n") + 1
    if not quoted or b'"' not in content:
        return end
    while end and content.count(b'"', 0, end) % 2:
        end = content.rfind(b"\n", 0, end - 1) + 1
    return end


def _rows(content: bytes, layout: Layout, line: int) -> _Rows:
    data = np.frombuffer(content, np.uint8)
    marks, cuts = data == ord("\n"), data == ord(layout.separator)
    breaks = np.flatnonzero(marks)
    ends = breaks
    if layout.quoted and b'"' in content:
        outside = np.bitwise_and(np.cumsum(data == ord('"'), dtype=np.int64), 1) == 0
        ends, cuts = np.flatnonzero(marks & outside), cuts & outside
    starts = np.concatenate(([0], ends[:-1] + 1)) if ends.size else ends
    cells = np.diff(np.searchsorted(np.flatnonzero(cuts), ends), prepend=0) + 1
    blank = (ends - starts <= 1) & (cells == 1)
    blank &= (ends == starts) | (data[np.minimum(starts, data.size - 1)] == ord("\r"))
    lines = line + (np.arange(starts.size) if ends is breaks else np.searchsorted(breaks, starts))
    return _Rows(starts[~blank], ends[~blank], lines[~blank], cells[~blank])


def _garbled(content: bytes, rows: _Rows) -> list[int]:
    """Lines of the rows with bytes that are not UTF-8: the rows of a run of them are looked at only where the run has some."""
    if content.isascii():
        return []
    found: list[int] = []
    for first in range(0, rows.starts.size, RUN):
        starts, ends = rows.starts[first : first + RUN], rows.ends[first : first + RUN]
        if not _is_text(content[starts[0] : ends[-1]]):
            cells = zip(rows.lines[first : first + RUN].tolist(), starts.tolist(), ends.tolist(), strict=True)
            found += [line for line, start, end in cells if not _is_text(content[start:end])]
    return found


def _is_text(content: bytes) -> bool:
    try:
        return content.isascii() or bool(content.decode())
    except UnicodeDecodeError:
        return False


def _table(
    content: bytes, rows: _Rows, layout: Layout, columns: tuple[str, ...], path: Path
) -> tuple[pl.DataFrame, list[Refused]]:
    """The rows of a block that have as many cells as the header, and the others."""
    width = len(layout.names)
    good = rows.cells == width
    refused = [
        Refused(int(at), f"{has} cells, where the header has {width}")
        for at, has in zip(rows.lines[~good], rows.cells[~good], strict=True)
    ]
    lines = pl.Series("line", rows.lines[good])
    if not good.any():
        return pl.DataFrame({name: [] for name in columns}, schema=dict.fromkeys(columns, pl.String)).with_columns(
            line=lines
        ), refused
    if refused or good.size != content.count(b"\n"):
        pairs = zip(rows.starts[good], rows.ends[good], strict=True)
        content = b"".join(content[start : end + 1] for start, end in pairs)
    return _parsed(content, layout, columns, path, lines), refused


def _parsed(content: bytes, layout: Layout, columns: tuple[str, ...], path: Path, lines: pl.Series) -> pl.DataFrame:
    places = [layout.names.index(name) for name in columns]
    try:
        table = pl.read_csv(
            content,
            separator=layout.separator.decode(),
            has_header=False,
            columns=sorted(places),
            quote_char='"' if layout.quoted else None,
            infer_schema=False,
            null_values=[""],
            encoding="utf8-lossy",
        )
    except pl.exceptions.PolarsError as error:
        raise InputError(
            line_of(str(path), int(lines[0]), f"cannot be read as a table from here on: {first_line(error)}")
        ) from error
    if table.height != lines.len():
        raise InputError(
            line_of(str(path), int(lines[0]), "cannot be told into rows from here on; a quote stands inside a cell")
        )
    table.columns = [layout.names[place] for place in sorted(places)]
    return table.select(columns).with_columns(line=lines)


def _refuse_cut(path: Path, line: int, cells: int, width: int) -> None:
    said = f"the last line has {cells} cells of {width}: {CUT}"
    raise InputError(line_of(str(path), line, said))

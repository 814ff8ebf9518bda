"""How the text of a file is laid out: what parts its cells, what its columns are called, where its rows begin."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from foedus.data.readers.text import MARK, is_page
from foedus.errors import InputError
from foedus.intake.refusal import line_of
from foedus.watch.feeds.feed import Feed
from foedus.watch.feeds.opened import opened

HEAD = 1 << 20
"""Bytes in which the first line of a file has to end."""

GDELT_OLDER = {57: "GDELT 1.0 of before April 2013", 58: "GDELT 1.0"}
"""Columns of exports of other versions, which have no header to tell them by."""


@dataclass(frozen=True)
class Head:
    """The first line of a file: its cells, what parts them, and where the next line begins."""

    cells: tuple[str, ...]
    separator: bytes
    end: int


@dataclass(frozen=True)
class Layout:
    """Where the rows of a file begin, and which cell of a row is which column."""

    names: tuple[str, ...]
    separator: bytes
    start: int
    first_line: int

    @property
    def quoted(self) -> bool:
        """Whether a cell may stand in quotes: files parted by tabs have none."""
        return self.separator != b"\t"


def head_of(path: Path) -> Head:
    """The first line of a file. Raises InputError for what is no table of text."""
    with opened(path) as stream:
        start = stream.read(HEAD)
    content = start.removeprefix(MARK)
    if not content.strip():
        raise InputError(line_of(str(path), None, "the file is empty; fetch it again"))
    if is_page(content):
        raise InputError(line_of(str(path), None, "is a web page, not a table; download the file itself"))
    line = content.partition(b"\n")[0].rstrip(b"\r")
    if b"\0" in line or (b"\n" not in content and len(content) == HEAD):
        raise InputError(line_of(str(path), 1, "is no table of text; give the publisher's file of events"))
    text = line.decode("utf-8", "replace")
    separator = b"\t" if b"\t" in line else b","
    try:
        cells = text.split("\t") if separator == b"\t" else next(csv.reader([text]), [])
    except csv.Error as error:  # a cell of more than 128 kB
        raise InputError(
            line_of(str(path), 1, f"is no header of a table ({error}); give the publisher's file")
        ) from error
    end = len(start) - len(content) + len(content.partition(b"\n")[0]) + 1
    return Head(tuple(cell.strip() for cell in cells), separator, end)


def layout_of(head: Head, feed: Feed, path: Path) -> Layout:
    """How a file lies as a feed. Raises InputError, with the columns that are missing, if it is none of that feed."""
    if feed.native and head.separator == b"\t" and head.cells[0].isdigit():
        if len(head.cells) == len(feed.native):
            return Layout(feed.native, head.separator, 0, 1)
        raise InputError(line_of(str(path), 1, _other_version(head, feed)))
    absent = [name for name in feed.columns if name not in head.cells]
    if absent:
        said = (
            f"is no file of {feed.name} as its publisher documents it: it lacks the column {', '.join(absent)}; "
            "give the feed that it is of, or a --mapping file that names its columns"
        )
        raise InputError(line_of(str(path), 1, said))
    twice = [name for name in feed.columns if head.cells.count(name) > 1]
    if twice:
        raise InputError(line_of(str(path), 1, f"names the column {', '.join(twice)} more than once; keep one of each"))
    return Layout(head.cells, head.separator, head.end, 2)


def _other_version(head: Head, feed: Feed) -> str:
    older = GDELT_OLDER.get(len(head.cells))
    version = f", as {older} has" if older else ""
    return f"has {len(head.cells)} columns{version}; a file of {feed.title} has {len(feed.native)}: give one of that version"

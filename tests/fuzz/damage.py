"""Publishers' files, damaged as files are: cut short, thinned, shifted, turned.

A damage is a function of the file and a source of chance: it returns the new content, or None where it does not apply.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import MappingProxyType

import polars as pl

from foedus.data.library import reader, required
from foedus.data.readers.gdelt import COLUMNS
from foedus.errors import FoedusError


@dataclass(frozen=True)
class File:
    """A text table of a source: its content, its header and its rows."""

    key: str
    content: bytes
    head: list[str]
    rows: list[list[str]]

    @classmethod
    def of(cls, key: str, *paths: Path) -> File:
        """The file at a path, or in parts; what is packed as the text table it would be."""
        content = _text(paths)
        text = content.decode("utf-8-sig").replace("\r", "")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        return cls(key, content, rows[0], [row for row in rows[1:] if row])

    def written(
        self, head: list[str] | None = None, rows: list[list[str]] | None = None, separator: str = ","
    ) -> bytes:
        """The content with another header, other rows or another separator."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=separator, lineterminator="\n")
        writer.writerows([head or self.head, *(self.rows if rows is None else rows)])
        return out.getvalue().encode()

    def used(self) -> list[int]:
        """The columns that the reader of the source uses, by place."""
        return [n for n, name in enumerate(self.head) if name in required(self.key)]


def cut(file: File, random: Random) -> bytes | None:
    """Broken off at a byte."""
    return file.content[: round(len(file.content) * random.uniform(0.05, 0.999))]


def thinned(file: File, random: Random) -> bytes | None:
    """A tenth of the rows cut out."""
    gone = set(random.sample(range(len(file.rows)), max(1, len(file.rows) // 10)))
    return file.written(rows=[row for n, row in enumerate(file.rows) if n not in gone])


def swapped(file: File, random: Random) -> bytes | None:
    """Two names of the header swapped."""
    if len(file.used()) < 2:
        return None
    one, two = random.sample(file.used(), 2)
    head = list(file.head)
    head[one], head[two] = head[two], head[one]
    return file.written(head=head)


def short(file: File, random: Random) -> bytes | None:
    """A row that lacks its last cells."""
    place = random.randrange(len(file.rows))
    rows = list(file.rows)
    rows[place] = rows[place][: random.randrange(1, len(file.head))] if len(file.head) > 1 else rows[place]
    return file.written(rows=rows)


def doubled(file: File, random: Random) -> bytes | None:
    """A row that stands twice."""
    place = random.randrange(len(file.rows))
    return file.written(rows=[*file.rows[:place], file.rows[place], *file.rows[place:]])


def one_way(file: File, random: Random) -> bytes | None:
    """One direction of each pair."""
    if not {"ccode1", "ccode2"} <= set(file.head):
        return None
    one, two = file.head.index("ccode1"), file.head.index("ccode2")
    return file.written(rows=[row for row in file.rows if float(row[one]) < float(row[two])])


def recoded(file: File, random: Random) -> bytes | None:
    """In another encoding."""
    text = file.content.decode("utf-8-sig")
    return text.encode("utf-16") if text.isascii() else text.encode("latin-1", errors="replace")


def parted(file: File, random: Random) -> bytes | None:
    """With another separator."""
    return file.written(separator=random.choice(";|"))


def turned(file: File, random: Random) -> bytes | None:
    """A column of numbers with the other sign."""
    numbers = [n for n in file.used() if any(_positive(row[n]) for row in file.rows[:200])]
    if not numbers:
        return None
    place = random.choice(numbers)
    rows = [
        [*row[:place], f"-{row[place]}" if _positive(row[place]) else row[place], *row[place + 1 :]]
        for row in file.rows
    ]
    return file.written(rows=rows)


def shifted(file: File, random: Random) -> bytes | None:
    """Cells of some rows moved to the right by one."""
    place, start = random.randrange(len(file.head)), random.randrange(len(file.rows))
    rows = [
        [*row[:place], "", *row[place:-1]] if start <= n < start + max(1, len(file.rows) // 20) else row
        for n, row in enumerate(file.rows)
    ]
    return file.written(rows=rows)


DAMAGES: Mapping[str, Callable[[File, Random], bytes | None]] = MappingProxyType(
    {f.__name__: f for f in (cut, thinned, swapped, short, doubled, one_way, recoded, parted, turned, shifted)}
)


def _text(paths: tuple[Path, ...]) -> bytes:
    """The text table of a file, with days as days."""
    if paths[0].suffix == ".parquet":
        table = pl.concat([pl.read_parquet(path) for path in paths])
        return table.with_columns(pl.col(pl.Datetime).dt.date()).write_csv().encode()
    if zipfile.is_zipfile(paths[0]):  # an export of GDELT, which has no header
        with zipfile.ZipFile(paths[0]) as archive:
            rows = archive.read(archive.namelist()[0]).decode().splitlines()
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *(row.split("\t") for row in rows)])
        return out.getvalue().encode()
    return paths[0].read_bytes()


def _positive(cell: str) -> bool:
    try:
        return float(cell) > 0
    except ValueError:
        return False


def table_of(key: str, path: Path) -> pl.DataFrame | None:
    """The table a reader makes of a file; None if it refuses the file."""
    try:
        return reader(key)(path)
    except (FoedusError, pl.exceptions.PolarsError, ValueError, TypeError):
        return None

"""What has been read of a file and is not yet in the store: a folder of Parquet files, one a block.

Each part keeps how far the reading is with it. It is written beside its place and renamed, so that a reading that is killed
leaves whole parts, and goes on after the last.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from foedus.errors import InputError
from foedus.watch.feeds.blocks import Block, Refused
from foedus.watch.taken import FIRST

NOTE = "foedus"
"""Under which a part keeps how far the reading is."""


@dataclass(frozen=True)
class Reading:
    """How far a file has been read: up to an offset and its line, in so many parts; what in them is no event."""

    offset: int = 0
    line: int = 0
    parts: int = 0
    malformed: int = 0
    uncounted: int = 0
    refused: tuple[Refused, ...] = ()
    """The first rows that are no events."""
    garbled: int = 0
    """Rows with bytes that are not UTF-8."""
    garbled_first: int | None = None
    """Line of the first of them."""
    unended: bool = False
    """Whether the last row has no end of line."""


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold the folder of a reading, and make it: whether an earlier reading is gone on with.

    Raises InputError while another process reads the same file: each would take away the parts of the other.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror or error}") from error
    resumed = any(folder.glob("*.parquet"))
    try:
        import fcntl
    except ImportError:  # no locks of this kind on Windows
        yield resumed
        return
    place = -1
    try:
        place = os.open(folder, os.O_RDONLY)
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        folder.stat()  # gone if the other ended just now
    except OSError as error:
        if place >= 0:
            os.close(place)
        raise InputError("another process reads this file into the store; wait until it has ended") from error
    try:
        yield resumed
    finally:
        os.close(place)


def reading(folder: Path) -> Reading:
    """How far the reading is that left its parts in a folder; the start where there is none."""
    parts = sorted(folder.glob("*.parquet"))
    if not parts:
        return Reading()
    try:
        note = json.loads(pl.read_parquet_metadata(parts[-1])[NOTE])
        return Reading(**{**note, "refused": tuple(Refused(*row) for row in note["refused"])})
    except (pl.exceptions.PolarsError, KeyError, TypeError, ValueError):
        discard(folder)
        return Reading()


def add(
    folder: Path, before: Reading, rows: pl.DataFrame, block: Block, bad: Sequence[Refused], uncounted: int
) -> Reading:
    """Keep the events of a block, and how far the reading is with it."""
    found = Reading(
        block.offset,
        block.line,
        before.parts + 1,
        before.malformed + len(bad),
        before.uncounted + uncounted,
        (*before.refused, *bad)[:FIRST],
        before.garbled + len(block.garbled),
        next((line for line in (before.garbled_first, *block.garbled) if line is not None), None),
        block.unended,
    )
    target = folder / f"{found.parts:06d}.parquet"
    part = target.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        rows.write_parquet(part, compression="uncompressed", metadata={NOTE: json.dumps(vars(found))})
        part.replace(target)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror or error}") from error
    return found


def discard(folder: Path) -> None:
    """Remove what was gathered."""
    with suppress(OSError):
        shutil.rmtree(folder)

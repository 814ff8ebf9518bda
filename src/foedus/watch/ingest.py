"""Files of events into the store: read in blocks, beside the store, and put into it at once or not at all.

Rows are gathered in a file of their own, block by block, each with how far the reading is: a reading that is killed goes on
there. When the file has been read to its end, one transaction puts its rows into the store. A file that is refused changes
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from foedus.errors import InputError
from foedus.intake.refusal import line_of
from foedus.progress import Progress
from foedus.watch.event import COLUMNS
from foedus.watch.feeds.blocks import BYTES, Block, blocks
from foedus.watch.feeds.feed import WHY, Feed
from foedus.watch.feeds.layout import Head, Layout, layout_of
from foedus.watch.feeds.opened import digest
from foedus.watch.publish import publish
from foedus.watch.store import EVENT, Store, connected, open_store, remove
from foedus.watch.taken import FIRST, Taken

GATHERED = f"""
    CREATE TABLE IF NOT EXISTS rows (line BIGINT, {EVENT});
    CREATE TABLE IF NOT EXISTS reading (start BIGINT, line BIGINT, malformed BIGINT, uncounted BIGINT);
    CREATE TABLE IF NOT EXISTS refused (line BIGINT, why VARCHAR);
"""


@dataclass(frozen=True)
class File:
    """A file of events, and as what it is read.

    states   spellings of states -> the abbreviations of the case
    limit    the last day that an event may have
    through  the day to which a list is complete, if that is not the day of its last row
    """

    path: Path
    feed: Feed
    head: Head
    states: Mapping[str, str]
    limit: date
    through: date | None = None
    sha256: str = ""


def ingest(place: Path, file: File, progress: Progress | None = None, size: int = BYTES) -> Taken:
    """Read a file into the store at `place`. Raises InputError for a file that is refused; the store is then unchanged."""
    file = replace(file, sha256=digest(file.path))
    gathered = place.with_name(f".{place.name}.{file.sha256[:16]}.{file.feed.name}.reading")
    before = _before(place, file)
    if before is not None:
        remove(gathered)
        return before
    layout = layout_of(file.head, file.feed, file.path)
    resumed = gathered.exists()
    try:
        with connected(gathered, write=True) as connection:
            _gather(Store(gathered, connection), file, layout, progress or _silent, size)
        with open_store(place, write=True) as store:
            taken = publish(store, gathered, file.path, file.sha256, file.feed, file.through, resumed)
    except InputError:
        remove(gathered)
        raise
    remove(gathered)
    return taken


def _silent(done: int, total: int, what: str) -> None:
    """Say nothing."""


def _before(place: Path, file: File) -> Taken | None:
    """What was found in the very file, if it was read before. Raises InputError for a unit that does not match."""
    if not place.exists():
        return None
    with open_store(place) as store:
        unit = store.unit(file.feed.name)
        if unit is not None and unit != file.feed.unit:
            raise InputError(
                line_of(
                    str(file.path),
                    None,
                    f"counts the unit {file.feed.unit}, and the store has {file.feed.name} in the unit {unit}; units are not "
                    "added: give the source of one of them another name",
                )
            )
        found = store.one("SELECT taken FROM files WHERE sha256 = ? AND source = ?", file.sha256, file.feed.name)
    if found is None:
        return None
    taken = Taken.model_validate_json(found)
    counted = taken.kept + taken.changed + taken.known
    return taken.model_copy(
        update={
            "file": str(file.path),
            "kept": 0,
            "changed": 0,
            "late": 0,
            "known": counted,
            "already": True,
            "resumed": False,
        }
    )


def _gather(store: Store, file: File, layout: Layout, progress: Progress, size: int) -> None:
    """Read what is not yet read of a file. Raises InputError for a day to come, and where there is no event."""
    store.connection.execute(GATHERED)
    start, line = (store.rows("SELECT start, line FROM reading") or [(0, 0)])[0]
    total = file.path.stat().st_size
    for block in blocks(file.path, layout, file.feed.columns, start, line, size):
        rows = _rows(block, file)
        bad = _malformed(block, rows)
        events = rows.filter(pl.col(WHY).is_null() & pl.col("count").is_not_null())
        _not_to_come(events, file)
        with store.transaction():
            store.put("rows", events.select("line", *COLUMNS))
            _note(store, block, bad, rows.height - events.height - (bad.height - len(block.refused)))
        progress(min(block.offset, total), total, f"reading {file.path.name}")
    if not store.one("SELECT count(*) FROM rows"):
        first = store.rows("SELECT line, why FROM refused ORDER BY line LIMIT 1")
        said = f"holds no event; line {first[0][0]}: {first[0][1]}" if first else "holds no event; fetch it again"
        raise InputError(line_of(str(file.path), None, said))
    last = store.one("SELECT max(date) FROM rows")
    if file.through is not None and file.through < last:
        said = f"has an event of {last}, after the day to which it is said to be complete; give a later --through"
        raise InputError(line_of(str(file.path), None, said))


def _rows(block: Block, file: File) -> pl.DataFrame:
    """The rows of a block as those of the store, with the state of the case for each spelling of it."""
    state = [pl.col(name).replace(file.states) for name in ("actor", "target")]
    return file.feed.events(block.rows).with_columns(*state, source=pl.lit(file.feed.name), unit=pl.lit(file.feed.unit))


def _malformed(block: Block, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of a block that are no events, in order."""
    wide = pl.DataFrame(block.refused, schema={"line": pl.Int64, WHY: pl.String}, orient="row")
    found = rows.filter(pl.col(WHY).is_not_null()).select(pl.col("line").cast(pl.Int64), WHY)
    return pl.concat([wide, found]).sort("line")


def _not_to_come(events: pl.DataFrame, file: File) -> None:
    """Refuse a day after the last that an event may have."""
    late = events.filter((pl.col("date") > file.limit) | (pl.col("seen") > file.limit))
    if late.height:
        first = late.row(0, named=True)
        day = max(each for each in (first["date"], first["seen"]) if each is not None)
        said = f"is dated {day}, after {file.limit}: a date in the future; correct the row, or give a later --as-of"
        raise InputError(line_of(str(file.path), int(first["line"]), said))


def _note(store: Store, block: Block, bad: pl.DataFrame, uncounted: int) -> None:
    """Put on record how far the reading is, and the first rows that are no events."""
    had = (store.rows("SELECT malformed, uncounted FROM reading") or [(0, 0)])[0]
    store.connection.execute("DELETE FROM reading")
    values = [block.offset, block.line, had[0] + bad.height, had[1] + uncounted]
    store.connection.execute("INSERT INTO reading VALUES (?, ?, ?, ?)", values)
    if had[0] < FIRST and bad.height:
        store.connection.executemany("INSERT INTO refused VALUES (?, ?)", bad.head(FIRST - had[0]).rows())

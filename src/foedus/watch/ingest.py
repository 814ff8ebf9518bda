"""Files of events into the store: read in blocks, beside the store, and put into it at once or not at all.

Rows are gathered in a folder beside the store, block by block (`gathered.py`): a reading that is killed goes on there. When the
file has been read to its end, one transaction puts its rows into the store. A file that is refused changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from foedus.atomic import plain_file
from foedus.errors import InputError
from foedus.intake.refusal import line_of
from foedus.progress import Progress
from foedus.watch.event import COLUMNS
from foedus.watch.feeds.blocks import BYTES, Block, Refused, blocks
from foedus.watch.feeds.feed import WHY, Feed
from foedus.watch.feeds.layout import Head, Layout, layout_of
from foedus.watch.feeds.opened import digest
from foedus.watch.gathered import Reading, add, discard, held, reading
from foedus.watch.publish import publish
from foedus.watch.store import open_store
from foedus.watch.taken import Taken


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
    plain_file(place)
    gathered = place.with_name(f".{place.name}.{file.sha256[:16]}.{file.feed.name}.reading")
    before = _before(place, file)
    if before is not None:
        discard(gathered)
        return before
    layout = layout_of(file.head, file.feed, file.path)
    with held(gathered) as resumed:
        try:
            found = _gather(gathered, file, layout, progress or _silent, size)
            with open_store(place, write=True) as store:
                taken = publish(
                    store, gathered, found, file.path, file.sha256, file.feed, file.through, resumed=resumed
                )
        except InputError:
            discard(gathered)
            raise
        discard(gathered)
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


def _gather(folder: Path, file: File, layout: Layout, progress: Progress, size: int) -> Reading:
    """Read what is not yet read of a file. Raises InputError for a day to come, and where there is no event."""
    found = reading(folder)
    total = file.path.stat().st_size
    for block in blocks(file.path, layout, file.feed.columns, found.offset, found.line, size):
        rows = _rows(block, file)
        bad = _malformed(block, rows)
        events = rows.filter(pl.col(WHY).is_null() & pl.col("count").is_not_null())
        _not_to_come(events, file)
        uncounted = rows.height - events.height - (len(bad) - len(block.refused))
        found = add(folder, found, events.select("line", *COLUMNS), block, bad, uncounted)
        progress(min(block.offset, total), total, f"reading {file.path.name}")
    _some_event(folder, found, file)
    return found


def _some_event(folder: Path, found: Reading, file: File) -> None:
    """Refuse a file without an event, and one with an event after the day to which it is said to be complete."""
    parts = pl.scan_parquet(folder / "*.parquet") if found.parts else None
    last = None if parts is None else parts.select(pl.col("date").max()).collect().item()
    if last is None:
        said = f"; line {found.refused[0].line}: {found.refused[0].why}" if found.refused else "; fetch it again"
        raise InputError(line_of(str(file.path), None, f"holds no event{said}"))
    if file.through is not None and file.through < last:
        said = f"has an event of {last}, after the day to which it is said to be complete; give a later --through"
        raise InputError(line_of(str(file.path), None, said))


def _rows(block: Block, file: File) -> pl.DataFrame:
    """The rows of a block as those of the store, with the state of the case for each spelling of it."""
    state = [pl.col(name).replace(file.states) for name in ("actor", "target")]
    return file.feed.events(block.rows).with_columns(*state, source=pl.lit(file.feed.name), unit=pl.lit(file.feed.unit))


def _malformed(block: Block, rows: pl.DataFrame) -> list[Refused]:
    """The rows of a block that are no events, in order."""
    found = rows.filter(pl.col(WHY).is_not_null()).select("line", WHY).rows()
    return sorted([*block.refused, *(Refused(*row) for row in found)])


def _not_to_come(events: pl.DataFrame, file: File) -> None:
    """Refuse a day after the last that an event may have."""
    late = events.filter((pl.col("date") > file.limit) | (pl.col("seen") > file.limit))
    if late.height:
        first = late.row(0, named=True)
        day = max(each for each in (first["date"], first["seen"]) if each is not None)
        later = ", or give a later --as-of" if file.limit < date.today() else ""
        said = f"is dated {day}, after {file.limit}: a date in the future; correct the row{later}"
        raise InputError(line_of(str(file.path), int(first["line"]), said))

"""Files of events into the store of a case: which feed each is, then one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from foedus.errors import InputError
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.watch.feeds.feed import Feed
from foedus.watch.feeds.layout import Head, head_of
from foedus.watch.feeds.mapped import load_mapping
from foedus.watch.feeds.registry import feed_of
from foedus.watch.indicator import mapping_path
from foedus.watch.ingest import File, ingest
from foedus.watch.states import spellings
from foedus.watch.store import default_store
from foedus.watch.taken import Taken
from foedus.world.case import taken_case
from foedus.world.schema import Case


class Update(Rendered, Part):
    """What was found in files of events."""

    format: Literal["foedus.watch-update/1"] = "foedus.watch-update/1"
    case: str
    store: str
    files: tuple[Taken, ...]


def watch_update(
    case: Case | str | Path,
    files: Sequence[str | Path],
    *,
    store: str | Path | None = None,
    feed: str | None = None,
    mapping: str | Path | None = None,
    through: date | None = None,
    as_of: date | None = None,
    today: date | None = None,
    progress: Progress | None = None,
) -> Update:
    """Read files of events into the store of a case. The same file twice changes nothing.

    store    the file that holds the store; None: one a case, among the data of the user
    feed     the format of the files; None: by their columns
    mapping  a mapping file, or the name of one that ships: the files are tables with those columns
    through  the day to which a list is complete; None: the day of its last row
    as_of    no event may be later; None: today

    Raises InputError for a file that is refused: it changes nothing, and those before it have been read.
    """
    loaded = taken_case(case)
    place = Path(store) if store is not None else default_store(loaded.id)
    limit = _limit(as_of, today or date.today())
    if through is not None and through > limit:
        raise InputError(f"--through {through} is after {limit}: a list is complete to a day that has been")
    chosen = [_file(Path(one), feed, mapping) for one in files]
    daily = next((known.name for _, known, _ in chosen if known.daily), None)
    if through is not None and daily is not None:
        raise InputError(
            f"--through is for lists, and {daily} covers the days that are read; read its files without it"
        )
    states = spellings(loaded)
    found: list[Taken] = []
    for path, known, head in chosen:
        try:
            found.append(ingest(place, File(path, known, head, states, limit, through), progress))
        except InputError as error:
            raise InputError(f"{error}{_before(len(found))}") from error
    return Update(case=loaded.id, store=str(place), files=tuple(found))


def _before(read: int) -> str:
    """That files before one that is refused are in the store."""
    return f"; the {'file' if read == 1 else f'{read} files'} before it went into the store" if read else ""


def _limit(as_of: date | None, today: date) -> date:
    if as_of is not None and as_of > today:
        raise InputError(f"--as-of {as_of} is in the future; give a day up to today, {today}")
    return as_of or today


def _file(path: Path, feed: str | None, mapping: str | Path | None) -> tuple[Path, Feed, Head]:
    if mapping is None:
        found, head = feed_of(path, feed)
        return path, found, head
    if feed is not None:
        raise InputError("--feed and --mapping both say what a file is; give one")
    shipped = mapping_path(str(mapping))
    read = load_mapping(shipped or mapping)
    return path, read.feed(), head_of(path)

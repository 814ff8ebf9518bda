"""What was gathered of a file goes into the store in one transaction, and each row is counted by what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from foedus.watch.event import COLUMNS
from foedus.watch.feeds.feed import Feed
from foedus.watch.gathered import Reading
from foedus.watch.store import Store
from foedus.watch.taken import Row, Span, Taken

DAY = timedelta(days=1)
NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
SAID = [name for name in COLUMNS if name not in ("source", "key")]
"""What a row says of its event; of two rows of one key that differ in it the later holds."""
DIFFERS = " OR ".join(f'f."{name}" IS DISTINCT FROM e."{name}"' for name in SAID)
OTHERWISE = f"""
    WITH alike AS MATERIALIZED (SELECT g.*, t.line AS head FROM gathered g JOIN twice t ON g.key = t.key)
    SELECT count(*), min(f.line) FROM alike f JOIN alike e ON f.key = e.key AND e.line = e.head AND f.line > e.line
    WHERE {DIFFERS}
"""
"""Rows that differ from the first of their key in the file, and the line of the first of them."""
TWICE = """
    CREATE TEMP TABLE twice AS
    WITH alike AS (SELECT hash(key) AS of FROM gathered GROUP BY 1 HAVING count(*) > 1)
    SELECT key, min(line) AS line, count(*) - 1 AS again FROM gathered WHERE hash(key) IN (SELECT of FROM alike)
    GROUP BY key HAVING count(*) > 1
"""
"""Keys that stand in several rows of a file, and the first of those: by their hashes first, which take less memory."""
ONCE = """
    CREATE TEMP VIEW fresh AS SELECT * FROM gathered r
    WHERE NOT EXISTS (SELECT 1 FROM twice t WHERE t.key = r.key AND t.line < r.line)
"""


class Counts(NamedTuple):
    """Rows of a file by what became of them."""

    kept: int
    changed: int
    known: int
    repeated: int
    late: int
    absent: int
    differing: int
    differing_first: int | None


def publish(
    store: Store,
    folder: Path,
    read: Reading,
    path: Path,
    sha256: str,
    feed: Feed,
    through: date | None,
    *,
    resumed: bool,
) -> Taken:
    """Put the gathered rows into the store, and say what became of each."""
    parts = str(folder / "*.parquet").replace("'", "''")
    with store.transaction():
        store.connection.execute(f"CREATE TEMP VIEW gathered AS SELECT * FROM read_parquet('{parts}')")
        covered = [last for _, last in store.spans(feed.name)]
        _once(store)
        first, last = store.rows("SELECT min(date), max(date) FROM gathered")[0]
        counts = _merge(store, feed.name, max(covered, default=None), (first, last), listed=not feed.daily)
        _cover(store, feed, first, through or last)
        taken = _taken(store, read, path, sha256, feed, counts, (first, last), resumed)
        if through is not None and through > last and not feed.daily:
            taken = taken.model_copy(update={"quiet": Span(first=last + DAY, last=through)})
        number = store.one("SELECT count(*) FROM files") + 1
        values = [number, sha256, feed.name, feed.unit, taken.model_dump_json()]
        store.connection.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?)", values)
        store.connection.execute("DROP VIEW fresh; DROP TABLE twice; DROP VIEW gathered")
    return taken


def _once(store: Store) -> None:
    """The gathered rows, each key once, as `fresh`."""
    store.connection.execute(TWICE)
    again = store.one("SELECT count(*) FROM twice")
    store.connection.execute(ONCE if again else "CREATE TEMP VIEW fresh AS SELECT * FROM gathered")


def _merge(store: Store, source: str, covered: date | None, days: tuple[date, date], *, listed: bool) -> Counts:
    """Append what is new, put what is changed in place of what was there, and count."""
    rows, again = store.rows("SELECT (SELECT count(*) FROM gathered), (SELECT coalesce(sum(again), 0) FROM twice)")[0]
    fresh = rows - int(again)
    unknown = (
        ""
        if not store.one("SELECT count(*) FROM events WHERE source = ?", source)
        else (" WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.source = f.source AND e.key = f.key)")
    )
    both = "FROM events e JOIN fresh f ON e.source = f.source AND e.key = f.key"
    changed = known = absent = late = 0
    if unknown:
        held = store.one(f"SELECT count(*) {both}")
        changed = store.one(f"SELECT count(*) {both} WHERE {DIFFERS}")
        known = held - changed
        if listed:
            absent = store.one(
                "SELECT count(*) FROM events e WHERE e.source = ? AND e.date BETWEEN ? AND ? "
                "AND NOT EXISTS (SELECT 1 FROM fresh f WHERE f.key = e.key)",
                source,
                *days,
            )
    if covered is not None:
        late = store.one(f"SELECT count(*) FROM (SELECT date FROM fresh f{unknown}) WHERE date <= ?", covered)
    if changed:
        said = ", ".join(f'"{name}" = f."{name}"' for name in SAID)
        store.connection.execute(
            f"UPDATE events AS e SET {said} FROM fresh f WHERE e.source = f.source AND e.key = f.key AND ({DIFFERS})"
        )
    kept = fresh - changed - known
    if kept:
        store.connection.execute(f"INSERT INTO events SELECT {NAMES} FROM fresh f{unknown}")
    unlike = store.rows(OTHERWISE)[0] if again else (0, None)
    return Counts(kept, changed, known, int(again), late, absent, *unlike)


def _cover(store: Store, feed: Feed, first: date, through: date) -> None:
    """Put on record which days the source now covers: those it was read on, or of a list all of its span."""
    if feed.daily:
        spans = _runs([day for (day,) in store.rows("SELECT DISTINCT coalesce(seen, date) FROM gathered ORDER BY 1")])
    else:
        start = feed.since or first
        spans = [(start, through)] if start <= through else []
    for span in spans:
        store.connection.execute("INSERT INTO covers VALUES (?, ?, ?)", [feed.name, *span])


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Days in order, as spans of days that follow one another."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and day - spans[-1][1] == DAY:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def gaps(spans: list[tuple[date, date]]) -> tuple[Span, ...]:
    """The days between spans."""
    return tuple(Span(first=before[1] + DAY, last=after[0] - DAY) for before, after in pairwise(spans))


def _taken(
    store: Store,
    read: Reading,
    path: Path,
    sha256: str,
    feed: Feed,
    counts: Counts,
    days: tuple[date, date],
    resumed: bool,
) -> Taken:
    spans = store.spans(feed.name)
    return Taken(
        file=str(path),
        sha256=sha256,
        feed=feed.name,
        source=feed.name,
        title=feed.title,
        unit=feed.unit,
        tried=feed.tried,
        rows=counts.kept + counts.changed + counts.known + counts.repeated + read.malformed + read.uncounted,
        kept=counts.kept,
        changed=counts.changed,
        known=counts.known,
        repeated=counts.repeated,
        uncounted=read.uncounted,
        malformed=read.malformed,
        malformed_first=tuple(Row(line=line, why=why) for line, why in read.refused),
        garbled=read.garbled,
        garbled_first=read.garbled_first,
        unended=read.unended,
        differing=counts.differing,
        differing_first=counts.differing_first,
        late=counts.late,
        absent=counts.absent,
        first=days[0],
        last=days[1],
        through=spans[-1][1] if spans else None,
        gaps=gaps(spans),
        resumed=resumed,
    )

"""Every feed by its name, and which of them a file is."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from foedus.errors import InputError, known
from foedus.intake.refusal import line_of
from foedus.watch.feeds.feed import Feed
from foedus.watch.feeds.layout import Head, head_of

MODULES = ("gdelt", "icews", "polecat", "acled", "beyond_parallel", "cns", "taiwan_mnd")
"""Files of this folder that hold a format of a publisher."""


@cache
def feeds() -> MappingProxyType[str, Feed]:
    """The formats that are known, by name."""
    found = [import_module(f"foedus.watch.feeds.{name}").FEED for name in MODULES]
    return MappingProxyType({each.name: each for each in found})


def feed_of(path: Path, name: str | None = None) -> tuple[Feed, Head]:
    """The feed of a file: the one that is named, else the one whose columns it has; and the first line of the file.

    Raises InputError where none has, with what the nearest lacks.
    """
    head = head_of(path)
    if name is not None:
        return feeds()[known("feed", name, feeds())], head
    for feed in feeds().values():
        native = feed.native and head.separator == b"\t" and head.cells[0].isdigit()
        if native or set(feed.columns) <= set(head.cells):
            return feed, head
    raise InputError(line_of(str(path), 1, _unlike(head)))


def _unlike(head: Head) -> str:
    """What to say of a file that is of no known feed."""

    def lacks(feed: Feed) -> list[str]:
        return [name for name in feed.columns if name not in head.cells]

    near = min(feeds().values(), key=lambda feed: len(lacks(feed)) / len(feed.columns))
    missing = lacks(near)
    ending = f"give a --mapping file for it, or a file of {', '.join(feeds())}"
    if len(missing) == len(near.columns):
        return f"has the columns of no feed that is known; {ending}"
    return f"has the columns of no feed that is known: nearest is {near.name}, of which it lacks {', '.join(missing)}; {ending}"

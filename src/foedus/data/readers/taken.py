"""What a reader took from a file: how many rows it held, and which were left out, how many and why. Nothing goes silently."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import polars as pl

NAMED = 4
"""How many of the names that were left out are named."""


@dataclass(slots=True)
class Taken:
    """Rows that a file holds, and by reason those that were left out of the table made of it."""

    read: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


_open: ContextVar[Taken | None] = ContextVar("what the reader at work took", default=None)


@contextmanager
def taking() -> Iterator[Taken]:
    """While this is open, readers note here what they took."""
    taken = Taken()
    token = _open.set(taken)
    try:
        yield taken
    finally:
        _open.reset(token)


def took(rows: int) -> None:
    """Note that a file holds `rows` rows."""
    if (taken := _open.get()) is not None:
        taken.read += rows


def leave_out(table: pl.DataFrame, where: pl.Expr, why: str, names: str | None = None) -> pl.DataFrame:
    """`table` without the rows `where` holds, which are noted under the reason `why`, with the first of their `names`."""
    kept = table.filter(~where.fill_null(value=False))
    if kept.height < table.height and _open.get() is not None and names is not None:
        each = table.filter(where)[names].drop_nulls().unique().sort().cast(pl.String).to_list()
        why += f" ({', '.join(each[:NAMED])}{f' and {len(each) - NAMED} more' if len(each) > NAMED else ''})"
    note(table.height - kept.height, why)
    return kept


def note(rows: int, why: str) -> None:
    """Note that `rows` rows of a file have no row of their own in the table, for the reason `why`."""
    if rows and (taken := _open.get()) is not None:
        taken.left_out[why] = taken.left_out.get(why, 0) + rows

"""What a feed is: the columns that its publisher documents, and how a row of them becomes a row of the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from foedus.watch.event import COLUMNS

FIRST, LAST = date(1816, 1, 1), date(9999, 12, 31)
"""Days that a row can be of; beyond them lies a slip of the pen, or what no calendar of Python holds."""
MOST = 1e9
"""Most units of a row; of a poll 100 percent."""

WHY = "why"
"""The column that says why a row is no event; null where it is one."""

FIELDS = tuple(name for name in COLUMNS if name not in ("source", "unit"))
"""What a feed makes of a row."""


@dataclass(frozen=True)
class Feed:
    """A format of a publisher.

    name       as a command names it; of the shipped formats also the source of its rows
    title      what it holds
    unit       what a row counts: one of `foedus.watch.event.UNITS`
    columns    those that are read, by the names of the header
    events     rows of text in those columns -> FIELDS and WHY; a null count: a row that counts nothing
    native     names of the columns of a file without a header, in order; none where files have one
    daily      whether the whole world is read every day, so that a day without a row is a gap; else it is a list, in which a
               day without a row is a day without an event
    since      the first day from which a list is complete; None: from its first row
    tried      whether files of the publisher were at hand to try it on; else it rests on the documented columns
    """

    name: str
    title: str
    unit: str
    columns: tuple[str, ...]
    events: Callable[[pl.DataFrame], pl.DataFrame] = field(repr=False)
    native: tuple[str, ...] = ()
    daily: bool = False
    since: date | None = None
    tried: bool = True


def day(name: str, *formats: str) -> pl.Expr:
    """The day in a column of text, in the first of the formats that fits; null where none does."""
    text = pl.col(name).str.strip_chars()
    return pl.coalesce(text.str.to_date(form, strict=False) for form in formats)


def text_or_null(name: str, *nulls: str) -> pl.Expr:
    """A column of text without space around it; null where nothing is left, or one of the publisher's words for it."""
    text = pl.col(name).str.strip_chars()
    return pl.when(~text.is_in(["", *nulls])).then(text)


def whole(name: str) -> pl.Expr:
    """A number in a column of text, null where it is none."""
    return pl.col(name).str.strip_chars().cast(pl.Float64, strict=False)


def no_day(name: str, form: str = "YYYY-MM-DD") -> pl.Expr:
    """Why a row is no event: its date is none."""
    return pl.format("{} '{}' is no date of the form {}", pl.lit(name), pl.col(name).fill_null(""), pl.lit(form))


def made(table: pl.DataFrame, why: pl.Expr, most: float = MOST, **fields: pl.Expr | str | float | None) -> pl.DataFrame:
    """FIELDS of each row, those that are not named null; a day, of precision "day", unless it is said otherwise.

    A row without a date is no event, for the reason `why`; nor is one whose count is no number from 0 to `most`.
    """
    given = {name: each if isinstance(each, pl.Expr) else pl.lit(each) for name, each in fields.items()}
    given.setdefault("precision", pl.lit("day"))
    given.setdefault("count", pl.lit(1.0))
    rows = table.select(
        pl.col("line"),
        *(given.get(name, pl.lit(None)).cast(COLUMNS[name]).alias(name) for name in FIELDS),
        why.alias("said"),
    )
    rows = rows.with_columns(_held("date"), _held("seen"))
    missing = pl.col("date").is_null() | pl.col("key").is_null()
    count = pl.col("count")
    absurd = pl.format("counts {} units; a number from 0 to {} is allowed", count, pl.lit(f"{most:.0f}"))
    reason = pl.when(missing).then(pl.col("said")).when(~count.is_between(0.0, most)).then(absurd)
    return rows.with_columns(reason.alias(WHY)).drop("said")


def _held(name: str) -> pl.Expr:
    """A day that a row can be of; null for any other."""
    return pl.when(pl.col(name).is_between(FIRST, LAST)).then(pl.col(name)).alias(name)

"""Any table of events, by a mapping file that says which column is what.

source: joint-air-patrols      # what the rows are said by; no name of a shipped feed
title: Joint air patrols of China and Russia
unit: patrol
date: { column: date, format: "%Y-%m-%d" }
columns: { text: note, link: source_url }      # of: key, count, actor, target, kind, place, text, link
constants: { actor: CHN, target: ROK }         # the same in every row
since: 2019-07-23                              # the first day from which the list is complete
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from pydantic import Field, field_validator, model_validator

from foedus.errors import CaseError, unknown
from foedus.watch.event import DAYS, PERCENT, UNITS
from foedus.watch.feeds.feed import MOST, Feed, day, made, no_day, whole
from foedus.watch.feeds.registry import feeds
from foedus.world.figures import Day, Identifier, Name, Strict, Text
from foedus.world.problems import Problem, refuse
from foedus.world.textfile import read_yaml, validate

Filled = Literal["key", "count", "actor", "target", "kind", "place", "text", "link"]


class When(Strict):
    """The column of the date, and how it is written."""

    column: Text
    format: Annotated[str, Field(pattern=r"%")] = Field("%Y-%m-%d", description="as in strftime: %Y-%m-%d")


class Mapping(Strict):
    """What the columns of a table are."""

    source: Identifier = Field(description="what the rows are said by; no name of a shipped feed")
    title: Name
    unit: str = Field(description="what a row counts: one of the units of the watch")
    date: When
    seen: When | None = Field(None, description="the day the publisher had the row")
    columns: dict[Filled, Text] = Field(default_factory=dict, description="column of the table, by what it holds")
    constants: dict[Literal["actor", "target", "kind", "place"], Text] = Field(
        default_factory=dict, description="what is the same in every row"
    )
    since: Day | None = Field(None, description="the first day from which the table is complete; null: its first row")

    @field_validator("unit")
    @classmethod
    def _unit(cls, unit: str) -> str:
        if unit not in UNITS or unit in DAYS:
            raise ValueError(unknown("unit", unit, set(UNITS) - set(DAYS)))
        return unit

    @model_validator(mode="after")
    def _sound(self) -> Mapping:
        problems = [
            Problem(("constants", name), f"is given as the column {self.columns[name]}, too; keep one")
            for name in self.constants
            if name in self.columns
        ]
        if self.source in feeds():
            problems.append(Problem(("source",), f"is '{self.source}', the name of a shipped feed; choose another"))
        refuse(problems)
        return self

    @property
    def precision(self) -> str:
        """How well a date is known, by the way it is written."""
        form = self.date.format
        return (
            "day"
            if "%d" in form or "%j" in form
            else "month"
            if "%m" in form or "%B" in form or "%b" in form
            else "year"
        )

    def feed(self) -> Feed:
        """The feed of such a table: a row's key is its column, else the date and all that it says."""
        used = [self.date.column, *([self.seen.column] if self.seen else []), *self.columns.values()]
        return Feed(
            name=self.source,
            title=self.title,
            unit=self.unit,
            columns=tuple(dict.fromkeys(used)),
            events=self._events,
            since=self.since,
        )

    def _day(self) -> pl.Expr:
        """The date; of a month or a year its first day."""
        add = {"day": "", "month": "-1", "year": "-1-1"}[self.precision]
        form = self.date.format + {"day": "", "month": "-%d", "year": "-%m-%d"}[self.precision]
        text = pl.concat_str(pl.col(self.date.column).str.strip_chars(), pl.lit(add))
        return text.str.to_date(form, strict=False)

    def _events(self, table: pl.DataFrame) -> pl.DataFrame:
        fields: dict[str, pl.Expr | str | float | None] = {
            name: whole(column) if name == "count" else pl.col(column).str.strip_chars()
            for name, column in self.columns.items()
        }
        fields |= {str(name): value for name, value in self.constants.items()}
        said = [self.date.column, *self.columns.values()]
        fields.setdefault("key", pl.concat_str(*(pl.col(each).fill_null("") for each in said), separator="|"))
        if self.seen:
            fields["seen"] = day(self.seen.column, self.seen.format)
        return made(
            table,
            no_day(self.date.column, self.date.format),
            100.0 if self.unit == PERCENT else MOST,
            date=self._day(),
            precision=self.precision,
            **fields,
        )


def load_mapping(path: str | Path) -> Mapping:
    """The mapping in a YAML file; CaseError with one line per problem."""
    found, problems = validate(Mapping, read_yaml(Path(path)), str(path))
    if found is None:
        raise CaseError(*problems)
    return found

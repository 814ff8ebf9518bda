"""What a case says of an outcome: base rates, views, outside views, limits."""

from __future__ import annotations

import math
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from foedus.world.figures import PUBLISHED, Identifier, Name, Number, Strict, Text, one_of
from foedus.world.outcomes import current, replaced, shown

OUTCOMES = {one.name: one.meaning for one in (*shown(), *replaced())}
"""Outcomes that base rates and tolerances may name, and what each means."""


ENDS = " (ends)"
"""How the unit of a base rate ends that counts how often what held came to an end."""

Outcome = Annotated[str, one_of("outcome", tuple(OUTCOMES))]

Published = Annotated[str, Field(strict=True, pattern=PUBLISHED)]
"""A year, a month or a day of publication."""

LEAST_EXPOSURE, MOST_EXPOSURE = 1e-3, 1e9
"""Between which the exposure of a record lies, in whatever unit; nor can it have more events."""

Events = Annotated[Number, Field(ge=0, le=MOST_EXPOSURE)]
Units = Annotated[Number, Field(ge=LEAST_EXPOSURE, le=MOST_EXPOSURE)]


def _published(day_said: str, field: str = "known_on") -> None:
    """Raises ValueError for a month or a day that no calendar has, or a year without records of states."""
    try:
        day = date(*[*map(int, day_said.split("-")), 1, 1][:3])
    except ValueError as error:
        raise ValueError(f"{field} {day_said} is not in the calendar: {error}") from error
    if day.year < 1816:
        raise ValueError(f"{field} {day_said} is not allowed: 1816 or later")


class BaseRate(Strict):
    """How often an outcome happened before: events in an exposure, or the share a study prints."""

    outcome: Outcome
    events: Events | None = Field(None, description="times it happened")
    exposure: Units | None = Field(None, description="in how many units it could have happened")
    share: Number | None = Field(None, ge=0, le=1, description="share printed by a study that gives no counts")
    unit: Text = Field(description="unit of the exposure, for example years or disputes")
    period: Text = Field(description="years covered, for example 1954-2023")
    source: Identifier = Field(description="key into the case's `sources`")
    text: Text = Field(description="one sentence: what was counted")

    @model_validator(mode="after")
    def _counted_or_printed(self) -> BaseRate:
        counted = self.events is not None and self.exposure is not None
        if counted == (self.share is not None) or (self.events is None) != (self.exposure is None):
            raise ValueError("give either events and exposure, or share")
        return self

    @property
    def ends(self) -> bool:
        """Whether the events are ends of a status, as in the unit 'years (ends)'."""
        return self.unit.endswith(ENDS)

    @property
    def counted_in(self) -> str:
        """The unit of the exposure, without the mark of ends."""
        return self.unit.removesuffix(ENDS)

    @property
    def by_year(self) -> bool:
        """Whether the exposure is counted in years: of the case, of dyads or of others."""
        return self.counted_in.endswith("years")

    @property
    def rate(self) -> float:
        """Events per unit of exposure, or the printed share."""
        if self.events is not None and self.exposure is not None:
            return self.events / self.exposure
        return self.share if self.share is not None else float("nan")


class View(Strict):
    """What a sceptic, the literature or an optimist says of an outcome: a record (events in an exposure), or a judgement."""

    outcome: Outcome
    beliefs: Literal["sceptical", "literature", "optimist"] = Field(description="whose view it is")
    events: Events | None = Field(None, description="times it happened")
    exposure: Units | None = Field(None, description="in how many trials it could have happened")
    unit: Text | None = Field(None, description="unit of the exposure, for example disputes at force")
    value: Number | None = Field(None, ge=0, le=1, description="a judgement: the probability")
    reason: Text = Field(description="one sentence: what was counted, or why it is judged so")
    source: Identifier | None = Field(None, description="key into the case's `sources`; required for a record")

    @model_validator(mode="after")
    def _record_or_judgement(self) -> View:
        record = (self.events, self.exposure, self.unit, self.source)
        counted = None not in record
        if counted == (self.value is not None) or (not counted and record[:3] != (None, None, None)):
            raise ValueError("give either events, exposure, unit and source, or value")
        if self.events is not None and self.exposure is not None and self.events > self.exposure:
            raise ValueError(f"events {self.events:g} must not exceed the exposure of {self.exposure:g}")
        return self


class Poll(Strict):
    """A poll of the protege's public on own nuclear weapons, in words that name no cost."""

    pollster: Name = Field(description="who asked; those of one name share ways and words")
    asked: Published = Field(description="when: YYYY, YYYY-MM or YYYY-MM-DD")
    question: Text = Field(description="what was asked, in short")
    share: Number = Field(gt=0, lt=1, description="share of respondents in favour")
    respondents: int | None = Field(None, strict=True, ge=1, description="how many were asked; null if not printed")
    source: Identifier = Field(description="key into the case's `sources`")

    @model_validator(mode="after")
    def _dated(self) -> Poll:
        _published(self.asked, "asked")
        return self

    @property
    def first_day(self) -> date:
        """The first day on which it can have been asked."""
        return date(*[*map(int, self.asked.split("-")), 1, 1][:3])

    @property
    def time(self) -> float:
        """The middle of when it was asked, in years."""
        year, *rest = map(int, self.asked.split("-"))
        parts = (
            (self.first_day.timetuple().tm_yday - 0.5) / 365.25
            if len(rest) > 1
            else (rest[0] - 0.5) / 12
            if rest
            else 0.5
        )
        return year + parts


MOST_A_YEAR = 1000.0
"""Highest rate of events a year."""


class OutsideView(Strict):
    """What others said of an outcome. It stands beside the outcome, in its own unit; nothing is computed from it but its value
    at the horizon, where it is a probability or a rate."""

    outcome: Outcome
    unit: Literal[
        "probability", "rate", "rate-of-ends", "share-of-respondents", "share-of-cases", "points", "direction"
    ] = Field(
        description="probability: within `years`; rate: events a year; rate-of-ends: ends a year of what held; points: a "
        "change in percentage points"
    )
    value: Number | None = Field(None, description="in its unit; null for a direction")
    respondents: int | None = Field(
        None, strict=True, ge=1, description="how many were asked, or counted; null if not printed"
    )
    period: Text = Field(description="when it was asked, or the years it covers")
    years: int | None = Field(None, strict=True, ge=1, le=100, description="horizon of a probability, years")
    known_on: Published = Field(description="when it was published: YYYY, YYYY-MM or YYYY-MM-DD; may be after `as_of`")
    source: Identifier = Field(description="key into the case's `sources`")
    text: Text = Field(description="one sentence: what was said, and what to beware of")

    @model_validator(mode="after")
    def _typed(self) -> OutsideView:
        if (self.unit == "direction") != (self.value is None):
            raise ValueError("give a value, but for a direction")
        if (self.unit == "probability") != (self.years is not None):
            raise ValueError("give years for a probability, and for nothing else")
        if self.unit == "points" and not -100.0 <= (self.value or 0.0) <= 100.0:
            raise ValueError(f"value {self.value:g} is not allowed: a change in percentage points is -100 to 100")
        _published(self.known_on)
        value = 0.0 if self.value is None or self.unit == "points" else self.value
        most = 1.0 if self.unit in ("probability", "share-of-respondents", "share-of-cases") else MOST_A_YEAR
        if not 0.0 <= value <= most:
            raise ValueError(f"value {value:g} is not allowed: a {self.unit} is 0 or more, and at most {most:g}")
        return self

    def known_by(self, day: date) -> bool:
        """Whether it was published by a day; a month or year without a day counts to its end."""
        given = [int(part) for part in self.known_on.split("-")]
        return given <= [day.year, day.month, day.day][: len(given)] and (
            len(given) == 3 or given < [day.year, day.month, day.day][: len(given)]
        )

    def at(self, years: int) -> float | None:
        """A probability or a rate so many years ahead; None for anything else, as for a status at another horizon."""
        if self.value is None:
            return None
        if self.unit == "probability" and current(self.outcome).kind != "event":
            return float(self.value) if self.years == years else None
        if self.unit == "probability" and self.years is not None:
            return float(1.0 - (1.0 - self.value) ** (years / self.years))
        if self.unit == "rate":
            return 1.0 - math.exp(-self.value * years)
        return math.exp(-self.value * years) if self.unit == "rate-of-ends" else None


class Tolerance(Strict):
    """The probability that the reader of the case can tolerate; the verdict compares outcomes with it."""

    outcome: Outcome
    at_most: Number | None = Field(None, ge=0, le=1, description="probability over the horizon, upper limit")
    at_least: Number | None = Field(None, ge=0, le=1, description="probability at the horizon, lower limit")
    years: int = Field(20, strict=True, ge=1, le=60, description="horizon the limit is stated for, years, 1 to 60")
    reason: Text = Field(description="one sentence: why this limit")
    tag: Literal["elicited"] = Field("elicited", description="marks the number as a judgement")

    @model_validator(mode="after")
    def _one_limit(self) -> Tolerance:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("give exactly one of at_most and at_least")
        return self

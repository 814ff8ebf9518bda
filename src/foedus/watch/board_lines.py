"""What the board is as data: a reading for each indicator."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from foedus.part import Part
from foedus.rendered import Rendered
from foedus.watch.monthly import LEAST
from foedus.watch.state_line import StateLine

State = Literal["up", "down", "steady", "no-baseline", "not-read"]


class Cost(Part):
    """What an alarm at the threshold costs and brings, simulated from the indicator's own baseline."""

    threshold: float
    false_alarms: float | None = Field(description="share of spans of eight years without a change in which one begins")
    found: float | None = Field(description="share of doublings that are told within 24 months")
    delay: float | None = Field(description="median of months to that")
    found_fall: float | None = Field(None, description="share of halvings that are told within 24 months")
    delay_fall: float | None = Field(None, description="median of months to that")


class AlarmLine(Part):
    """An alarm: the level has changed."""

    month: str
    direction: Literal["up", "down"]
    probability: float
    before: float
    after: float
    since: str = Field(description="the month of the likeliest change")


class RecordLine(Part):
    """A month as high as none since another."""

    month: str
    count: float
    since: str | None = Field(
        description="the last earlier month with as many; null: none since `first`, the first that is known"
    )
    first: str


class Reading(Part):
    """What one indicator says."""

    name: str
    title: str
    source: str
    unit: str
    informs: str | None
    reason: str | None
    state: State
    month: str | None = Field(None, description="the last month that the source covers")
    count: float | None = None
    so_far: float | None = Field(
        None,
        description="units of the month of the day, which is not over; null where the source does not reach into it",
    )
    level: float | None = Field(
        None, description="units a month, in a month of the usual season, as known now; with its 90 % interval"
    )
    low: float | None = None
    high: float | None = None
    up: float | None = Field(
        None, description="probability that the level rose within two years, to 1.5 times that before or more"
    )
    down: float | None = None
    cost: Cost | None = None
    alarm: AlarmLine | None = Field(None, description="that in force")
    alarms: tuple[AlarmLine, ...] = Field((), description="every one that began, in order")
    record: RecordLine | None = None
    known: int = 0
    needed: int = LEAST
    behind: int | None = Field(None, description="whole months that the source should cover and does not")
    late: bool = False
    quiet: int = Field(0, description="months without a unit, up to the last")
    silence: float | None = Field(None, description="probability of such a silence at the level held before")
    last_event: date | None = None


class Disagreement(Part):
    """Two sources of one thing that have come to count differently, or have not."""

    about: str
    first: str
    second: str
    before: float | None = Field(description="share of the first in what both counted")
    now: float | None = Field(description="the same, in the last twelve months")
    tail: float | None = Field(description="probability of a share so far out if nothing changed")
    disagree: bool


class Board(Rendered, Part):
    """The answer of `foedus watch board`."""

    format: Literal["foedus.watch-board/1"] = "foedus.watch-board/1"
    case: str
    title: str
    as_of: date
    readings: tuple[Reading, ...]
    disagreements: tuple[Disagreement, ...]
    states: tuple[StateLine, ...] = Field((), description="what each moves of the state that futures start from")

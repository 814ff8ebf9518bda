"""What a replay says: one future year by year, and its twin."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.simulation.parameters import SETS

What = Literal[
    "government",
    "continues",
    "dispute",
    "pact-imposed",
    "pact-formed",
    "pact-ended",
    "denounced",
    "out-of-force",
    "expired",
    "agreed-anew",
    "integrity-lost",
    "integrity-regained",
    "provocation",
    "coercion",
    "weapons-pursued",
    "weapons-acquired",
]
Level = Literal["no force", "force", "force with deaths", "war"]
Side = Literal["conservative", "progressive"]


class Happening(Part):
    """One thing that happens in a year of a future; what does not apply is null or empty."""

    what: What
    states: list[str] = Field(
        [], description="names: whose it is; of a dispute side A and side B, of what continues or of a pact the two"
    )
    level: Level | None = Field(None, description="how far the dispute goes")
    with_first: list[str] = Field([], description="who joins side A")
    with_second: list[str] = Field([], description="who joins side B")
    outcomes: list[str] = Field([], description="outcomes of the case that the dispute brings about by itself")
    side: Side | None = Field(None, description="of the new government; null where the case has no sides for the state")
    election: bool = Field(False, description="the government changes in the year of an election")
    instrument: str | None = Field(None, description="its identifier in the case; of a provocation its type")
    base: str | None = Field(None, description="the instrument with which it leaves force, because it rests on it")
    number: float | None = Field(
        None, description="provocations; cost of coercion, percent of a year's GDP; first year out of force"
    )


class Year(Part):
    """One year of a future."""

    year: int
    events: list[str] = Field(
        description="what is counted in this year, by the names of `foedus.simulate`; a status in each year it holds"
    )
    happenings: list[Happening] = Field(description="in the order of the year")


class Result(Part):
    """What an outcome comes to in one future."""

    outcome: str
    happened: bool | None = Field(description="event: in some year; status: in the last year; null for a total")
    years: list[int] = Field(description="years of an event; empty for another")
    total: float | None = Field(description="null for what is no total")


class Told(Part):
    """One future."""

    without: list[str] = Field(description="instruments removed, with what rests on them")
    made: list[str] = Field([], description="conditions that are forced, as they were asked for")
    order: str
    mechanisms: list[str] = Field(description="switched off or on")
    years: list[Year]
    results: list[Result]


class Chosen(Part):
    """How a future was chosen by an outcome."""

    outcome: str
    happened: int = Field(description="futures in which it happens")
    futures: int = Field(description="of as many, the first ones")
    estimate: Estimate = Field(description="its probability, from these futures")


class Replay(Rendered, Part):
    """The answer of `foedus replay`."""

    format: Literal["foedus.replay/1"] = "foedus.replay/1"
    case: str
    horizon: int
    seed: int
    future: int = Field(description="its number, from 0, as `foedus.simulate` counts them")
    parameter_set: int
    parameter_sets: int = Field(SETS, description="of the run that the future is of: others are other futures")
    chosen: Chosen | None = Field(description="null: the number was asked for")
    labels: dict[str, str] = Field(description="outcomes of the case by name")
    names: dict[str, str] = Field(description="instruments of the case by identifier")
    told: Told
    twin: Told | None = Field(description="the same random numbers with something made different; null: not asked for")
    parts: int | None = Field(description="first of `differing`; null: none, or no twin")
    differing: list[int] = Field(
        description="years in which something happens in one of the two alone, but for what becomes of instruments removed"
    )

"""The identity of an answer: what it rests on, so that anybody can make it again (`foedus verify`).

The case and orders whole, all that was asked, and of every chunk of futures a digest of what was counted in it.
"""

from __future__ import annotations

from pydantic import Field

from foedus.part import Part
from foedus.simulation.sizes import MOST_FUTURES, SIZE
from foedus.world.beliefs import BeliefFile
from foedus.world.order import Order
from foedus.world.schema import Case


class Piece(Part):
    """A chunk of futures."""

    first: int = Field(ge=0, le=MOST_FUTURES, description="number of its first future")
    futures: int = Field(ge=1, le=SIZE)
    counts: str = Field(description="digest of what was counted")


class RunIdentity(Part):
    """One question to the simulator, and what was counted."""

    what: str = Field(description="what the run is for")
    futures: int = Field(ge=1, le=MOST_FUTURES)
    order: str
    beliefs: str
    specification: dict[str, str]
    without: list[str]
    adherence: float
    frozen: list[str] = Field(description="provenances whose parameters are held at their means")
    shift: dict[str, float] = Field(description="by prior, by how many standard deviations it is moved")
    paired: int = Field(description="how many of its first futures were kept one by one")
    pieces: list[Piece]


class Asked(Part):
    """What an answer is asked with, apart from the program of its version."""

    version: str
    simulator: str = Field(description="digest of the source of the simulator")
    case: Case = Field(description="the case, whole")
    orders: dict[str, Order] = Field(description="world orders by the name they were asked for, whole")
    posteriors: dict[str, str] = Field(description="SHA-256 of the posteriors that took the place of shipped ones")
    futures: int
    horizon: int
    seed: int
    order: list[str] = Field(description="orders asked for; empty: all that touch a state of the case")
    without: list[str]
    adherence: float = Field(0.0, ge=-1, le=1, description="to every instrument, -1 let slide to 1 kept with care")
    specification: list[str]
    beliefs: str = Field(description="'sceptical', 'literature', 'optimist', or the name of `believed`")
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    hindsight: bool = Field(
        True, description="false: fits, specifications and literature are as of the date of the case"
    )
    mechanisms: list[str] = Field(description="switched off or on")
    pacts: list[str] = Field(description="pairs of states whose pact is asked for")


class Identity(Asked):
    """What an answer rests on."""

    runs: list[RunIdentity]

"""The answer of `foedus alliances`: its schema."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.evaluate.result import Cell, Interval
from foedus.part import Part
from foedus.rendered import Rendered


class Line(Part):
    """One alliance of one origin: means over its cases, in each of which another member is the protege."""

    origin: int = Field(description="year at the end of which the alliance was in force, and the futures start")
    atopid: int = Field(description="number in ATOP")
    name: str
    members: int = Field(description="members at the origin that are states of the COW system")
    patron: str = Field(description="member with the highest CINC; empty where no case could be made")
    bilateral: bool
    cases: int = Field(description="cases simulated, each with another member as the protege")
    with_challenger: int = Field(
        description="those with a challenger or more; war and joining are forecast in these alone"
    )
    survival: float | None = Field(description="share of futures in which the treaty is in force in the last year")
    survived: bool = Field(
        description="in force then; or replaced, and its strongest member still bound to half the others"
    )
    survival_class: float = Field(description="class rate: bilateral or multilateral treaties from 1946 to the origin")
    war: float | None = Field(description="share of futures with a war of the protege")
    war_happened: float | None = Field(description="share of these proteges with a war, against any state")
    war_in_case: float | None = Field(
        description="the same, against states of the case alone, which is what is simulated"
    )
    war_class: float = Field(description="class rate: member-years of defence alliances from 1946 to the origin")
    joining: float | None = Field(
        description="share of the futures with a war on the protege in which the patron fights beside it; null without any"
    )
    attacked: int = Field(
        description="those of these proteges on which an outsider made war while the treaty was in force"
    )
    joined: float | None = Field(description="share of these beside which the patron fought in every such war")
    joining_class: float = Field(description="class rate: allies in wars from 1946 to the origin")
    refused: str | None = Field(description="why no case, or not every one, could be made")


class Open(Part):
    """What the years to an origin leave to the priors of one posterior."""

    origin: int
    posterior: str
    what: list[str]


class Change(Part):
    """What a switch does to the score of one outcome: switched minus as it is, with 90% intervals by drawing patrons."""

    target: str
    rows: int
    expected: tuple[float, float] = Field(description="number expected as it is, and switched")
    brier: Interval = Field(description="change of the Brier score: above 0 is worse")
    log_score: Interval = Field(description="change of the log score: below 0 is worse")
    worse: bool = Field(description="whether one of the two is worse by more than its interval")


class Again(Part):
    """The alliances forecast again with a mechanism switched."""

    switched: str = Field(description="what was switched, as wedge=on; several joined by + together")
    cases: int = Field(description="cases that have what it acts on; all others stay as they are")
    alliances: int = Field(description="alliances with such a case")
    futures: int = Field(description="futures of these cases in which an event differs")
    changes: list[Change]
    worse: list[str] = Field(description="outcomes whose score gets worse by more than its interval")


class AlliancesAnswer(Rendered, Part):
    """The answer of `foedus alliances`."""

    format: Literal["foedus.alliances/1"] = "foedus.alliances/1"
    version: str
    origins: list[int]
    horizon: int
    futures: int = Field(description="of each case")
    proteges: int = Field(description="most proteges of an alliance, the strongest first; 0: every member")
    seed: int
    hindsight: bool = Field(False, description="whether posteriors are those that ship, which have seen these years")
    specification: dict[str, str] = Field(description="by equation, the candidate that is fitted")
    open: list[Open]
    lines: list[Line]
    cells: list[Cell] = Field(description="scores by outcome; intervals by drawing alliances, then by drawing patrons")
    switched: list[Again] = Field([], description="what switching each mechanism that was asked for does to the scores")
    caveats: list[str]
    sources: dict[str, str] = Field(description="SHA-256 of every publisher's file read for the record")

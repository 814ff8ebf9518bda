"""What an answer says of what follows a condition that is seen, and one that is made."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile


class Column(Part):
    """An outcome in one kind of futures: after the condition, and for an event where none has happened before."""

    estimate: Estimate = Field(
        description="with its 90% interval over parameter sets drawn anew; null: cannot tell, under 30 effective parameter sets"
    )
    error: float | None = Field(
        description="standard error over parameter sets and futures; null where the estimate is"
    )
    futures: int = Field(description="in which it is counted")
    effective_sets: float = Field(description="effective number of parameter sets among them, (sum n)^2 / sum n^2")


class Gap(Part):
    """The difference between two kinds of futures."""

    estimate: Estimate = Field(description="with its 90% interval over parameter sets drawn anew")
    clear: bool = Field(description="the 90% interval excludes zero")
    parameters: Estimate | None = Field(
        description="the part that comes from parameters: what the condition tells of them; null where nothing is selected"
    )
    share: Estimate | None = Field(
        description="`parameters` over the gap, which may lie outside 0 to 1 where the parts differ in sign; null where the "
        "gap is not clear, or nothing is selected"
    )


class WhatIfOutcome(Part):
    """An outcome in the years after the condition."""

    name: str
    kind: Literal["event", "status", "share"] = Field(description="as in an assessment")
    label: str = Field(description="name for a reader")
    given: str | None = Field(description="outcome among whose futures it is counted; null: all futures")
    all: Column = Field(description="in all futures")
    seen: Column | None = Field(description="in those that meet every condition of `seen`; null: there is none")
    made: Column | None = Field(description="in the same futures, with every condition of `made`; null: there is none")
    gap: Gap | None = Field(description="see `gap_of`; null: cannot tell")


class Met(Part):
    """A condition that is seen."""

    text: str
    futures: int = Field(description="of all, that meet it")


class Moved(Part):
    """A parameter of which the condition tells."""

    name: str
    label: str
    shift: float = Field(
        description="mean over the futures that meet the condition less that over all, in standard deviations"
    )
    error: float = Field(description="standard error of that, over parameter sets")


class WhatIf(Rendered, Part):
    """The answer of `foedus what-if`."""

    format: Literal["foedus.what-if/1"] = "foedus.what-if/1"
    case: str
    horizon: int
    futures: int
    parameter_sets: int = Field(description="of those futures: 200 for each 2,000")
    seed: int
    order: str
    beliefs: str
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    seen: list[Met] = Field(description="conditions that select futures (--given)")
    meet: int | None = Field(description="futures that meet all of them; null: there is none")
    made: list[str] = Field(description="conditions that are forced (--do)")
    year: int = Field(description="outcomes are counted in the years after it")
    last_year: int
    gap_of: Literal["seen - made", "seen - all", "made - all"]
    precision: float | None = Field(description="largest standard error that was asked for")
    reached: bool | None = Field(description="whether every outcome told has it; null: none was asked for")
    outcomes: list[WhatIfOutcome]
    left_out: list[str] = Field(description="outcomes that are kept for the whole horizon and not by year")
    tested: int = Field(
        description="parameters among which `moved` were looked for; 0: under 30 effective parameter sets meet the condition"
    )
    moved: list[Moved] = Field(
        description="parameters that the seen condition moves most, at most five, at p < .05 / tested"
    )

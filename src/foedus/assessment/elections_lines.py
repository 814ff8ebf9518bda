"""What an answer on elections says: who governs, and what follows where they do."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile

Side = Literal["progressive", "conservative"]


class OutcomeAfter(Part):
    """An outcome in the years after the condition."""

    outcome: str
    estimate: Estimate = Field(description="null: too few parameter sets, or its own condition never held")
    difference: Difference = Field(description="minus what it is compared with; null where the estimate is")
    futures: int = Field(
        description="in which it is counted: those of the pair, and of its own condition where it has one"
    )
    effective_sets: float = Field(description="effective number of parameter sets among them, (sum n)^2 / sum n^2")


class PairOfGovernments(Part):
    """Who governs patron and protege, how likely, and what follows."""

    patron: Side
    protege: Side
    in_office: bool = Field(description="they govern on the day of the case")
    strain: float = Field(description="a judgement of the case: 0 none, 1 rupture")
    reason: str = Field(description="why; empty if the case states none and the strain is 0")
    by_year: list[Estimate] = Field(description="probability that they govern, for each of `years`")
    seen: list[OutcomeAfter] = Field(
        description="in the futures in which they govern in `year`; compared with all futures. Not what they cause: "
        "parameters and events that brought them about go with them"
    )
    imposed: list[OutcomeAfter] = Field(
        description="in all futures, with the two held in office from the first year; compared with the same futures "
        "with those in office on the day of the case held"
    )


class AfterOutcome(Part):
    """An outcome, in all futures."""

    name: str
    kind: Literal["event", "status", "share"] = Field(description="as in an assessment")
    label: str = Field(description="name for a reader")
    given: str | None = Field(description="outcome among whose futures it is counted; null: all futures")
    estimate: Estimate = Field(description="in the years after `year`, in all futures")


class Elections(Rendered, Part):
    """The answer of `foedus elections`."""

    format: Literal["foedus.elections/1"] = "foedus.elections/1"
    case: str
    horizon: int
    futures: int
    parameter_sets: int = Field(description="of those futures")
    seed: int
    order: str
    beliefs: str
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    patron: str
    protege: str
    years: list[int]
    year: int = Field(description="of the condition; outcomes are counted in the years after it")
    outcomes: list[AfterOutcome]
    left_out: list[str] = Field(description="outcomes that are kept for the whole horizon and not by year")
    pairs: list[PairOfGovernments]

"""What an answer says of adherence: its effect on each outcome in each order, and whether the thesis holds there."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.answer import AbsentOrder, Imposed
from foedus.assessment.outcome_lines import Difference, Effect, Estimate, Record
from foedus.assessment.verdict_lines import Side
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile

Found = Literal["holds", "fails", "cannot tell", "untested"]
Why = Literal[
    "helps",
    "kept-without-it",
    "not-enough",
    "limit-missed",
    "harms",
    "limit-unclear",
    "effect-unclear",
    "counts-the-lever",
    "no-channel",
    "order-changes-nothing",
]


class AdherenceStep(Part):
    """An outcome at one degree of adherence."""

    adherence: float = Field(description="-1 neglect, 0 the case as it is, +1 full")
    whole: Estimate
    legal: Estimate = Field(description="adherence moves the hazard of the treaties alone")
    structural: Estimate = Field(description="adherence moves the upkeep of instruments alone")
    side: Side | None = Field(
        description="of the limit, by two Monte Carlo errors, both levers on; null: the case sets no limit"
    )


class ThesisCell(Part):
    """The thesis for one outcome in one order."""

    outcome: str
    finding: Found | None = Field(description="null: the case sets no limit on the outcome")
    reason: Why | None = Field(description="what decides the finding; null with it")
    steps: list[AdherenceStep] = Field(description="from neglect to full adherence")
    effect: Effect = Field(description="full adherence minus neglect, in the same futures")
    legal: Effect = Field(description="the same, the treaties' hazard alone")
    structural: Effect = Field(description="the same, upkeep alone")
    together: Effect = Field(description="`effect` minus both: what the two do to each other")
    shift: Effect | None = Field(description="this order minus the first, at adherence 0; null: it is the first")
    change: Effect | None = Field(description="`effect` here minus that in the first order; null: it is the first")


class ThesisOrder(Part):
    """One world order."""

    name: str
    title: str
    imposed: list[Imposed] = Field(description="empty: as measured")
    cells: list[ThesisCell] = Field(description="by outcome")


class ThesisOutcome(Part):
    """An outcome that the thesis is asked of."""

    name: str
    kind: Literal["event", "status", "share", "ratio", "total"] = Field(description="as in an assessment")
    label: str = Field(description="name for a reader")
    unit: str
    given: str | None = Field(description="outcome among whose futures it is counted; null: all futures")
    at_most: float | None = Field(description="limit of the case; null: none, or a lower one")
    at_least: float | None
    years: int | None = Field(description="horizon of the limit; effects are those of the whole horizon")
    record: Record | None = Field(
        description="how often it came about in the class of the case; null: nothing is counted"
    )


class LeverPrior(Part):
    """A stated prior that carries the effect of adherence, and the effect with its mean one standard deviation off."""

    parameter: str
    lever: Literal["legal", "structural"]
    meaning: str
    provenance: str
    mean: float = Field(description="of the Normal prior")
    sd: float
    source: str
    lower: list[Difference] = Field(description="`effect` in the first order with the mean one sd lower, by outcome")
    higher: list[Difference] = Field(description="the same, one sd higher")


class RivalModel(Part):
    """The effect of adherence under another model, in the first order."""

    name: str
    kind: Literal["specification", "beliefs"]
    effects: list[Effect] = Field(description="full adherence minus neglect, by outcome")


class Thesis(Rendered, Part):
    """The answer of `foedus thesis`."""

    format: Literal["foedus.thesis/1"] = "foedus.thesis/1"
    case: str
    horizon: int
    last_year: int
    futures: int = Field(description="of each run; the same ones in all")
    parameter_sets: int = Field(description="of those futures")
    few: bool = Field(description="too few futures or parameter sets for an assessment to judge by: findings are shaky")
    runs: int
    seed: int
    beliefs: str
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    first: str = Field(description="the order that the others are compared with")
    outcomes: list[ThesisOutcome]
    orders: list[ThesisOrder]
    absent: list[AbsentOrder]
    priors: list[LeverPrior] = Field(
        description="the only parameters that adherence acts through; with both at zero no future differs"
    )
    rivals: list[RivalModel] = Field(
        description="candidate specifications with at least a twentieth of the weight, and the other beliefs"
    )

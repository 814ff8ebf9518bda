"""What an ablation says: what each instrument is worth, in which company, and on what that rests."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.answer import Evidence
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile

Asked = Literal["all", "pairs", "single"]
Relation = Literal["substitutes", "complements"]


class AblatedOutcome(Part):
    """An outcome with every instrument and with none."""

    name: str
    kind: Literal["event", "status", "share", "ratio", "total"] = Field(description="as in an assessment")
    label: str = Field(description="name for a reader")
    unit: str
    given: str | None = Field(description="outcome among whose futures it is counted; null: all futures")
    with_all: Estimate
    with_none: Estimate | None = Field(description="null: no such run was asked for")
    difference: Difference | None = Field(
        description="with none minus with all, in the same futures: the Shapley values add up to it"
    )
    by_definition: list[str] = Field(
        description="instruments without which the outcome differs by its definition alone, whatever they do"
    )


class Rank(Part):
    """The place of an instrument by the size of what it is worth, and whether other parameter sets would change it."""

    outcome: str
    rank: int = Field(
        description="1: of largest size, whatever its sign; equal sizes share a rank, what is zero has the last"
    )
    low: int = Field(description="5% quantile of the rank over parameter sets drawn anew")
    high: int = Field(description="95% quantile")
    first: float = Field(description="share of the draws in which it has rank 1")


class Parts(Part):
    """What a change rests on; the three add up to it."""

    data: list[Difference] = Field(
        description="with every stated effect of instruments at zero: fitted equations, and definitions; by outcome"
    )
    literature: list[Difference] = Field(description="what effects from the literature add to that")
    judgement: list[Difference] = Field(description="what elicited effects add to both")


class InstrumentWorth(Part):
    """What changes where an instrument is not there: without it minus with it, so that plus is more of the outcome."""

    instrument: str
    name: str
    kind: str
    rests_on: str | None
    also_lapse: list[str] = Field(description="instruments that rest on it and lapse with it")
    evidence: Evidence
    removed: list[Difference] = Field(description="without it and what rests on it, minus with all, by outcome")
    alone: list[Difference] = Field(
        description="without it alone, minus with all; empty where something rests on it, which would lapse"
    )
    shapley: list[Difference] = Field(
        description="mean over the orders in which instruments come after what they rest on; empty unless all sets were run"
    )
    parts: Parts = Field(description="of `removed`")
    ranks: list[Rank] = Field(
        description="by `shapley`, else by `removed`; of the outcomes whose values are all known; empty under 30 parameter sets"
    )


class PairWorth(Part):
    """What two instruments do together, neither of which rests on the other, in one outcome."""

    first: str
    second: str
    outcome: str
    together: Difference = Field(description="without both (and what rests on them), minus with all")
    interaction: Difference = Field(description="`together` minus the change without each of them alone")
    relation: Relation | None = Field(
        description="substitutes: the loss of both is more than the two losses together, each stands in for the other; "
        "complements: it is less, each works through the other; null: one of the two 90% intervals holds zero, or the "
        "outcome needs one of them by its definition"
    )


class RemovedSet(Part):
    """The same futures without a set of instruments."""

    instruments: list[str] = Field(description="with what rests on them")
    grade: str | None = Field(description="weakest evidence grade of its members; null: none has an effect of its own")
    differences: list[Difference] = Field(description="without the set, minus with all, by outcome")
    parts: Parts | None = Field(description="of these; null but for sets that were named, and those of one instrument")


class Ablation(Rendered, Part):
    """The answer of `foedus ablate`."""

    format: Literal["foedus.ablation/1"] = "foedus.ablation/1"
    case: str
    horizon: int
    futures: int = Field(description="of each run; the same ones in all")
    parameter_sets: int = Field(description="of those futures")
    seed: int
    order: str
    beliefs: str
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    sets: Asked | None = Field(description="null: the sets were named")
    degraded: bool = Field(
        False,
        description="instruments are not removed but kept at half of their integrity from the start; then every 'without' and "
        "'removed' below is 'with it degraded', and nothing lapses",
    )
    legal: int = Field(
        description="sets of instruments that can be left: each holds what its members rest on; that of all among them"
    )
    subsets: int = Field(description="sets of instruments, legal or not")
    orders: int | None = Field(
        description="orders over which the Shapley value is the mean; null: not all sets were run"
    )
    shown: list[str] = Field(
        description="outcomes asked for, else those on which the case sets a limit, else all: text and chart show these"
    )
    outcomes: list[AblatedOutcome]
    instruments: list[InstrumentWorth] = Field(description="empty where the sets were named")
    pairs: list[PairWorth]
    removed: list[RemovedSet] = Field(description="the smaller sets first")

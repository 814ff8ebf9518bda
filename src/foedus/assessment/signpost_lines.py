"""What an answer on signposts says."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile

CLAIM: Literal["association, not a lever"] = "association, not a lever"


class Years(Part):
    """Years from a crossing to the failure, of futures with both."""

    lower: int = Field(description="lower quartile")
    median: int
    upper: int = Field(description="upper quartile")


class SignpostLine(Part):
    """An observable and a threshold: what its crossing within the years watched tells of failures after them.

    All figures but `threshold` are of the half of the parameter sets that was not searched, in futures without a failure in the
    years watched. Their intervals are over parameter sets drawn anew (bootstrap).
    """

    name: str = Field(description="of the outcome, the number or the type of provocation")
    label: str = Field(description="name for a reader")
    kind: Literal["number", "event", "status"]
    unit: str = Field(description="of a number; empty: its label has it")
    side: Literal["at-least", "at-most"] = Field(
        description="on which side of the threshold it is crossed; of a status at-most: by not holding"
    )
    threshold: float = Field(description="of events and statuses 1: happens or holds, 0: does not hold")
    counted: bool = Field(description="a count from the start of the case; else crossed in some year watched")
    measured: bool = Field(description="false: no publisher measures it, an observer would have to judge")
    passes: bool = Field(description="p is at most 0.05, and the interval of the gain is above zero")
    p: float = Field(
        description="share of permutations in which any signpost judged does as well: corrected for all of them"
    )
    gain: Estimate = Field(description="in log score over the base rate of all, nats a future")
    skill: float = Field(description="gain as a share of the log loss of the base rate of these futures")
    crossed: Estimate = Field(description="of all futures, the share that crosses")
    fails: Estimate = Field(description="of those that cross, the share that fails after the years watched")
    fails_not: Estimate = Field(description="of those that do not cross, the share that fails")
    signalled: Estimate = Field(description="of those that fail, the share that crosses")
    crossed_no_failure: Estimate = Field(description="of those that never fail, the share that crosses")
    lead: Years | None = Field(description="years from the crossing to the failure; null: no future has both")
    lead_of_any: Years | None = Field(description="years from the same crossings to the failures of all that fail")
    false_alarms: Estimate = Field(
        description="crossings in futures that never fail, a decade watched; watching ends with the crossing"
    )
    true_alarms: Estimate = Field(description="the same of futures that fail")
    futures: int = Field(description="that cross")
    failures: int = Field(description="of those that cross")


class Signposts(Rendered, Part):
    """The answer of `foedus signposts`."""

    format: Literal["foedus.signposts/1"] = "foedus.signposts/1"
    claim: Literal["association, not a lever"] = Field(
        default=CLAIM,
        description="that a signpost is crossed goes with failure; to keep it from being crossed is not known to prevent any",
    )
    case: str
    horizon: int
    futures: int
    parameter_sets: int = Field(description="of those futures; half are searched, half are for the figures")
    seed: int
    order: str
    beliefs: str
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    fails: list[str] = Field(
        description="outcomes that fail a future, as `name=yes` where by coming about, else `name=no`"
    )
    labels: dict[str, str] = Field(description="outcomes by name")
    chosen: Literal["asked", "worst-limit", "no-limit"] = Field(description="as in `foedus discover`")
    first_year: int = Field(description="first of the years watched")
    year: int = Field(description="last of the years watched; failures count after it")
    watched: int = Field(description="futures that are counted, both halves: without a failure by `year`")
    failures: int = Field(description="of those, after `year`, both halves")
    fewest_failures: int = Field(description="in either half")
    fewest_without: int = Field(description="futures without a failure in either half")
    rate: Estimate = Field(description="base rate: failures over futures that are counted, in the half not searched")
    result: Literal["found", "none", "too-few"] = Field(
        description="none: no signpost tells more than the base rate; too-few: fewer than 20 failures, or 20 futures without "
        "one, in either half"
    )
    searched: int = Field(
        description="signposts that were asked about: observables, by the side on which they are crossed"
    )
    thresholds: int = Field(description="that were tried in the half that is searched")
    judged: int = Field(description="signposts that warn there: p is corrected for so many")
    permutations: int
    exchanged: float = Field(
        description="share of the futures judged whose parameter set has as many as another, so that permutations exchange it"
    )
    signposts: list[SignpostLine] = Field(description="those judged: first those that pass, then by gain")

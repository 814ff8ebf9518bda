"""What `foedus provenance` says: the variance of each outcome over parameter sets, by the provenance of parameters."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile

FEWEST_SETS = 100
"""Parameter sets from which shares are told. In planted games of outcomes in 2% to 50% of futures, 10 or 25 futures a set, 400
trials each, of which those count that told the variance from zero: the 90% interval of a share that is not all or nothing held
the truth in 77% to 90% with 100 sets, in 83% to 91% with 400. With 30 it was 72% to 90%, and up to 1 interval in 60 lay wholly
outside 0 to 1."""

Group = Literal["fitted", "literature", "elicited"]


class GroupPart(Part):
    """What one group of parameters accounts for."""

    group: Group
    variance: Estimate = Field(
        description="its Shapley effect, in the squared unit of the outcome, with a 90% interval of sampling; the groups sum "
        "to `variance` of the outcome. An estimate can be negative where the effect is small"
    )
    share: Estimate = Field(
        description="of the whole variance; null where this is not `known`. An interval may leave 0 to 1"
    )


class OutcomeVariance(Part):
    """An outcome, and its variance over parameter sets."""

    name: str
    label: str
    unit: str
    mean: float
    variance: Estimate = Field(description="of its probability (or total) over parameter sets, chance left out")
    sd: float | None = Field(description="square root of it; null where the estimate is negative")
    known: bool = Field(
        description="the interval of the variance leaves out zero, and there are 100 parameter sets; else shares cannot be told"
    )
    groups: list[GroupPart]


class ProvenanceOfVariance(Rendered, Part):
    """The answer of `foedus provenance`."""

    format: Literal["foedus.provenance/1"] = "foedus.provenance/1"
    case: str
    horizon: int
    futures: int = Field(description="of each run")
    runs: int
    parameter_sets: int = Field(description="in each of two independent draws")
    seed: int
    order: str
    beliefs: str
    believed: BeliefFile | None = Field(description="the belief file, whole; null where the beliefs are shipped ones")
    parameters: dict[str, list[str]] = Field(
        description="by group, the stated effects that are drawn; `fitted` is what data here estimate and has none"
    )
    outcomes: list[OutcomeVariance]
    left_out: list[str] = Field(description="outcomes counted among futures in which a condition holds")

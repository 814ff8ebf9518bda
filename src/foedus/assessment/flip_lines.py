"""What `foedus flip` says: the nearest moves of beliefs that cross the limits, and what two sets of beliefs differ in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.verdict_lines import State, Value
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile


class Moved(Part):
    """One belief of a move: the mean of its prior before and after. Its standard deviation stays."""

    belief: str = Field(description="as `foedus beliefs show` lists it")
    meaning: str
    provenance: str = Field(description="literature or elicited")
    by: float = Field(description="standard deviations of its prior")
    before: float = Field(description="mean of the prior, in the unit of the effect")
    after: float
    sd: float = Field(description="of the prior, in the unit of the effect")


class Crossed(Part):
    """A limit at the end of a move."""

    outcome: str
    value: float = Field(description="probability")
    error: float = Field(description="its Monte Carlo error")


class Move(Part):
    """A move of beliefs that a run confirms: the analyst at its end stands on the other side of every limit in `crossed`."""

    beliefs: list[Moved] = Field(description="the longest first")
    length: float = Field(description="Euclidean, in prior standard deviations")
    error: float = Field(
        description="of the length: the Monte Carlo error of the probability over its slope along the move"
    )
    futures: int = Field(description="of the confirming run")
    crossed: list[Crossed]
    alone: Value = Field(description="the verdict if this analyst alone judged")
    verdict: Value = Field(description="the verdict with this analyst in the set")


class Reach(Part):
    """How far a limit is from being crossed where nothing within the cap crosses it: what comes nearest."""

    beliefs: list[Moved] = Field(description="at the cap")
    value: float = Field(description="probability there")
    error: float
    futures: int


class LimitFlip(Part):
    """A limit, and the nearest moves that take the mixture to its other side."""

    outcome: str
    label: str
    at_most: float | None
    at_least: float | None
    years: int
    state: State = Field(description="of the limit in the verdict")
    value: float = Field(description="probability of the mixture")
    error: float = Field(description="its Monte Carlo error")
    keeps: bool = Field(description="the mixture keeps the limit")
    single: Move | None = Field(description="by one belief; null: none within the cap")
    joint: Move | None = Field(description="by several; null: none found within the cap")
    closest: Reach | None = Field(description="null where a single belief crosses")
    closest_joint: Reach | None = Field(description="null where a joint move crosses, or no belief moves the limit")


class VerdictFlip(Part):
    """The nearest move that changes the verdict, or where no further analyst can, the verdict of the mixture alone."""

    changes: Literal["verdict", "leaning"] = Field(
        description="verdict: with this analyst in the set it is another; leaning: analysts are divided already, and what the "
        "mixture alone would say changes"
    )
    needs: Literal["all", "any"] = Field(description="of `outcomes`: all limits must be crossed, or any one")
    outcomes: list[str]
    single: Move | None = Field(description="null: none within the cap")
    joint: Move | None = Field(description="null: none found within the cap")


class Differing(Part):
    """A belief on which two sets of beliefs differ, and what it alone would move."""

    belief: str
    meaning: str
    first: tuple[float, float] = Field(description="mean and standard deviation of its prior")
    second: tuple[float, float]
    differences: list[Difference] = Field(
        description="by outcome: with this belief as in the second set and all others as in the first, minus the first"
    )
    crosses: list[str] = Field(description="limits that the mixture is on the other side of with it")


class Ranked(Part):
    """Beliefs by the size of what each moves in an outcome, the largest first."""

    outcome: str
    label: str
    unit: str
    limited: bool = Field(description="the case sets a limit on it")
    first: Estimate
    second: Estimate
    beliefs: list[str] = Field(description="those whose 90% interval leaves out zero")


class Against(Part):
    """Two sets of beliefs side by side, in the same futures."""

    first: str
    second: str
    believed: BeliefFile | None = Field(description="the second belief file, whole; null where it is shipped")
    beliefs: list[Differing] = Field(
        description="those that move a limited outcome most first, by the largest move over its error"
    )
    outcomes: list[Ranked]
    whole: list[Difference] = Field(description="second minus first, by outcome")
    interaction: list[Difference] = Field(description="the whole less the sum of what each belief moves alone")
    crosses: list[str] = Field(description="limits that the mixture is on the other side of with all of the second")


class Flip(Rendered, Part):
    """The answer of `foedus flip`."""

    format: Literal["foedus.flip/1"] = "foedus.flip/1"
    case: str
    horizon: int
    futures: int = Field(description="of the verdict's headline, of confirming runs, and of those of `against`")
    screened: int = Field(description="futures of each run of the search")
    parameter_sets: int
    seed: int
    order: str
    beliefs: str
    believed: BeliefFile | None = Field(description="the belief file, whole; null where the beliefs are shipped ones")
    cap: float = Field(description="longest move looked at, in prior standard deviations")
    looked_at: list[str] = Field(description="beliefs that were moved; empty with `against`")
    verdict: Value | None = Field(description="null with `against`, where it is not asked for")
    leaning: Value | None
    limits: list[LimitFlip]
    flip: VerdictFlip | None = Field(description="null with `against`")
    against: Against | None

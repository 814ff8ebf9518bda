"""What an answer says of its limits: the verdict, the analysts that reach it, and what would move it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.part import Part

Value = Literal["prepared", "conditionally prepared", "not prepared", "cannot tell"]

State = Literal["met", "missed", "undecided", "met-by-assumption", "not-met-by-assumption", "undecided-by-assumption"]

Side = Literal["keeps", "fails", "astride", "unknown"]

Kind = Literal["mixture", "beliefs", "specification", "prior", "joint", "class"]


class AnalystView(Part):
    """What one analyst makes of an outcome."""

    analyst: str = Field(description="as 'integrity.strain +1 sd'; the shipped mixture is 'mixture'")
    kind: Kind
    how: Literal["headline", "reweighted", "run", "counted"] = Field(
        description="headline: all its futures; reweighted: the same, by the weight of their parameter sets; run: futures of "
        "its own; counted: on the record"
    )
    value: float | None = Field(description="predictive probability: mean over parameter sets")
    error: float = Field(description="Monte Carlo standard error")
    side: Side = Field(description="of the limit, by more than two Monte Carlo errors; astride: within them")
    effective: float | None = Field(description="effective number of parameter sets, (sum w)^2 / sum w^2")
    futures: int | None


class Flip(Part):
    """The nearest analyst beyond the set who would stand on the other side of the limit than the mixture."""

    prior: str = Field(description="an elicited prior")
    sd: float = Field(description="by how many of its standard deviations it alone would have to be moved")
    joint: float = Field(description="length, in prior standard deviations, of the shortest joint move that does it")


class Settling(Part):
    """What keeps analysts apart about a limit."""

    kind: Kind
    analysts: list[str] = Field(description="those on the side of fewer, or astride")
    quiet: float | None = Field(description="class: units without an event after which its rate would keep the limit")


class ToleranceLine(Part):
    """A tolerance of the case against an order's futures. One of `at_most` and `at_least` is null."""

    outcome: str
    replaces: str | None = Field(
        None,
        description="the outcome that the case names, where `outcome` has replaced it and is judged for it; else null",
    )
    at_most: float | None = Field(description="probability that may not be exceeded")
    at_least: float | None = Field(description="probability that must be reached")
    years: int = Field(description="horizon the limit is stated for")
    estimate: Estimate = Field(description="at that horizon")
    kept_share: float | None = Field(description="share of parameter sets that keep the limit; null if not estimable")
    state: State = Field(
        description="met or missed when all analysts stand on one side of the limit by more than two Monte Carlo errors, else "
        "undecided; 'by assumption' where the outcome has neither a base rate nor skill"
    )
    keeps: int = Field(description="analysts who say that the limit is kept")
    fails: int = Field(description="analysts who say that it is not; the others are within two errors of it")
    views: list[AnalystView] = Field(
        description="every analyst; in another order than the headline's the mixture alone"
    )
    flip: Flip | None = Field(
        description="null where no elicited prior takes the outcome there within five deviations, beyond error"
    )
    settling: list[Settling] = Field(description="what divides the analysts, the kind with most of them first")
    reason: str = Field(description="why the case sets this limit")


class AnalystSet(Part):
    """The declared set of analysts, as it was run."""

    analysts: int = Field(description="on the limit that has most")
    reweighted: int
    run: int
    least_effective: float | None = Field(description="smallest effective number of parameter sets of one reweighted")
    extra_futures: int = Field(description="run for analysts alone")


class Reason(Part):
    """Something that bears on the verdict."""

    code: Literal["missed", "undecided", "assumption", "no-limits", "too-few-futures"] = Field(
        description="a tolerance that is missed, undecided, or met, not met or undecided by assumption; no-limits: the case "
        "sets none within the horizon; "
        "too-few-futures: fewer than 1,000 futures in the headline, or than 100 parameter sets in them"
    )
    order: str | None = Field(description="in which order")
    outcome: str | None = Field(description="on which outcome")
    decides: bool = Field(description="the verdict rests on it")


class Verdict(Part):
    """The verdict as a function of the tolerance lines."""

    value: Value
    leaning: Value | None = Field(
        description="what it would be if the mixture alone judged; null unless analysts divide"
    )
    order: str = Field(description="the order it is computed in first, that of the headline")
    reasons: list[Reason]

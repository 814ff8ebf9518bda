"""What an answer says of an outcome: estimates, records, views, skill, differences."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.part import Part

Shown = Literal["skill", "none-shown", "worse", "not-known"]


class Estimate(Part):
    """A number with its 90% interval, which holds it; null where it cannot be estimated.

    A probability and its interval lie in 0 to 1: what the estimator puts a hair outside is cut off.
    """

    value: float | None = Field(description="mean over futures")
    low: float | None = Field(description="5% quantile over parameter and sampling uncertainty")
    high: float | None = Field(description="95% quantile over parameter and sampling uncertainty")


class BaseRateLine(Part):
    """How often it happened, as the author of the case words it: shown, and used for nothing."""

    events: float | None = Field(description="times it happened; null where a share is printed")
    exposure: float | None = Field(
        description="in how many units it could have happened; null where a share is printed"
    )
    share: float | None = Field(description="share printed by a study that gives no counts")
    unit: str = Field(description="unit of the exposure, as the case words it")
    counted_in: Literal["years", "trials"] = Field(
        description="years: of the case, of dyads or of others; trials: else"
    )
    ends: bool = Field(description="the events are ends of what held before")
    period: str = Field(description="years covered")
    probability: Estimate | None = Field(
        description="what it makes of the outcome at the horizon, under Jeffreys' prior, with its 90% interval: E(1 - exp(-h "
        "years)) for an event, E exp(-h years) where ends were counted, the share of years for a status; null where it is "
        "not by year"
    )
    meaning: str = Field(description="what was counted")
    source: str = Field(description="citation")


class ClassRate(Part):
    """What was counted in a class of the record, and what that makes of the outcome at the horizon."""

    name: str = Field(description="the class, as 'protégés of great powers, with a strategic rival'")
    events: float
    exposure: float
    estimate: Estimate = Field(description="from its own counts alone, under Jeffreys' prior")


class Record(Part):
    """How often the outcome came about in the class of the case, counted on the publishers' files."""

    process: str
    counted: str = Field(description="what was counted")
    unit: str = Field(description="unit of the exposure")
    first_year: int
    last_year: int
    source: str
    widest: ClassRate
    narrowest: ClassRate = Field(description="the narrowest class of the case with at least 100 units")
    pooled: Estimate = Field(description="of the narrowest class, given those around it; this one judges")
    concentration: float = Field(description="how alike classes are, fitted: 1 hardly, 32 nearly the same")
    judges: bool = Field(description="it is an analyst of the verdict, because no skill over it is shown")
    apart: bool = Field(description="estimate and pooled rate lie outside each other's 90% intervals")


class OutsideViewLine(Part):
    """What others said of the outcome: typed by unit, and never mixed."""

    unit: Literal[
        "probability", "rate", "rate-of-ends", "share-of-respondents", "share-of-cases", "points", "direction"
    ]
    value: float | None = Field(description="in its own unit; null for a direction")
    respondents: int | None = Field(description="how many were asked, or counted")
    period: str = Field(description="when it was asked, or what years it covers")
    years: int | None = Field(description="horizon of a probability")
    known_on: str = Field(description="the day, month or year it was published")
    known: bool = Field(description="by the date of the case; else 'known since'")
    at_horizon: float | None = Field(
        description="a probability or a rate at the horizon of the answer; null for anything else"
    )
    text: str
    source: str


class Score(Part):
    """The score of forecasts made without seeing the later years."""

    name: str = Field(description="outcome of 'foedus evaluate'")
    what: str = Field(description="what was forecast")
    horizon: int = Field(description="years ahead that were scored; 1: one step ahead")
    score: str = Field(description="'brier_skill' or 'crps_skill': 0 is no better than the reference, 1 is perfect")
    value: Estimate = Field(description="skill over climatology; of counts over the level of the last five years")
    over_history: Estimate | None = Field(description="how much more than history alone has; null if not compared")
    verdict: Shown = Field(description="skill: the interval is above 0; worse: below; none-shown: it holds 0")
    origins: list[int] = Field(description="years forecast from")


class Skill(Part):
    """What is known of the skill behind one outcome at this horizon."""

    verdict: Literal["skill", "none-shown", "worse", "not-known", "no-events", "not-measured", "not-scored"] = Field(
        description="of forecasts of its kind; no-events: too few such events are on record; "
        "not-measured: no panel measures it; not-scored: not scored so far ahead on years before the futures of the case"
    )
    score: Score | None = Field(description="of forecasts of its kind, in all states, from past origins")


class BeliefLine(Part):
    """What one source says of an outcome, beside the estimate: equation, record and judgement are never mixed."""

    kind: Literal["equation", "record", "judgement"] = Field(
        description="equation: the estimate; record: events in an exposure that the case states; judgement: elicited"
    )
    beliefs: str | None = Field(
        description="whose view it is: 'sceptical', 'literature', 'optimist'; null: the equation's"
    )
    value: float | None = Field(description="of a record the mean under Jeffreys' prior")
    low: float | None = Field(description="5% quantile; null for a judgement")
    high: float | None = Field(description="95% quantile; null for a judgement")
    events: float | None = Field(description="of a record")
    exposure: float | None = Field(description="of a record: n")
    unit: str = Field(description="unit of the exposure; empty if none")
    reason: str = Field(description="what was counted, or why it was judged so; empty for the equation")
    source: str = Field(description="citation; empty if none")


class ReplacedLine(Part):
    """An outcome of before that another has replaced: still counted, for one release."""

    name: str
    replaced_by: str = Field(description="name of one of `outcomes`, on which a limit that names this one is judged")
    label: str
    definition: str
    estimate: Estimate = Field(description="in all futures of the headline")


class Bands(Part):
    """Intervals of a curve by year, over parameter and sampling uncertainty; each holds the curve and what is inside it."""

    low50: list[float | None] = Field(description="25% quantile")
    high50: list[float | None] = Field(description="75% quantile")
    low90: list[float | None] = Field(description="5% quantile")
    high90: list[float | None] = Field(description="95% quantile")


class OutcomeLine(Part):
    """One outcome at the horizon."""

    name: str
    kind: Literal["event", "status", "share", "ratio", "total"] = Field(
        description="event: within the horizon; status: in its last year; share: of the futures with another; ratio: of what "
        "could have happened in these; total: over the horizon"
    )
    label: str = Field(description="name for a reader")
    unit: str = Field(description="'probability', '% of one year's GDP', 'disputes'")
    given: str | None = Field(description="outcome among whose futures it is counted; null: all futures")
    definition: str = Field(description="what is counted")
    note: str = Field(description="what the case adds to the definition; empty if nothing")
    estimate: Estimate = Field(description="in all futures of the headline")
    views: list[BeliefLine] = Field(
        [], description="equation, record and judgements apart, where the case states any beside the first"
    )
    record: Record | None = Field(description="of its class; null where no process is counted for it")
    base_rates: list[BaseRateLine]
    outside_views: list[OutsideViewLine]
    skill: Skill
    paired_estimate: Estimate = Field(
        description="in the first `paired_futures` of the headline, as many as `by_specification` has"
    )
    by_specification: dict[str, Estimate] = Field(
        description="under each of `rivals`, the others by weight, in `paired_futures` futures"
    )
    curve: list[float | None] = Field(
        description="by year: probability that it has happened, which never falls (or that it holds)"
    )
    bands: Bands | None = Field(
        None,
        description="50% and 90% intervals of `curve`; null where it is empty, and in answers made before it was told",
    )
    by_definition: bool = Field(False, description="it is so by its definition alone, because of what is removed")


class OutcomeEstimate(Part):
    """An outcome at the horizon under an order."""

    outcome: str
    estimate: Estimate


class Difference(Part):
    """Change of an outcome when one thing is altered: same futures, so a paired difference."""

    outcome: str
    estimate: Estimate
    clear: bool = Field(description="the 90% interval excludes zero")


class Effect(Part):
    """A difference with its Monte Carlo error."""

    difference: Difference
    error: float = Field(description="standard error of the mean over futures, for these parameter sets")


class ReachLine(Part):
    """How far an outcome could be moved by what is off by default, at two standard deviations of its priors."""

    outcome: str
    lowest: Effect
    highest: Effect

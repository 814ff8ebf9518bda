"""The answer: the documented structure behind text, JSON and page. It is data; `report` makes sentences from it.

Every probability carries a 90% interval of parameter and sampling uncertainty, the base rate where there is one, and what
skill has been shown. Lines refer to outcomes by name; what does not apply to the case is absent. `foedus.answer/3` is
stable: fields and codes may be added, none changes its meaning.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from foedus.part import Part

AS_MEASURED = "as-measured"
"""The order that imposes nothing."""

Value = Literal["prepared", "conditionally prepared", "not prepared", "cannot tell"]
State = Literal["within", "outside", "undecided"]
Doubt = Literal["not-estimable", "parameter-sets", "rivals", "base-rates"]
Shown = Literal["skill", "none-shown", "worse", "not-known"]


class Estimate(Part):
    """A number with its 90% interval, which holds it; null where it cannot be estimated.

    A probability and its interval lie in 0 to 1: what the estimator puts a hair outside is cut off.
    """

    value: float | None = Field(description="mean over futures")
    low: float | None = Field(description="5% quantile over parameter and sampling uncertainty")
    high: float | None = Field(description="95% quantile over parameter and sampling uncertainty")


class BaseRateLine(Part):
    """How often it happened, from the case: events in an exposure, or the share a study prints."""

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
    probability: float | None = Field(
        description="what it makes of the outcome at the horizon: 1 - exp(-h years) with h = (events + 1/2) / exposure for "
        "an event, exp(-h years) where ends were counted, the share of years for a status; null where it is not by year"
    )
    meaning: str = Field(description="what was counted")
    source: str = Field(description="citation")


class Score(Part):
    """The score of forecasts made without seeing the later years."""

    name: str = Field(description="outcome of 'foedus evaluate'")
    what: str = Field(description="what was forecast")
    horizon: int = Field(description="years ahead that were scored; 1: one step ahead")
    score: str = Field(description="'brier_skill' or 'crps_skill': 0 is no better than climatology, 1 is perfect")
    value: Estimate = Field(description="skill over climatology")
    over_history: Estimate | None = Field(description="how much more than history alone has; null if not compared")
    verdict: Shown = Field(description="skill: the interval is above 0; worse: below; none-shown: it holds 0")
    origins: list[int] = Field(description="years forecast from")


class Skill(Part):
    """What is known of the skill behind one outcome at this horizon."""

    verdict: Literal["skill", "none-shown", "worse", "not-known", "no-events", "not-measured", "not-scored"] = Field(
        description="of forecasts of its kind; no-events: too few such events are on record; "
        "not-measured: no panel measures it; not-scored: not scored so far ahead"
    )
    score: Score | None = Field(description="of forecasts of its kind, in all states, from past origins")


class View(Part):
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
    views: list[View] = Field(
        [], description="equation, record and judgements apart, where the case states any beside the first"
    )
    base_rates: list[BaseRateLine]
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


class OutcomeEstimate(Part):
    """An outcome at the horizon under an order."""

    outcome: str
    estimate: Estimate


class Difference(Part):
    """Change of an outcome when one thing is altered: same futures, so a paired difference."""

    outcome: str
    estimate: Estimate
    clear: bool = Field(description="the 90% interval excludes zero")


class Term(Part):
    """A stated effect of a kind of instrument: Normal(mean, sd) on the log scale of a channel."""

    channel: str
    mean: float
    sd: float
    grade: str
    provenance: str = Field(description="literature or elicited")
    status: str = Field(description="how far the source was checked: S, S-dir, C, M, -")
    rival_signs: str = Field(description="signs some source, estimate or belief gives it: of '-', '0' and '+'")
    moved_by: str = Field(description="which of its numbers rests on data here; 'none' where no data moved it")
    source: str


class Evidence(Part):
    """What the effect of an instrument rests on."""

    grade: str | None = Field(
        description="weakest of its terms: A identified, B estimated with selection narrowed, C literature, D assumption; "
        "null: no effect of its own is in the model"
    )
    estimated: list[str] = Field(description="equations that estimate an effect of its kind")
    terms: list[Term]


class CounterfactualLine(Part):
    """The same futures without one instrument (and what rests on it)."""

    instrument: str
    name: str
    also_lapse: list[str] = Field(description="names of instruments that rest on it and lapse with it")
    differences: list[Difference]
    by_beliefs: dict[str, list[Difference]] = Field(
        description="the same differences under each of the rival beliefs about treaties, with common "
        "random numbers; empty where "
        "beliefs bear neither on the instrument nor on what rests on it"
    )
    evidence: Evidence


class PoleLine(Part):
    """Effective number of poles by one index: the start, and the path."""

    index: str
    label: str
    start: float | None
    median: list[float | None]
    low50: list[float | None]
    high50: list[float | None]
    low90: list[float | None]
    high90: list[float | None]


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
        description="undecided when candidate specifications of at least a twentieth of the weight, or the base rate where no "
        "skill over it is shown, stand on both sides of the limit, or when fewer than nine in ten parameter sets stand on the "
        "side of the estimate"
    )
    doubts: list[Doubt] = Field(description="why it is undecided; empty if it is decided")
    reason: str = Field(description="why the case sets this limit")


class OrderLine(Part):
    """One world order: what it imposes, what comes out, which tolerances hold, in `compared_futures` futures of each."""

    name: str
    title: str
    text: str
    outcomes: list[OutcomeEstimate] = Field(description="each probability under this order")
    states: list[str] = Field(description="names of the states that it names and the case holds")
    lacking: list[str] = Field(description="abbreviations of those that the case does not hold")
    poles: list[PoleLine]
    tolerances: list[ToleranceLine]
    within: bool | None = Field(description="all tolerances hold; null if one is undecided and none fails")


class AbsentOrder(Part):
    """A world order that was not run."""

    name: str
    title: str
    reason: Literal["touches-no-state"] = Field(
        description="touches-no-state: it imposes nothing on a state of the case"
    )


class ThesisLine(Part):
    """The thesis: does adherence to principles and structure keep deterrence, in each order?"""

    order: str
    title: str
    differences: list[Difference] = Field(description="full adherence minus neglect, same futures")


class GovernmentLine(Part):
    """One pair of governments at the horizon."""

    patron: str
    protege: str
    probability: Estimate
    strain: float
    reason: str


class Reason(Part):
    """Something that bears on the verdict."""

    code: Literal["missed", "undecided", "no-limits", "too-few-futures"] = Field(
        description="a tolerance that is missed, or undecided; no-limits: the case sets none within the horizon; "
        "too-few-futures: fewer than 1,000 futures in the headline, or than 100 parameter sets in them"
    )
    order: str | None = Field(description="in which order")
    outcome: str | None = Field(description="on which outcome")
    decides: bool = Field(description="the verdict rests on it")


class Verdict(Part):
    """The verdict as a function of the tolerance lines."""

    value: Value
    order: str = Field(description="the order it is computed in first, that of the headline")
    reasons: list[Reason]


class RivalLine(Part):
    """A candidate specification that was run alone."""

    name: str = Field(description="as 'escalation: rates'")
    specification: dict[str, str] = Field(description="by equation")
    weight: float = Field(description="the most it has in the equations it is of")
    heard: bool = Field(description="it has enough weight to count in the verdict, a twentieth")


class RivalEstimate(Part):
    """An outcome under one candidate specification."""

    rival: str = Field(description="name of one of `rivals`")
    weight: float
    estimate: Estimate


class Agreement(Part):
    """How far apart the candidate specifications are on an outcome."""

    outcome: str
    agree: bool = Field(description="the intervals of the lowest and the highest overlap")
    lowest: RivalEstimate
    highest: RivalEstimate


class OwnFit(Part):
    """A posterior of the user's own, by --fits."""

    as_of: str = Field(description="no data dated after this day was used")
    sha256: str = Field(description="of its file")


class Fit(Part):
    """What an equation was fitted on."""

    first_year: int
    last_year: int
    sources: list[str]
    own: OwnFit | None = Field(description="null for a posterior that ships")


class Provenance(Part):
    """Where the parameters come from and how much the elicited ones matter."""

    fitted: int
    literature: int
    elicited: int
    prior_share: float | None = Field(
        description="share of the headline's spread over parameter sets that vanishes when the parameters no data here "
        "moved (literature and elicited) are held at their means; null if that spread is not "
        "distinguishable from Monte Carlo error"
    )
    equations: dict[str, Fit]
    late_fits: dict[str, int] = Field(
        description="equations fitted on years after the date of the case, each with the last of them"
    )


class CannotSay(Part):
    """What the answer cannot say."""

    text: str
    of: Literal["case", "model"] = Field(
        description="case: stated by the case; model: what no equation holds, of any case"
    )


class UnknownFigure(Part):
    """A figure that the case does not know."""

    state: str = Field(description="name of the state, or 'all other states'")
    figure: str = Field(description="field of the case: 'polyarchy', 'ideal_point', 'gdp', 'milex' or 'cinc'")
    enters: Literal["flagged", "no-poles", "no-path", "unused"] = Field(
        description="flagged: pairs of the state enter equations as unknown; no-poles: poles by the figure are not known, and "
        "its path is not followed; no-path: its path is not followed; unused: no equation reads it"
    )


class Answer(Part):
    """The answer of `foedus assess`."""

    format: Literal["foedus.answer/3"] = "foedus.answer/3"
    version: str
    question: str
    case: str
    as_of: date
    horizon: int
    by_year: int
    futures: int
    paired_futures: int = Field(
        description="futures in each counterfactual, each run of the thesis and each candidate specification"
    )
    compared_futures: int = Field(
        description="futures in each of `orders`: in that of the headline the first ones of its run"
    )
    sets: int
    seed: int
    specification: dict[str, str] = Field(description="by equation, the requested candidate; empty: all by weight")
    weights: dict[str, dict[str, float]] = Field(
        description="by equation, the weights that its candidates were drawn by"
    )
    beliefs: str = Field(description="what treaties are believed to do: 'sceptical', 'literature' or 'optimist'")
    without: list[str] = Field(description="instruments removed from the start, by --without")
    order: str = Field(description="order of the headline futures")
    verdict: Verdict
    tolerances: list[ToleranceLine] = Field(
        description="in all futures of the headline; the verdict on its order rests on these"
    )
    outcomes: list[OutcomeLine]
    replaced: list[ReplacedLine] = Field([], description="outcomes of before that one of `outcomes` replaces")
    counterfactuals: list[CounterfactualLine]
    orders: list[OrderLine]
    absent_orders: list[AbsentOrder]
    thesis: list[ThesisLine]
    governments: list[GovernmentLine]
    rivals: list[RivalLine]
    agreement: list[Agreement]
    provenance: Provenance
    cannot_say: list[CannotSay]
    not_judged: list[str] = Field(
        description="judgements the case leaves at the defaults of its schema: 'sides', 'strain', 'tolerances', 'integrity', "
        "'bloc', 'cannot-say'; 'challengers': the case names no adversary"
    )
    unknown: list[UnknownFigure] = Field(description="figures that are null in the case, and how each enters")
    words: dict[str, str] = Field(description="abbreviations and terms of the case, each with its meaning")

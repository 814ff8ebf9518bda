"""The answer: the documented structure behind text, JSON and page. It is data; `report` makes sentences from it.

Every probability carries a 90% interval of parameter and sampling uncertainty, how often its class had it on record, and
what skill has been shown. Lines refer to outcomes by name; what does not apply to the case is absent. `foedus.answer/4` is
stable: fields and codes may be added, none changes its meaning.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from foedus.assessment.identity import Identity
from foedus.part import Part

AS_MEASURED = "as-measured"
"""The order that imposes nothing."""

Value = Literal["prepared", "conditionally prepared", "not prepared", "cannot tell"]
State = Literal["met", "missed", "undecided", "met-by-assumption", "not-met-by-assumption", "undecided-by-assumption"]
Kind = Literal["mixture", "beliefs", "specification", "prior", "joint", "class"]
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
    side: Literal["keeps", "fails", "astride", "unknown"] = Field(
        description="of the limit, by more than two Monte Carlo errors; astride: within them"
    )
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


What = Literal["cinc", "gdp", "milex", "ideal", "pacts", "treaties", "transfers", "load"]


class Imposed(Part):
    """One thing that an order imposes, and on whom."""

    what: What = Field(
        description="growth of CINC, GDP, military spending; ideal points; pacts; treaties below one; arms; load of the patron"
    )
    up: list[str] = Field(description="states that gain, are bound or receive; the patron if its load grows")
    down: list[str] = Field(description="states that lose; the patron if its load falls")


class OrderLine(Part):
    """One world order: what it imposes, what comes out, which tolerances hold, in `compared_futures` futures of each."""

    name: str
    title: str
    text: str
    outcomes: list[OutcomeEstimate] = Field(description="each probability under this order")
    states: list[str] = Field(description="names of the states that it names and the case holds")
    lacking: list[str] = Field(description="abbreviations of those that the case does not hold")
    poles: list[PoleLine]
    imposed: list[Imposed] = Field(default_factory=list, description="what it imposes on the states of the case")
    channels: list[str] = Field(
        default_factory=list,
        description="mechanisms that are on and pass on some of it: nothing else lets the order matter",
    )
    channels_off: list[str] = Field(default_factory=list, description="those that would, were they on")
    tolerances: list[ToleranceLine]
    within: bool | None = Field(
        description="all tolerances are met, by assumption or not; null if one is undecided and none fails"
    )


class PactLine(Part):
    """A defence pact of two states: in the futures of the headline's order, in its class, and with what skill."""

    pair: str = Field(description="as it was asked for: RUS-PRK")
    names: list[str] = Field(description="the two states")
    now: bool = Field(description="a pact binds them at the start")
    in_force: Estimate = Field(description="at the end of the horizon, by a treaty of the case or one that they form")
    ever: Estimate = Field(description="at the end of some year of the horizon")
    events: int = Field(description="pacts that pairs of the class formed")
    exposure: int = Field(description="years of pairs of the class without a pact")
    first_year: int
    last_year: int
    class_rate: Estimate = Field(
        description="that a pair of the class forms one within the horizon, under Jeffreys' prior"
    )
    skill: Skill = Field(description="of forecasts of new pacts against climatology")


class InstrumentLine(Part):
    """What becomes of one instrument by the horizon."""

    instrument: str
    name: str
    kept: Estimate = Field(description="in force in the last year, with at least half of the integrity it started with")
    lost_of_itself: Estimate = Field(description="not kept, while what it rests on is in force")
    lost_with_base: Estimate = Field(description="not kept, and what it rests on has lapsed")
    weakest: bool = Field(description="none is lost of itself more often, beyond two Monte Carlo errors")


class AnalystSet(Part):
    """The declared set of analysts, as it was run."""

    analysts: int = Field(description="on the limit that has most")
    reweighted: int
    run: int
    least_effective: float | None = Field(description="smallest effective number of parameter sets of one reweighted")
    extra_futures: int = Field(description="run for analysts alone")


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
    enters: Literal["drawn", "unused"] = Field(
        description="drawn: anew in each parameter set, from what states of its class had; unused: no equation reads it"
    )


class Answer(Part):
    """The answer of `foedus assess`."""

    format: Literal["foedus.answer/4"] = "foedus.answer/4"
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
    mechanisms_off: list[str] = Field(
        default_factory=list, description="mechanisms switched off in every run, by --mechanism"
    )
    pacts: list[PactLine] = Field(default_factory=list, description="pairs that were asked for, by --pact")
    mechanisms_on: list[str] = Field(
        default_factory=list, description="mechanisms switched on in every run, by --mechanism"
    )
    off_by_default: list[str] = Field(
        default_factory=list, description="channels of world orders that are nearly all prior: off unless switched on"
    )
    order: str = Field(description="order of the headline futures")
    verdict: Verdict
    tolerances: list[ToleranceLine] = Field(
        description="in all futures of the headline; the verdict on its order rests on these"
    )
    analysts: AnalystSet
    outcomes: list[OutcomeLine]
    replaced: list[ReplacedLine] = Field([], description="outcomes of before that one of `outcomes` replaces")
    instruments: list[InstrumentLine] = Field(description="those of the alliance, most often lost of itself first")
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
    identity: Identity | None = Field(None, description="what it rests on, by which `foedus verify` makes it again")

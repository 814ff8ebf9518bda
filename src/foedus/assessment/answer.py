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
from foedus.assessment.outcome_lines import Difference, Estimate, OutcomeEstimate, OutcomeLine, ReplacedLine, Skill
from foedus.assessment.verdict_lines import AnalystSet, ToleranceLine, Verdict
from foedus.part import Part
from foedus.rendered import Rendered

AS_MEASURED = "as-measured"
"""The order that imposes nothing."""


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


class OpinionLine(Part):
    """Support for own nuclear weapons, as a share of respondents to questions that name no cost. Nearly all prior."""

    state: str = Field(description="whose public")
    polls: int
    houses: int = Field(description="that asked; each has words and ways of its own")
    start: Estimate = Field(
        description="at the end of the last year of the past: mean, and 90% interval of what is latent"
    )
    end: Estimate = Field(description="at the end of the horizon, by a walk whose size is elicited")
    sampling: Estimate = Field(
        description="what the polls would say if houses and years did not differ and sampling error were all there is"
    )


class CountRecord(Part):
    """The last years on record of a type of provocation, in its own unit."""

    first_year: int
    last_year: int
    events: int
    years: float = Field(description="of them, what was observed: the last may be a part")
    a_year: Estimate = Field(
        description="events a year of these years, with the interval of the mean of a negative binomial fitted to them"
    )


class CountLine(Part):
    """A count in the futures of the headline, a year: what luck and parameters make of it together."""

    mean: float
    median: float
    low: float = Field(description="5% of futures have fewer")
    high: float = Field(description="5% of futures have more")


class ProvocationLine(Part):
    """One type of provocation over the horizon, in its own unit; units are never added up."""

    name: str
    label: str
    actors: list[int] = Field(description="COW numbers of the states whose it is")
    unit: str = Field(description="what one is called: missile, nuclear test, event, warhead, patrol, sortie")
    units: str = Field(description="the same of several")
    counted_by: str = Field(description="who counts it")
    a_year: CountLine = Field(description="mean of the years of the horizon")
    none: float = Field(description="share of futures in which there is none within the horizon")
    record: CountRecord | None = Field(description="its base rate; null where no publisher counts it by year")
    stated: str = Field(description="what a level that is stated rests on; empty where it is fitted")
    skill: Skill = Field(
        description="of forecasts of the count of a year, as far ahead as was scored, up to the horizon; over the level of the "
        "last five years"
    )


class InstrumentLine(Part):
    """What becomes of one instrument by the horizon."""

    instrument: str
    name: str
    kept: Estimate = Field(description="in force in the last year, with at least half of the integrity it started with")
    lost_of_itself: Estimate = Field(description="not kept, while what it rests on is in force")
    lost_with_base: Estimate = Field(description="not kept, and what it rests on has lapsed")
    weakest: bool = Field(description="none is lost on its own more often, beyond two Monte Carlo errors")


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


class RivalLine(Part):
    """A candidate specification that was run alone."""

    name: str = Field(description="as 'escalation: rates'")
    specification: dict[str, str] = Field(description="by equation")
    weight: float = Field(description="the most it has in the equations it is of")
    heard: bool = Field(description="it has enough weight to count in the verdict, a twentieth")
    futures: int | None = Field(None, description="in which it was run; null, of answers of before: `paired_futures`")


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


class KnownThen(Part):
    """What an answer without hindsight rests on."""

    last_year: int = Field(description="last year whose data it knows")
    left_open: dict[str, list[str]] = Field(description="by equation, what the years to then leave to its prior")
    centred: list[str] = Field(
        description="effects from literature, taken with mean 0 and twice the standard deviation"
    )


class Provenance(Part):
    """Where the parameters come from and how much the elicited ones matter."""

    fitted: int
    literature: int
    elicited: int
    prior_share: float | None = Field(
        description="share of the headline's spread over parameter sets that vanishes when the parameters no data here "
        "moved (literature and elicited) are held at their means; null if that spread is not "
        "distinguishable from Monte Carlo error. Not the part that they cause, which `foedus provenance` estimates by drawing "
        "them anew"
    )
    equations: dict[str, Fit]
    late_fits: dict[str, int] = Field(
        description="equations fitted on years after the date of the case, each with the last of them"
    )
    known_then: KnownThen | None = Field(None, description="null for an answer with hindsight")


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


class Answer(Rendered, Part):
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
    beliefs: str = Field(
        description="'sceptical', 'literature', 'optimist', or the name of a belief file, which `identity` has whole"
    )
    without: list[str] = Field(description="instruments removed from the start, by --without")
    adherence: float = Field(
        0.0, description="to every instrument, by --adherence: -1 let slide, 0 as measured, 1 kept with care"
    )
    mechanisms_off: list[str] = Field(
        default_factory=list, description="mechanisms switched off in every run, by --mechanism"
    )
    pacts: list[PactLine] = Field(default_factory=list, description="pairs that were asked for, by --pact")
    provocations: list[ProvocationLine] = Field(
        default_factory=list, description="types that the case follows; none where the mechanism is off"
    )
    mechanisms_on: list[str] = Field(
        default_factory=list, description="mechanisms switched on in every run, by --mechanism"
    )
    off_by_default: list[str] = Field(
        default_factory=list,
        description="mechanisms that the case can have and that are nearly all prior: off unless switched on",
    )
    opinion: OpinionLine | None = Field(
        None,
        description="where the mechanism `opinion` is switched on: what the protege's public thinks of own weapons",
    )
    order: str = Field(description="order of the headline futures")
    verdict: Verdict
    tolerances: list[ToleranceLine] = Field(
        description="in all futures of the headline; the verdict on its order rests on these"
    )
    analysts: AnalystSet
    outcomes: list[OutcomeLine]
    replaced: list[ReplacedLine] = Field([], description="outcomes of before that one of `outcomes` replaces")
    instruments: list[InstrumentLine] = Field(description="those of the alliance, most often lost on its own first")
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
    seal: str | None = Field(
        None, description="SHA-256 of this JSON without it, by which `foedus verify` finds what was edited"
    )

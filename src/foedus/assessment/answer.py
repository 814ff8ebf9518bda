"""The answer: the documented structure behind text, JSON and page.

Every probability carries a 90% interval of parameter and sampling uncertainty, the base rate where there is one, and what
skill has been shown. `foedus.answer/2` is stable: fields may be added, none changes its meaning.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.part import Part

Value = Literal["prepared", "conditionally prepared", "not prepared", "cannot tell"]


class Estimate(Part):
    """A number with its 90% interval; null where it cannot be estimated."""

    value: float | None = Field(description="mean over futures")
    low: float | None = Field(description="5% quantile over parameter and sampling uncertainty")
    high: float | None = Field(description="95% quantile over parameter and sampling uncertainty")


class BaseRateLine(Part):
    """How often it happened, from the case."""

    text: str = Field(description="short: '0 in 70 years (1954-2023)'")
    meaning: str = Field(description="what was counted")
    source: str = Field(description="citation")


class OutcomeLine(Part):
    """One outcome at the horizon."""

    name: str
    label: str = Field(description="plain words, with the year")
    unit: str = Field(description="'probability', '% of one year's GDP', 'disputes', 'missiles', 'patrols'")
    estimate: Estimate
    words: str = Field(description="'about 1 in 30', 'almost certain'; empty for means")
    base_rates: list[BaseRateLine]
    skill: str = Field(description="what held-out years have shown for this outcome, or that none can be shown")
    note: str = Field(description="definition, and conditions such as 'given that it is invoked'")
    by_specification: dict[str, Estimate] = Field(
        description="the same under each rival specification of one equation, as 'escalation: rates', the others by weight"
    )
    curve: list[float | None] = Field(description="by year: probability that it has happened (or that it holds)")


class Difference(Part):
    """Change of an outcome when an instrument is removed: same futures, so a paired difference."""

    outcome: str
    label: str
    estimate: Estimate
    clear: bool = Field(description="the 90% interval excludes zero")


class CounterfactualLine(Part):
    """The same futures without one instrument (and what rests on it)."""

    instrument: str
    name: str
    also_lapse: list[str] = Field(description="names of instruments that rest on it and lapse with it")
    differences: list[Difference]
    by_beliefs: dict[str, list[Difference]] = Field(
        description="the same differences under each of the rival beliefs about treaties, with the same luck; empty where "
        "beliefs bear neither on the instrument nor on what rests on it"
    )
    grade: str = Field(description="A identified, B estimated with selection narrowed, C literature, D assumption")
    evidence: str = Field(description="what moves the difference: which effects, from where")


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
    """A tolerance of the case against an order's futures."""

    outcome: str
    label: str
    limit: str = Field(description="'at most 5%' or 'at least 90%'")
    estimate: Estimate
    kept_share: float | None = Field(description="share of parameter sets that keep the limit; null if not estimable")
    state: Literal["within", "outside", "undecided"] = Field(
        description="undecided when rival specifications of at least a twentieth of the weight, or the base rate where no "
        "skill over it is shown, stand on both sides of the limit, or when fewer than nine in ten parameter sets stand on the "
        "side of the estimate"
    )
    reason: str


class OrderLine(Part):
    """One world order: what it imposes, what comes out, which tolerances hold."""

    name: str
    title: str
    text: str
    outcomes: list[Difference] = Field(
        description="estimate of each headline outcome under this order (not a difference)"
    )
    poles: list[PoleLine]
    tolerances: list[ToleranceLine]
    within: bool | None = Field(description="all tolerances hold; null if one is undecided and none fails")


class ThesisLine(Part):
    """The thesis: does care for principles and structure keep deterrence, in each order?"""

    order: str
    title: str
    differences: list[Difference] = Field(description="kept with care minus let slide, same futures")


class GovernmentLine(Part):
    """One pair of governments at the horizon."""

    patron: str
    protege: str
    probability: Estimate
    strain: float
    reason: str


class Verdict(Part):
    """The verdict as a function of the tolerance lines; its sentence prints the numbers it rests on."""

    value: Value
    sentence: str
    reasons: list[str]


class Provenance(Part):
    """Where the parameters come from and how much the elicited ones matter."""

    fitted: int
    literature: int
    elicited: int
    prior_share: float | None = Field(
        description="share of the headline's spread over parameter sets that vanishes when the parameters no data here "
        "moved (literature and elicited) are held at their means; null where that spread is not told apart from luck"
    )
    sources: dict[str, str] = Field(description="equation: 'years; data; note'")
    replaced: dict[str, str] = Field(
        default={},
        description="equations whose posterior is the user's own, by --fits: its years, as-of day and SHA-256",
    )


class Answer(Part):
    """The answer of `foedus assess`."""

    format: Literal["foedus.answer/2"] = "foedus.answer/2"
    version: str
    question: str
    case: str
    as_of: str
    horizon: int
    by_year: int
    futures: int
    paired_futures: int = Field(
        description="futures in each counterfactual, each run of the thesis and each rival specification"
    )
    compared_futures: int = Field(description="futures in each other order")
    sets: int
    seed: int
    specification: dict[str, str] = Field(description="by equation, the rival that was asked for; empty: all by weight")
    weights: dict[str, dict[str, float]] = Field(description="by equation, the weights its rivals were drawn by")
    beliefs: str = Field(description="what treaties are believed to do: 'sceptical', 'literature' or 'optimist'")
    without: list[str] = Field(description="instruments removed from the start, by --without")
    order: str = Field(description="order of the headline futures")
    verdict: Verdict
    outcomes: list[OutcomeLine]
    counterfactuals: list[CounterfactualLine]
    orders: list[OrderLine]
    thesis: list[ThesisLine]
    governments: list[GovernmentLine]
    agree: list[str]
    disagree: list[str]
    provenance: Provenance
    cannot_say: list[str]

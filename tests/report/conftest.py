"""A hand-made answer: every number in it is obviously artificial."""

from datetime import date

import pytest

from foedus.assessment.answer import (
    Agreement,
    Answer,
    CannotSay,
    CounterfactualLine,
    Evidence,
    Fit,
    GovernmentLine,
    InstrumentLine,
    OrderLine,
    PoleLine,
    Provenance,
    RivalEstimate,
    RivalLine,
    Term,
    ThesisLine,
)
from foedus.assessment.outcome_lines import (
    BaseRateLine,
    ClassRate,
    Difference,
    Estimate,
    OutcomeEstimate,
    OutcomeLine,
    OutsideViewLine,
    Record,
    Score,
    Skill,
)
from foedus.assessment.verdict_lines import AnalystSet, AnalystView, Flip, Reason, Settling, ToleranceLine, Verdict

YEARS = 4


def estimate(value, low, high):
    return Estimate(value=value, low=low, high=high)


def outcome(name, label, numbers, unit="probability", **changes):
    return OutcomeLine(
        name=name,
        kind="event" if unit == "probability" else "total",
        label=label,
        unit=unit,
        given=None,
        definition=f"What {label} means.",
        note="",
        estimate=estimate(*numbers),
        paired_estimate=estimate(*numbers),
        record=None,
        base_rates=[rate()],
        outside_views=[],
        skill=Skill(verdict="no-events", score=None),
        by_specification={"history": estimate(*numbers)},
        curve=[numbers[0]] * YEARS if unit == "probability" else [],
    ).model_copy(update=changes)


def rate(**changes):
    return BaseRateLine(
        events=7.0,
        exposure=77.0,
        share=None,
        unit="years",
        counted_in="years",
        ends=False,
        period="1900-1976",
        probability=None,
        meaning="Sevens counted.",
        source="Book of Sevens, vol. 7",
    ).model_copy(update=changes)


def score(**changes):
    return Score(
        name="war",
        what="war, given a duel",
        horizon=1,
        score="brier_skill",
        value=estimate(0.017, -0.003, 0.038),
        over_history=estimate(0.004, -0.01, 0.017),
        verdict="none-shown",
        origins=[1970, 1975, 1980],
    ).model_copy(update=changes)


def term(channel, mean, sd, provenance):
    return Term(
        channel=channel,
        mean=mean,
        sd=sd,
        grade="C",
        provenance=provenance,
        status="S",
        rival_signs="- 0",
        moved_by="none",
        source="Book of Sevens",
    )


def differences(war, cost):
    return [
        Difference(outcome="war", estimate=estimate(*war), clear=war[1] > 0 or war[2] < 0),
        Difference(outcome="cost", estimate=estimate(*cost), clear=False),
    ]


def poles(index, last):
    path = [1.5 + (last - 1.5) * i / YEARS for i in range(1, YEARS + 1)]
    return PoleLine(
        index=index,
        label=index.upper(),
        start=1.5,
        median=path,
        low50=[x - 0.1 for x in path],
        high50=[x + 0.1 for x in path],
        low90=[x - 0.2 for x in path],
        high90=[x + 0.2 for x in path],
    )


def tolerance(war):
    return ToleranceLine(
        outcome="war",
        at_most=0.05,
        at_least=None,
        years=YEARS,
        estimate=estimate(*war),
        kept_share=0.06,
        state="missed",
        keeps=0,
        fails=3,
        views=[
            view("mixture", "mixture", war[0]),
            view("duels: rates", "specification", 0.066),
            view("class", "class", 0.099),
        ],
        flip=Flip(prior="honour", sd=-2.5, joint=2.2),
        settling=[],
        reason="Five is a made-up limit.",
    )


def view(analyst, kind, value, side="fails"):
    return AnalystView(
        analyst=analyst,
        kind=kind,
        how={"mixture": "headline", "class": "counted"}.get(kind, "run"),
        value=value,
        error=0.001,
        side=side,
        effective=None,
        futures=567,
    )


def record(**changes):
    wide = ClassRate(name="duchies", events=7.0, exposure=777.0, estimate=estimate(0.037, 0.02, 0.06))
    narrow = ClassRate(name="duchies, with a crown", events=3.0, exposure=111.0, estimate=estimate(0.11, 0.05, 0.22))
    return Record(
        process="war",
        counted="A duchy went to war.",
        unit="duchy-years",
        first_year=1801,
        last_year=1877,
        source="Book of Duchies",
        widest=wide,
        narrowest=narrow,
        pooled=estimate(0.099, 0.044, 0.2),
        concentration=4.0,
        judges=True,
        apart=False,
    ).model_copy(update=changes)


def outside_view(**changes):
    return OutsideViewLine(
        unit="share-of-respondents",
        value=0.55,
        respondents=55,
        period="1999",
        years=None,
        known_on="1999-12",
        known=True,
        at_horizon=None,
        text="Courtiers who expect one.",
        source="Court Gazette",
    ).model_copy(update=changes)


def order(name, title, war, last):
    return OrderLine(
        name=name,
        title=title,
        text=f"{title} imposes nothing real.",
        outcomes=[
            OutcomeEstimate(outcome="war", estimate=estimate(*war)),
            OutcomeEstimate(outcome="pact", estimate=estimate(0.88, 0.77, 0.99)),
        ],
        states=[],
        lacking=[],
        poles=[poles("cinc", last), poles("gdp", last + 0.5)],
        tolerances=[tolerance(war)],
        within=False,
    )


def agreement(name, agree, lowest, highest):
    low = RivalEstimate(rival="initiation: history", weight=0.04, estimate=estimate(*lowest))
    high = RivalEstimate(rival="initiation: liberal", weight=0.96, estimate=estimate(*highest))
    return Agreement(outcome=name, agree=agree, lowest=low, highest=high)


def made(**changes):
    """The artificial answer, with some fields replaced."""
    answer = Answer(
        version="9.9.9",
        question="Is the alliance of Ruritania prepared?",
        case="ruritania",
        as_of=date(2000, 1, 1),
        horizon=YEARS,
        by_year=2004,
        futures=1234,
        paired_futures=567,
        compared_futures=890,
        sets=789,
        seed=42,
        specification={},
        weights={"initiation": {"history": 0.75, "liberal": 0.25}},
        beliefs="literature",
        without=[],
        order="as-measured",
        verdict=Verdict(
            value="not prepared",
            leaning=None,
            order="as-measured",
            reasons=[
                Reason(code="missed", order="as-measured", outcome="war", decides=True),
                Reason(code="missed", order="multipolar", outcome="war", decides=False),
            ],
        ),
        tolerances=[tolerance((0.11, 0.022, 0.33))],
        outcomes=[
            outcome("war", "war", (0.11, 0.022, 0.33), record=record(), outside_views=[outside_view()]),
            outcome("pact", "pact holds", (0.88, 0.77, 0.99995)),
            outcome("never", "never seen", (0.0, 0.0, 0.0004)),
            outcome("unknown", "not estimable", (None, None, None), curve=[]),
            outcome("cost", "cost", (4.4, 3.3, 5.5), unit="florins"),
        ],
        analysts=AnalystSet(analysts=3, reweighted=0, run=1, least_effective=None, extra_futures=0),
        instruments=[
            InstrumentLine(
                instrument="treaty",
                name="Treaty of Zenda",
                kept=estimate(0.77, 0.66, 0.88),
                lost_of_itself=estimate(0.2, 0.1, 0.3),
                lost_with_base=estimate(0.03, 0.02, 0.04),
                weakest=True,
            )
        ],
        counterfactuals=[
            CounterfactualLine(
                instrument="treaty",
                name="Treaty of Zenda",
                also_lapse=["Castle garrison"],
                differences=differences((0.012, 0.003, 0.021), (0.0, 0.0, 0.0)),
                by_beliefs={
                    "sceptical": differences((0.001, -0.002, 0.004), (0.0, 0.0, 0.0)),
                    "literature": differences((0.012, 0.003, 0.021), (0.0, 0.0, 0.0)),
                    "optimist": differences((0.055, 0.044, 0.066), (0.0, 0.0, 0.0)),
                },
                evidence=Evidence(
                    grade="C", estimated=["escalation", "joining"], terms=[term("war", -0.2, 0.25, "literature")]
                ),
            ),
            CounterfactualLine(
                instrument="garrison",
                name="Castle garrison",
                also_lapse=[],
                differences=differences((0.0, 0.0, 0.0), (-1.1, -2.2, 0.4)),
                by_beliefs={},
                evidence=Evidence(grade="D", estimated=[], terms=[term("cost", 0.1, 0.1, "elicited")]),
            ),
        ],
        orders=[
            order("as-measured", "As measured", (0.11, 0.022, 0.33), 2.0),
            order("multipolar", "Multipolar", (0.22, 0.11, 0.44), 3.0),
        ],
        absent_orders=[],
        thesis=[
            ThesisLine(
                order="as-measured",
                title="As measured",
                differences=differences((-0.06, -0.09, -0.03), (0.0, 0.0, 0.0)),
            )
        ],
        governments=[
            GovernmentLine(
                patron="progressive",
                protege="conservative",
                probability=estimate(0.44, 0.33, 0.55),
                strain=0.5,
                reason="They quarrel.",
            )
        ],
        rivals=[
            RivalLine(name="initiation: history", specification={"initiation": "history"}, weight=0.04, heard=False),
            RivalLine(name="initiation: liberal", specification={"initiation": "liberal"}, weight=0.96, heard=True),
        ],
        agreement=[
            agreement("pact", True, (0.88, 0.77, 0.99), (0.88, 0.77, 0.99)),
            agreement("war", False, (0.011, 0.01, 0.02), (0.22, 0.1, 0.3)),
        ],
        provenance=Provenance(
            fitted=11,
            literature=22,
            elicited=33,
            prior_share=0.44,
            equations={"war": Fit(first_year=1, last_year=9, sources=["tablets"], own=None)},
            late_fits={},
        ),
        cannot_say=[CannotSay(text="Whether Ruritania exists.", of="case")],
        not_judged=[],
        unknown=[],
        words={},
    )
    return answer.model_copy(update=changes)


@pytest.fixture(scope="session")
def answer():
    return made()


@pytest.fixture(scope="session")
def made_view():
    return outside_view


@pytest.fixture(scope="session")
def made_record():
    return record


@pytest.fixture(scope="session")
def settling():
    return Settling


@pytest.fixture(scope="session")
def make():
    return made


@pytest.fixture(scope="session")
def made_rate():
    return rate


@pytest.fixture(scope="session")
def made_score():
    return score

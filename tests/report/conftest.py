"""A hand-made answer: every number in it is obviously artificial."""

import pytest

from foedus.assessment.answer import (
    Answer,
    BaseRateLine,
    CounterfactualLine,
    Difference,
    Estimate,
    GovernmentLine,
    OrderLine,
    OutcomeLine,
    PoleLine,
    Provenance,
    ThesisLine,
    ToleranceLine,
    Verdict,
)

YEARS = 4


def estimate(value, low, high):
    return Estimate(value=value, low=low, high=high)


def outcome(name, label, numbers, unit="probability", **changes):
    return OutcomeLine(
        name=name,
        label=label,
        unit=unit,
        estimate=estimate(*numbers),
        words="about 1 in 9" if unit == "probability" else "",
        base_rates=[BaseRateLine(text="7 in 77 years", meaning="Sevens counted.", source="Book of Sevens, vol. 7")],
        skill="none can be shown",
        note=f"What {label} means.",
        by_specification={"history": estimate(*numbers)},
        curve=[numbers[0]] * YEARS if unit == "probability" else [],
    ).model_copy(update=changes)


def differences(war, cost):
    return [
        Difference(outcome="war", label="war", estimate=estimate(*war), clear=war[1] > 0 or war[2] < 0),
        Difference(outcome="cost", label="cost", estimate=estimate(*cost), clear=False),
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


def order(name, title, war, last):
    return OrderLine(
        name=name,
        title=title,
        text=f"{title} imposes nothing real.",
        outcomes=[
            Difference(outcome="war", label="war", estimate=estimate(*war), clear=False),
            Difference(outcome="pact", label="pact holds", estimate=estimate(0.88, 0.77, 0.99), clear=False),
        ],
        poles=[poles("cinc", last), poles("gdp", last + 0.5)],
        tolerances=[
            ToleranceLine(
                outcome="war",
                label="war",
                limit="at most 5%",
                estimate=estimate(*war),
                kept_share=0.06,
                state="outside",
                reason="Five is a made-up limit.",
            )
        ],
        within=False,
    )


def made(**changes):
    """The artificial answer, with some fields replaced."""
    answer = Answer(
        version="9.9.9",
        question="Is the alliance of Ruritania prepared?",
        case="ruritania",
        as_of="1 January 2000",
        horizon=YEARS,
        by_year=2004,
        futures=1234,
        paired_futures=567,
        compared_futures=890,
        sets=89,
        seed=42,
        specification={},
        weights={"initiation": {"history": 0.75, "liberal": 0.25}},
        beliefs="literature",
        without=[],
        order="as-measured",
        verdict=Verdict(
            value="not prepared", sentence="Not prepared: war 11% (limit at most 5%).", reasons=["War is outside."]
        ),
        outcomes=[
            outcome("war", "war", (0.11, 0.022, 0.33)),
            outcome("pact", "pact holds", (0.88, 0.77, 0.99995)),
            outcome("never", "never seen", (0.0, 0.0, 0.0004)),
            outcome("unknown", "not estimable", (None, None, None), curve=[], words=""),
            outcome("cost", "cost", (4.4, 3.3, 5.5), unit="florins"),
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
                grade="C",
                evidence="war N(-0.20, 0.25), literature",
            ),
            CounterfactualLine(
                instrument="garrison",
                name="Castle garrison",
                also_lapse=[],
                differences=differences((0.0, 0.0, 0.0), (-1.1, -2.2, 0.4)),
                by_beliefs={},
                grade="D",
                evidence="cost N(+0.10, 0.10), elicited",
            ),
        ],
        orders=[
            order("as-measured", "As measured", (0.11, 0.022, 0.33), 2.0),
            order("multipolar", "Multipolar", (0.22, 0.11, 0.44), 3.0),
        ],
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
        agree=["pact holds: 88% to 88%"],
        disagree=["war: 1.1% (history) to 22% (liberal)"],
        provenance=Provenance(fitted=11, literature=22, elicited=33, prior_share=0.44, sources={"war": "1-9; tablets"}),
        cannot_say=["Whether Ruritania exists."],
    )
    return answer.model_copy(update=changes)


@pytest.fixture(scope="session")
def answer():
    return made()


@pytest.fixture(scope="session")
def make():
    return made

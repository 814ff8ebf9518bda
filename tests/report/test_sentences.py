import pytest

from foedus.assessment.answer import AbsentOrder, Evidence, Imposed
from foedus.assessment.outcome_lines import BeliefLine, Estimate, Skill
from foedus.report import evidence, limits, order_sentences, sentences
from foedus.report.text import as_text


def judged(answer, make, value, *states, leaning=None):
    """The answer with one tolerance a order in these states, and the verdict that they make."""
    orders, reasons = [], []
    for order, state in zip(answer.orders, states, strict=True):
        line = order.tolerances[0].model_copy(update={"state": state})
        orders.append(order.model_copy(update={"tolerances": [line]}))
        if state != "met":
            code = "assumption" if state.endswith("assumption") else state
            changes = {"code": code, "order": order.name, "decides": order.name == "as-measured" or value[:2] == "co"}
            reasons.append(answer.verdict.reasons[0].model_copy(update=changes))
    verdict = answer.verdict.model_copy(update={"value": value, "reasons": reasons, "leaning": leaning})
    return make(tolerances=orders[0].tolerances, orders=orders, verdict=verdict)


@pytest.mark.parametrize(
    ("value", "states", "sentence"),
    [
        ("prepared", ("met", "met"), "Every limit is met in every order, and all 3 analysts agree as measured."),
        (
            "conditionally prepared",
            ("met", "missed"),
            "No limit is missed as measured; in the order multipolar: war missed.",
        ),
        (
            "conditionally prepared",
            ("met-by-assumption", "met"),
            "No limit is missed as measured; war met by assumption (all 3 analysts above 5%).",
        ),
        ("not prepared", ("missed", "met"), "As measured, war missed (all 3 analysts above 5%)."),
        ("cannot tell", ("undecided", "met"), "As measured, war undecided (all 3 analysts above 5%)."),
    ],
)
def test_the_sentence_of_each_verdict_names_the_limits_it_rests_on(answer, make, value, states, sentence):
    assert sentences.verdict(judged(answer, make, value, *states)) == sentence


def test_a_verdict_says_what_it_leans_to(answer, make):
    divided = judged(answer, make, "cannot tell", "undecided", "met", leaning="not prepared")
    assert sentences.headline(divided) == "CANNOT TELL, leaning not prepared."
    assert sentences.headline(answer) == "NOT PREPARED."


def test_too_few_futures_or_parameter_sets_are_said_with_what_it_takes(answer, make):
    reason = answer.verdict.reasons[0].model_copy(update={"code": "too-few-futures", "outcome": None})
    verdict = answer.verdict.model_copy(update={"value": "cannot tell", "reasons": [reason]})
    assert sentences.verdict(make(futures=50, verdict=verdict)) == (
        "50 futures over 50 parameter sets are too few for a verdict, which takes at least 1,000 and 100. The numbers are "
        "rough, and their intervals say how rough. Run more "
        "with --futures."
    )
    assert sentences.verdict(make(sets=20, verdict=verdict)).endswith("Fit posteriors with more draws.")
    assert sentences.few(answer) == ""


def test_the_verdict_names_the_order_it_was_computed_in(answer, make):
    verdict = answer.verdict.model_copy(
        update={
            "order": "multipolar",
            "reasons": [answer.verdict.reasons[0].model_copy(update={"order": "multipolar"})],
        }
    )
    said = sentences.verdict(
        make(
            order="multipolar",
            tolerances=answer.orders[1].tolerances,
            orders=answer.orders[1:],
            verdict=verdict,
        )
    )
    assert said == "In the order Multipolar, war missed (all 3 analysts above 5%)."


def test_what_decides_is_told_order_by_order(answer):
    assert sentences.reasons(answer) == [
        "As measured: war 11%, limit at most 5%: missed",
        "Multipolar: war 22%, limit at most 5%: missed",
    ]


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((0.05, None), "at most 5%"), ((None, 0.975), "at least 97.5%"), ((0.0, None), "at most 0%")],
)
def test_a_limit_is_written_from_its_number(answer, numbers, text):
    line = answer.orders[0].tolerances[0].model_copy(update={"at_most": numbers[0], "at_least": numbers[1]})
    assert limits.limit(line) == text


def test_sides_count_every_analyst(answer):
    line = answer.tolerances[0].model_copy(update={"at_most": 0.05, "at_least": None, "fails": 1, "keeps": 1})
    assert limits.sides(line) == "1 of 3 above 5%, 1 below, 1 too close to call"
    assert limits.sides(line.model_copy(update={"fails": 0, "keeps": 2}), "analysts") == (
        "2 of 3 analysts below 5%, 1 too close to call"
    )


def test_base_rates_are_counts_ends_or_shares(made_rate):
    assert evidence.base_rate(made_rate()) == "7 in 77 years (1900-1976)"
    ends = made_rate(exposure=3583.0, unit="dyad-years", ends=True)
    assert evidence.base_rate(ends) == "7 ends in 3,583 dyad-years (1900-1976)"
    share = made_rate(events=None, exposure=None, share=0.745, unit="pacts called upon")
    assert evidence.base_rate(share) == "74.5% of pacts called upon (1900-1976)"
    known = made_rate(probability=Estimate(value=0.33, low=0.22, high=0.44))
    assert evidence.base_rate(known) == "7 in 77 years (1900-1976), 33% (22% to 44%) at the horizon"


def test_classes_are_told_with_their_counts_and_what_they_make(made_record):
    assert evidence.record(made_record()) == [
        "duchies: 7 in 777 duchy-years (1801-1877): 3.7% (2% to 6%)",
        "duchies, with a crown: 3 in 111 duchy-years (1801-1877): 11% (5% to 22%)",
        "pooled: 9.9% (4.4% to 20%); one of the analysts",
    ]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "55% of respondents (1999)"),
        ({"known": False}, "55% of respondents (1999, known since 1999-12)"),
        (
            {"unit": "probability", "years": 2, "value": 0.1, "at_horizon": 0.19},
            "10% within 2 years (1999), or 19% at the horizon if that rate held",
        ),
        (
            {"unit": "rate-of-ends", "value": 0.01, "at_horizon": 0.9},
            "1 ends per 100 years (1999), or 90% at the horizon if that rate held",
        ),
        ({"unit": "points", "value": 3.0}, "+3 points (1999)"),
        ({"unit": "direction", "value": None}, "a direction only (1999)"),
    ],
)
def test_outside_views_keep_their_unit(made_view, changes, text):
    assert evidence.outside_view(made_view(**changes)) == text


def test_what_divides_analysts_is_told_by_kind(answer, settling):
    line = answer.tolerances[0]
    apart = [
        settling(kind="prior", analysts=["honour +1 sd", "pride -1 sd", "gold +1 sd"], quiet=None),
        settling(kind="class", analysts=["class"], quiet=186.0),
    ]
    said = limits.settling(line.model_copy(update={"settling": apart}), "duchy-years")
    assert said == (
        "a stated judgement (honour +1 sd, pride -1 sd and 1 more); the record of its class: 186 more quiet duchy-years "
        "would do"
    )
    assert limits.dissent(line) == "6.6% (duels: rates) to 11% (the mixture)"
    assert limits.flip(line) == "honour moved by -2.5 of its standard deviations"


def test_a_skill_is_told_with_its_interval_and_where_it_was_measured(made_score):
    none = Skill(verdict="no-events", score=made_score())
    assert evidence.skill(none) == (
        "cannot be assessed: too few such events are on record; backtest of war, given a duel, one "
        "step ahead, all states, 3 origins, 1970-1980: no skill shown: 0.017 [-0.003, 0.038] over climatology; gain over "
        "history alone 0.004 [-0.010, 0.017]"
    )
    ahead = made_score(horizon=20, verdict="skill", over_history=None)
    assert evidence.skill(Skill(verdict="skill", score=ahead)) == (
        "backtest of war, given a duel within 20 years, all states, 3 origins, 1970-1980: skill 0.017 [-0.003, 0.038] over "
        "climatology"
    )


@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        ("not-measured", "cannot be assessed: no panel measures how fully an instrument is kept up"),
        ("not-scored", "not scored against later years so far ahead"),
    ],
)
def test_what_was_not_scored_says_why(verdict, text):
    assert evidence.skill(Skill(verdict=verdict, score=None)) == text


def test_evidence_is_told_term_by_term(answer):
    assert evidence.evidence(answer.counterfactuals[0].evidence) == (
        "its effect on war once force is used, and on who joins, is estimated on disputes since 1946; war N(-0.20, 0.25), "
        "literature (rival signs: - 0; moved by data: none)"
    )
    assert evidence.evidence(Evidence(grade=None, estimated=[], terms=[])).startswith("no effect of its own")


def test_the_setting_names_what_was_taken_away(answer, make):
    assert sentences.setting(answer)[1] == "as of 1 January 2000"
    assert "without" not in " ".join(sentences.setting(answer))
    assert sentences.setting(make(without=["treaty"]))[-1] == "without treaty"


def test_orders_that_were_left_out_are_named(answer, make):
    assert order_sentences.absent_orders(answer) == []
    left = AbsentOrder(name="bloc", title="Hostile bloc", reason="touches-no-state")
    assert order_sentences.absent_orders(make(absent_orders=[left])) == [
        "Left out, because no state of the case is touched: Hostile bloc."
    ]


@pytest.mark.parametrize(
    ("on", "imposed", "said"),
    [
        (
            ["transfers"],
            [],
            "transfers: on, but acts only on what an order imposes, and no order that is run imposes any.",
        ),
        (["load.order", "wedge", "transfers"], [], "load.order and transfers: on, but act only on"),
        (["transfers", "order-load"], ["transfers"], "order-load: on, but acts only on"),
        (["transfers", "order-load"], ["transfers", "load"], ""),
        (["wedge", "opportunism"], [], ""),
        ([], [], ""),
    ],
)
def test_a_mechanism_that_no_order_gives_anything_to_act_on_is_named(answer, make, on, imposed, said):
    last = answer.orders[-1].model_copy(update={"imposed": [Imposed(what=what, up=[], down=[]) for what in imposed]})
    found = make(mechanisms_on=on, orders=[*answer.orders[:-1], last])
    text = " ".join(order_sentences.idle(found))
    assert text.startswith(said)
    assert bool(text) == bool(said)
    assert ("only on what an order imposes" in " ".join(as_text(found).split())) == bool(said)


def test_what_was_not_judged_and_what_saw_the_future_are_said(make):
    answer = make()
    late = answer.model_copy(update={"provenance": answer.provenance.model_copy(update={"late_fits": {"trade": 1999}})})
    assert sentences.late_fits(answer) == ""
    assert sentences.late_fits(late).startswith("1 equation was fitted on years after the date of the case, to 1999")
    assert sentences.not_judged(make(not_judged=["bloc"])) == ["the adversary's bloc: none"]


def test_a_candidate_without_weight_is_not_said_to_have_hardly_any(answer):
    first, *others = answer.rivals
    none = answer.model_copy(update={"rivals": [first.model_copy(update={"weight": 0.0, "heard": False}), *others]})
    said = " ".join(line for lines in (sentences.agree(none), sentences.disagree(none)) for line in lines)
    assert f"({first.name}, no weight)" in said


def test_a_view_says_its_kind_its_number_and_why(answer):
    views = [
        BeliefLine(
            kind="equation",
            beliefs=None,
            value=0.3,
            low=0.1,
            high=0.5,
            events=None,
            exposure=None,
            unit="",
            reason="",
            source="",
        ),
        BeliefLine(
            kind="record",
            beliefs="sceptical",
            value=0.56,
            low=0.36,
            high=0.75,
            events=9,
            exposure=16,
            unit="duels",
            reason="Seen.",
            source="Book",
        ),
        BeliefLine(
            kind="judgement",
            beliefs="optimist",
            value=0.95,
            low=None,
            high=None,
            events=None,
            exposure=None,
            unit="",
            reason="Hope.",
            source="",
        ),
    ]
    line = answer.outcomes[0].model_copy(update={"views": views})
    assert evidence.views(line) == [
        "the equation: 30% (10% to 50%)",
        "the sceptic, the record: 56% (36% to 75%), 9 of 16 duels. Seen. Book.",
        "the optimist, a judgement: 95%. Hope.",
    ]
    assert evidence.views(answer.outcomes[0]) == []

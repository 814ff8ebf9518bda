"""The thesis is tested where an order changes something, judged by the limit and the effect, and told with its two parts."""

from __future__ import annotations

from pathlib import Path

import altair as alt
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment.outcome_lines import Difference, Effect, Estimate
from foedus.assessment.thesis import counts_upkeep, finding, tells
from foedus.assessment.thesis_lines import Thesis
from foedus.cli import app
from foedus.equations.beliefs import Beliefs, Stated
from foedus.errors import CaseError, InputError
from foedus.report.figures import thesis as multiples
from foedus.report.thesis import thesis_text
from foedus.world.outcomes import outcomes_of

RURITANIA = Path(__file__).parent / "ruritania.yaml"
FUTURES, HORIZON = 200, 10
IDLE = """name: idle
title: Idle
text: Arms are sent, and nothing here reads that.
codes: { BOH: 101, STR: 103 }
transfers:
  - { sender: BOH, receiver: STR, reason: Made up. }
"""
EMBRACE = """name: embrace
title: Embrace
text: The rival binds itself to the protege.
codes: { RUR: 102, STR: 103 }
ties:
  - { kind: defence-pact, states: [RUR, STR], reason: Made up. }
"""


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    folder = tmp_path_factory.mktemp("orders")
    made = {"idle": IDLE, "embrace": EMBRACE}
    for name, text in made.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return [str(folder / f"{name}.yaml") for name in made]


@pytest.fixture(scope="module")
def case():
    return foedus.load_case(RURITANIA)


@pytest.fixture(scope="module")
def found(case, orders):
    names = ["war_outside", "pact_in_force", "integrity_kept", "disputes_protege"]
    return foedus.thesis(case, orders=orders, outcomes=names, steps=3, futures=FUTURES, horizon=HORIZON)


def cell(found, order, outcome):
    return next(one for one in found.orders[order].cells if one.outcome == outcome)


def test_at_adherence_zero_every_level_is_that_of_the_headline(case, found):
    answer = foedus.assess(case, futures=FUTURES, horizon=HORIZON)
    told = {line.name: line.estimate for line in answer.outcomes}
    for one in found.orders[0].cells:
        middle = one.steps[1]
        assert middle.adherence == 0.0
        assert middle.whole == middle.legal == middle.structural == told[one.outcome]


def test_the_parts_are_the_futures_with_the_other_lever_off_and_add_up(case, found):
    one = cell(found, 0, "pact_in_force")
    for part, off in ((one.legal, "integrity.adherence"), (one.structural, "ending.adherence")):
        shares = [
            float(
                foedus.simulate(
                    case,
                    futures=FUTURES,
                    horizon=HORIZON,
                    policy=foedus.Policy(adherence=end),
                    mechanisms=[f"{off}=off"],
                )
                .events.sel(event="pact_in_force")
                .isel(year=-1)
                .mean()
            )
            for end in (-1.0, 1.0)
        ]
        assert part.difference.estimate.value == pytest.approx(shares[1] - shares[0], abs=1e-12)
    assert one.legal.difference.estimate.value != 0.0
    for each in (each for order in found.orders for each in order.cells):
        parts = (each.legal, each.structural, each.together)
        assert sum(x.difference.estimate.value for x in parts) == pytest.approx(each.effect.difference.estimate.value)


def test_with_both_priors_at_zero_no_future_differs(case):
    runs = [
        foedus.simulate(case, futures=50, horizon=6, policy=foedus.Policy(adherence=end), mechanisms=["adherence=off"])
        for end in (-1.0, 0.0, 1.0)
    ]
    assert runs[0].identical(runs[1])
    assert runs[1].identical(runs[2])


def test_an_order_that_changes_nothing_is_untested_and_does_not_hold(found):
    assert [order.title for order in found.orders][1:] == ["Idle", "Embrace"]
    for one in found.orders[1].cells:
        assert one.shift.difference.estimate.value == one.shift.error == one.change.error == 0.0
        assert one.effect == cell(found, 0, one.outcome).effect
    for name in ("war_outside", "pact_in_force"):
        assert cell(found, 1, name).finding == "untested"
        assert cell(found, 1, name).reason == "order-changes-nothing"
    assert cell(found, 0, "war_outside").finding != "untested"


def test_an_order_that_changes_an_outcome_tests_it(found):
    moved = cell(found, 2, "war_outside")
    assert tells(moved.shift)
    assert moved.shift.difference.estimate.value < 0.0
    assert moved.finding != "untested"
    assert cell(found, 2, "pact_in_force").reason == "order-changes-nothing"


def test_an_outcome_without_a_limit_has_no_finding_and_no_side(found):
    for order in found.orders:
        one = next(each for each in order.cells if each.outcome == "disputes_protege")
        assert (one.finding, one.reason) == (None, None)
        assert {step.side for step in one.steps} == {None}
    assert next(one for one in found.outcomes if one.name == "disputes_protege").years is None


def effect(value, low, high, error=0.01):
    clear = low > 0.0 or high < 0.0
    return Effect(
        difference=Difference(outcome="war_outside", estimate=Estimate(value=value, low=low, high=high), clear=clear),
        error=error,
    )


LESS, MORE, UNCLEAR = effect(-0.1, -0.2, -0.05), effect(0.1, 0.05, 0.2), effect(-0.1, -0.3, 0.1)
NOTHING = effect(0.0, 0.0, 0.0, 0.0)
MOVES, STILL = effect(0.05, 0.0, 0.1, 0.02), effect(0.03, 0.0, 0.1, 0.02)
UNKNOWN = Effect(
    difference=Difference(outcome="war_outside", estimate=Estimate(value=None, low=None, high=None), clear=False),
    error=0.0,
)
FIRST = (None, None)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ((LESS, -1, "keeps", "fails", FIRST), ("holds", "helps")),
        ((LESS, -1, "keeps", "keeps", FIRST), ("holds", "kept-without-it")),
        ((MORE, 1, "keeps", "fails", FIRST), ("holds", "helps")),
        ((LESS, -1, "fails", "fails", FIRST), ("fails", "not-enough")),
        ((UNCLEAR, -1, "fails", "fails", FIRST), ("fails", "limit-missed")),
        ((MORE, -1, "keeps", "keeps", FIRST), ("fails", "harms")),
        ((LESS, 1, "keeps", "keeps", FIRST), ("fails", "harms")),
        ((LESS, -1, "astride", "fails", FIRST), ("cannot tell", "limit-unclear")),
        ((LESS, -1, "unknown", "unknown", FIRST), ("cannot tell", "limit-unclear")),
        ((UNCLEAR, -1, "keeps", "keeps", FIRST), ("cannot tell", "effect-unclear")),
        ((NOTHING, -1, "keeps", "keeps", FIRST), ("untested", "no-channel")),
        ((UNKNOWN, -1, "unknown", "unknown", FIRST), ("cannot tell", "effect-unclear")),
        ((LESS, -1, "keeps", "fails", (STILL, STILL)), ("untested", "order-changes-nothing")),
        ((LESS, -1, "keeps", "fails", (NOTHING, NOTHING)), ("untested", "order-changes-nothing")),
        ((LESS, -1, "keeps", "fails", (MOVES, STILL)), ("holds", "helps")),
        ((LESS, -1, "keeps", "fails", (STILL, MOVES)), ("holds", "helps")),
        ((LESS, -1, "keeps", "fails", (MOVES, MOVES), True), ("untested", "counts-the-lever")),
    ],
)
def test_a_finding_follows_from_limit_effect_and_what_the_order_changes(asked, told):
    assert finding(*asked) == told


def test_outcomes_that_count_upkeep_are_known():
    told = {one.name for one in outcomes_of(foedus.load_case("us-rok")) if counts_upkeep(one)}
    assert told == {"upkeep", "integrity_kept", "trilateral_meeting"}


def test_priors_and_rival_models_say_how_much_is_judgement(found):
    assert {one.parameter: one.lever for one in found.priors} == {
        "ending.adherence": "legal",
        "integrity.adherence": "structural",
    }
    assert {one.provenance for one in found.priors} == {"elicited"}
    legal = next(one for one in found.priors if one.lever == "legal")
    place = [one.name for one in found.outcomes].index("pact_in_force")
    assert legal.lower[place].estimate.value > legal.higher[place].estimate.value
    assert {one.name for one in found.rivals if one.kind == "beliefs"} == {"sceptical beliefs", "optimist beliefs"}
    assert any(one.kind == "specification" for one in found.rivals)


def test_a_prior_is_told_as_it_is_believed(case):
    mine = Beliefs("mine", "literature", (Stated("ending.adherence", -1.0, 0.1, "Made up."),))
    found = foedus.thesis(case, outcomes="pact_in_force", steps=3, futures=3, horizon=1, beliefs=mine)
    told = {one.lever: (one.mean, one.sd, one.source) for one in found.priors}
    assert told["legal"] == (-1.0, 0.1, "Made up.")
    assert told["structural"][:2] == (0.5, 0.2)
    assert "ending.adherence ~ N(-1, 0.1), elicited (Made up.)" in " ".join(thesis_text(found).split())


def test_the_text_the_chart_and_the_json_tell_everything(found):
    text = " ".join(thesis_text(found).split())
    for word in ("holds:", "fails:", "cannot tell:", "untested:", "Idle", "Embrace", "all of the size", "elicited"):
        assert word in text
    assert "the outcome counts the upkeep" not in text  # the case sets no limit on upkeep
    for one in found.outcomes:
        assert one.label in text
    assert "Most of it is carried by the prior ending.adherence." in text  # the treaty
    assert "Most of it is carried by the prior integrity.adherence." in text  # war
    assert "These are fewer than 1,000 futures" in text
    bare = found.model_copy(update={"outcomes": [one.model_copy(update={"years": None}) for one in found.outcomes]})
    assert "has a limit of the case within 10 years" in thesis_text(bare)
    chart = multiples.figure(found)
    alt.Chart.from_dict(chart)
    assert len(chart["concat"]) == len(found.orders) * len(found.outcomes)
    assert Thesis.model_validate_json(found.model_dump_json()) == found


def test_what_no_future_brings_about_is_unknown_and_is_written(case):
    found = foedus.thesis(case, outcomes="patron_fights", steps=3, futures=3, horizon=1)
    one = found.orders[0].cells[0]
    assert one.effect.difference.estimate.value is None
    assert Thesis.model_validate_json(found.model_dump_json()) == found
    text = " ".join(thesis_text(found).split())
    assert "unknown" in text
    assert "3 futures of 1 year in 3 parameter sets" in text
    alt.Chart.from_dict(multiples.figure(found))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"steps": 4}, "steps 4 is not allowed: an odd number from 3 to 21"),
        ({"steps": 2}, "steps 2 is not allowed: a whole number from 3 to 21"),
        ({"outcomes": "war"}, "unknown outcome 'war'"),
        ({"orders": "multipola"}, "unknown order 'multipola'; did you mean 'multipolar'"),
        ({"orders": "multipolar"}, "order 'multipolar' touches no state of the case ruritania; leave it out"),
        ({"beliefs": "naive"}, "unknown beliefs 'naive'"),
        ({"futures": 0}, "futures 0 is not allowed"),
        ({"orders": 7}, "orders 7 is not allowed"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(case, asked, message):
    with pytest.raises(InputError) as refused:
        foedus.thesis(case, **asked)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_an_order_file_with_an_unknown_state_is_refused_by_line(case, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(EMBRACE.replace("[RUR, STR]", "[RUR, STX]"), encoding="utf-8")
    with pytest.raises(CaseError, match=r"wrong.yaml:\d+: ties\[0\].states: unknown state 'STX'; did you mean 'STR'"):
        foedus.thesis(case, orders=str(path))


def test_a_case_without_an_instrument_of_its_own_is_refused(case):
    none = case.model_copy(
        update={"instruments": tuple(one.model_copy(update={"own": False}) for one in case.instruments)}
    )
    with pytest.raises(InputError, match="the case ruritania has no instrument of its own alliance to adhere to"):
        foedus.thesis(none)


def test_the_command_writes_json_and_a_chart(tmp_path, orders):
    out, chart = tmp_path / "a.json", tmp_path / "a.svg"
    asked = ["thesis", str(RURITANIA), "--order", orders[0], "--steps", "3", "--futures", "20", "--horizon", "10"]
    done = CliRunner().invoke(app, [*asked, "--out", str(out), "--chart", str(chart)])
    assert done.exit_code == 0, done.output
    told = Thesis.model_validate_json(out.read_text(encoding="utf-8"))
    assert [one.name for one in told.outcomes] == ["war_outside", "pact_in_force"]
    assert chart.read_text(encoding="utf-8").startswith("<svg")

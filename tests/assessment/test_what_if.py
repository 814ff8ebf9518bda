"""Seen and made agree where nothing goes with the condition; where something does they differ, for the reason planted."""

from __future__ import annotations

import altair as alt
import numpy as np
import pytest
from tests.assessment.island import RURITANIA, Planted, island, sign
from typer.testing import CliRunner

import foedus
from foedus.assessment import condition
from foedus.assessment.contribution import one_by_one
from foedus.assessment.made import Make, Watch, made_of
from foedus.assessment.sample import BATCH, batches, sets_of
from foedus.assessment.what_if import Asked
from foedus.assessment.what_if_lines import WhatIf
from foedus.cli import app
from foedus.errors import CaseError, InputError
from foedus.report.figures import what_if as dots
from foedus.report.what_if import what_if_text
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.parameters import SETS, draw_parameters
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.world.outcomes import outcomes_of
from foedus.world.world import LEVELS

HORIZON, FUTURES = 6, 4000
CONDITION = "dispute:AAA-BBB in 2018"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return island(tmp_path_factory.mktemp("island"))


def asked_of(study, given=(), do=()):
    return Asked(study, condition.seen(given, study), condition.made(do, study), "as-measured", "literature")


def ran(case, **planted):
    """What the two far states' dispute tells, seen and made, of the deaths of Ruritania: the question, the runs, the line."""
    asked = asked_of(Planted(case, horizon=HORIZON, baseline=-3.0, **planted), [CONDITION], [CONDITION])
    [told] = [one for one in outcomes_of(case) if one.name == "protege_deaths"]
    runs = asked.run([told], FUTURES, None)
    return asked, runs, asked.line(runs, told, asked.sample(runs))


@pytest.fixture(scope="module")
def independent(case):
    return ran(case)


@pytest.fixture(scope="module")
def by_parameters(case):
    return ran(case, spread=1.0)


@pytest.fixture(scope="module")
def by_events(case):
    return ran(case, shock=1.0)


def test_of_an_independent_condition_seen_and_made_agree(independent):
    _, _, line = independent
    assert not line.gap.clear
    assert line.gap.share is None
    assert abs(line.seen.estimate.value - line.made.estimate.value) < 3 * line.seen.error
    assert line.made == line.all


@pytest.mark.parametrize("planted", ["independent", "by_parameters", "by_events"])
def test_what_is_made_reaches_nothing_that_it_does_not_touch(planted, request):
    _, runs, _ = request.getfixturevalue(planted)
    assert (runs.free[:, : len(EVENTS)] == runs.forced).all()


def test_a_planted_parameter_makes_the_gap(by_parameters):
    asked, runs, line = by_parameters
    assert line.gap.clear
    assert line.seen.estimate.value > 1.5 * line.made.estimate.value
    assert line.gap.share.low > 0.5
    assert line.gap.share.value == pytest.approx(1.0, abs=0.35)
    _, moved = asked.moved(asked.meets(runs))
    assert {one.name for one in moved} & {"initiation.RUR.STR", "initiation.AAA.BBB"}
    assert all(one.shift > 0.0 for one in moved)


def test_the_part_of_parameters_is_what_the_two_kinds_of_sets_make_it(by_parameters):
    """Half of the sets fight more: the shares of the two halves, weighted as the condition weights them."""
    asked, runs, line = by_parameters
    happened, there = asked.counted(
        next(one for one in outcomes_of(asked.study.case) if one.name == line.name), runs.free
    )
    more = sign(SETS)[sets_of(FUTURES) % SETS] > 0.0
    share = [happened[there & half].mean() for half in (more, ~more)]
    weight = more[asked.meets(runs) & there].mean()
    expected = weight * share[0] + (1.0 - weight) * share[1] - happened[there].mean()
    assert line.gap.parameters.value == pytest.approx(expected, abs=0.006)


def test_a_planted_event_makes_the_gap_and_no_parameter_does(by_events):
    _, _, line = by_events
    assert line.gap.clear
    assert line.seen.estimate.value > 1.5 * line.made.estimate.value
    assert abs(line.gap.share.value) < 0.1
    assert line.gap.parameters.low < 0.0 < line.gap.parameters.high


def test_outcomes_count_after_the_condition_where_none_was_before(by_events):
    asked, runs, line = by_events
    word = runs.free[:, EVENTS.index("protege_deaths")]
    none, after = word & np.uint64(0b111) == 0, word >> np.uint64(3) != 0
    met = runs.free[:, len(EVENTS)] & np.uint64(0b100) != 0
    assert line.all.futures == none.sum()
    assert line.all.estimate.value == pytest.approx((none & after).sum() / none.sum())
    assert line.seen.futures == (none & met).sum()
    assert line.seen.estimate.value == pytest.approx((none & after & met).sum() / (none & met).sum())
    assert asked.study.world.year + asked.shift == 2018


def test_more_futures_extend_the_same_ones_and_have_more_sets(case):
    study = Study(case, horizon=3)
    [first, second] = batches(study, asked_of(study, ["protege_deaths in 2016"]).questions, 2500)
    assert [len(each[0]) for each in (first, second)] == [BATCH, 500]
    plain = foedus.simulate(case, futures=BATCH, horizon=3)
    own = plain.events.sel(event="protege_deaths").values @ np.array([1, 2, 4])
    assert (first[0][:, EVENTS.index("protege_deaths")] == own).all()
    assert (sets_of(2500)[:BATCH] == plain.set).all()
    assert (sets_of(2500)[BATCH:] == SETS + np.arange(500) % SETS).all()


def test_sets_of_a_later_batch_are_others_of_the_same_kind(case):
    world = Study(case).world
    first, again, later = (draw_parameters(world, first=first).parameters for first in (0, 0, SETS))
    assert (first.initiation_baseline == again.initiation_baseline).all()
    for name in ("initiation_baseline", "effect", "growth_mean", "alternation"):
        a, b = (np.asarray(getattr(each, name)) for each in (first, later))
        varies = a.std(axis=0) > 1e-9
        assert (a[:, varies] != b[:, varies]).mean() > 0.9
        apart = (a - b).mean(axis=0)[varies] / (a.std(axis=0)[varies] * np.sqrt(2 / SETS))
        assert np.abs(apart).max() < 5.0


def test_a_precision_that_is_reached_ends_the_run(case):
    asked = {"do": "without garrison from 2018", "outcomes": "protege_deaths", "horizon": 4}
    found = foedus.what_if(case, precision=0.02, futures=20_000, **asked)
    assert (found.futures, found.parameter_sets, found.reached) == (BATCH, SETS, True)
    assert max(found.outcomes[0].all.error, found.outcomes[0].made.error) <= 0.02
    assert found.outcomes == foedus.what_if(case, futures=BATCH, **asked).outcomes
    found = foedus.what_if(case, precision=0.0001, futures=3000, **asked)
    assert (found.futures, found.parameter_sets, found.reached) == (3000, 400, False)


MAKES = {
    "side": Make("side", 1, 1.0, 2, 3),
    "war": Make("war", 4, 0.0, 2, 2),
    "dispute": Make("dispute", 5, 0.0, 2, 2),
    "absent": Make("absent", 1, 0.0, 2, 4),
    "troops": Make("troops", 1, 30.0, 2, 4),
}


def rows(case, makes, watches=(), engine="compiled", futures=300):
    question = made_of(Study(case, horizon=4, engine=engine).question(), makes, watches)
    return question.rows(0, futures)


@pytest.mark.parametrize("what", MAKES)
def test_what_is_made_changes_no_year_before_it(case, what):
    plain, made = rows(case, ()), rows(case, [MAKES[what]])
    first = np.uint64(1)
    assert (plain[0] & first == made[0] & first).all()
    assert (plain[2][:, 0] == made[2][:, 0]).all()
    assert (plain[0] != made[0]).any()


def test_both_engines_make_the_same(case):
    watches = (Watch("war", 2), Watch("dispute", 2), Watch("side", 1, 1))
    for makes in (list(MAKES.values())[:3], [MAKES["absent"]], [MAKES["troops"]]):
        fast, slow = (rows(case, makes, watches, engine, 6) for engine in ("compiled", "reference"))
        assert (fast[0] == slow[0]).all()
        np.testing.assert_allclose(fast[1], slow[1])


def test_what_is_made_is_there_in_every_future(case):
    pair = Study(case).world.pairs.tolist().index([1, 2])
    watches = (Watch("side", 1, 1), Watch("war", pair), Watch("dispute", pair))
    makes = [MAKES["side"], Make("war", 2 * pair, 0.0, 2, 2), Make("dispute", 2 * pair + 1, 0.0, 4, 4)]
    seen = rows(case, makes, watches)[0][:, len(EVENTS) :]
    assert (seen[:, 0] & np.uint64(0b0110) == 0b0110).all()
    assert (seen[:, 1] & np.uint64(0b0010) == 0b0010).all()
    assert (seen[:, 2] & np.uint64(0b1010) == 0b1010).all()
    free = rows(case, (), watches)[0][:, len(EVENTS) :]
    assert (free[:, :2] & np.uint64(0b0010) == 0).any(axis=0).all()


def test_a_war_that_is_made_is_one_that_a_replay_tells(case):
    pair = Study(case).world.pairs.tolist().index([1, 2])
    told = foedus.replay(case, 3, do="war:STR-RUR in 2018", horizon=4)
    [year] = [each for each in told.twin.years if each.year == 2018]
    wars = [each for each in year.happenings if each.what == "dispute" and each.level == LEVELS[-1]]
    assert ["Strelsau", "Ruritania"] in [each.states for each in wars]
    assert told.parts == 2018
    assert told.twin.made == ["war:STR-RUR in 2018"]
    events = rows(case, [Make("war", 2 * pair + 1, 0.0, 3, 3)], futures=4)[0][3]
    counted = {name for name, word in zip(EVENTS, events, strict=True) if word >> np.uint64(2) & np.uint64(1)}
    assert set(year.events) == counted


def test_a_setting_from_the_first_year_on_is_that_of_the_start(case):
    plain = foedus.simulate(case, futures=200, horizon=4, policy=foedus.Policy(without=("garrison",)))
    for text in ("without garrison", "without garrison from 2016"):
        study = Study(case, horizon=4)
        asked = asked_of(study, do=[text])
        [[_, forced]] = batches(study, asked.questions, 200)
        held = plain.events.values @ (1 << np.arange(4))
        assert (forced == held).all()


def test_as_many_troops_as_there_are_change_nothing_and_fewer_do(case):
    study = Study(case, horizon=4)
    for text, same in (
        ("garrison.troops=8", True),
        ("garrison.troops=8 from 2018", True),
        ("garrison.troops=0", False),
    ):
        [[free, forced]] = batches(study, asked_of(study, do=[text]).questions, 300)
        assert (free == forced).all() == same


def test_what_rests_on_an_instrument_leaves_with_it(case):
    study = Study(case, horizon=4)
    [[_, forced]] = batches(study, asked_of(study, do=["without treaty from 2018"]).questions, 100)
    in_force = forced[:, EVENTS.index("pact_in_force")]
    assert (in_force & np.uint64(0b1100) == 0).all()
    assert (in_force & np.uint64(0b0011) != 0).any()


def test_chunks_of_conditions_are_kept_apart_in_a_store(case, tmp_path, monkeypatch):
    given = "dispute:RUR-STR by 2018"
    asked = {"given": given, "do": CONDITION, "futures": 60, "horizon": HORIZON, "outcomes": "pact_in_force"}
    plain = foedus.what_if(case, **asked)
    store = Store(tmp_path, 10**9)
    assert foedus.what_if(case, store=store, **asked) == plain
    monkeypatch.setattr("foedus.simulation.chunks.counted", lambda one: pytest.fail("simulated again"))
    assert foedus.what_if(case, store=store, **asked) == plain


def test_a_question_marks_its_own_events_behind_those_of_every_question(case):
    study = Study(case, horizon=4)
    plain = study.question()
    [one, two] = one_by_one(study, [plain, made_of(plain, (), (Watch("dispute", 0),))], 100)
    assert two.kept.events.shape[1] == one.kept.events.shape[1] + 1
    assert (two.kept.events[:, :-1] == one.kept.events).all()
    assert (two.tally.holds[:, :-1] == one.tally.holds).all()
    held = two.kept.events[:, -1:] >> np.arange(4, dtype=np.uint64) & np.uint64(1)
    assert (two.tally.holds[:, -1].sum(axis=0) == held.sum(axis=0)).all()


@pytest.fixture(scope="module")
def found(case):
    given = [CONDITION, "government:BOH=conservative in 2018"]
    return foedus.what_if(case, given=given, do="without garrison from 2018", futures=2000, horizon=HORIZON)


def test_the_text_and_the_chart_tell_every_outcome(found):
    text = " ".join(what_if_text(found).split())
    assert "Seen: dispute:AAA-BBB in 2018" in text
    assert f"together {found.meet:,}" in text
    assert "Made, in all futures: without garrison from 2018." in text
    assert "An instrument that is made absent counts as not kept up" in text
    for one in found.outcomes:
        assert one.label in text
    assert "disputes_protege" in text
    alt.Chart.from_dict(dots.figure(found))
    assert WhatIf.model_validate_json(found.model_dump_json()) == found


def test_few_futures_cannot_tell(case):
    found = foedus.what_if(case, given="war:STR-RUR in 2018", futures=600, horizon=HORIZON)
    assert found.meet > 0
    line = found.outcomes[0]
    assert line.seen.effective_sets < 30.0
    assert (line.seen.estimate.value, line.gap) == (None, None)
    assert (found.tested, found.moved) == (0, [])
    assert "cannot tell, under 30 effective sets" in " ".join(what_if_text(found).split())


def test_an_order_drives_shares_up_and_never_below_zero(case, tmp_path):
    """Shares of capability are logarithms and sum to one with those of the states outside, however far an order drives them."""
    order = tmp_path / "storm.yaml"
    drift = "  - {{ index: cinc, states: [{}], per_year: {}, reason: Made up. }}\n"
    text = "name: storm\ntitle: Storm\ntext: All is driven.\ncodes: {{ BOH: 101, STR: 103 }}\ndrifts:\n{}"
    order.write_text(
        text.format(drift.format("BOH", 0.2) + drift.format("STR", -0.2)).replace("{{", "{").replace("}}", "}")
    )
    futures = foedus.simulate(case, futures=50, horizon=60, order=str(order))
    assert (futures.yearly.sel(column="poles_cinc") >= 1.0 - 1e-12).all()
    found = foedus.what_if(
        case, do="without garrison", order=str(order), futures=50, horizon=3, outcomes="pact_in_force"
    )
    assert found.order == str(order)
    order.write_text(order.read_text().replace("-0.2", "-2"))
    with pytest.raises(CaseError, match=r"storm.yaml:\d+: drifts\[1\].per_year: should be greater .* -0.2"):
        foedus.what_if(case, do="without garrison", order=str(order))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "name a condition: one that is seen (--given), or one that is made (--do)"),
        (
            {"given": "war_outside in 2016", "futures": 20},
            "no future is left of 20: 'war_outside in 2016' is met by 0; ask for more with --futures, or for a wider condition",
        ),
        (
            {"given": ["protege_deaths in 2016", "war:BOH-STR in 2016"], "futures": 20},
            "no future is left of 20: 'protege_deaths in 2016' is met by ",
        ),
        ({"given": "without garrison"}, "'without garrison' is a setting, which is made and not seen: use --do"),
        ({"do": "protege_deaths in 2016"}, "'protege_deaths in 2016' is an observation, which is seen and not made"),
        ({"do": "without garison"}, "unknown instrument 'garison'; did you mean 'garrison'?"),
        ({"do": "war:AAA-ZZZ in 2016"}, "unknown state 'ZZZ'"),
        (
            {"do": "war:AAA-BBB in 2099"},
            "'war:AAA-BBB in 2099': year 2099 is not allowed: 2016 to 2034, so that years after",
        ),
        ({"do": "without garrison", "outcomes": "war"}, "unknown outcome 'war'"),
        (
            {"do": "without garrison", "outcomes": "disputes_protege"},
            "outcome 'disputes_protege' is kept for the whole horizon",
        ),
        ({"do": "without garrison", "futures": 0}, "futures 0 is not allowed: a whole number from 1 to 200,000"),
        (
            {"do": "without garrison", "precision": 0.0},
            "precision 0.0 is not allowed: a standard error between 0 and 1",
        ),
        ({"do": "without garrison", "precision": "small"}, "precision small is not allowed"),
        ({"do": "without garrison", "order": "multipola"}, "unknown order 'multipola'"),
        ({"do": "without garrison", "beliefs": "naive"}, "unknown beliefs 'naive'"),
        ({"do": 7}, "do 7 is not allowed: a name, or a list of names"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(case, asked, message):
    with pytest.raises(InputError) as refused:
        foedus.what_if(case, **asked)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_the_command_writes_json_and_a_chart(tmp_path):
    out, chart = tmp_path / "a.json", tmp_path / "a.svg"
    asked = ["what-if", str(RURITANIA), "--do", "without garrison from 2018", "--futures", "60", "--horizon", "4"]
    done = CliRunner().invoke(app, [*asked, "--out", str(out), "--chart", str(chart)])
    assert done.exit_code == 0, done.output
    assert WhatIf.model_validate_json(out.read_text(encoding="utf-8")).year == 2017
    assert chart.read_text(encoding="utf-8").startswith("<svg")

"""Regret is what a planted table says it is, ranks hold where they are planted to, and policies are compared in one world."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import foedus
from foedus.assessment.minimax import held, minimax, regrets
from foedus.assessment.rank_stability import stability
from foedus.assessment.ranks import redrawn
from foedus.assessment.regret_lines import Regret
from foedus.cli import app
from foedus.errors import CaseError, InputError
from foedus.report.regret import regret_text

RURITANIA = Path(__file__).parent / "ruritania.yaml"
FUTURES, HORIZON = 120, 10
ORDER = """name: embrace
title: Embrace
text: The rival binds itself to the protege.
codes: { RUR: 102, STR: 103 }
ties:
  - { kind: defence-pact, states: [RUR, STR], reason: Made up. }
"""
LOSSES = np.array([[1.0, 9.0, 4.0], [3.0, 5.0, 4.0], [6.0, 4.0, 0.0]])
"""Least largest loss: the second policy and the third lose 5 and 6; least largest regret: the second, 4, against 5 and 5."""


def test_regret_of_a_planted_table_is_against_the_best_of_each_order():
    found = regrets(LOSSES)
    assert found.tolist() == [[0.0, 5.0, 4.0], [2.0, 1.0, 4.0], [5.0, 0.0, 0.0]]
    assert minimax(found).tolist() == [False, True, False]


def test_policies_that_are_equally_good_are_all_named_and_one_of_unknown_loss_is_none():
    assert minimax(regrets(np.array([[1.0, 2.0], [1.0, 2.0], [3.0, 2.0]]))).tolist() == [True, True, False]
    found = regrets(np.array([[np.nan, 0.0], [2.0, 1.0], [3.0, 1.0]]))
    assert minimax(found).tolist() == [False, True, False]
    assert not minimax(regrets(np.full((2, 2), np.nan))).any()


@given(
    st.lists(st.lists(st.floats(-1, 1), min_size=3, max_size=3), min_size=2, max_size=5),
    st.lists(st.floats(-1, 1), min_size=3, max_size=3),
)
def test_regret_is_never_negative_and_what_an_order_costs_every_policy_is_none_of_it(losses, costs):
    found = regrets(np.array(losses))
    assert (found >= 0.0).all()
    assert (found.min(axis=0) == 0.0).all()
    assert regrets(np.array(losses) + np.array(costs)) == pytest.approx(found, abs=1e-12)


def test_pairs_are_held_by_size_and_ties_of_the_first_ranking_are_not_counted():
    first = np.array([3.0, -2.0, 1.0])
    assert held(first, np.array([-30.0, 2.0, 1.0])) == 1.0
    assert held(first, np.array([1.0, 2.0, 3.0])) == 0.0
    assert held(first, np.array([2.0, 3.0, 1.0])) == pytest.approx(2 / 3)
    assert held(first, np.zeros(3)) == 0.0
    assert held(np.array([1.0, 1.0, 0.0]), np.array([2.0, 3.0, 1.0])) == 1.0
    assert np.isnan(held(np.zeros(3), first))


def planted(sizes, spread, seed=1, sets=100, per=10):
    """Changes of three instruments whose sizes vary between parameter sets by `spread`, and not within."""
    noise = np.random.default_rng(seed).normal(0.0, spread, (3, sets))
    return np.tile(np.array(sizes)[:, None] + noise, per)


def test_a_firm_ranking_holds_a_turned_one_does_not_and_luck_is_told_apart():
    first = planted([3.0, 2.0, 1.0], 0.1)
    models = {"same": planted([6.0, 4.0, 2.0], 0.1, 2), "turned": planted([1.0, 2.0, 3.0], 0.1, 3)}
    found = stability("war_outside", "orders", first, models, 100, 1)
    assert (found.pairs, found.models, found.held.value, found.least, found.least_held) == (3, 2, 0.5, "turned", 0.0)
    assert (found.held.low, found.held.high) == (0.5, 0.5)
    assert found.again.value == 1.0
    loose = stability("war_outside", "orders", planted([1.1, 1.05, 1.0], 2.0), {"same": first}, 100, 1)
    assert loose.again.value < 0.9
    assert loose.held.low < loose.held.high


def test_few_parameter_sets_and_no_difference_cannot_tell():
    first = planted([3.0, 2.0, 1.0], 0.1, sets=20)
    assert stability("war_outside", "orders", first, {"same": first}, 20, 1).held.value is None
    nothing = stability("war_outside", "orders", np.zeros((3, 1000)), {"same": planted([3, 2, 1], 0.1)}, 100, 1)
    assert (nothing.pairs, nothing.held.value) == (0, None)


def test_sets_are_drawn_alike_for_all_that_shares_them():
    one = planted([3.0, 2.0, 1.0], 1.0)
    assert redrawn(one, 100, 1)[:, 0] == pytest.approx(redrawn(one[:1], 100, 1)[:, 0])
    assert redrawn(one, 20, 1) is None


@pytest.fixture(scope="module")
def order(tmp_path_factory):
    path = tmp_path_factory.mktemp("orders") / "embrace.yaml"
    path.write_text(ORDER, encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def case():
    return foedus.load_case(RURITANIA)


@pytest.fixture(scope="module")
def found(case, order):
    return foedus.regret(case, orders=order, futures=FUTURES, horizon=HORIZON)


def test_every_policy_has_its_regret_in_every_order_and_the_best_has_none(found, case):
    own = [one.id for one in case.instruments if one.own]
    assert list(found.policies) == ["keep", *(f"without-{name}" for name in own), "neglect", "full-adherence"]
    for one in found.regret:
        lines = {line.policy: line for line in one.policies}
        assert list(lines) == list(found.policies)
        for column, best in enumerate(one.best):
            assert lines[best].regrets[column].estimate.value == 0.0
            values = [line.regrets[column].estimate.value for line in one.policies]
            assert min(value for value in values if value is not None) == 0.0
        assert one.minimax
        assert lines[one.minimax[0]].most == min(line.most for line in one.policies if line.most is not None)


def test_regret_of_the_treaty_is_the_difference_of_the_futures(found, case):
    one = next(each for each in found.regret if each.outcome == "pact_in_force")
    shares = {}
    for end in (-1.0, 1.0):
        run = foedus.simulate(case, futures=FUTURES, horizon=HORIZON, policy=foedus.Policy(adherence=end))
        shares[end] = float(run.events.sel(event="pact_in_force").isel(year=-1).mean())
    lines = {line.policy: line.regrets[0].estimate.value for line in one.policies}
    assert lines["neglect"] - lines["full-adherence"] == pytest.approx(shares[1.0] - shares[-1.0], abs=1e-12)
    without = next(line for line in one.policies if line.by_definition)
    assert without.policy == "without-treaty"


def test_combinations_add_up(found):
    told = found.satisficing
    assert told.combinations == told.orders * told.beliefs * told.specifications
    assert (told.orders, told.beliefs) == (2, 3)
    assert told.kept + told.missed + told.undecided == told.combinations
    for one in told.limits:
        assert one.kept + one.missed + one.undecided == told.combinations
        assert told.kept <= one.kept
        assert told.missed >= one.missed


def test_the_text_and_the_json_tell_everything(found):
    text = " ".join(regret_text(found).split())
    for word in (
        "As measured",
        "Embrace",
        "Satisficing: all limits are kept in",
        "Least largest regret",
        "keep",
        "luck alone",
    ):
        assert word in text
    for one in found.limits:
        assert one.label in text
    assert Regret.model_validate_json(found.model_dump_json()) == found


def test_a_policy_under_which_an_outcome_is_never_counted_cannot_be_told(case):
    upkeep = case.tolerances[1].model_copy(update={"outcome": "upkeep"})
    wider = case.model_copy(update={"tolerances": (*case.tolerances, upkeep)})
    found = foedus.regret(wider, policies="without-treaty", futures=3, horizon=10)
    one = next(each for each in found.regret if each.outcome == "upkeep")
    assert (one.best, one.minimax) == ([], [])
    assert (one.policies[0].most, one.policies[0].chosen) == (None, None)
    text = " ".join(regret_text(found).split())
    assert "upkeep while the treaty is in force: cannot tell" in text
    assert "1 policy in 1 world order; 3 futures of 10 years in 3 parameter sets" in text
    assert Regret.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"policies": "neglekt"}, "unknown policy 'neglekt'; did you mean 'neglect'"),
        ({"policies": 7}, "policies 7 is not allowed"),
        ({"orders": "multipola"}, "unknown order 'multipola'; did you mean 'multipolar'"),
        ({"orders": "multipolar"}, "order 'multipolar' touches no state of the case ruritania; leave it out"),
        ({"beliefs": "naive"}, "unknown beliefs 'naive'"),
        ({"horizon": 2}, "the case ruritania sets no limit within 2 years, so no policy can miss one; ask"),
        ({"horizon": 2, "policies": "neglekt"}, "unknown policy 'neglekt'; did you mean 'neglect'"),
        ({"futures": 0}, "futures 0 is not allowed"),
        ({"futures": 10_000_000}, "62 runs of 10,000,000 futures"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(case, asked, message):
    with pytest.raises(InputError) as refused:
        foedus.regret(case, **asked)
    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_an_order_file_with_an_unknown_state_is_refused_by_line(case, tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(ORDER.replace("[RUR, STR]", "[RUR, STX]"), encoding="utf-8")
    with pytest.raises(CaseError, match=r"wrong.yaml:\d+: ties\[0\].states: unknown state 'STX'; did you mean 'STR'"):
        foedus.regret(case, orders=str(path))


def test_the_command_writes_json_and_refuses_what_goes_with_regret_alone(tmp_path, order):
    out = tmp_path / "a.json"
    asked = ["orders", str(RURITANIA), "--order", order, "--futures", "20", "--horizon", "10"]
    done = CliRunner().invoke(app, [*asked, "--regret", "--policy", "keep", "--policy", "neglect", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert list(Regret.model_validate_json(out.read_text(encoding="utf-8")).policies) == ["keep", "neglect"]
    refused = CliRunner().invoke(app, [*asked, "--policy", "keep"])
    assert isinstance(refused.exception, InputError)
    assert str(refused.exception) == "--policy and --beliefs go with --regret: add it, or leave them out"

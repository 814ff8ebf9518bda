"""The variance by provenance: planted games whose Shapley effects are known, and a case."""

import numpy as np
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment.interval import excludes_zero
from foedus.assessment.provenance import GROUPS, _runs, effects, mean, share
from foedus.assessment.provenance_lines import FEWEST_SETS, ProvenanceOfVariance
from foedus.cli import app
from foedus.errors import InputError
from foedus.report.provenance import provenance_text
from foedus.simulation.parameters import draw_parameters
from foedus.world.build import from_case

MANY = 200_000


def planted(p, chance, sets=MANY, seed=1):
    """Means by set of every run of p(fitted, literature, elicited), each with the chance of its futures."""
    rng = np.random.default_rng(seed)
    a, b = rng.standard_normal((2, 3, sets))
    noise = chance * rng.standard_normal((2, sets))
    return {
        (other, kept): p(*(a[k] if group in kept else b[k] for k, group in enumerate(GROUPS))) + noise[int(other)]
        for other, kept in _runs()
    }


def test_a_linear_game_gives_each_group_its_own_variance():
    whole, parts = effects(planted(lambda f, s, e: 0.3 * f + 0.2 * s + 0.1 * e, chance=1.0))
    assert whole.mean() == pytest.approx(0.14, abs=0.01)
    for group, variance in zip(GROUPS, (0.09, 0.04, 0.01), strict=True):
        assert parts[group].mean() == pytest.approx(variance, abs=0.005)
    assert sum(part.mean() for part in parts.values()) == pytest.approx(whole.mean())


def test_what_two_groups_do_together_is_halved():
    """Of f e the variance is 1, and holding e at its mean, 0, would leave none of it to f."""
    _, parts = effects(planted(lambda f, s, e: f * e, chance=0.5))
    assert parts["fitted"].mean() == pytest.approx(0.5, abs=0.03)
    assert parts["elicited"].mean() == pytest.approx(0.5, abs=0.03)
    assert parts["literature"].mean() == pytest.approx(0.0, abs=0.01)


def test_chance_alone_is_no_variance():
    whole, parts = effects(planted(lambda f, s, e: 0.0 * f, chance=1.0))
    assert mean(whole).low <= 0.0 <= mean(whole).high
    assert {group: part.mean() for group, part in parts.items()} == dict.fromkeys(GROUPS, 0.0)


def counted(p, futures, sets, seed):
    """As `planted`, p a probability that is counted in some futures of every set, the same ones in all runs but the other."""
    luck = np.random.default_rng(10_000 + seed).random((2, futures, sets))
    found = planted(p, chance=0.0, sets=sets, seed=seed)
    return {run: (luck[int(run[0])] < each).mean(axis=0) for run, each in found.items()}


def test_the_interval_of_a_rare_outcome_holds_the_truth_with_the_fewest_sets_that_are_told():
    def rare(f, s, e):
        return 1.0 / (1.0 + np.exp(2.5 - 0.9 * f - 0.5 * s - 0.3 * e))

    whole, parts = effects(planted(rare, chance=0.0))
    truth = {group: part.mean() / whole.mean() for group, part in parts.items()}
    inside = dict.fromkeys(GROUPS, 0)
    for seed in range(200):
        whole, parts = effects(counted(rare, 10, FEWEST_SETS, seed))
        for group, part in parts.items():
            found = share(part, whole)
            inside[group] += found.low <= truth[group] <= found.high
    assert all(155 <= held <= 190 for held in inside.values()), inside


def test_the_interval_holds_the_truth_nine_times_in_ten():
    inside = 0
    for seed in range(200):
        whole, parts = effects(planted(lambda f, s, e: 0.3 * f + 0.2 * s, chance=0.3, sets=400, seed=seed))
        found = share(parts["fitted"], whole)
        inside += found.low <= 0.09 / 0.13 <= found.high
    assert 165 <= inside <= 195


@pytest.fixture(scope="module")
def world():
    return from_case(foedus.load_case("us-rok"))


def test_a_group_that_is_drawn_anew_leaves_the_others_as_they_are(world):
    base = draw_parameters(world, sets=60)
    elicited = draw_parameters(world, sets=60, again=frozenset({"elicited"}))
    fitted = draw_parameters(world, sets=60, again=frozenset({"fitted"}))
    draws = [each.parameters.draws for each in (base, elicited, fitted)]
    assert np.array_equal(draws[0].misread, draws[1].misread)
    assert np.array_equal(base.parameters.joining_dyad, elicited.parameters.joining_dyad)
    assert base.specification == elicited.specification
    assert not np.array_equal(draws[0].integrity["strain"], draws[1].integrity["strain"])
    assert np.array_equal(draws[0].integrity["strain"], draws[2].integrity["strain"])
    assert not np.array_equal(base.parameters.joining_dyad, fitted.parameters.joining_dyad)
    assert base.specification != fitted.specification


def test_the_second_draw_is_independent_and_of_the_same_distribution(world):
    first = draw_parameters(world, sets=400)
    second = draw_parameters(world, sets=400, again=frozenset(GROUPS))
    one, other = (each.parameters.draws.integrity["strain"] for each in (first, second))
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.15
    assert other.mean() == pytest.approx(0.3, abs=0.03)
    assert other.std() == pytest.approx(0.15, abs=0.02)
    b, c = (each.parameters.draws.alignment[each.parameters.draws.alignment.dtype.names[0]] for each in (first, second))
    assert abs(np.corrcoef(b, c)[0, 1]) < 0.15
    assert {name: names.count(names[0]) for name, names in first.specification.items()} == {
        name: second.specification[name].count(names[0]) for name, names in first.specification.items()
    }


@pytest.fixture(scope="module")
def found():
    return foedus.provenance(
        "us-rok", outcomes=["trilateral_meeting", "war_outside"], futures=1000, sets=100, horizon=10
    )


def test_the_groups_sum_to_the_variance(found):
    for one in found.outcomes:
        assert sum(part.variance.value for part in one.groups) == pytest.approx(one.variance.value)
        if one.known:
            assert sum(part.share.value for part in one.groups) == pytest.approx(1.0)


def test_a_meeting_that_rests_on_judgement_owes_its_spread_to_it(found):
    meeting = next(one for one in found.outcomes if one.name == "trilateral_meeting")
    assert meeting.known
    assert {part.group: part.share.value for part in meeting.groups}["elicited"] > 0.7


def test_the_same_question_has_the_same_answer_and_another_seed_another(found):
    again = foedus.provenance("us-rok", outcomes="war_outside", futures=120, sets=30, horizon=3, threads=1)
    assert again == foedus.provenance("us-rok", outcomes="war_outside", futures=120, sets=30, horizon=3, threads=2)
    assert again != foedus.provenance("us-rok", outcomes="war_outside", futures=120, sets=30, horizon=3, seed=2)


def test_the_text_tells_shares_with_intervals_and_what_is_left_out(found):
    text = provenance_text(found)
    assert "Camp David trilateral still meeting" in text
    assert "not by holding it at its mean" in text
    assert "patron_fights" in text
    assert ProvenanceOfVariance.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    ("outcome", "sets", "horizon", "clear"), [("bloc_pacts", 100, 1, False), ("trilateral_meeting", 60, 10, True)]
)
def test_an_unknown_variance_or_one_of_few_sets_has_no_shares(outcome, sets, horizon, clear):
    found = foedus.provenance("us-rok", outcomes=outcome, futures=600, sets=sets, horizon=horizon)
    [line] = found.outcomes
    assert excludes_zero(line.variance) == clear
    assert not line.known
    assert all(part.share.value is None for part in line.groups)
    assert "cannot tell" in provenance_text(found)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"sets": 29}, "sets 29 is not allowed: a whole number from 30 to 500"),
        ({"sets": 501}, "sets 501 is not allowed"),
        ({"futures": 100, "sets": 200}, "futures 100 are fewer than 200 parameter sets"),
        ({"outcomes": "war_outsid"}, "unknown outcome 'war_outsid'; did you mean 'war_outside'"),
        ({"outcomes": "patron_fights"}, "unknown outcome 'patron_fights'"),
        ({"beliefs": "nobody"}, "unknown beliefs 'nobody'"),
        ({"order": "nowhere"}, "unknown order 'nowhere'"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, said):
    with pytest.raises(InputError, match=said):
        foedus.provenance("us-rok", **{"futures": 60, "sets": 30, "horizon": 1, **asked})


def test_the_command_writes_json(tmp_path):
    out = tmp_path / "provenance.json"
    asked = ["provenance", "us-rok", "--outcome", "war_outside", "--futures", "60", "--sets", "30", "--horizon", "1"]
    done = CliRunner().invoke(app, [*asked, "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert ProvenanceOfVariance.model_validate_json(out.read_text()).beliefs == "literature"

"""A flip planted in a case, two sets of beliefs side by side, and what cannot be asked."""

import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment.contribution import one_by_one
from foedus.assessment.flip_lines import Flip
from foedus.assessment.outcomes import estimate
from foedus.cli import app
from foedus.equations.beliefs import Beliefs, Stated
from foedus.errors import InputError
from foedus.report.flip import flip_text
from foedus.simulation.study import Study
from foedus.world.outcomes import outcomes_of
from foedus.world.views import Tolerance

FUTURES, HORIZON, PLANTED, MEETING = 1000, 5, 1.5, "trilateral_meeting"
DOUBTER = Beliefs(
    "doubter", "literature", (Stated("integrity.strain", 0.6, 0.15), Stated("presence.joining", 0.0, 0.5))
)


@pytest.fixture(scope="module")
def case():
    return foedus.load_case("us-rok")


def moved(case, by):
    """Probability that the trilateral still meets where the prior of strain is moved, counted by itself."""
    study = Study(case, horizon=HORIZON)
    [chunk] = one_by_one(study, [study.question(shift={"integrity.strain": by})], FUTURES)
    one = next(one for one in outcomes_of(case) if one.name == MEETING)
    return estimate(one, chunk.tally, HORIZON).value


@pytest.fixture(scope="module")
def planted(case):
    """The case with one limit, where strain moved by PLANTED takes the meeting."""
    limit = Tolerance(outcome=MEETING, at_least=moved(case, PLANTED), years=HORIZON, reason="planted")
    return case.model_copy(update={"tolerances": (limit,)})


@pytest.fixture(scope="module")
def found(planted):
    return foedus.flip(planted, futures=FUTURES, horizon=HORIZON)


def test_the_planted_distance_is_found(found):
    [line] = found.limits
    assert line.keeps
    assert [one.belief for one in line.single.beliefs] == ["integrity.strain"]
    assert line.single.length == pytest.approx(PLANTED, abs=0.1)
    assert line.single.beliefs[0].after == pytest.approx(0.3 + 0.15 * line.single.length)
    assert line.joint.length < line.single.length


def test_the_probability_at_the_end_of_a_move_is_that_of_a_run(case, found):
    [line] = found.limits
    assert line.single.crossed[0].value == pytest.approx(moved(case, line.single.length))
    assert line.single.crossed[0].value < line.at_least <= line.value


def test_no_move_is_the_mixture(case, found):
    assert found.limits[0].value == pytest.approx(moved(case, 0.0))
    assert found.verdict == "conditionally prepared"


def test_a_limit_by_assumption_flips_and_the_verdict_does_not(found):
    assert found.limits[0].state == "met-by-assumption"
    assert (found.flip.single, found.flip.joint) == (None, None)
    text = flip_text(found)
    assert "no move within 3 sd flips it" in text
    assert "integrity.strain +1.5 sd (mean 0.3 to 0.5" in text
    assert f"): {found.limits[0].label} " in " ".join(text.split())
    assert Flip.model_validate_json(found.model_dump_json()) == found


@pytest.fixture(scope="module")
def side(case):
    return foedus.flip(case, against=DOUBTER, futures=400, horizon=HORIZON).against


def test_beliefs_that_differ_are_ranked_by_what_they_move(side):
    assert [one.belief for one in side.beliefs] == ["integrity.strain", "presence.joining"]
    assert (side.beliefs[0].first, side.beliefs[0].second) == ((0.3, 0.15), (0.6, 0.15))
    upkeep = next(one for one in side.outcomes if one.outcome == "integrity_kept")
    assert upkeep.beliefs[0] == "integrity.strain"


def test_a_belief_alone_moves_what_a_run_with_it_alone_moves(case, side):
    alone = foedus.flip(case, against=Beliefs("one", "literature", DOUBTER.stated[:1]), futures=400, horizon=HORIZON)
    [line] = alone.against.beliefs
    pairs = zip(line.differences, side.beliefs[0].differences, alone.against.whole, strict=True)
    for one, other, whole in pairs:
        if one.estimate.value is None:
            continue
        assert one.estimate.value == pytest.approx(whole.estimate.value)
        assert one.estimate.value == pytest.approx(other.estimate.value, abs=0.02)


def test_the_whole_is_what_each_moves_and_what_they_do_together(side):
    for row, whole in enumerate(side.whole):
        parts = [one.differences[row].estimate.value for one in side.beliefs]
        if whole.estimate.value is not None:
            assert sum(parts) + side.interaction[row].estimate.value == pytest.approx(whole.estimate.value)


def test_shipped_beliefs_differ_in_what_the_table_says(case):
    found = foedus.flip(case, against="optimist", futures=200, horizon=2)
    names = {one.belief for one in found.against.beliefs}
    assert {"defence-pact.initiation", "presence.joining"} <= names
    assert not any(name.startswith("integrity") for name in names)
    text = flip_text(found)
    assert "against optimist" in text
    assert f"They differ on {len(names)} beliefs of the case" in " ".join(text.split())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"futures": 999}, "futures 999 are too few for a verdict: ask for 1,000 or more"),
        ({"horizon": 2}, "sets no limit within 2 years, so no verdict can flip"),
        ({"beliefs": "nobody"}, "unknown beliefs 'nobody'"),
        ({"against": "nobody"}, "unknown beliefs 'nobody'"),
        (
            {"against": "literature"},
            "beliefs literature and literature do not differ in any effect that the case us-rok has",
        ),
        (
            {"against": Beliefs("a", "literature", (Stated("integrity.lod", 0.0, 1.0),))},
            "unknown effect 'integrity.lod'",
        ),
        ({"against": Beliefs("a", "literature", (Stated("wedge", 0.0, 1.0),))}, "unknown effect 'wedge'"),
        (
            {"against": Beliefs("a", "literature", (Stated("cohesion.demand", 0.0, 1.0),))},
            "beliefs a: cohesion.demand: is off by default: switch its mechanism on",
        ),
        ({"seed": -1}, "seed -1 is not allowed"),
    ],
)
def test_what_cannot_be_asked_is_refused(case, asked, said):
    with pytest.raises(InputError, match=said):
        foedus.flip(case, **{"futures": 1000, "horizon": 20, **asked})


def test_the_command_compares_a_file_and_refuses_one_by_line(tmp_path):
    mine, out = tmp_path / "mine.yaml", tmp_path / "flip.json"
    mine.write_text("name: mine\neffects:\n  presence.joining: { mean: 0, sd: 0.5 }\n", encoding="utf-8")
    asked = ["flip", "us-philippines", "--against", str(mine), "--futures", "60", "--horizon", "2"]
    done = CliRunner().invoke(app, [*asked, "--out", str(out)])
    assert done.exit_code == 0, done.output
    read = Flip.model_validate_json(out.read_text(encoding="utf-8"))
    assert read.against.believed.effects["presence.joining"].mean == 0.0
    mine.write_text("name: mine\neffects:\n  missile-defence.coercion: { mean: 0, sd: 0.5 }\n", encoding="utf-8")
    refused = CliRunner().invoke(app, asked)
    assert str(refused.exception).startswith(
        f"{mine}:3: effects.missile-defence.coercion: acts on nothing that the case has"
    )

"""A belief file in an answer: it moves what it should, is whole in the JSON, and the answer can be made again from that."""

import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment.answer import Answer
from foedus.assessment.held_beliefs import BeliefTable, held_beliefs, new_beliefs
from foedus.cli import app
from foedus.errors import CaseError, InputError
from foedus.report.screen import first_screen
from foedus.report.text import as_text
from foedus.world.beliefs import load_beliefs

ASKED = {"futures": 200, "horizon": 3, "orders": "as-measured"}
TEXT = """\
name: doubter
effects:
  presence.joining: { mean: 0, sd: 0.4, reason: Troops move the public little. }
  integrity.strain: { mean: 0.9, sd: 0.15 }
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("beliefs") / "doubter.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def answer(path):
    return foedus.assess("us-philippines", beliefs=path, **ASKED)


def test_the_file_is_whole_in_the_answer(answer, path):
    assert answer.beliefs == answer.identity.beliefs == "doubter"
    assert answer.identity.believed.beliefs() == load_beliefs(path)
    assert {run.beliefs for run in answer.identity.runs} >= {"doubter", "sceptical", "optimist"}


def test_the_answer_is_verified_without_the_file(answer, path):
    read = Answer.model_validate_json(answer.model_dump_json())
    assert foedus.verify(read).same
    assert foedus.verify(read, whole=True).same


def test_another_number_in_the_file_is_found(answer):
    said = answer.identity.believed
    other = said.model_copy(
        update={
            "effects": said.effects
            | {"integrity.strain": said.effects["integrity.strain"].model_copy(update={"mean": 0.0})}
        }
    )
    forged = answer.model_copy(update={"identity": answer.identity.model_copy(update={"believed": other})})
    assert not foedus.verify(forged, whole=True).same


def test_counterfactuals_are_shown_under_the_file_and_the_shipped_beliefs(answer):
    lines = [line for line in answer.counterfactuals if line.by_beliefs]
    assert lines
    for line in lines:
        assert set(line.by_beliefs) == {"sceptical", "literature", "optimist", "doubter"}
        assert line.differences == line.by_beliefs["doubter"]


def test_a_belief_of_a_person_is_a_judgement(answer):
    troops = next(
        line for line in answer.counterfactuals if any(term.channel == "joining" for term in line.evidence.terms)
    )
    term = next(term for term in troops.evidence.terms if term.channel == "joining")
    assert (term.mean, term.sd, term.provenance, term.source) == (
        0.0,
        0.4,
        "elicited",
        "Troops move the public little.",
    )


def test_a_belief_of_a_person_is_an_analyst(path):
    case = foedus.load_case("us-philippines")
    soon = tuple(one.model_copy(update={"years": 3}) for one in case.tolerances)
    answer = foedus.assess(case.model_copy(update={"tolerances": soon}), beliefs=path, **ASKED)
    agreement = next(item.name for item in case.instruments if item.kind == "presence")
    for line in answer.tolerances:
        assert {f"{agreement} on joining {by} sd" for by in ("+1", "-1")} <= {view.analyst for view in line.views}


def test_text_and_page_name_the_beliefs(answer):
    assert "doubter beliefs" in first_screen(answer)
    assert "doubter" in as_text(answer)


def test_diff_attributes_what_moved_to_beliefs(answer):
    base = foedus.assess("us-philippines", **ASKED)
    found = foedus.diff(base, answer, attribute=True)
    assert [change.path for change in found.changes] == ["beliefs"]
    assert [part.path for part in found.attribution.parts] == ["beliefs"]


def test_diff_of_two_files_names_the_effect(answer, path, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(TEXT.replace("mean: 0.9", "mean: 0.6"), encoding="utf-8")
    found = foedus.diff(answer, foedus.assess("us-philippines", beliefs=other, **ASKED))
    assert [change.path for change in found.changes] == ["beliefs.effects.integrity.strain.mean"]


def test_the_other_questions_take_a_file_and_hold_it(path):
    ablation = foedus.ablate(
        "us-philippines", sets="single", outcomes="war_outside", futures=60, horizon=2, beliefs=path
    )
    assert ablation.believed.name == ablation.beliefs == "doubter"
    futures = foedus.simulate("us-philippines", futures=20, horizon=2, beliefs=path)
    assert futures.attrs["beliefs"] == "doubter"
    found = foedus.discover(
        "us-philippines", fails="protege_deaths", futures=200, sets=100, permutations=19, horizon=6, beliefs=path
    )
    assert found.believed.name == "doubter"
    assert foedus.elections("us-rok", futures=20, horizon=3, beliefs=path).believed.name == "doubter"


def test_a_file_that_states_what_is_shipped_moves_nothing(tmp_path):
    same = tmp_path / "same.yaml"
    same.write_text("name: same\neffects:\n  integrity.strain: { mean: 0.3, sd: 0.15 }\n", encoding="utf-8")
    one, other = (
        foedus.simulate("us-philippines", futures=40, horizon=3, beliefs=each) for each in (same, "literature")
    )
    assert one.events.equals(other.events)


def test_what_the_case_does_not_have_is_refused_by_line(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("name: mine\neffects:\n  missile-defence.coercion: { mean: 0, sd: 1 }\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        foedus.assess("us-philippines", beliefs=mine, **ASKED)
    assert str(refused.value).startswith(
        f"{mine}:3: effects.missile-defence.coercion: acts on nothing that the case has"
    )


def test_what_is_off_by_default_is_refused_until_it_is_on(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("name: mine\neffects:\n  cohesion.demand: { mean: 0.2, sd: 0.1 }\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"cohesion.demand: is off by default"):
        foedus.simulate("us-rok", futures=10, horizon=2, beliefs=mine)
    assert foedus.simulate("us-rok", futures=10, horizon=2, beliefs=mine, mechanisms="renewal=on")


def test_the_commands_start_a_file_and_show_what_is_believed(tmp_path):
    path, run = tmp_path / "mine.yaml", CliRunner()
    assert run.invoke(app, ["beliefs", "new", str(path), "--case", "us-rok"]).exit_code == 0
    assert run.invoke(app, ["beliefs", "new", str(path), "--case", "us-rok"]).exception is not None
    path.write_text(TEXT, encoding="utf-8")
    shown = run.invoke(app, ["beliefs", "show", "us-rok", "--beliefs", str(path)])
    [line] = [line for line in shown.output.splitlines() if line.startswith("integrity.strain")]
    assert line.split()[1:4] == ["0.9", "0.15", "elicited"]
    shown = run.invoke(app, ["beliefs", "show", "us-rok", "--format", "json"])
    assert BeliefTable.model_validate_json(shown.output).beliefs == "literature"


def test_a_new_file_lists_what_the_case_has_and_is_read_once_filled(tmp_path):
    path = new_beliefs(tmp_path / "new.yaml", "us-philippines")
    text = path.read_text(encoding="utf-8")
    with pytest.raises(CaseError, match="must hold effects"):
        load_beliefs(path)
    listed = [line.effect for line in held_beliefs("us-philippines").effects]
    assert all(f"  # {name}: {{ mean: " in text for name in listed)
    path.write_text(text.replace("  # ", "  "), encoding="utf-8")
    filled = held_beliefs("us-philippines", path)
    assert [line.effect for line in filled.effects] == listed
    assert [(line.mean, line.sd) for line in filled.effects] == [
        (line.mean, line.sd) for line in held_beliefs("us-philippines").effects
    ]
    with pytest.raises(InputError, match="unknown beliefs"):
        new_beliefs(tmp_path / "other.yaml", "us-philippines", str(path))
    with pytest.raises(InputError, match="exists already"):
        new_beliefs(path, "us-philippines")
    with pytest.raises(InputError, match=r"ends in .yaml"):
        new_beliefs(tmp_path / "new.txt", "us-philippines")


@pytest.mark.parametrize(
    ("file", "name"), [("doubter.yaml", "doubter"), ("My View.yaml", "my-view"), ("sceptical.yaml", "my-sceptical")]
)
def test_a_new_file_is_called_after_itself(tmp_path, file, name):
    written = new_beliefs(tmp_path / file, "us-philippines")
    assert f"\nname: {name} #" in written.read_text(encoding="utf-8")


def test_two_files_of_one_name_are_refused(tmp_path):
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for mean, path in zip((0.1, 0.2), paths, strict=True):
        path.write_text(f"name: mine\neffects:\n  integrity.strain: {{ mean: {mean}, sd: 0.1 }}\n", encoding="utf-8")
    with pytest.raises(InputError, match="both sets of beliefs are called 'mine'"):
        foedus.flip("us-philippines", beliefs=paths[0], against=paths[1], futures=200, horizon=2)

"""Two answers compared: what was asked differently is found, the parts add up, and luck is not taken for a change."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.assessment.one_candidate import ASKED
from typer.testing import CliRunner

import foedus
from foedus.assessment.answer import Answer
from foedus.assessment.changes import changed, differences
from foedus.assessment.diff_lines import Diff
from foedus.assessment.diff_runs import Runs, inputs
from foedus.cli import app
from foedus.errors import InputError
from foedus.report.diff import diff_text
from foedus.world.schema import Case

RURITANIA = Path(__file__).parent / "ruritania.yaml"
SETTING = {"futures": 80, "horizon": 4, "seed": 4, "specification": ASKED}


def with_(case: Case, **values: object) -> Case:
    """The case with integrity of instruments, by identifier."""
    said = json.loads(case.model_dump_json())
    for item in said["instruments"]:
        if item["id"] in values:
            item["integrity"]["value"] = values[item["id"]]
    return Case.model_validate_json(json.dumps(said))


@pytest.fixture(scope="module")
def case() -> Case:
    return foedus.load_case(RURITANIA)


@pytest.fixture(scope="module")
def first(case: Case) -> Answer:
    return foedus.assess(case, **SETTING)


@pytest.fixture(scope="module")
def second(case: Case) -> Answer:
    """With a planted change of the case, one of what is asked, and one of words."""
    said = with_(case, garrison=0.3).model_copy(update={"title": "Another title?"})
    return foedus.assess(said, **SETTING, without="treaty", beliefs="optimist")


@pytest.fixture(scope="module")
def found(first: Answer, second: Answer) -> Diff:
    return foedus.diff(first, second, attribute=True)


def numbers(shifts):
    return {each.difference.outcome: each.difference.estimate.value for each in shifts}


def test_what_was_asked_differently_is_found(found: Diff) -> None:
    assert {each.path: (each.before, each.after) for each in found.changes} == {
        "beliefs": ("literature", "optimist"),
        "without": ([], ["treaty"]),
        "case.title": ("Is the alliance of Ruritania prepared?", "Another title?"),
        "case.instruments.garrison.integrity.value": (0.8, 0.3),
    }
    assert (found.cause, found.method) == ("inputs", "paired")


def test_the_parts_of_a_planted_change_sum_to_the_whole(found: Diff) -> None:
    whole, parts = numbers(found.attribution.whole), [numbers(each.part) for each in found.attribution.parts]
    assert found.attribution.method == "orders"
    moved = {each.outcome: each.difference.value for each in found.outcomes}
    for name, value in whole.items():
        if value is not None:
            assert sum(part[name] for part in parts) == pytest.approx(value, abs=1e-12)
            assert moved[name] == pytest.approx(value, abs=1e-12)
            alone = sum(numbers(each.alone)[name] for each in found.attribution.parts)
            assert numbers(found.attribution.interaction)[name] == pytest.approx(value - alone, abs=1e-12)


def test_what_was_planted_has_the_part(found: Diff) -> None:
    assert "case.title" in found.attribution.idle
    parts = {each.path: numbers(each.part)["pact_in_force"] for each in found.attribution.parts}
    assert parts["without"] < -0.9
    assert sum(abs(value) for name, value in parts.items() if name != "without") < 0.1
    [pact] = [each for each in found.outcomes if each.outcome == "pact_in_force"]
    assert pact.beyond


def test_the_part_of_a_single_input_is_the_paired_difference(case: Case, first: Answer) -> None:
    other = foedus.assess(with_(case, garrison=0.3), **SETTING)
    found = foedus.diff(first, other, attribute=True)
    [part] = found.attribution.parts
    assert numbers(part.part) == numbers(part.alone) == numbers(found.attribution.whole)
    assert all(value in (None, 0.0) for value in numbers(found.attribution.interaction).values())


def test_many_inputs_are_changed_along_a_path(case: Case, first: Answer) -> None:
    said = json.loads(case.model_dump_json())
    for state in said["states"]:
        state["figures"]["polyarchy"]["value"] = 0.5 * state["figures"]["polyarchy"]["value"]
    for item in said["instruments"]:
        item["integrity"]["value"] = 0.5
    setting = {**SETTING, "seed": 5}
    other = foedus.assess(Case.model_validate_json(json.dumps(said)), **setting, mechanisms="integrity=off")
    found = foedus.diff(first, other, attribute=True, futures=40)
    assert len(found.attribution.parts) > 5
    assert (found.attribution.method, found.attribution.futures) == ("path", 40)
    whole, parts = numbers(found.attribution.whole), [numbers(each.part) for each in found.attribution.parts]
    for name, value in whole.items():
        if value is not None:
            assert sum(part[name] for part in parts) == pytest.approx(value, abs=1e-12)


def test_luck_is_not_taken_for_a_change(case: Case, first: Answer) -> None:
    beyond = known = 0
    for seed in (11, 12, 13):
        found = foedus.diff(first, foedus.assess(case, **{**SETTING, "seed": seed}))
        assert (found.method, [each.path for each in found.changes]) == ("independent", ["seed"])
        beyond += sum(bool(each.beyond) for each in found.outcomes)
        known += sum(each.beyond is not None for each in found.outcomes)
    assert known > 20
    assert beyond <= 0.1 * known


def test_the_error_of_a_pair_is_that_of_its_futures(first: Answer, second: Answer, found: Diff) -> None:
    runs = Runs(tuple(one for one in foedus.world.outcomes.outcomes_of(first.identity.case) if not one.given), 80)
    before, after = runs.numbers([inputs(first, first.identity), inputs(second, second.identity)])
    by_name = {each.outcome: each for each in found.outcomes}
    for one, each in zip(runs.outcomes, after - before, strict=True):
        assert by_name[one.name].error == pytest.approx(each.std() / np.sqrt(80))


def test_the_same_answer_has_not_moved_and_one_written_over_has(first: Answer) -> None:
    same = foedus.diff(first, first)
    assert (same.cause, same.changes) == ("nothing", [])
    assert not any(each.beyond for each in same.outcomes)
    line = first.outcomes[0]
    forged = line.model_copy(update={"estimate": line.estimate.model_copy(update={"value": 0.5})})
    found = foedus.diff(first, first.model_copy(update={"outcomes": [forged, *first.outcomes[1:]]}))
    assert [each.outcome for each in found.outcomes if each.beyond] == [line.name]
    assert "written over" in " ".join(diff_text(found).split())


def test_the_version_alone_is_named(first: Answer) -> None:
    identity = first.identity.model_copy(update={"version": "0.0.9", "simulator": "0" * 64})
    older = first.model_copy(update={"identity": identity})
    found = foedus.diff(older, first)
    assert (found.cause, found.method) == ("program", "independent")
    assert "the version alone moved what moved" in diff_text(found)
    with pytest.raises(InputError, match=r"^the first answer is of foedus 0\.0\.9"):
        foedus.diff(older, first, attribute=True)


def test_limits_and_verdicts_stand_before_and_after(case: Case, first: Answer) -> None:
    short = foedus.assess(case, **{**SETTING, "horizon": 2})
    found = foedus.diff(first, short)
    assert found.first.verdict == first.verdict.value
    for each in found.limits:
        [line] = [one for one in first.tolerances if (one.outcome, one.years) == (each.outcome, each.years)]
        assert each.before.state == line.state


def test_another_case_is_compared_in_what_both_have(first: Answer) -> None:
    other = foedus.assess("us-philippines", **SETTING)
    found = foedus.diff(first, other)
    assert (found.method, found.second.case) == ("paired", "us-philippines")
    assert {each.name for each in other.outcomes} == {each.outcome for each in found.outcomes} | set(found.only_second)
    assert len(diff_text(found).splitlines()) < 80
    with pytest.raises(InputError, match=r"inputs of the headline differ, and at most 20 can be attributed"):
        foedus.diff(first, other, attribute=True)


def test_what_cannot_be_compared_is_refused_in_one_line(first: Answer, tmp_path: Path) -> None:
    renamed = [each.model_copy(update={"name": f"{each.name}_2"}) for each in first.outcomes]
    refused = {
        "the second answer has no identity": (first, first.model_copy(update={"identity": None})),
        "the answers have no outcome in common": (first, first.model_copy(update={"outcomes": renamed})),
    }
    for message, pair in refused.items():
        with pytest.raises(InputError) as error:
            foedus.diff(*pair)
        assert str(error.value).startswith(message)
        assert "\n" not in str(error.value)
    with pytest.raises(InputError, match="no input that differs moves a future"):
        foedus.diff(first, first, attribute=True)
    with pytest.raises(InputError, match="--futures is of the runs of --attribute"):
        foedus.diff(first, first, futures=10)
    with pytest.raises(InputError, match="answer 3 is not allowed: the path of a file or folder"):
        foedus.diff(first, 3)
    (tmp_path / "no.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"is not an answer of this version"):
        foedus.diff(first, tmp_path / "no.json")


def test_the_command_reads_two_files(first: Answer, second: Answer, tmp_path: Path) -> None:
    for name, answer in (("a.json", first), ("b.json", second)):
        (tmp_path / name).write_text(answer.model_dump_json(), encoding="utf-8")
    asked = ["diff", str(tmp_path / "a.json"), str(tmp_path / "b.json"), "--attribute"]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "Asked differently (4)" in done.output
    done = CliRunner().invoke(app, [*asked, "--format", "json"])
    assert Diff.model_validate_json(done.stdout).cause == "inputs"


ENTRIES = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "n": st.integers(0, 2)}),
    unique_by=lambda entry: entry["id"],
)
VALUES = st.fixed_dictionaries({"x": st.integers(0, 2), "rows": ENTRIES, "plain": st.lists(st.integers(0, 2))})


@given(VALUES, VALUES)
def test_all_differences_make_the_other_value(one, other):
    def in_order(value):
        return {**value, "rows": sorted(value["rows"], key=lambda entry: entry["id"])}

    every = list(differences(one, other))
    assert bool(every) == (in_order(one) != in_order(other))
    assert in_order(changed(one, every)) == in_order(other)

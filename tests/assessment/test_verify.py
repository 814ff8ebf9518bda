"""An answer can be made again by anybody, and what was written over is found."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.assessment.one_candidate import ASKED
from typer.testing import CliRunner

import foedus
from foedus.assessment.answer import Answer
from foedus.assessment.identity import Identity, Piece
from foedus.assessment.read import read_answer
from foedus.assessment.sealed import digest, sealed
from foedus.assessment.verify import verify
from foedus.cli import app
from foedus.errors import InputError
from foedus.estimate.posterior import SHIPPED
from foedus.world.order import load_order, order_names
from foedus.world.schema import Case

RURITANIA = Path(__file__).parent / "ruritania.yaml"


@pytest.fixture(scope="module")
def answer() -> Answer:
    case = foedus.load_case(RURITANIA)
    return foedus.assess(case, futures=60, horizon=3, seed=4, specification=ASKED, mechanisms=["integrity.strain=off"])


def changed(answer: Answer, **update: object) -> Answer:
    """The answer with another identity, sealed anew."""
    return sealed(answer.model_copy(update={"identity": Identity.model_copy(answer.identity, update=update)}))


def of_another_seed(answer: Answer) -> Answer:
    """The answer as if it were of another seed."""
    return changed(answer.model_copy(update={"seed": 5}), seed=5)


@pytest.mark.parametrize("name", foedus.case_names())
def test_a_case_in_an_answer_is_the_case(name: str) -> None:
    case = foedus.load_case(name)
    assert Case.model_validate_json(case.model_dump_json()) == case


@pytest.mark.parametrize("name", order_names())
def test_an_order_in_an_answer_is_the_order(name: str) -> None:
    order = load_order(name)
    assert type(order).model_validate_json(order.model_dump_json()) == order


def test_an_answer_is_the_same_whole_and_in_part_after_a_way_through_a_file(answer: Answer, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(answer.model_dump_json())
    read = read_answer(file)
    found, part = verify(read, whole=True), verify(read, seed=3)
    assert found.same
    assert part.same
    assert found.chunks == found.of == part.of > part.chunks == 1
    assert found.futures == sum(run.futures for run in read.identity.runs)


def test_threads_and_seeds_of_the_choice_change_nothing(answer: Answer) -> None:
    assert all(verify(answer, seed=seed, threads=1 + seed % 2).same for seed in range(4))


def test_a_count_that_was_written_over_is_found_by_name(answer: Answer) -> None:
    runs = [
        run.model_copy(update={"pieces": [each.model_copy(update={"counts": "0" * 16}) for each in run.pieces]})
        for run in answer.identity.runs
    ]
    (difference,) = verify(changed(answer, runs=runs)).differences
    assert difference.stated == "0" * 16
    assert difference.where.endswith("futures 0 to 59")


def test_a_number_that_was_written_over_is_found_by_the_seal_and_where_it_stands_by_the_whole(answer: Answer) -> None:
    first = answer.outcomes[0]
    better = first.model_copy(update={"estimate": first.estimate.model_copy(update={"value": 0.01})})
    tampered = answer.model_copy(update={"outcomes": [better, *answer.outcomes[1:]]})
    (difference,) = verify(tampered).differences
    assert "edited" in difference.where
    assert verify(sealed(tampered)).same
    found = verify(sealed(tampered), whole=True).differences
    assert [each.where for each in found] == ["answer.outcomes[0].estimate.value"]


def test_whatever_is_edited_breaks_the_seal(answer: Answer) -> None:
    edits = {"futures": 61, "question": "Another?", "outcomes": answer.outcomes[1:], "orders": [], "identity": None}
    for field, value in edits.items():
        assert digest(answer.model_copy(update={field: value})) != answer.seal, field
    assert digest(Answer.model_validate_json(answer.model_dump_json(indent=2))) == answer.seal


def test_another_seed_makes_other_futures(answer: Answer) -> None:
    assert not verify(of_another_seed(answer)).same


@pytest.mark.parametrize(
    ("update", "said"),
    [
        ({"version": "0.0.9"}, f"of foedus 0.0.9, and this is {foedus.__version__}; install that version"),
        ({"simulator": "f" * 40}, "of another simulator"),
        (
            {"posteriors": {"joining-full": "a" * 64}},
            "used a posterior 'joining-full' of the user's own; name its folder",
        ),
        ({"runs": []}, "names no chunk of futures"),
        ({"seed": 5}, "the answer says seed 4 and its identity 5: it was written over"),
        ({"futures": 61}, "the answer says futures 60 and its identity 61"),
    ],
)
def test_what_cannot_be_verified_is_said(answer: Answer, update: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        verify(changed(answer, **update))


def test_runs_that_the_question_asks_for_cannot_be_left_out(answer: Answer) -> None:
    with pytest.raises(InputError, match="does not hold the run 'futures' that its question asks for"):
        verify(changed(answer, runs=answer.identity.runs[1:]))


def test_a_run_that_is_there_twice_is_no_other_futures(answer: Answer) -> None:
    with pytest.raises(InputError, match="holds a run twice: it was written over"):
        verify(changed(answer, runs=[*answer.identity.runs, answer.identity.runs[0]]))


def test_runs_that_only_its_analysts_asked_for_are_part_of_an_answer(answer: Answer) -> None:
    """The question asks for its plan; who confirms a margin depends on what came out."""
    alone = answer.identity.runs[0].model_copy(update={"shift": {"integrity.strain": 1.0}})
    asked = changed(answer, runs=[*answer.identity.runs, alone])
    assert any(verify(asked, seed=seed).same for seed in range(4))


def test_numbers_of_chunks_that_cannot_be_are_no_answer(answer: Answer) -> None:
    for wrong in (-5, 10**12):
        with pytest.raises(ValidationError):
            Piece(first=0, futures=wrong, counts="")


def test_an_answer_of_before_has_no_identity_or_no_seal(answer: Answer) -> None:
    for name in ("identity", "seal"):
        with pytest.raises(InputError, match=f"has no {name}"):
            verify(answer.model_copy(update={name: None}))


def test_a_posterior_of_the_users_own_is_asked_for_and_compared(answer: Answer, tmp_path: Path) -> None:
    shipped = Path(str(SHIPPED)) / "joining-full.npz"
    (tmp_path / shipped.name).write_bytes(shipped.read_bytes())
    with pytest.raises(InputError, match="holds posteriors that the answer did not use: joining-full"):
        verify(answer, fits=tmp_path)
    with pytest.raises(InputError, match="is not the posterior that the answer used"):
        verify(changed(answer, posteriors={"joining-full": "a" * 64}), fits=tmp_path)


def test_the_command_says_the_same_or_where_not(answer: Answer, tmp_path: Path) -> None:
    good, bad, cut, other = (tmp_path / name for name in ("good.json", "bad.json", "cut.json", "other.json"))
    other.write_text('{"format": "foedus.survival/1"}')
    text = answer.model_dump_json()
    good.write_text(text)
    bad.write_text(of_another_seed(answer).model_dump_json())
    cut.write_text(text[: len(text) // 2])
    found = CliRunner().invoke(app, ["verify", str(good)])
    same = f"the same: 1 of {len(answer.identity.runs)} chunks, 60 futures"
    assert (found.exit_code, found.stdout) == (
        0,
        f"{same} and the answer as it was sealed (--whole also makes every line again)\n",
    )
    found = CliRunner().invoke(app, ["verify", str(bad)])
    assert found.exit_code == 1
    assert "not the same: 1 difference in 1 of" in found.stdout
    for path, said in (
        (cut, "is not an answer of this version"),
        (other, "has the format 'foedus.survival/1'; wanted is an answer, 'foedus.answer/4'"),
        (tmp_path, "it is a folder"),
        (tmp_path / "x", "cannot read"),
    ):
        with pytest.raises(InputError, match=said) as error:
            read_answer(path)
        assert "\n" not in str(error.value)


@pytest.mark.parametrize("update", [{"seed": 5}, {"case": "graustark"}, {"horizon": 9}, {"version": "0.0.9"}])
def test_an_answer_that_says_something_else_than_its_identity_is_not_read(
    answer: Answer, update: dict[str, object], tmp_path: Path
) -> None:
    (tmp_path / "own.json").write_text(answer.model_copy(update=update).model_dump_json())
    [(name, value)] = update.items()
    with pytest.raises(
        InputError, match=f"own.json: the answer says {name} {value} and its identity .*: it was written over"
    ):
        read_answer(tmp_path / "own.json")


def test_an_answer_without_an_outcome_of_its_case_is_not_read(answer: Answer, tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text(answer.model_copy(update={"outcomes": answer.outcomes[1:]}).model_dump_json())
    with pytest.raises(InputError, match=rf"not those of its case \({answer.outcomes[0].name}\): it was written over"):
        read_answer(tmp_path / "own.json")

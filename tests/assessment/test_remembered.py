"""A question asked again has the answer it had, and any other question its own."""

import pytest

import foedus
from foedus.assessment import assessment, remembered
from foedus.errors import InputError
from foedus.report.text import as_text
from foedus.simulation.store import Store
from foedus.world.case import load_case

ASKED = {"futures": 20, "horizon": 3, "orders": ("as-measured",)}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "results", 10**8)


@pytest.fixture(scope="module")
def case():
    return load_case("us-philippines")


def test_a_question_asked_again_is_answered_without_a_run(case, store, monkeypatch):
    first = foedus.assess(case, **ASKED, store=store)
    monkeypatch.setattr(assessment, "_run", None)
    again = foedus.assess(case, **ASKED, store=store)
    assert again == first
    assert again.model_dump_json() == first.model_dump_json()
    assert as_text(again, colour=False) == as_text(first, colour=False)


def test_it_is_the_answer_without_a_store(case, store):
    kept = foedus.assess(case, **ASKED, store=store)
    assert foedus.assess(case, **ASKED).model_dump_json() == kept.model_dump_json()


@pytest.mark.parametrize(
    "change",
    [
        *({"futures": 21}, {"horizon": 4}, {"seed": 2}, {"orders": ()}, {"beliefs": "sceptical"}),
        *({"specification": "history"}, {"without": ("mdt-1951",)}),
    ],
)
def test_another_question_has_another_name(case, change):
    assert remembered.name_of(case, [ASKED]) != remembered.name_of(case, [ASKED | change])


def test_another_case_or_an_edit_of_the_program_gives_another_name(case, monkeypatch):
    name = remembered.name_of(case, [ASKED])
    assert name == remembered.name_of(case.model_copy(), [ASKED])
    assert name != remembered.name_of(case.model_copy(update={"title": "Another"}), [ASKED])
    files = remembered.installed()
    monkeypatch.setattr(remembered, "installed", lambda: [*files[:-1], (files[-1][0], files[-1][1], 0)])
    assert name != remembered.name_of(case, [ASKED])


def test_files_of_ones_own_are_read_each_time(tmp_path):
    assert assessment.shipped_alone(None, ("as-measured",))
    assert not assessment.shipped_alone(tmp_path, ())
    assert not assessment.shipped_alone(None, ("mine.yaml",))


def test_what_is_no_number_is_refused_as_without_a_store(case, store):
    for wrong in ({"seed": 1.5}, {"futures": "20"}, {"horizon": 0}):
        with pytest.raises((InputError, TypeError)) as with_store:
            foedus.assess(case, **ASKED | wrong, store=store)
        with pytest.raises(with_store.type):
            foedus.assess(case, **ASKED | wrong)

"""A question asked again has the answer it had, and any other question its own."""

from importlib import resources

import numpy as np
import pytest

import foedus
from foedus.assessment import assessment, remembered
from foedus.assessment.asked import ask
from foedus.errors import InputError
from foedus.report.text import as_text
from foedus.simulation.store import Store
from foedus.world.case import load_case

ASKED = {"futures": 20, "horizon": 3, "orders": ("as-measured",)}


def name_of(case, fits=None, **change):
    """The name of an answer."""
    return remembered.name_of(ask(case, fits=fits, **ASKED | change)[1])


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
        *({"specification": "history"}, {"without": ("mutual-defense-treaty",)}),
    ],
)
def test_another_question_has_another_name(case, change):
    assert name_of(case) != name_of(case, **change)


def test_another_case_or_an_edit_of_the_program_gives_another_name(case, monkeypatch):
    name = name_of(case)
    assert name == name_of(case.model_copy())
    assert name != name_of(case.model_copy(update={"title": "Another"}))
    files = remembered.installed()
    monkeypatch.setattr(remembered, "installed", lambda: [*files[:-1], (files[-1][0], files[-1][1], 0)])
    assert name != name_of(case)


def test_files_of_ones_own_count_by_their_content(case, tmp_path):
    order, posterior = tmp_path / "mine.yaml", tmp_path / "joining-full.npz"
    shipped = resources.files("foedus")
    order.write_bytes((shipped / "cases" / "orders" / "multipolar.yaml").read_bytes())
    posterior.write_bytes((shipped / "estimate" / "shipped" / "joining-full.npz").read_bytes())
    asked = {"orders": (str(order),), "fits": tmp_path}
    name = name_of(case, **asked)
    assert name == name_of(case, **asked)
    with np.load(posterior) as arrays:
        np.savez(posterior, **{key: array[::-1] if key == "draws.b" else array for key, array in arrays.items()})
    with_another = name_of(case, **asked)
    order.write_text(order.read_text().replace("0.0", "0.1", 1))
    assert len({name, with_another, name_of(case, **asked)}) == 3


def test_what_is_no_number_is_refused_as_without_a_store(case, store):
    for wrong in ({"seed": 1.5}, {"futures": "20"}, {"horizon": 0}):
        with pytest.raises((InputError, TypeError)) as with_store:
            foedus.assess(case, **ASKED | wrong, store=store)
        with pytest.raises(with_store.type):
            foedus.assess(case, **ASKED | wrong)

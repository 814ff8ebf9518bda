import numpy as np
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment.asked import ask
from foedus.assessment.plan import plan
from foedus.assessment.stated import taken_adherence, with_tolerances
from foedus.cli.commands import app
from foedus.errors import InputError
from foedus.simulation.setting import with_dependants
from foedus.workshop.about import packed_normals
from foedus.workshop.plan import FEW, scenes
from foedus.world.outcomes import shown


def test_every_run_is_once_there_and_after_that_which_it_refers_to(study):
    planned = plan(study, 10_000, (), (), {}, "literature")
    found = scenes(study, planned)
    names = [scene.name for scene in found]
    assert len(names) == len(set(names))
    for place, scene in enumerate(found):
        assert scene.reference is None or scene.reference.name in names[:place]
        assert scene.futures in (10_000, FEW)
        assert scene.without == with_dependants(study.world, scene.without)
    full = {(scene.order, scene.without) for scene in found if scene.full}
    single = [(), *(with_dependants(study.world, [name]) for name in planned.own)]
    assert full == {(order, gone) for order in planned.orders for gone in single}
    assert all(scene.full == (scene.futures == 10_000) for scene in found)


def test_normals_of_the_page_are_those_behind_the_draws(study):
    import base64

    drawn = study.parameters().elicited
    addresses = list(drawn)[:5]
    found = np.frombuffer(base64.b64decode(packed_normals(addresses, study.sets)), "<f4").reshape(len(addresses), -1)
    np.testing.assert_allclose(found, [drawn[address] for address in addresses], rtol=1e-6)


def test_every_outcome_that_is_shown_has_its_equations():
    assert all(one.equations for one in shown())


def test_a_limit_stated_with_the_question_takes_the_place_of_that_of_the_case():
    case = foedus.load_case("us-rok")
    stated = with_tolerances(case, ["war_outside=0.04", "upkeep=0.7"])
    limits = {one.outcome: one.at_most or one.at_least for one in stated.tolerances}
    assert limits["war_outside"] == 0.04
    assert limits["upkeep"] == 0.7
    assert limits["pact_in_force"] == 0.9
    assert with_tolerances(case, []) is case


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("war_outside=4", "a probability"),
        ("war_outside", "OUTCOME=LIMIT"),
        ("war_outside=nan", "a probability"),
        ("coercion=0.1", "limit of the case"),
    ],
)
def test_a_limit_that_cannot_be_is_refused(text, said):
    with pytest.raises(InputError, match=said):
        with_tolerances(foedus.load_case("us-rok"), [text])


@pytest.mark.parametrize("level", [1.5, "much", True, float("nan")])
def test_an_adherence_that_cannot_be_is_refused(level):
    with pytest.raises(InputError, match="outside -1"):
        taken_adherence(level)


def test_adherence_is_part_of_what_is_asked_and_of_every_run_but_the_thesis():
    study, asked = ask("us-philippines", futures=400, adherence=0.5)
    assert asked.adherence == 0.5
    planned = plan(study, 400, (), (), {}, "literature", adherence=asked.adherence)
    assert planned.headline.adherence == 0.5
    assert {run.adherence for run in planned.removed.values()} == {0.5}
    assert {run.adherence for pair in planned.thesis.values() for run in pair} == {-1.0, 1.0}


def test_a_workbench_that_is_no_page_is_refused_before_any_work(tmp_path):
    result = CliRunner().invoke(app, ["workbench", "us-rok", "--out", str(tmp_path / "bench.txt")])
    assert isinstance(result.exception, InputError)
    assert not list(tmp_path.iterdir())

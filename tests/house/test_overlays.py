"""Made-up things are added by few files of the package, they work, and they change no draw of any other process."""

import subprocess
from dataclasses import replace

import numpy as np
import pytest
from tests.house.overlay import PACKAGE, Overlay, changed, costs, overlays, run

from foedus.estimate.posterior import load_posterior, save_posterior
from foedus.simulation.engine import batches
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.setting import setting
from foedus.simulation.study import Study
from foedus.world.case import load_case

FUTURES, YEARS = 4, 4
SIMULATE = """
import sys
import numpy as np
from foedus.simulation.engine import batches
from foedus.simulation.setting import setting
from foedus.simulation.study import Study
from foedus.world.case import load_case

out, futures, years = sys.argv[1], *map(int, sys.argv[2:4])
study = Study(load_case("us-rok"), horizon=years)
p = study.parameters().parameters
(batch,) = batches(setting(study.world), p, seed=1, futures=futures, horizon=years, engine="reference")
_, events, totals, yearly = batch
draws = {name: p.draws[name] for name in p.draws.dtype.names}
np.savez(out, events=events, totals=totals, yearly=yearly, effect=p.effect, **draws)
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The package with an overlay, made once."""
    made = {}

    def of(name):
        if name not in made:
            made[name] = Overlay(name).apply(tmp_path_factory.mktemp(name))
        return made[name]

    return of


def simulated(package, code=SIMULATE):
    out = package.parent / "run.npz"
    said = run(package, code, out, FUTURES, YEARS)
    with np.load(out) as arrays:
        return dict(arrays), said


@pytest.fixture(scope="module")
def without():
    """Draws and futures of the package as it is."""
    study = Study(load_case("us-rok"), horizon=YEARS)
    p = study.parameters().parameters
    (batch,) = batches(setting(study.world), p, seed=1, futures=FUTURES, horizon=YEARS, engine="reference")
    draws = {name: p.draws[name] for name in p.draws.dtype.names}
    return draws | dict(zip(("events", "totals", "yearly"), batch[1:], strict=True)) | {"effect": p.effect}


def same(found, kept):
    """Every array of what was there is what it was; what is new comes after it."""
    for name, array in kept.items():
        if name in ("events", "effect"):
            np.testing.assert_array_equal(found[name][..., : array.shape[-1]], array, err_msg=name)
        else:
            np.testing.assert_array_equal(found[name], array, err_msg=name)


@pytest.mark.parametrize("what", costs())
def test_a_made_up_thing_takes_few_files(what):
    found, most = costs()[what]
    assert len(found) <= most, found


def test_every_file_of_an_overlay_is_counted():
    counted = {name for found, _ in costs().values() for name in found}
    assert {name for each in overlays() for name in each.files} == counted
    assert all((PACKAGE / name).is_file() for each in overlays() for name in each.changed)


def test_a_change_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"year.py has no text"):
        changed("a\nb\n", {"file": "year.py", "after": "c", "add": "d"})


RULES = """
from foedus.simulation import year
from foedus.simulation.year import STEPS
from tests.simulation import test_steps as rules

rules.test_no_two_steps_draw_at_one_address()
rules.test_every_parameter_has_one_owner()
rules.test_the_list_of_steps_and_its_table_name_every_file()
for phases, part in rules.PARTS:
    rules.test_the_year_runs_every_step_in_the_order_of_the_list(phases, part)
for step in STEPS:
    rules.test_a_step_writes_all_its_own_fields_and_no_other(step)
    rules.test_futures_go_side_by_side_through_the_loops_of_a_step(step)
"""
"""What the house asks of every step."""

OUTCOME = """
from foedus.assessment.outcomes import estimate
from foedus.simulation.block import Sets
from foedus.simulation.chunks import Asked, run
from foedus.simulation.engine import Question
from foedus.world.outcomes import outcome, outcomes_of
from foedus.world.schema import Case

one = next(one for one in outcomes_of(study.case) if one.name == "gloom")
question = Question(setting(study.world), Sets(p), 1, years, "reference")
((tally, _),) = run([Asked(question, 0, futures, one_by_one=False)])
limit = {"outcome": "gloom", "at_most": 0.5, "reason": "made up"}
judged = Case.model_validate(study.case.model_dump() | {"tolerances": [limit]})
print(one.label, judged.tolerances[0].outcome, 0.0 < estimate(one, tally).value < 1.0, sep="; ")
"""


@pytest.fixture(scope="module")
def mood(package):
    return simulated(package("mood"), SIMULATE + OUTCOME + RULES)


def test_the_mechanism_happens(mood):
    found, _ = mood
    gloom = found["events"][:, len(EVENTS)]
    assert found["events"].shape == (FUTURES, len(EVENTS) + 1)
    assert ((gloom > 0) & (gloom < 2**YEARS)).any()
    assert found["mood"]["scale"].std() > 0.0


def test_an_instrument_acts_on_the_channel_of_the_mechanism(mood, without):
    found, _ = mood
    own = found["effect"][:, :, without["effect"].shape[2] :]
    assert own.shape[2] == 1
    assert (own != 0.0).any(axis=(0, 2)).sum() == 1


def test_its_outcome_is_shown_judged_and_estimated(mood):
    assert mood[1].strip() == "gloom in South Korea; gloom; True"


def test_the_mechanism_changes_no_other_draw(mood, without):
    same(mood[0], without)


FIT = """
import sys
from pathlib import Path
from foedus.estimate.posterior import save_posterior
from foedus.estimate.prior_checks.check import check
from foedus.estimate.registry import fit

found = fit("festival")
save_posterior(found, Path(sys.argv[4]))
print(found.record["summary"]["held_before"]["mean"] > 1.0, [each.what for each in check("festival")])
"""
"""Saved in the folder of those that ship, before the steps draw from it."""


@pytest.fixture(scope="module")
def festival(tmp_path_factory):
    """A fit of the made-up record, in which festivals come in runs, and futures that draw from it."""
    made = Overlay("festival").apply(tmp_path_factory.mktemp("festival"))
    path = made.parent / "data" / "state" / "made_up_festivals.csv"
    path.parent.mkdir(parents=True)
    held = [(code, year, int((code + year) % 10 < 5)) for code in range(2, 12) for year in range(2000, 2021)]
    path.write_text("cow,yr,n\n" + "".join(f"{code},{year},{n}\n" for code, year, n in held))
    out = made.parent / "run.npz"
    data = str(path.parents[1])
    said = run(made, FIT + SIMULATE + RULES, out, FUTURES, YEARS, made / "estimate" / "shipped", FOEDUS_DATA=data)
    with np.load(out) as arrays:
        return dict(arrays), said


def test_a_fitted_mechanism_is_sampled_checked_fitted_and_happens(festival, without):
    found, said = festival
    assert said.strip() == "True ['festivals per state-year']"
    assert found["festival"]["held_before"].std() > 0.0
    assert (found["events"][:, len(EVENTS)] > 0).any()
    same(found, without)


JOINED = ("joining-rates", "joining-pacts", "joining-full", "joining-patrons")
SAMPLED = """
import numpy as np
import polars as pl
from foedus.equations import joining
from foedus.estimate.design import design_matrix
from foedus.estimate.samples import joining as samples

ties = pl.DataFrame({
    "dispnum": [1, 1], "year": [1990, 1990], "hostlev": [5, 5], "sidea": [1, 0], "ccode": [9, 9],
    "near": [True, True], "pact": [1, 0], "bilateral": [1, 0], "major": [0, 0], "major_opponent": [1.0, 0.0],
    "cinc": [0.01, 0.01], "contiguous": [0.0, 0.0], "recent": [0.0, 0.5], "patron": [0, 0],
    "own_side": [None, None], "dyad": [None, None],
}, schema_overrides={"own_side": pl.Int64, "dyad": pl.Int64})
rows = samples._by_side(ties).sort("sidea").with_columns(joined=pl.lit(0))
arrays = samples._arrays(rows)
x = design_matrix(joining, arrays)
print(arrays["major_opponent"], x[:, joining.TERMS.index("major_opponent")])
"""


def test_a_posterior_without_the_term_is_refused_by_name(package):
    with pytest.raises(subprocess.CalledProcessError) as refused:
        simulated(package("term"))
    last = refused.value.stderr.strip().splitlines()[-1]
    assert last.startswith("foedus.errors.ModelError: posterior 'joining-")
    assert "its equation has constant, war" in last
    assert "major_opponent" in last
    assert "refit it with 'foedus fit joining-" in last


def test_the_sample_has_the_column_of_the_term(package):
    assert run(package("term"), SAMPLED).strip() == "[1. 0.] [1. 0.]"


@pytest.mark.parametrize("coefficient", [0.0, 6.0])
def test_a_term_moves_futures_by_its_coefficient_alone(package, without, coefficient, tmp_path):
    """Zero, and they are those without it; else they differ, and every draw of what is no posterior of it stays."""
    extended = Overlay("term").apply(tmp_path)
    for name in JOINED:
        own = load_posterior(name)
        at = own.record["terms"].index("post_cold_war")
        terms = [*own.record["terms"][:at], "major_opponent", *own.record["terms"][at:]]
        b = np.insert(own.draws["b"], at, coefficient, axis=1)
        shipped = extended / "estimate" / "shipped"
        (shipped / f"{name}.npz").unlink()
        save_posterior(replace(own, draws={**own.draws, "b": b}, record={**own.record, "terms": terms}), shipped)
    found, _ = simulated(extended)
    kept = {name: array for name, array in without.items() if name not in ("joining", "events", "totals", "yearly")}
    same(found, kept)
    futures = [np.array_equal(found[name], without[name]) for name in ("events", "totals", "yearly")]
    assert all(futures) == (coefficient == 0.0)


MORALE = """
from foedus.errors import FoedusError
from foedus.simulation.setting import setting
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.schema import Case

case = load_case("us-rok")
morale = {"value": 0.25, "unit": "made-up index 0 to 1", "year": 2020, "source": next(iter(case.sources))}


def stated(value):
    figures = case.states[0].figures.model_dump() | {"morale": morale | {"value": value}}
    first = case.states[0].model_dump() | {"figures": figures}
    rest = [state.model_dump() for state in case.states[1:]]
    return Case.model_validate(case.model_dump() | {"states": [first, *rest]})


world = from_case(stated(0.25))
print(setting(world).states.morale[:2], world.morale[:2])
try:
    stated(1.5)
except (FoedusError, ValueError) as error:
    print("is 1.5; allowed: 0 to 1 made-up index 0 to 1" in str(error))
"""


def test_a_field_of_the_world_is_stated_by_a_case_checked_and_read_by_steps(package):
    assert run(package("field"), MORALE).split("\n")[:2] == ["[0.25  nan] [0.25  nan]", "True"]


HOTLINE = """
from foedus.equations.effects import CHANNELS
from foedus.simulation.parameters import draw_parameters
from foedus.world.build import from_case
from foedus.world.case import load_case
from foedus.world.schema import Case

case = load_case("us-rok").model_dump()
of = next(each for each in case["instruments"] if each["kind"] == "ceasefire")
case["instruments"] = [*case["instruments"], of | {"id": "hotline", "name": "Hotline", "kind": "hotline"}]
effect = draw_parameters(from_case(Case.model_validate(case)), sets=5).parameters.effect
print([channel for channel in CHANNELS if effect[:, -1, CHANNELS.index(channel)].any()])
"""


def test_a_kind_of_instrument_is_stated_by_a_case_and_acts(package):
    assert run(package("kind"), HOTLINE).strip() == "['war']"


FESTIVALS = """
from foedus.data.library import read
from foedus.data.references import reference

print(read("made-up-festivals").rows(), reference("made-up-2020").title)
"""


def test_a_source_is_read_checked_and_cited(package, tmp_path):
    path = tmp_path / "state" / "made_up_festivals.csv"
    path.parent.mkdir()
    path.write_text("cow,yr,n\n732,2001,4\n2,2001,3\n")
    said = run(package("source"), FESTIVALS, FOEDUS_DATA=str(tmp_path))
    assert said.startswith("[(2, 2001, 3), (732, 2001, 4)] ")
    assert "Festivals that never were" in said
    path.write_text("cow,yr,n\n2,2001,-3\n")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        run(package("source"), FESTIVALS, FOEDUS_DATA=str(tmp_path))
    assert "festivals" in refused.value.stderr.strip().splitlines()[-1]


COMMAND = """
import sys
from foedus.cli import main

main()
"""


def test_a_command_answers_and_refuses_in_one_line(package):
    assert run(package("command"), COMMAND, "toss", "--tosses", 10).strip().endswith("of 10 tosses were heads.")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        run(package("command"), COMMAND, "toss", "--tosses", 0)
    assert refused.value.returncode == 2
    assert refused.value.stderr == "foedus: tosses 0 is not allowed: a whole number from 1 to 1,000,000\n"

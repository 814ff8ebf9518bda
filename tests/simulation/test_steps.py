"""A step owns its fields, its draws and its address; the year names every step."""

import ast
import inspect
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from foedus.errors import ModelError
from foedus.simulation import steps, year
from foedus.simulation.draws import PARAMETER
from foedus.simulation.fields import composed, distinct
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY, event, total, yearly
from foedus.simulation.parameters import draw_parameters
from foedus.simulation.state import DRAWS, FUTURE_INSTRUMENTS, FUTURE_PAIRS, FUTURE_STATES, WHOLE, Future, Parameters
from foedus.simulation.year import STEPS
from foedus.world.build import from_case
from foedus.world.case import load_case

RECORDS = {"states": FUTURE_STATES, "pairs": FUTURE_PAIRS, "instruments": FUTURE_INSTRUMENTS, "whole": WHOLE}
NUMBERS = {
    "government": (0,),
    "growth": (1, 2, 3),
    "trade": (4,),
    "treaty_end": (5,),
    "treaty_formation": (6,),
    "integrity": (7,),
    "provocation": (8,),
    "level": (9,),
    "escalation": (10,),
    "joining": (11,),
    "coercion": (12,),
    "armament": (13,),
}
"""Process numbers in use: none may ever mean anything else."""


def name_of(step):
    return step.__name__.rpartition(".")[2]


def owned(step, part):
    return [field[0] for field in getattr(step.OWNS, part)]


def test_no_two_steps_draw_at_one_address():
    numbers = [PARAMETER, *(number for step in STEPS for number in step.OWNS.processes)]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) >= 0


def test_a_process_number_keeps_its_meaning():
    now = {name_of(step): step.OWNS.processes for step in STEPS}
    assert PARAMETER == 14
    assert {name: now[name] for name in NUMBERS} == NUMBERS


@pytest.mark.parametrize("part", RECORDS)
def test_every_field_of_a_future_has_one_owner(part):
    owners = Counter(name for step in STEPS for name in owned(step, part))
    assert owners == Counter(RECORDS[part].names)


def test_every_array_of_a_future_has_one_owner():
    owners = Counter(name for step in STEPS for name in step.OWNS.matrices)
    assert owners == Counter(set(Future._fields) - set(RECORDS))


def test_every_parameter_has_one_owner():
    owners = Counter(name for step in STEPS for name in (*owned(step, "draws"), *step.OWNS.units))
    assert owners == Counter([*DRAWS.names, *Parameters._fields[1:]])


def test_two_steps_with_a_field_of_one_name_are_refused():
    with pytest.raises(ValueError, match="side"):
        composed([(("side", "i8"),), (("side", "f8"),)])


def test_a_step_draws_what_it_owns(monkeypatch):
    drawn = {}
    for step in STEPS:
        if hasattr(step, "draw"):
            monkeypatch.setattr(step, "draw", lambda of, step=step, draw=step.draw: drawn.setdefault(step, draw(of)))
    draw_parameters(from_case(load_case("us-rok")), sets=2)
    for step in STEPS:
        assert set(drawn.get(step, {})) == {*owned(step, "draws"), *step.OWNS.units}, step.__name__


def written(step):
    """Fields and arrays of a future that a step file assigns to."""
    found = set()
    for node in ast.walk(ast.parse(inspect.getsource(step))):
        targets = []
        if isinstance(node, ast.Assign):
            targets = [part for target in node.targets for part in getattr(target, "elts", [target])]
        elif isinstance(node, ast.AugAssign):
            targets = [node.target]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("fill", "assign"):
            targets = node.args[:1]
        for target in map(ast.unparse, targets):
            if whole := re.match(r"f\.(states|pairs|instruments|whole)\[.*\]\.([a-z_]+)", target):
                found.add(whole.groups())
            elif array := re.match(r"f\.([a-z_]+)", target):
                found.add(("matrices", array[1]))
    return found


@pytest.mark.parametrize("step", STEPS, ids=name_of)
def test_a_step_writes_all_its_own_fields_and_no_other(step):
    own = {(part, name) for part in RECORDS for name in owned(step, part)}
    assert written(step) == own | {("matrices", name) for name in step.OWNS.matrices}


def called(function):
    """`step.part` of every such call in a function of the year, in order."""
    body = ast.parse(inspect.getsource(function))
    calls = [node for node in ast.walk(body) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [ast.unparse(node.func) for node in sorted(calls, key=lambda node: node.lineno)]


@pytest.mark.parametrize(
    ("function", "part"),
    [(year.begin, "begin"), (year.live, "step"), (year.record, "record")],
    ids=["begin", "step", "record"],
)
def test_the_year_runs_every_step_in_the_order_of_the_list(function, part):
    assert called(function) == [f"{name_of(step)}.{part}" for step in STEPS if hasattr(step, part)]


def test_the_list_of_steps_and_its_table_name_every_file():
    files = {path.stem for path in Path(steps.__file__).parent.glob("[a-z]*.py")}
    assert {name_of(step) for step in STEPS} == files
    assert len(STEPS) == len(files)
    words = re.findall(r"[a-z_]+", inspect.getdoc(year.live))
    assert files <= set(words)


def test_outcomes_are_found_by_name():
    assert [event(name) for name in EVENTS] == list(range(len(EVENTS)))
    assert [total(name) for name in TOTALS] == list(range(len(TOTALS)))
    assert [yearly(name) for name in YEARLY] == list(range(len(YEARLY)))
    with pytest.raises(ModelError, match="unknown event 'war_on_protegee'; did you mean 'war_on_protege'"):
        event("war_on_protegee")


def test_records_of_a_future_are_aligned():
    assert all(np.dtype(record).isalignedstruct for record in (*RECORDS.values(), DRAWS))


def test_a_process_number_in_use_is_refused():
    for taken in ((3, 3), (PARAMETER,)):
        with pytest.raises(ValueError, match="is in use"):
            distinct(taken)

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
from foedus.simulation.state import (
    DRAWS,
    FUTURE_INSTRUMENTS,
    FUTURE_LINKS,
    FUTURE_PAIRS,
    FUTURE_STATES,
    WHOLE,
    Future,
    Parameters,
)
from foedus.simulation.year import STEPS
from foedus.world.build import from_case
from foedus.world.case import load_case

RECORDS = {
    "states": FUTURE_STATES,
    "pairs": FUTURE_PAIRS,
    "links": FUTURE_LINKS,
    "instruments": FUTURE_INSTRUMENTS,
    "whole": WHOLE,
}
ARRAYS = {"provocations": "provocation", "walks": "provocation"}
"""Arrays of a future and the step that writes them."""
SHARED = {"width", "marked"}
"""What no step owns: the number of futures of a block, and those of the loop at hand."""
NUMBERS = {
    "government": (0,),
    "growth": (1, 2, 3),
    "trade": (4,),
    "treaty_end": (5, 17),
    "treaty_formation": (6,),
    "integrity": (7,),
    "provocation": (8,),
    "level": (9,),
    "escalation": (10,),
    "joining": (11,),
    "coercion": (12,),
    "armament": (13,),
    "deaths": (15,),
    "commitments": (16,),
    "record_gap": (20,),
    "load": (21,),
    "renewal": (22,),
    "troops": (23,),
    "opinion": (24,),
    "entente": (25,),
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
    assert set(ARRAYS) == set(Future._fields) - set(RECORDS) - SHARED
    assert set(ARRAYS.values()) <= {name_of(step) for step in STEPS}


def test_every_parameter_has_one_owner():
    owners = Counter(name for step in STEPS for name in (*owned(step, "draws"), *step.OWNS.units))
    assert owners == Counter([*DRAWS.names, *Parameters._fields[1:]])


def test_two_steps_with_a_field_of_one_name_are_refused():
    with pytest.raises(ValueError, match="side"):
        composed([(("side", "i8"),), (("side", "f8"),)])


@pytest.mark.parametrize("name", ["mean", "sum", "size"])
def test_a_field_that_a_method_of_records_would_hide_is_refused(name):
    with pytest.raises(ValueError, match=f"'{name}' is that of a method of NumPy records"):
        composed([((name, "f8"),)])


def test_a_step_draws_what_it_owns(monkeypatch):
    drawn = {}
    for step in STEPS:
        if hasattr(step, "draw"):
            monkeypatch.setattr(step, "draw", lambda of, step=step, draw=step.draw: drawn.setdefault(step, draw(of)))
    draw_parameters(from_case(load_case("us-rok")), sets=2)
    for step in STEPS:
        assert set(drawn.get(step, {})) == {*owned(step, "draws"), *step.OWNS.units}, step.__name__


def targets(tree):
    """What is assigned to in a piece of source."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            yield from (part for target in node.targets for part in getattr(target, "elts", [target]))
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            yield node.target


def aliases(function):
    """Names of a function for a unit of a future, as x in `x = f.states[i]`."""
    named = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
    return {
        target.id: ast.unparse(node.value)
        for node in named
        for target in node.targets
        if isinstance(target, ast.Name) and ast.unparse(node.value).startswith("f.")
    }


def on_futures(tree):
    """The functions that are given a future."""
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return [each for each in functions if "f" in [argument.arg for argument in each.args.args]]


def written(source):
    """Fields and arrays of a future that source assigns to, by the part they are of; SHARED apart."""
    found = set()
    for function in on_futures(ast.parse(source)):
        known = aliases(function)
        for target in (ast.unparse(each) for each in targets(function) if not isinstance(each, ast.Name)):
            name = re.match(r"[a-z_]+", target)[0]
            full = known.get(name, name) + target.removeprefix(name)
            if field := re.match(rf"f\.({'|'.join(RECORDS)})\[.*?\]\.([a-z_]+)", full):
                found.add(field.groups())
            elif array := re.match(r"f\.([a-z_]+)", full):
                found.add(("arrays", array[1]))
            else:
                assert full.startswith("out."), f"{target} is neither of the future nor of its record"
    return found - {("arrays", name) for name in SHARED}


@pytest.mark.parametrize("step", STEPS, ids=name_of)
def test_a_step_writes_all_its_own_fields_and_no_other(step):
    own = {(part, name) for part in RECORDS for name in owned(step, part)}
    arrays = {("arrays", name) for name, owner in ARRAYS.items() if owner == name_of(step)}
    assert written(inspect.getsource(step)) == own | arrays


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("f.states[i].ideal[r] = 0.0", ("states", "ideal")),
        ("f.links[w.link[i, k]].aid[r] += 1.0", ("links", "aid")),
        ("f.pairs[q].luck[0, r], f.pairs[q].luck[1, r] = u, v", ("pairs", "luck")),
        ("x = f.whole[0]\n    x.calm[r] = 1.0", ("whole", "calm")),
        ("x = f.instruments[k]\n    a = x.exit[r] = 1", ("instruments", "exit")),
        ("f.provocations[q, r] = 1.0", ("arrays", "provocations")),
        ("strength = f.links[n].strength\n    strength[r] = 1.0", ("links", "strength")),
    ],
)
def test_what_a_step_writes_is_found_by_whatever_name(line, field):
    assert written(f"def step(w, f):\n    {line}\n") == {field}


def side_by_side(tree):
    """The loops over all futures of a block, but for those over the marked."""
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and ast.unparse(node.iter) == "range(f.width)":
            first = node.body[0]
            if not (isinstance(first, ast.If) and ast.unparse(first.test) == "f.marked[r]"):
                yield node


def obstacles(tree):
    """What would have a loop over futures run them one after the other, as source text."""
    for loop in side_by_side(tree):
        for node in (inner for line in loop.body for inner in ast.walk(line)):
            if isinstance(node, ast.For | ast.While | ast.Break | ast.Continue | ast.Return):
                yield ast.unparse(node)
            if isinstance(node, ast.Call) and re.match(r"(math|np)\.(exp|log|pow|sin|cos|tan)", ast.unparse(node.func)):
                yield ast.unparse(node)
            if isinstance(node, ast.IfExp) and re.search(
                r"\bw\.", ast.unparse(node.body) + " " + ast.unparse(node.orelse)
            ):
                yield ast.unparse(node)


@pytest.mark.parametrize("step", STEPS, ids=name_of)
def test_futures_go_side_by_side_through_the_loops_of_a_step(step):
    assert list(obstacles(ast.parse(inspect.getsource(step)))) == []


@pytest.mark.parametrize(
    "line",
    [
        "for k in range(3): f.whole[0].load[r] += k",
        "f.whole[0].load[r] = math.exp(f.whole[0].load[r])",
        "f.whole[0].load[r] = w.rest if f.whole[0].drawn[r] > 0.0 else 0.0",
    ],
)
def test_what_would_run_futures_one_after_the_other_is_found(line):
    loop = f"for r in range(f.width):\n    {line}\n"
    assert len(list(obstacles(ast.parse(loop)))) == 1


def test_the_loop_over_the_marked_may_do_anything():
    loop = "for r in range(f.width):\n    if f.marked[r]:\n        for k in range(3):\n            math.exp(k)\n"
    assert list(obstacles(ast.parse(loop))) == []


def called(function):
    """`step.part` of every such call in a function of the year, in order."""
    body = ast.parse(inspect.getsource(function))
    calls = [node for node in ast.walk(body) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [ast.unparse(node.func) for node in sorted(calls, key=lambda node: node.lineno)]


PARTS = [((year.begin,), "begin"), ((year.politics, year.conflict), "step"), ((year.record,), "record")]
"""The phases of the year, and the part of a step that they run."""


@pytest.mark.parametrize(("phases", "part"), PARTS, ids=["begin", "step", "record"])
def test_the_year_runs_every_step_in_the_order_of_the_list(phases, part):
    assert {phase for phases, _ in PARTS for phase in phases} == set(year.PHASES)
    calls = [call for phase in phases for call in called(phase)]
    assert calls == [f"{name_of(step)}.{part}" for step in STEPS if hasattr(step, part)]


def test_the_list_of_steps_and_its_table_name_every_file():
    files = {path.stem for path in Path(steps.__file__).parent.glob("[a-z]*.py")}
    assert {name_of(step) for step in STEPS} == files
    assert len(STEPS) == len(files)
    words = re.findall(r"[a-z_]+", inspect.getdoc(year.politics) + inspect.getdoc(year.conflict))
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

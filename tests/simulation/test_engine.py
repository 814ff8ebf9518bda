"""One source, two engines, one result; a future depends on its address alone, not on its block, batch or thread."""

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.simulation.block import Sets
from foedus.simulation.chronicle import blank_chronicle
from foedus.simulation.engine import Question, batches
from foedus.simulation.kernel import PACKAGE, SOURCES, source_digest
from foedus.simulation.mechanisms import acts, mechanisms, resting, switches
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.setting import Policy, setting
from foedus.simulation.study import Study
from foedus.world.case import load_case
from foedus.world.schema import Case

RURITANIA = Path(__file__).parents[1] / "assessment" / "ruritania.yaml"
digest = source_digest.__wrapped__
"""Of the source as it is now: the program remembers that of its start."""


@pytest.fixture(scope="module")
def study():
    return Study(load_case("us-rok"), horizon=12)


def together(runs):
    runs = list(runs)
    return tuple(np.concatenate([run[part] for run in runs]) for part in (1, 2, 3))


def run(study, futures=40, **changes):
    options = {"seed": 1, "futures": futures, "horizon": study.horizon, "size": 1000} | changes
    return together(batches(setting(study.world), study.parameters().parameters, **options))


def same(a, b):
    return all(np.array_equal(x, y, equal_nan=x.dtype.kind == "f") for x, y in zip(a, b, strict=True))


def rows(study, engine, width=0, first=0, count=6):
    """Events, totals, yearly figures and chronicle of a few futures."""
    w = setting(study.world)
    question = Question(w, Sets(study.parameters().parameters), 1, study.horizon, engine, width)
    kept = blank_chronicle(w, count, study.horizon)
    return (*question.rows(first, count, kept), *kept)


def two_states():
    """A made-up alliance that is alone in the world."""
    data = load_case(RURITANIA).model_dump()
    alone = {"states": data["states"][:2], "relations": data["relations"][:1], "bloc": []}
    return Case.model_validate(data | alone)


@pytest.mark.parametrize(
    ("case", "states"),
    [("us-rok", 12), ("us-philippines", 6), (RURITANIA, 3), (two_states, 2)],
    ids=["us-rok", "us-philippines", "ruritania", "two states"],
)
def test_the_compiled_engine_agrees_with_the_reference_to_the_last_bit(case, states):
    study = Study(case() if callable(case) else load_case(case), horizon=8)
    assert study.world.states == states
    assert same(rows(study, "reference", count=8), rows(study, "compiled", count=8))


@pytest.mark.parametrize("width", [1, 3])
def test_a_future_is_the_same_in_a_block_of_any_width(width):
    """Also where the last block has more futures than are asked for, and where the first future is not future 0."""
    study = Study(load_case("us-rok"), horizon=4)
    whole = rows(study, "compiled", count=10)
    assert same(rows(study, "reference", width, count=4), tuple(x[:4] for x in whole))
    assert same(rows(study, "reference", width, first=7, count=3), tuple(x[7:] for x in whole))


CLEARED = "joined"
"""Empty at the start of a block, and emptied after every dispute."""


class Used(Question):
    """A question whose block is full of what other futures left behind."""

    def _block(self, chronicle):
        block = super()._block(chronicle)
        for each in block.future:
            if isinstance(each, np.ndarray):
                for part in [each] if each.dtype.names is None else [each[n] for n in each.dtype.names if n != CLEARED]:
                    part[...] = 1
        return block


@pytest.mark.parametrize("switched", ["off", "on"])
@pytest.mark.parametrize("case", ["us-rok", "us-philippines"])
def test_what_a_block_held_before_moves_no_future(case, switched):
    study = Study(load_case(case), horizon=3)
    if switched == "on":
        there = [f"{name}=on" for name in resting() if acts(mechanisms()[name], study.world)]
        study = Study(load_case(case), horizon=3, switches=switches(there))
    w, sets = setting(study.world), Sets(study.parameters().parameters)
    fresh, used = (kind(w, sets, 1, study.horizon, "compiled") for kind in (Question, Used))
    assert same(fresh.rows(0, 500), used.rows(0, 500))


@settings(max_examples=12, deadline=None)
@given(size=st.integers(1, 60), threads=st.integers(1, 4), futures=st.integers(1, 60))
def test_a_future_is_the_same_in_any_batch_thread_and_number(study, size, threads, futures):
    whole = run(study, 60)
    part = run(study, futures, size=size, threads=threads)
    assert same(tuple(x[:futures] for x in whole), part)


def test_a_longer_horizon_begins_with_the_shorter(study):
    short, long = run(study, 30), run(study, 30, horizon=20)
    mask = np.uint64((1 << 12) - 1)
    assert np.array_equal(long[0] & mask, short[0])
    assert np.array_equal(long[2][:, :12], short[2], equal_nan=True)


@pytest.mark.parametrize("specification", [{}, {"initiation": "history", "treaty-end": "patrons"}])
def test_a_longer_study_extends_the_futures_of_a_shorter(specification):
    case = load_case("us-rok")
    first, *longer = (
        together(Study(case, horizon=horizon).run(60, specification=specification)) for horizon in (5, 20, 30)
    )
    mask = np.uint64((1 << 5) - 1)
    for events, _, yearly in longer:
        assert np.array_equal(events & mask, first[0])
        assert np.array_equal(yearly[:, :5], first[2], equal_nan=True)


def test_another_seed_gives_other_futures(study):
    assert not same(run(study, 20), run(study, 20, seed=2))


def test_shapes_and_ranges(study):
    events, totals, yearly = run(study, 50)
    assert events.shape == (50, len(EVENTS))
    assert totals.shape == (50, len(TOTALS) + len(study.world.provocations))
    assert yearly.shape == (50, 12, len(YEARLY))
    assert (totals >= 0).all()
    majors = int(study.world.major.sum())
    assert ((yearly[:, :, :3] >= 1.0) & (yearly[:, :, :3] <= majors)).all()


def test_exactly_one_pair_of_governments_holds_in_a_year(study):
    events, _, _ = run(study, 50)
    pairs = events[:, EVENTS.index("governments_progressive_progressive") :]
    full = np.uint64((1 << 12) - 1)
    assert (np.bitwise_or.reduce(pairs, axis=1) == full).all()
    for a in range(4):
        for b in range(a):
            assert not (pairs[:, a] & pairs[:, b]).any()


def test_commitments_are_honoured_or_violated_only_when_invoked(study):
    events, _, _ = run(study, 3000)
    invoked, honoured, violated = (events[:, EVENTS.index(name)] for name in ("invoked", "honoured", "violated"))
    assert invoked.any()
    assert np.array_equal(honoured | violated, invoked)


def test_wars_of_the_protege_add_up_in_every_future(study):
    events, _, _ = run(study, 3000)
    lines = ("war_on_protege", "war_outside", "war_inside", "war_begun_on", "war_begun_by")
    war, outside, inside, begun_on, begun_by = (events[:, EVENTS.index(name)] for name in lines)
    assert outside.any()
    assert np.array_equal(outside | inside, war)
    assert np.array_equal(begun_on | begun_by, outside)


def test_without_the_pact_nothing_is_invoked_and_what_rests_on_it_lapses(study):
    world = study.world
    pact = next(name for name in world.instruments if world.own[world.instruments.index(name)])
    here = setting(world, policy=Policy((pact,)))
    events, _, _ = together(batches(here, study.parameters().parameters, seed=1, futures=400, horizon=12))
    for name in ("pact_in_force", "invoked", "honoured", "violated", "integrity_kept"):
        assert not events[:, EVENTS.index(name)].any()


def test_removing_nothing_changes_nothing(study):
    here = setting(study.world, policy=Policy(()))
    again = together(batches(here, study.parameters().parameters, seed=1, futures=40, horizon=12))
    assert same(run(study, 40), again)


@pytest.mark.parametrize(("event", "column"), [("war_outside", "expected_war"), ("protege_deaths", "expected_deaths")])
def test_yearly_probabilities_have_the_mean_of_the_event_and_tell_much_of_it(study, event, column):
    events, _, yearly = run(study, 8000)
    happened = events[:, EVENTS.index(event)] > 0
    expected = yearly[:, :, YEARLY.index(column)].sum(axis=1)
    apart = happened - expected
    error = np.sqrt(apart.var() / len(happened))
    assert abs(happened.mean() - expected.mean()) < 4 * error
    slope = np.cov(happened, apart)[0, 1] / apart.var()
    assert (happened - slope * apart).var() < 0.9 * happened.var()


@pytest.fixture
def package(tmp_path):
    """A copy of the source the kernel is made of."""
    for name in ("equations", "simulation", "world"):
        shutil.copytree(
            PACKAGE / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.npz", "*.json")
        )
    for name in ("compiler.py", "elementary.py", "jitable.py"):
        shutil.copy(PACKAGE / name, tmp_path)
    (tmp_path / "measures").mkdir()
    for name in ("memory.py", "polarity.py"):
        shutil.copy(PACKAGE / "measures" / name, tmp_path / "measures")
    return tmp_path


@pytest.mark.parametrize(
    "edited",
    [
        *("simulation/steps/growth.py", "simulation/year.py", "equations/growth.py", "world/world.py", "jitable.py"),
        *("simulation/kernel.py", "elementary.py", "compiler.py", "equations/effects.csv", "measures/memory.py"),
        "measures/polarity.py",
    ],
)
def test_an_edit_of_a_step_or_an_equation_compiles_anew(package, edited):
    before = digest(package)
    assert before == digest()
    assert (package / edited).is_file()
    with (package / edited).open("a") as file:
        file.write("\n")
    assert digest(package) != before


def test_a_step_that_is_added_or_renamed_compiles_anew(package):
    digests = [digest(package)]
    steps = package / "simulation" / "steps"
    (steps / "made_up.py").write_text("")
    digests.append(digest(package))
    (steps / "made_up.py").rename(steps / "another.py")
    digests.append(digest(package))
    assert len(set(digests)) == 3


def test_the_kernel_is_made_of_nothing_whose_change_the_cache_would_miss():
    kernel = [path for folder in ("equations", "simulation/steps") for path in (PACKAGE / folder).glob("*.py")]
    kernel += [
        PACKAGE / "simulation" / f"{name}.py"
        for name in ("chronicle", "common", "draws", "engine", "fields", "outcomes", "tally", "year")
    ]
    imported = {
        name for path in kernel for name in re.findall(r"^from foedus\.([\w.]+) import", path.read_text(), re.MULTILINE)
    }
    known = {"arrays", "errors", "names"}  # types, refusals and names: nothing of them is compiled
    files = {path.relative_to(PACKAGE) for pattern in SOURCES for path in PACKAGE.glob(pattern)}
    for name in imported - known:
        module = Path(*name.split("."))
        assert module.with_suffix(".py") in files or module / "__init__.py" in files, name

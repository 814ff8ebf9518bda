"""Versions run side by side, and what the command makes of them; nothing is timed here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foedus.cache import root
from foedus.simulation import year

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import kernel
import steps
import tables
from versions import RefusedError, Runner, Version, extract, in_turn, runners, versions


@pytest.fixture(scope="module")
def asked() -> Iterator[list[Runner]]:
    """The version at hand as both versions, with the code that is compiled for the other tests."""
    with versions(None) as (at_hand,):
        now, before = (Version(name, at_hand.source, at_hand.bench, root().parent) for name in ("now", "before"))
        with runners((now, before)) as found:
            yield found


@pytest.mark.parametrize("world", ["us-rok", "8"])
def test_versions_run_the_same_futures_in_turn(asked: list[Runner], world: str) -> None:
    now, before = in_turn(asked, 2, world=world, futures=4)
    assert now["events"] == before["events"]
    assert now["dyads"] == before["dyads"] > 0
    assert now["cpu_s"] > 0


def test_what_a_version_cannot_run_is_said_in_its_last_words(asked: list[Runner]) -> None:
    with (
        pytest.raises(RefusedError, match=r"version now cannot be measured here: .*unknown case"),
        Runner(asked[0].version) as runner,
    ):
        runner.run(world="nowhere", futures=1)


@pytest.mark.parametrize("revision", ["nothing-of-the-name", "--help", ""])
def test_an_unknown_revision_is_refused(revision: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"unknown revision|no git repository"):
        extract(revision, tmp_path / "there")


def test_an_unknown_processor_is_refused() -> None:
    assert kernel.processors("native") == ["native"]
    with pytest.raises(RefusedError, match="processor 'abacus' cannot"):
        kernel.processors("native,abacus")


def test_the_steps_are_those_of_the_year_in_its_order() -> None:
    assert [step for step, _ in steps.functions(year.live)][:2] == ["government", "growth"]
    named = {step for of in (year.begin, year.live, year.record) for step, _ in steps.functions(of)}
    assert named | {"escalation"} == {module.__name__.rpartition(".")[2] for module in year.STEPS}
    assert set(steps.UNITS) <= named | set(steps.PARTS)


def run(of: int) -> dict[str, Any]:
    """A result with made-up numbers."""
    us, runs = [50.0, 150.0][:of], [{"wall_s": 1.0, "cpu_s": 2.0, "peak_mib": 100.0}] * of
    step = {"step": "growth", "us": 5.0, "share": 0.1, "unit": "state", "ns_a_unit": 20.0, "compiling_s": 1.0}
    machine = dict.fromkeys(("processor", "cores", "system", "python", "numba", "numpy", "mesa", "foedus"), "x")
    return {
        "machine": machine | {"memory_gib": 24.0, "load_before": 0.1, "wall_s": 60.0},
        "quick": False,
        "case": "us-rok",
        "versions": ["now", "abc"][:of],
        "processors": [{"processor": "native", "futures": 64, "us": us, "equal": False}],
        "threads": [{"threads": n, "us": us} for n in (1, 2)],
        "states": [{"states": 8, "dyads": 54, "disputes_per_year": 0.8, "us": us, "equal": True}],
        "steps": {"us": 50.0, "futures": 64, "steps": [step]},
        "assess": [{"what": "text", "runs": runs}],
        "memory": [{"what": "1 future", "runs": runs}],
    }


def test_tables_have_a_ratio_where_there_are_two_versions() -> None:
    one, two = tables.markdown(run(1)), tables.markdown(run(2))
    assert "| native | 50 | NOT EQUAL |" in one
    assert "| native | 50 | 150 | 3 | NOT EQUAL |" in two
    assert "| growth | 5 | 10% | 20 a state | 1 |" in one
    assert "| text | 1 | 2 | 100 |" in one
    assert ("| before |" in one, "| before |" in two) == (False, True)


def test_tables_go_between_the_marks_of_the_page() -> None:
    page = f"before\n{tables.FROM}\nold\n\n{tables.TO}after\n"
    assert tables.filled(page, "new") == f"before\n{tables.FROM}\nnew\n\n{tables.TO}after\n"
    page = (Path(__file__).parents[2] / "docs" / "reference" / "benchmarks.md").read_text()
    assert page.count(tables.FROM) == page.count(tables.TO) == 1

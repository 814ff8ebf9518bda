"""Versions run side by side, and what the command makes of them; nothing is timed here."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foedus.cache import root
from foedus.simulation import year
from foedus.simulation.setting import setting
from foedus.simulation.steps import deaths, escalation, record_gap

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import kernel
import run as bench
import steps
import tables
import worlds
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
    assert [step for step, _ in steps.functions(year.politics)][:2] == ["government", "growth"]
    named = {step for of in year.PHASES for step, _ in steps.functions(of)}
    assert named | {"escalation", "deaths"} == {module.__name__.rpartition(".")[2] for module in year.STEPS}
    assert set(steps.UNITS) <= named | set(steps.PARTS)


def test_every_step_of_the_year_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "alone", steps.plain)
    monkeypatch.setattr(steps, "WIDTH", 2)
    world = worlds.world(6)
    found = steps.by_step(setting(world), worlds.parameters(world, sets=2), horizon=2, blocks=1)
    rows = [row["step"] for row in found["steps"] if row["step"] not in (steps.GATHER, *steps.PARTS)]
    assert rows == [
        module.__name__.rpartition(".")[2] for module in year.STEPS if module not in (deaths, escalation, record_gap)
    ]
    assert found["futures"] == 2
    assert found["us"] > 0


def ask(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    monkeypatch.setattr(sys, "argv", ["run.py", *arguments])
    bench.main()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--case", "nosuch"), "bench: unknown case 'nosuch' .*"),
        (("--markdown", "nosuch.json"), "bench: nosuch.json: No such file or directory"),
        (("--markdown", __file__), "bench: .* is no saved result: .*"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    asked: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        ask(monkeypatch, *asked)
    assert re.fullmatch(f"{said}\n", capsys.readouterr().err)


def test_a_later_crash_loses_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench, "parts", lambda *_: {"steps": lambda: run(1)["steps"], "draws": lambda: 1 // 0})
    with pytest.raises(ZeroDivisionError):
        ask(monkeypatch, "--out", str(tmp_path / "new" / "result.json"))
    assert "| growth | 5 | 10% |" in tables.markdown(bench.saved(tmp_path / "new" / "result.json"))


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

"""A fault is found, named once with its seed, and kept; what only waits for a while is none."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

import pytest
from tests.fuzz.trial import Kind, Trial, finite, run, seeds


def digits(random: Random) -> bytes:
    return str(random.randrange(10)).encode()


def picky(path: Path) -> bool:
    """Fails for 0 in one place, for 1 in another; refuses odd numbers."""
    number = int(path.read_text())
    if number == 0:
        raise IndexError("none")
    assert number != 1
    return number % 2 == 0


@pytest.fixture(autouse=True)
def _kept_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOEDUS_FUZZ_KEEP", raising=False)


def test_each_fault_is_named_once_and_its_mutant_kept(tmp_path: Path) -> None:
    trial, lines = run("digit", Kind(".txt", digits, picky), tmp_path, range(200)), []
    with pytest.raises(
        AssertionError, match=r"digit: 200 mutants: .*\nIndexError at tests/fuzz/test_trial.py:"
    ) as found:
        trial.check(lambda name, line: lines.append(line))
    assert sorted(path.read_text() for path in tmp_path.glob("digit--seed-*.txt")) == ["0", "1"]
    assert str(found.value).count("kept as") == 2
    assert trial.came["fault"] + trial.came["read"] + trial.came["refused"] == 200
    assert lines == [trial.said()]


def test_the_same_seeds_give_the_same_mutants(tmp_path: Path) -> None:
    kind = Kind(".txt", digits, lambda path: path.read_text() in "2468")
    assert run("digit", kind, tmp_path, range(50)).came == run("digit", kind, tmp_path, range(50)).came


def test_what_works_too_long_is_a_fault_and_what_waits_is_none(tmp_path: Path) -> None:
    path, trial = tmp_path / "mutant.txt", Trial("slow", tmp_path)
    path.touch()

    def endless(path: Path) -> str:
        while True:
            pass

    def waiting(path: Path) -> str:
        time.sleep(0.2)
        return "read"

    def slow_at_first(path: Path, tried: list[int] = []) -> str:  # noqa: B006
        tried.append(1)
        return endless(path) if len(tried) == 1 else "read"

    for judge in (endless, waiting, slow_at_first):
        trial.attempt(0, path, judge, 0.05)
    assert trial.came == {"read": 2, "fault": 1}
    assert next(iter(trial.faults)).startswith("TooLongError at tests/fuzz/test_trial.py:")


def test_how_many_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FOEDUS_FUZZ", "FOEDUS_FUZZ_FIRST"):
        monkeypatch.delenv(name, raising=False)
    assert seeds(40, 300, share=20) == range(40)
    monkeypatch.setenv("FOEDUS_FUZZ", "10000")
    monkeypatch.setenv("FOEDUS_FUZZ_FIRST", "7")
    assert (seeds(40), seeds(10, 300), seeds(3, share=20)) == (range(7, 10_007), range(7, 307), range(7, 507))


def test_a_number_inside_that_is_not_finite_is_seen() -> None:
    assert finite({"a": [1, 2.5, None, ("x", float("1e308"))]})
    assert not finite({"a": [1, {"b": (float("inf"),)}]})

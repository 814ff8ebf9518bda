"""What is made ready is compiled when that returns, whatever becomes of the disk and of the second process."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

import foedus.cache as cache
import foedus.compiled as kept
from foedus.progress import listening
from foedus.simulation import kernel
from foedus.simulation.study import Study
from foedus.world.case import load_case


def one(x: np.ndarray) -> None:
    """A function that no other process can import."""
    x[0] += 1.0


def two(x: np.ndarray) -> None:
    """Another."""
    x[0] += 2.0


CALLS = [(each, (np.zeros(1),)) for each in (one, two)]


@pytest.fixture(autouse=True)
def fresh(monkeypatch, tmp_path):
    monkeypatch.setattr(kept, "root", lambda: tmp_path)
    monkeypatch.setattr(kernel, "processors", lambda: 2)
    kernel.compiled.cache_clear()
    kernel._entries.clear()
    yield
    kernel.compiled.cache_clear()
    kernel._entries.clear()


def are_ready() -> bool:
    """Compiled in this process or whole on disk, so that no thread has to compile."""
    return all(
        function.overloads or function._cache.load_overload(kernel.types_of(given), _target()) is not None
        for function, given in ((kernel.compiled(each), given) for each, given in CALLS)
    )


def _target():
    from numba.core.registry import cpu_target

    return cpu_target.target_context


def test_what_the_second_process_does_not_make_is_made_here():
    kernel.make_ready(CALLS)
    assert are_ready()


def test_a_damaged_function_is_made_again_before_threads_start(tmp_path):
    for function, given in CALLS:
        kernel.entry(function, given)
    for each in (tmp_path / "kernel").glob("*.kept"):
        each.write_bytes(b"")
    kernel.compiled.cache_clear()
    kernel._entries.clear()
    kernel.make_ready(CALLS)
    assert are_ready()


def test_compiling_is_announced_where_there_is_something_to_compile():
    said = []
    with listening(said.append):
        kernel.make_ready(CALLS)
        kernel.compiled.cache_clear()
        kernel._entries.clear()
        kernel.make_ready(CALLS)
    assert said == ["compiling the simulator, once for this machine: half a minute or more"]


@pytest.mark.parametrize("error", [BlockingIOError(11, "no more processes"), FileNotFoundError(2, "none")])
def test_a_second_process_that_cannot_start_stops_nothing(monkeypatch, error):
    def refuse(*arguments, **named):
        raise error

    monkeypatch.setattr(subprocess, "Popen", refuse)
    kernel.make_ready(CALLS)
    assert are_ready()


def test_a_second_process_that_dies_before_it_reads_stops_nothing(monkeypatch):
    usual = subprocess.Popen

    def dead(command, **named):
        process = usual([sys.executable, "-c", ""], **named)
        process.wait()
        return process

    monkeypatch.setattr(subprocess, "Popen", dead)
    kernel.make_ready(CALLS)
    assert are_ready()


def test_an_interrupt_while_the_second_process_is_awaited_ends_it(monkeypatch):
    usual, started = subprocess.Popen, []

    class Slow(usual):
        def wait(self, timeout=None):
            if timeout is None and not self.returncode and self.poll() is None:
                raise KeyboardInterrupt
            return super().wait(timeout)

    def slow(command, **named):
        started.append(Slow([sys.executable, "-c", "import time; time.sleep(60)"], **named))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", slow)
    try:
        with pytest.raises(KeyboardInterrupt):
            kernel.make_ready(CALLS)
        assert usual.wait(started[0], 2) is not None
    finally:
        started[0].kill()
        usual.wait(started[0])


class Full:
    """A standard error that takes nothing."""

    def write(self, text: str) -> int:
        """Refuse it."""
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("stream", [None, Full()])
def test_a_line_that_cannot_be_said_stops_nothing(monkeypatch, stream):
    monkeypatch.setattr(sys, "stderr", stream)
    cache.say(f"a line for {stream}")


def test_without_numba_no_more_futures_are_run_than_with_the_reference(monkeypatch):
    import numba

    from foedus.simulation.engine import NARROW, Question

    monkeypatch.setattr(numba.config, "DISABLE_JIT", True)
    study = Study(load_case("us-philippines"), horizon=1)
    asked: Question = study.question()
    ((_, out),) = asked.blocks(0, 1)
    assert out.events.shape[1] <= NARROW

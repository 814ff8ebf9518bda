"""Compiled code on disk: loaded only if whole, built again if not, and never in the way of the work."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from llvmlite.binding import ExecutionEngine

import foedus.compiled as compiled
from foedus.cache import SUFFIX

SOURCE = "the source"


def double(x: np.ndarray) -> None:
    """What is compiled here."""
    for i in range(len(x)):
        x[i] *= 2.0


def run(kind: type = np.float64) -> str:
    """Run it as a process does that starts now. Says whether it was loaded or compiled."""
    function = compiled.compiled(lambda: SOURCE, nogil=True)(double)
    x = np.ones(3, kind)
    function(x)
    assert x.tolist() == [2.0, 2.0, 2.0]
    return "loaded" if function.stats.cache_hits else "compiled"


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(compiled, "root", lambda: tmp_path)
    return tmp_path / "kernel"


@pytest.fixture(autouse=True)
def interrupts():
    """Interrupts are heard, also where the tests run in the background of a shell, which has its jobs ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def files(folder):
    return sorted(folder.glob(f"*{SUFFIX}"))


def test_a_function_is_compiled_once_for_each_type(folder, capfd):
    assert [run(), run(), run(np.float32), run(np.float32)] == ["compiled", "loaded"] * 2
    assert len(files(folder)) == 2
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("damage", [lambda b: b"", lambda b: b[: len(b) // 2], lambda b: b[:-9] + b"\0" + b[-8:]])
def test_a_damaged_function_is_never_loaded_and_is_built_again(folder, capsys, damage):
    run()
    (path,) = files(folder)
    whole = path.read_bytes()
    path.write_bytes(damage(whole))
    assert [run(), run()] == ["compiled", "loaded"]
    assert files(folder) == [path]
    said = capsys.readouterr().err
    assert said == f"foedus: compiled code kept in {folder} was damaged; it is made again\n"


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(()), pickle.dumps((1, 2))])
def test_a_whole_file_that_is_no_function_is_built_again(folder, capsys, content):
    run()
    (path,) = files(folder)
    compiled.kept().put(path.stem, content)
    assert [run(), run()] == ["compiled", "loaded"]
    assert capsys.readouterr().err.count("\n") == 1


def test_another_source_processor_or_python_is_another_function(folder, monkeypatch):
    assert run() == "compiled"
    with monkeypatch.context() as patch:
        patch.setitem(globals(), "SOURCE", "another")
        assert run() == "compiled"
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version", "4.0")
        assert run() == "compiled"
    with monkeypatch.context() as patch:
        patch.setattr("numba.core.codegen.JITCPUCodegen.magic_tuple", lambda self: ("triple", "another", "none"))
        assert run() == "compiled"
    assert run() == "loaded"
    assert len(files(folder)) == 4


def test_without_a_place_to_keep_it_the_function_still_runs(folder, capsys, monkeypatch):
    folder.write_text("a file")
    assert [run(), run()] == ["compiled", "compiled"]
    why = os.strerror(errno.EEXIST)
    said = capsys.readouterr().err
    assert said == f"foedus: compiled code cannot be kept in {folder} ({why}); the work goes on without\n"


def test_on_a_full_disk_the_function_still_runs(folder, capsys, monkeypatch):
    def full(self, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    assert [run(), run()] == ["compiled", "compiled"]
    assert capsys.readouterr().err.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_old_code_goes_first_and_so_does_what_earlier_versions_left(folder, monkeypatch):
    earlier, other = folder / "0123456789abcdef" / "simulation", folder / "notes"
    earlier.mkdir(parents=True)
    other.mkdir()
    (earlier / "engine.nbi").write_text("")
    run()
    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["notes"]
    (first,) = files(folder)
    os.utime(first, (1000, 1000))
    monkeypatch.setattr(compiled, "LIMIT", first.stat().st_size + 100)
    run(np.float32)
    assert len(files(folder)) == 1
    assert first not in files(folder)


START = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("tests_compiled", sys.argv[1])
tests = sys.modules["tests_compiled"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(tests)
tests.compiled.root = lambda: pathlib.Path(sys.argv[2])
print(tests.run())
"""


def test_two_first_runs_at_once_both_work_and_leave_one_file(folder):
    command = [sys.executable, "-c", START, __file__, str(folder.parent)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert {out.strip() for out, _ in said} <= {"compiled", "loaded"}
    assert {error for _, error in said} == {""}
    assert len(files(folder)) == 1
    assert subprocess.run(command, capture_output=True, text=True, timeout=120).stdout == "loaded\n"


def test_an_interrupt_is_raised_also_where_llvm_calls_back(folder, capfd, monkeypatch):
    find, before = ExecutionEngine._find_module_ptr, signal.getsignal(signal.SIGINT)

    def interrupted(self, pointer):
        signal.raise_signal(signal.SIGINT)
        return find(self, pointer)

    with monkeypatch.context() as patch:
        patch.setattr(ExecutionEngine, "_find_module_ptr", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert signal.getsignal(signal.SIGINT) is before
    assert run() == "loaded"
    assert capfd.readouterr().err == ""


def test_an_interrupt_elsewhere_is_raised_at_once(folder, monkeypatch):
    before = signal.getsignal(signal.SIGINT)

    def interrupted(*arguments):
        signal.raise_signal(signal.SIGINT)
        raise AssertionError("the work went on")

    with monkeypatch.context() as patch:
        patch.setattr(compiled.Kept, "save_overload", interrupted)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert signal.getsignal(signal.SIGINT) is before
    assert run() == "compiled"

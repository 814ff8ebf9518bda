"""The version at hand and any other of the repository, run side by side: each in processes and a cache of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import foedus

HERE = Path(__file__).resolve().parent
NATIVE = "native"


class RefusedError(Exception):
    """What was asked for cannot be measured: one line for the person who asked."""


@dataclass(frozen=True)
class Version:
    """A version of foedus.

    name      what the tables call it
    source    the folder that holds the package
    bench     the folder of its own benchmark
    cache     where it keeps compiled code; no version keeps results
    """

    name: str
    source: Path
    bench: Path
    cache: Path

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of its processes."""
        path = os.pathsep.join(filter(None, (str(self.source), os.environ.get("PYTHONPATH"))))
        own = {"PYTHONPATH": path, "XDG_CACHE_HOME": str(self.cache), "FOEDUS_CACHE_MB": "0"}
        return {**os.environ, **own, **more}


@contextmanager
def versions(against: str | None) -> Iterator[tuple[Version, ...]]:
    """The version at hand, and that of a git revision if one is named; raises RefusedError for a revision that is unknown."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        found = [Version("now", Path(foedus.__file__).resolve().parents[1], HERE, at / "now")]
        if against is not None:
            root = at / "version"
            extract(against, root)
            found.append(Version(against, root / "src", root / "bench", at / "before"))
        yield tuple(found)


def extract(revision: str, to: Path) -> None:
    """The files of a git revision into a new folder; the repository stays as it is."""
    if _git("rev-parse", "--git-dir").returncode:
        raise RefusedError(f"{HERE.parent} is no git repository: --against needs one")
    if revision.startswith("-") or _git("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode:
        raise RefusedError(f"unknown revision {revision!r}: a commit, branch or tag of {HERE.parent}")
    with tarfile.open(fileobj=io.BytesIO(_git("archive", revision).stdout)) as files:
        files.extractall(to, filter="data")


def _git(*command: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(("git", *command), cwd=HERE.parent, capture_output=True, check=False)
    except FileNotFoundError:
        raise RefusedError("git was not found: --against needs it") from None


class Runner:
    """A process that runs futures of one version when asked (`runner.py`)."""

    def __init__(self, version: Version, processor: Mapping[str, str] | None = None) -> None:
        self.version = version
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed on exit
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "runner.py"), str(version.bench)],
            env=version.environment(**processor or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()
        self._errors.close()

    def run(self, world: str, futures: int, threads: int = 1) -> dict[str, Any]:
        """One run. Raises RefusedError if the version cannot do it."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        try:
            stdin.write(json.dumps({"world": world, "futures": futures, "threads": threads}) + "\n")
            stdin.flush()
        except BrokenPipeError:
            pass  # its answer is empty, and its last words say why
        answer = stdout.readline()
        if not answer:
            raise RefusedError(f"version {self.version.name} cannot be measured here: {self._last_words()}")
        result: dict[str, Any] = json.loads(answer)
        return result

    def _last_words(self) -> str:
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().strip().splitlines()
        return lines[-1] if lines else f"its process ended with code {code}"


@contextmanager
def runners(of: Sequence[Version], processor: Mapping[str, str] | None = None) -> Iterator[list[Runner]]:
    """A runner of each version, on a kind of processor."""
    with ExitStack() as stack:
        yield [stack.enter_context(Runner(version, processor)) for version in of]


def in_turn(asked: Sequence[Runner], repeats: int, clock: str = "cpu_s", **request: Any) -> list[dict[str, Any]]:
    """The quickest of several runs of each version, which take turns."""
    rounds = [[runner.run(**request) for runner in asked] for _ in range(repeats)]
    return [min(runs, key=lambda run: run[clock]) for runs in zip(*rounds, strict=True)]

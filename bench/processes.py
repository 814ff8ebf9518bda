"""Processes of a benchmark: foedus commands and a Dask cluster on 127.0.0.1, each ended by whoever started it. Needs /proc."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

LIMIT = 1800.0
"""Seconds after which a command is ended."""
STARTS = 90.0
"""Seconds in which a scheduler or a worker must answer."""
HOST = "127.0.0.1"


class Ended(NamedTuple):
    """What became of a command: exit code (negative: the signal), seconds of wall and CPU, and its standard error."""

    code: int
    wall_s: float
    cpu_s: float
    error: str


class Running:
    """A command under way, in a folder for its standard error."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], at: Path) -> None:
        self.errors = at / f"errors-{time.monotonic_ns()}"
        with self.errors.open("wb") as errors:
            self._start = time.perf_counter()
            self.process = subprocess.Popen(
                command, env={**os.environ, **env}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
            )

    def end(self, after: float | None = None) -> Ended:
        """Wait for the end; with `after`, kill it (SIGKILL) that many seconds from its start, if it still runs."""
        until = self._start + (LIMIT if after is None else after)
        while True:
            found, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if found:
                break
            if time.perf_counter() > until:
                self.process.send_signal(signal.SIGKILL)
                until += LIMIT
            time.sleep(0.005)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - self._start
        said = self.errors.read_text(errors="replace")
        return Ended(self.process.returncode, wall, usage.ru_utime + usage.ru_stime, said)

    @property
    def cpu_s(self) -> float:
        """CPU seconds so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def peak_mib(self) -> float:
        """Peak memory so far."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def foedus(*words: object) -> list[str]:
    """A foedus command of this version."""
    return [sys.executable, "-m", "foedus", *map(str, words)]


class Cluster:
    """A scheduler and one-thread workers (`cluster`)."""

    def __init__(self, env: Mapping[str, str], at: Path) -> None:
        self._env, self._at = env, at
        self._port = free_port()
        self.address = f"tcp://{HOST}:{self._port}"
        self.workers: list[Running] = []
        self.scheduler = self._scheduler()

    def _started(self, *words: object) -> Running:
        return Running([sys.executable, "-m", "dask", *map(str, words)], self._env, self._at)

    def _scheduler(self) -> Running:
        """Start a scheduler, and wait until it answers."""
        here = ("--host", HOST, "--port", self._port, "--dashboard-address", f"{HOST}:0", "--no-dashboard")
        started = self._started("scheduler", *here)
        wait(lambda: answers(self._port), "the scheduler")
        return started

    def add(self) -> None:
        """Start a worker, and wait until it has joined."""
        folder = self._at / f"worker-{time.monotonic_ns()}"
        here = ("--host", HOST, "--dashboard-address", f"{HOST}:0", "--no-dashboard", "--no-nanny", "--nthreads", 1)
        worker = self._started("worker", self.address, *here, "--local-directory", folder)
        self.workers.append(worker)
        wait(lambda: "Registered to" in worker.errors.read_text(errors="replace"), "a worker")

    def lose(self, place: int) -> None:
        """Kill a worker."""
        kill(self.workers.pop(place))

    def restart(self) -> None:
        """Kill everything, and start the scheduler and as many workers again."""
        count = len(self.workers)
        self.close()
        self.scheduler = self._scheduler()
        for _ in range(count):
            self.add()

    def close(self) -> None:
        """End every process of the cluster."""
        for each in (*self.workers, self.scheduler):
            kill(each)
        self.workers.clear()


@contextmanager
def cluster(workers: int, env: Mapping[str, str], at: Path) -> Iterator[Cluster]:
    """A cluster of so many workers, ended with the block."""
    made = Cluster(env, at)
    try:
        for _ in range(workers):
            made.add()
        yield made
    finally:
        made.close()


@contextmanager
def ended_here(running: Running) -> Iterator[Running]:
    """A command that does not outlive the block."""
    try:
        yield running
    finally:
        kill(running)


def kill(running: Running) -> None:
    """Kill a process that was started here, and wait for its end."""
    if running.process.returncode is None:
        with suppress(ProcessLookupError):
            running.process.send_signal(signal.SIGKILL)
        running.end()


def free_port() -> int:
    """A port of this machine that nothing listens to."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    """Whether something listens to a port of this machine."""
    with socket.socket() as asked:
        asked.settimeout(1.0)
        return asked.connect_ex((HOST, port)) == 0


def wait(ready: Callable[[], bool], what: str) -> None:
    """Wait until something is ready. Raises TimeoutError."""
    until = time.monotonic() + STARTS
    while not ready():
        if time.monotonic() > until:
            raise TimeoutError(f"{what} did not answer in {STARTS:.0f} s")
        time.sleep(0.1)

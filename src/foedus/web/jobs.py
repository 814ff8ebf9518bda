"""Long work, one after the other: asked for, told how far it is, cancelled, and gone on with after an end of the server.

There are two queues, so that no answer waits for a workbench. A job is on file from the moment it is asked for. A server that
is stopped or killed leaves it there, waiting or running, and the next one does it; what it had counted is in the store.
"""

from __future__ import annotations

import queue
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from foedus.cache import say
from foedus.errors import FoedusError
from foedus.progress import Progress
from foedus.web.kept import OPEN, JobFile, JobFiles, State
from foedus.web.limits import Limits
from foedus.web.refusal import Refused, RefuseError, refused

FAILED = "the program failed on this question; the server has printed where"
PATIENCE = 5.0
"""Seconds that the end of the server waits for a job to stop."""


class StoppedError(Exception):
    """A job is to stop."""


class Job:
    """A job in this server: its file, and how far it is."""

    def __init__(self, file: JobFile) -> None:
        self.file = file
        self.done, self.total, self.what = 0, 0, ""
        self.began: float | None = None
        self.stop = threading.Event()

    @property
    def open(self) -> bool:
        """Whether it waits or runs."""
        return self.file.state in OPEN

    @property
    def left(self) -> float | None:
        """Seconds left, at the pace so far; None where that cannot be told."""
        if self.began is None or not 0 < self.done < self.total:
            return None
        return (monotonic() - self.began) * (self.total - self.done) / self.done

    def tell(self, done: int, total: int, what: str) -> None:
        """Take note of progress. Raises StoppedError where the job is to stop."""
        if self.stop.is_set():
            raise StoppedError
        self.done, self.total, self.what = done, total, what


class Jobs:
    """The jobs of one server.

    lanes   by kind of job, the queue it waits in
    do      does a job and keeps its answer
    """

    def __init__(
        self, files: JobFiles, lanes: Mapping[str, str], do: Callable[[JobFile, Progress], None], limits: Limits
    ) -> None:
        self._files = files
        self._lanes = lanes
        self._do = do
        self._limits = limits
        self._lock = threading.RLock()
        self._queues: dict[str, queue.SimpleQueue[Job | None]] = {
            lane: queue.SimpleQueue() for lane in dict.fromkeys(lanes.values())
        }
        self._jobs: dict[str, Job] = {}
        self._threads: list[threading.Thread] = []
        self.closing = False

    def start(self, renamed: Callable[[JobFile], str]) -> None:
        """Read the jobs on file, go on with those that are open, and work.

        renamed   the name that the question of a job has today: that of another program differs
        """
        for file in self._files.every():
            if file.kind not in self._lanes:
                continue
            if file.state in OPEN and (name := renamed(file)) != file.id:
                self._files.remove(file.id)
                file = file.model_copy(update={"id": name})
            job = self._jobs[file.id] = Job(file)
            if job.open:
                self._set(job, "waiting")
                self._queues[self._lanes[file.kind]].put(job)
        for lane, waiting in self._queues.items():
            thread = threading.Thread(target=self._work, args=(waiting,), name=f"foedus {lane}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def ask(self, name: str, kind: str, case: str, question: dict[str, Any]) -> Job:
        """Put a question into the queue; one that waits or runs already is not asked twice. Raises RefuseError if full."""
        with self._lock:
            if (job := self._jobs.get(name)) and job.open and not job.stop.is_set():
                return job
            if self.closing:
                raise RefuseError(503, "the server is being stopped; ask again when it is back")
            if sum(one.open for one in self._jobs.values()) >= self._limits.waiting:
                said = (
                    f"{self._limits.waiting} jobs wait or run already, which is the most; wait for one, or cancel one"
                )
                raise RefuseError(429, said, {"Retry-After": "30"})
            job = Job(
                JobFile(id=name, kind=kind, case=case, question=question, state="waiting", asked=datetime.now(UTC))
            )
            self._files.put(job.file)
            self._jobs[name] = job
            self._forget()
        self._queues[self._lanes[kind]].put(job)
        return job

    def get(self, name: str) -> Job:
        """A job by name. Raises RefuseError if there is none."""
        job = self._jobs.get(name)
        if job is None:
            raise RefuseError(404, f"no job {name[:40]!r} is known here; ask the question again")
        return job

    def found(self, name: str) -> Job | None:
        """A job by name; None if there is none."""
        return self._jobs.get(name)

    def every(self) -> list[Job]:
        """Every job, the one asked last first."""
        with self._lock:
            return sorted(self._jobs.values(), key=lambda one: one.file.asked, reverse=True)

    def cancel(self, name: str) -> Job:
        """Let a job stop; one that has ended stays as it is. Raises RefuseError if there is none."""
        job = self.get(name)
        with self._lock:
            if job.open:
                job.stop.set()
            if job.file.state == "waiting":
                self._set(job, "cancelled")
        return job

    def forget(self, job: Job) -> None:
        """Take note that the answer of a job is kept no more."""
        with self._lock:
            if job.file.state == "done":
                self._set(job, "forgotten")

    def close(self) -> None:
        """Stop working; what is open stays on file."""
        with self._lock:
            self.closing = True
            for job in self._jobs.values():
                if job.open:
                    job.stop.set()
        for waiting in self._queues.values():
            waiting.put(None)
        ends = monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, ends - monotonic()))

    def _work(self, waiting: queue.SimpleQueue[Job | None]) -> None:
        while (job := waiting.get()) is not None and not self.closing:
            with self._lock:
                if job.stop.is_set() or job.file.state != "waiting":
                    continue
                self._set(job, "running")
            job.began = monotonic()
            self._try(job)

    def _try(self, job: Job) -> None:
        try:
            self._do(job.file, job.tell)
        except StoppedError:
            self._set(job, "waiting" if self.closing else "cancelled")
        except FoedusError as error:
            self._set(job, "failed", refused(str(error)))
        except Exception:
            if self.closing:  # what a library makes of the end of the program
                return
            traceback.print_exc(file=sys.stderr)
            self._set(job, "failed", refused(FAILED))
        else:
            self._set(job, "done")

    def _set(self, job: Job, state: State, error: Refused | None = None) -> None:
        ended = None if state in OPEN else datetime.now(UTC)
        took = monotonic() - job.began if ended and job.began is not None else job.file.seconds
        job.file = job.file.model_copy(
            update={"state": state, "error": error, "ended": ended, "seconds": took if ended else None}
        )
        if self._jobs.get(job.file.id) is not job:  # cancelled, and asked again meanwhile
            return
        try:
            self._files.put(job.file)
        except FoedusError as refusal:
            say(str(refusal))

    def _forget(self) -> None:
        """Above the limit, remove files of jobs that have ended, those asked first first."""
        ended: Iterable[Job] = sorted(
            (one for one in self._jobs.values() if not one.open), key=lambda one: one.file.asked
        )
        for job in list(ended)[: max(0, len(self._jobs) - self._limits.jobs)]:
            self._files.remove(job.file.id)
            del self._jobs[job.file.id]

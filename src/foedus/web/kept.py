"""What outlives the server: a file for each job that says what was asked, and its answers in the store of results."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import AwareDatetime, Field, ValidationError

from foedus.atomic import atomic_write
from foedus.part import Part
from foedus.simulation.store import Store
from foedus.web.refusal import Refused

State = Literal["waiting", "running", "done", "failed", "cancelled", "forgotten"]
OPEN = ("waiting", "running")
"""States of a job that is to be done."""
DIGITS = 32


class JobFile(Part):
    """What was asked, and what became of it."""

    format: Literal["foedus.job/1"] = "foedus.job/1"
    id: str = Field(pattern=r"^[0-9a-f]{32}$")
    kind: str
    case: str
    question: dict[str, Any]
    state: State
    asked: AwareDatetime
    ended: AwareDatetime | None = None
    seconds: float | None = Field(None, description="how long it took")
    error: Refused | None = None


class JobFiles:
    """Files of jobs in one folder, written whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def every(self) -> list[JobFile]:
        """Every job on file, in the order in which they were asked. What is no job is left alone."""
        found = []
        for path in self._folder.glob("*.json") if self._folder.is_dir() else ():
            with suppress(OSError, ValidationError, UnicodeError):
                found.append(JobFile.model_validate_json(path.read_text(encoding="utf-8")))
        return sorted(found, key=lambda one: (one.asked, one.id))

    def put(self, job: JobFile) -> None:
        """Write a job."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with atomic_write(self._path(job.id)) as part:
            part.write_text(job.model_dump_json(indent=1), encoding="utf-8")

    def remove(self, name: str) -> None:
        """Remove a job."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.json"


class Answers:
    """Files of answers by job and name, in the store in which the chunks of futures are."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def get(self, job: str, name: str) -> bytes | None:
        """A file; None where it is not kept, or no more."""
        found = self.store.get(_key(job, name))
        return found["file"].tobytes() if found else None

    def has(self, job: str, name: str) -> bool:
        """Whether it is kept."""
        return self.store.has(_key(job, name))

    def put(self, job: str, name: str, content: bytes) -> None:
        """Keep a file."""
        self.store.put(_key(job, name), {"file": np.frombuffer(content, np.uint8)})


def name_of(*parts: str) -> str:
    """The name of what these texts say, hexadecimal: the same question has the same name."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:DIGITS]


def _key(job: str, name: str) -> str:
    return hashlib.sha256(f"served {job} {name}".encode()).hexdigest()

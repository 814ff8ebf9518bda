"""An answer that was given before: a question asked again needs no work."""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

from foedus.assessment.answer import Answer
from foedus.assessment.identity import Asked
from foedus.simulation.store import Store

PACKAGE = Path(__file__).parents[1]
BESIDE = ("numpy", "scipy", "pydantic")
"""Packages in which the last digits of an answer, or its form, may change."""


def name_of(asked: Asked) -> str:
    """The name of an answer, hexadecimal: by all that is asked, the case included, and the program as it is installed."""
    described = json.dumps([asked.model_dump_json(), sys.version, *map(version, BESIDE), installed()], default=repr)
    return hashlib.sha256(f"answer {described}".encode()).hexdigest()


def installed() -> list[tuple[str, int, int]]:
    """Every file of the program, with its size and time of change: an edit makes every answer a new one."""
    files = ((path, path.stat()) for path in sorted(PACKAGE.rglob("*")) if path.suffix != ".pyc" and path.is_file())
    return [(path.relative_to(PACKAGE).as_posix(), stat.st_size, stat.st_mtime_ns) for path, stat in files]


def recall(store: Store, name: str) -> Answer | None:
    """The answer of a name; None where there is none."""
    found = store.get(name)
    return Answer.model_validate_json(found["answer"].tobytes()) if found else None


def remember(store: Store, name: str, answer: Answer) -> None:
    """Keep an answer under its name."""
    store.put(name, {"answer": np.frombuffer(answer.model_dump_json().encode(), np.uint8)})

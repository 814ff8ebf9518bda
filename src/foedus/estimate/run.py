"""How a fit is run: progress callback, number of iterations, and checkpoints.

A checkpoint is one file per chain in the folder of the posterior, named by a digest of the model, its data and its
options, so that no other fit resumes from it. It contains only arrays and is written atomically after every chunk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import jax
import numpy as np
import numpyro
from numpy.typing import NDArray

from foedus.atomic import atomic_write
from foedus.progress import Progress

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Store:
    """Checkpoints of one fit in a folder, which is created with the first; those of other fits are left alone."""

    folder: Path
    name: str
    own: set[str] = field(default_factory=set)

    def path(self, digest: str) -> Path:
        """File of one chain."""
        return self.folder / f"{self.name}.{digest[:16]}.resume"

    def load(self, digest: str) -> Arrays | None:
        """The saved part of a chain; None if there is none, or it cannot be read."""
        self.own.add(digest)
        try:
            with np.load(BytesIO(self.path(digest).read_bytes()), allow_pickle=False) as stored:
                return {key: stored[key] for key in stored.files}
        except (OSError, ValueError, BadZipFile, KeyError):
            return None

    def save(self, digest: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Save a chain as it is now."""
        self.own.add(digest)
        self.folder.mkdir(parents=True, exist_ok=True)
        with atomic_write(self.path(digest)) as part, part.open("wb") as file:
            np.savez(file, **arrays)  # type: ignore[arg-type]

    def kept(self) -> list[Path]:
        """Files of this fit."""
        return [path for path in sorted(map(self.path, self.own)) if path.exists()]

    def clear(self) -> None:
        """Remove the checkpoints of this fit."""
        for path in self.kept():
            path.unlink(missing_ok=True)


def _silent(done: int, total: int, what: str) -> None:
    pass


@dataclass(frozen=True)
class Run:
    """How a fit is run.

    warmup, draws   of each chain, in place of the equation's own
    store           where chains are saved while they run; None saves nothing
    approximate     no chains: a Normal approximation at the mode (`foedus.estimate.approximation`)
    """

    progress: Progress = _silent
    warmup: int | None = None
    draws: int | None = None
    store: Store | None = None
    approximate: bool = False


QUIET = Run()


def digest(model: Callable[..., None], data: Mapping[str, Any], options: Mapping[str, Any]) -> str:
    """SHA-256 of the model's name, every array of its data, its options and the versions that fix its random numbers."""
    found = sha256(f"{model.__module__}.{model.__qualname__} {jax.__version__} {numpyro.__version__}".encode())
    found.update(repr(sorted(options.items())).encode())
    for path, leaf in jax.tree_util.tree_flatten_with_path(dict(data))[0]:
        array = np.asarray(leaf)
        found.update(f"{jax.tree_util.keystr(path)} {array.dtype} {array.shape}".encode())
        found.update(array.tobytes())
    return found.hexdigest()

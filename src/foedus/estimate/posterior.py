"""Posterior draws as small, safe files: arrays with named axes, and a record of their provenance.

A posterior is one `.npz` (no pickled objects) holding `draws/<parameter>` arrays, whose first axis is the draw,
`units/<parameter>` tables with one row per unit (mean, standard deviation) for intercepts of states and dyads, and a
JSON record: equation, specification, terms, years, source hashes, priors, diagnostics, scores, version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from foedus.atomic import atomic_write
from foedus.errors import InputError, ModelError, unknown
from foedus.names import same, shown
from foedus.taken import path as taken_path

FORMAT = 1
RECORDED = (
    *("equation", "specification", "formula", "terms", "sample", "years", "as_of", "sources"),
    *("priors", "sampler", "diagnostics", "summary", "scores"),
)
"""Parts of every record."""

SHIPPED = resources.files("foedus.estimate") / "shipped"


@dataclass(frozen=True)
class Units:
    """Intercepts of repeated units, summarised: codes (U,), mean (U,), sd (U,); a new unit is drawn from N(0, sigma)."""

    codes: NDArray[np.int64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]

    @cached_property
    def rows(self) -> dict[int, int]:
        """The row of each code."""
        return {code: row for row, code in enumerate(self.codes.tolist())}


@dataclass(frozen=True)
class Posterior:
    """Draws of one equation's parameters and their record."""

    name: str
    draws: Mapping[str, NDArray[np.float64]]
    units: Mapping[str, Units]
    record: Mapping[str, Any]

    @property
    def size(self) -> int:
        """Number of draws."""
        return int(next(iter(self.draws.values())).shape[0])


def posterior_names() -> list[str]:
    """Names of the posteriors that come with the package."""
    folder = Path(str(SHIPPED))
    return sorted(path.stem for path in folder.glob("*.npz")) if folder.is_dir() else []


def load_posterior(name: str, folder: str | Path | None = None) -> Posterior:
    """A shipped posterior by name, or one in `folder`.

    Raises ModelError when it does not exist, is not a posterior file, or has another format.
    """
    if not isinstance(name, str):
        raise InputError(f"posterior {shown(repr(name))} is not allowed: a name, such as government")
    if folder is not None:
        return _read(name, taken_path("folder", folder))
    return _shipped(same(name, posterior_names()) or name)


@cache
def _shipped(name: str) -> Posterior:
    return _read(name, Path(str(SHIPPED)))


def _read(name: str, folder: Path) -> Posterior:
    path = folder / f"{name}.npz"
    if not path.exists():
        known = sorted(p.stem for p in path.parent.glob("*.npz"))
        raise ModelError(unknown("posterior", name, known))
    try:
        with np.load(path, allow_pickle=False) as stored:
            record = dict(json.loads(bytes(stored["record"]).decode()))
            arrays = {key: stored[key].astype(np.float64) for key in stored.files if key != "record"}
    except (BadZipFile, EOFError, TypeError, ValueError, KeyError, OSError) as error:
        said = str(error).splitlines()[0] if str(error) else "cut off"
        raise ModelError(f"{path}: not a posterior file ({said}); refit it with 'foedus fit'") from error
    _check(path, record)
    draws = {key.removeprefix("draws/"): value for key, value in arrays.items() if key.startswith("draws/")}
    tables = {key.removeprefix("units/"): value for key, value in arrays.items() if key.startswith("units/")}
    units = {key: Units(table[0].astype(np.int64), table[1], table[2]) for key, table in tables.items()}
    return Posterior(name, draws, units, record)


def _check(path: Path, record: Mapping[str, Any]) -> None:
    """Refuse a record of another format, of an equation other than the file's name says, or with missing parts."""
    if record.get("format") != FORMAT:
        raise ModelError(
            f"{path}: posterior format {record.get('format')}, this version reads {FORMAT}; "
            f"refit it with 'foedus fit {path.stem}'"
        )
    if record.get("name") != path.stem:
        raise ModelError(f"{path}: holds the posterior of '{record.get('name')}'; name it {record.get('name')}.npz")
    lacking = [part for part in RECORDED if part not in record]
    if lacking:
        raise ModelError(f"{path}: its record lacks {', '.join(lacking)}; refit it with 'foedus fit {path.stem}'")


def save_posterior(posterior: Posterior, folder: Path) -> Path:
    """Write atomically: a reader never sees half a file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{posterior.name}.npz"
    arrays: dict[str, Any] = {f"draws/{key}": value.astype(np.float32) for key, value in posterior.draws.items()}
    for key, units in posterior.units.items():
        arrays[f"units/{key}"] = np.stack([units.codes, units.mean, units.sd]).astype(np.float64)
    record = {**posterior.record, "format": FORMAT, "name": posterior.name}
    arrays["record"] = np.frombuffer(json.dumps(record, indent=1, sort_keys=True).encode(), dtype=np.uint8)
    with atomic_write(path) as part, part.open("wb") as stream:
        np.savez_compressed(stream, **arrays)
    return path

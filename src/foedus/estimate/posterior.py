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

import numpy as np
from numpy.typing import NDArray

from foedus.atomic import atomic_write
from foedus.errors import InputError, ModelError, unknown
from foedus.estimate.posterior_checks import FORMAT, check_arrays, check_record, expected_type
from foedus.intake.archive import read_arrays
from foedus.intake.json_text import parse_json
from foedus.intake.refusal import FILE
from foedus.names import same
from foedus.rendered import Rendered
from foedus.shown import VALUE, escaped, quoted
from foedus.taken import path as taken_path

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


@dataclass(frozen=True, repr=False, eq=False)
class Posterior(Rendered):
    """Draws of one equation's parameters and their record. Equal to itself alone."""

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
        raise InputError(f"posterior {quoted(name)} is not allowed: a name, such as government")
    if folder is not None:
        return _read(name, taken_path("folder", folder))
    return _shipped(name)


@cache
def _shipped(name: str) -> Posterior:
    return _read(same(name, posterior_names()) or name, Path(str(SHIPPED)))


def _read(name: str, folder: Path) -> Posterior:
    path = folder / f"{name}.npz"
    if not path.exists():
        known = sorted(p.stem for p in path.parent.glob("*.npz"))
        raise ModelError(unknown("posterior", name, known))
    told, refit = escaped(str(path), FILE), f"refit it with 'foedus fit {path.stem}'"
    try:
        arrays = read_arrays(path, expected_type)
        record = _record(arrays.pop("record", None))
    except ValueError as error:
        raise ModelError(f"{told}: not a posterior file: {error}; {refit}") from error
    if record.get("name") != path.stem:
        held = escaped(str(record.get("name")), VALUE)
        raise ModelError(f"{told}: holds the posterior of '{held}'; name it {held}.npz")
    try:
        check_record(record)
        check_arrays(arrays, record)
    except ValueError as error:
        raise ModelError(f"{told}: {error}; {refit}") from error
    arrays = {key: value.astype(np.float64) for key, value in arrays.items()}
    draws = {key.removeprefix("draws/"): value for key, value in arrays.items() if key.startswith("draws/")}
    tables = {key.removeprefix("units/"): value for key, value in arrays.items() if key.startswith("units/")}
    units = {key: Units(table[0].astype(np.int64), table[1], table[2]) for key, table in tables.items()}
    return Posterior(name, draws, units, record)


def _record(stored: NDArray[Any] | None) -> dict[str, Any]:
    if stored is None:
        raise ValueError("it has no array 'record'")
    try:
        found = parse_json(bytes(stored).decode("utf-8"))
    except ValueError as error:
        raise ValueError(f"array 'record' is no JSON ({error})") from error
    if not isinstance(found, dict):
        raise ValueError("array 'record' must have fields with values")
    return found


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

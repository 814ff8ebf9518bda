"""Where posteriors come from: the shipped ones, or those of a folder in place of shipped ones of the same name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from foedus.errors import InputError, ModelError
from foedus.estimate.posterior import Posterior, load_posterior, posterior_names
from foedus.intake.file import read_bytes
from foedus.intake.limits import ARCHIVE_BYTES
from foedus.shown import quoted

Shape = tuple[int | str, ...]
"""Sizes of an array by axis; a letter is a size that is a fit's own."""


@dataclass(frozen=True)
class Fits:
    """Posteriors by name; `folder` holds a user's own, and `alone` uses no others.

    Raises InputError if the folder does not exist, or has no posterior with the name of a shipped one.
    """

    folder: Path | None = None
    alone: bool = False

    def __post_init__(self) -> None:
        if self.folder is None:
            return
        if not self.folder.is_dir():
            raise InputError(f"{self.folder} is not a folder; give the folder that 'foedus fit --out' wrote to")
        if not any(self._own(name) for name in posterior_names()):
            raise InputError(
                f"{self.folder} has no posterior with the name of a shipped one ('foedus fit list' names them); "
                "fit one with 'foedus fit NAME --out FOLDER'"
            )

    def load(self, name: str) -> Posterior:
        """The posterior of a name.

        Raises ModelError if one in the folder lacks the terms and parameters of the shipped one.
        """
        if self.alone:
            return load_posterior(name, self.folder)
        shipped = load_posterior(name)
        if not self._own(name):
            return shipped
        own = load_posterior(name, self.folder)
        fault = _differs(own, shipped)
        if fault:
            raise ModelError(
                f"{self.folder}/{name}.npz: its parameters are not those of this version's equation: {fault}; "
                f"refit it with 'foedus fit {name}'"
            )
        return own

    def replaced(self, names: Iterable[str]) -> dict[str, str]:
        """Those of `names` that come from the folder, each with the SHA-256 of its file."""
        own = {name: self.folder / f"{name}.npz" for name in names if self.folder and self._own(name)}
        return {name: sha256(read_bytes(path, ARCHIVE_BYTES)).hexdigest() for name, path in own.items()}

    def holds(self, name: str) -> bool:
        """Whether there is a posterior of a name that ships."""
        return not self.alone or self._own(name)

    def _own(self, name: str) -> bool:
        return self.folder is not None and (self.folder / f"{name}.npz").exists()


def _differs(own: Posterior, shipped: Posterior) -> str:
    """In what terms, arrays or shapes a posterior differs from the shipped one; '' if in none."""
    for part in ("equation", "terms"):
        if own.record[part] != shipped.record[part]:
            return f"its record has the {part} {quoted(own.record[part])}; expected {quoted(shipped.record[part])}"
    found, expected = _shapes(own), _shapes(shipped)
    for name in sorted({*found, *expected}):
        if found.get(name) != expected.get(name):
            return f"array '{name}' is {_told(found.get(name))}; expected {_told(expected.get(name))}"
    return ""


def _told(shape: Shape | None) -> str:
    return "absent" if shape is None else f"of shape ({', '.join(map(str, shape))})"


def _shapes(posterior: Posterior) -> dict[str, Shape]:
    """Shape of every array, its draws and its units as G and U; yearly levels count as Y, whatever the years."""
    draws = {f"draws/{key}": ("G", *value.shape[1:]) for key, value in posterior.draws.items()}
    years = {name: ("G", "Y") for name in draws if name == "draws/year_level"}
    return {**draws, **years, **{f"units/{key}": (3, "U") for key in posterior.units}}


AS_SHIPPED = Fits()

"""What the priors of an equation imply before any data, compared with the observed value, by `foedus fit --prior`.

A prior covers if the observed value lies within the central 90% of what it implies. It is meant to be wide: it should
rule out the unbelievable, but nothing that was observed.

Source: Gabry et al. (2019), Journal of the Royal Statistical Society A 182, 389-402 (prior predictive checks).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np

from foedus.arrays import Floats
from foedus.atomic import atomic_write
from foedus.errors import ModelError
from foedus.estimate.posterior import SHIPPED

FORMAT = "foedus.prior-predictive/1"
FILE = "prior-predictive.json"
DRAWS = 400
LOW, HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Implied:
    """One quantity: the 5%, 50% and 95% points of what the priors imply, and what was observed."""

    what: str
    low: float
    median: float
    high: float
    observed: float

    @property
    def covers(self) -> bool:
        """Whether the observed value lies within the central 90%."""
        return self.low <= self.observed <= self.high

    @property
    def verdict(self) -> str:
        """Whether it covers, as text."""
        return "covers" if self.covers else "does not cover"

    @property
    def words(self) -> str:
        """One line for a reader.

        >>> Implied("rate of onsets", 0.001, 0.02, 0.3, 0.01).words
        'rate of onsets: 0.001, 0.02 and 0.3 (5, 50 and 95%); observed 0.01: covers'
        """
        points = f"{self.low:.3g}, {self.median:.3g} and {self.high:.3g} (5, 50 and 95%)"
        return f"{self.what}: {points}; observed {self.observed:.3g}: {self.verdict}"


def implied(what: str, drawn: Floats, observed: float) -> Implied:
    """The quantity from its draws."""
    low, median, high = (float(f"{each:.4g}") for each in np.quantile(drawn, [LOW, 0.5, HIGH]))
    return Implied(what, low, median, high, float(f"{observed:.4g}"))


def checked(name: str) -> list[Implied] | None:
    """The shipped result; None if there is none."""
    return _shipped().get(name)


def load(path: Path) -> dict[str, list[Implied]]:
    """Results of a file by name."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["format"] != FORMAT:
            raise ValueError(f"format {stored['format']}")
        return {name: [Implied(**each) for each in found] for name, found in stored["equations"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path} is no result of 'foedus fit --prior' ({error}); move it away and run it again"
        ) from error


def save(found: Mapping[str, list[Implied]], folder: Path) -> Path:
    """Add results to the file of a folder, which is created if need be."""
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    whole = (load(path) if path.exists() else {}) | dict(found)
    equations = {name: [asdict(each) for each in whole[name]] for name in sorted(whole)}
    text = json.dumps({"format": FORMAT, "draws": DRAWS, "equations": equations}, indent=1)
    with atomic_write(path) as part:
        part.write_text(text + "\n", encoding="utf-8")
    return path


@cache
def _shipped() -> dict[str, list[Implied]]:
    path = Path(str(SHIPPED)) / FILE
    return load(path) if path.is_file() else {}

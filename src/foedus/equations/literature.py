"""What has been published on the parameters of the model: where each finding enters, with which prior, or why it does not.

A finding is never a number the model has to reproduce. It enters in one of four roles:

    prior    a stated effect or prior leans on it (`effects.csv`, `stated.csv`)
    fitted   its question is answered by an equation fitted here; the finding is what the estimate is read against
    beside   it is printed beside an outcome, or is a figure of the case
    unused   it does not enter, for the reason given

Status: S seen in a page, S-dir only the direction seen, C computed on the publishers' files, M recalled and not checked.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

ROLES = ("prior", "fitted", "beside", "unused")


@dataclass(frozen=True)
class Finding:
    """One published finding, or one count made beforehand on the publishers' files.

    number   of the finding
    stated   priors that lean on it, each a name of `stated.csv` or `kind/channel` of `effects.csv`, spaced
    use      where and how it enters, or why not
    """

    number: str
    finding: str
    source: str
    status: str
    role: str
    stated: str
    use: str

    @property
    def keys(self) -> tuple[str, ...]:
        """The priors that lean on it."""
        return tuple(self.stated.split())


@lru_cache(maxsize=1)
def findings() -> tuple[Finding, ...]:
    """Every finding, by number."""
    text = (resources.files("foedus.equations") / "literature.csv").read_text(encoding="utf-8")
    return tuple(Finding(**row) for row in csv.DictReader(text.splitlines()))

"""Published findings on the parameters of the model: where each enters, with which prior, or why it does not.

The model never has to reproduce a finding. Each finding has one of four roles:

    prior    a stated effect or prior uses it (`effects.csv`, `stated.csv`)
    fitted   an equation fitted here answers its question; the estimate is compared with it
    beside   it is printed next to an outcome, or is a figure of the case
    unused   it does not enter, for the reason given

Status: S seen in a page, S-dir only the direction seen, C computed from the publishers' files, M recalled and not checked.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

ROLES = ("prior", "fitted", "beside", "unused")


@dataclass(frozen=True)
class Finding:
    """One published finding, or one earlier count from the publishers' files.

    number   of the finding
    stated   priors that use it, each a name of `stated.csv` or `kind/channel` of `effects.csv`, spaced
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
        """The priors that use it."""
        return tuple(self.stated.split())


@lru_cache(maxsize=1)
def findings() -> tuple[Finding, ...]:
    """Every finding, by number."""
    text = (resources.files("foedus.equations") / "literature.csv").read_text(encoding="utf-8")
    return tuple(Finding(**row) for row in csv.DictReader(text.splitlines()))

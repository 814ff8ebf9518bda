"""The fitted equations: what each is about, the years it can be fitted to, and where it is known to fall short."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, resources

from foedus.equations.rivals import RIVALS, posterior_name
from foedus.errors import InputError, unknown
from foedus.estimate.samples import disputes, duration, governments, states, treaties
from foedus.estimate.samples.sample import Years

_WITH_RIVALS: dict[str, Years] = {
    "initiation": disputes.INITIATION_YEARS,
    "escalation": disputes.ESCALATION_YEARS,
    "joining": disputes.ESCALATION_YEARS,
    "treaty-end": treaties.END_YEARS,
    **{f"growth-{index}": years for index, (_, _, years) in states.GROWTH.items()},
}

SPANS: dict[str, Years] = {
    **{posterior_name(name, each): years for name, years in _WITH_RIVALS.items() for each in RIVALS[name]},
    "alignment": states.ALIGNMENT_YEARS,
    "armament": states.ARMAMENT_YEARS,
    "duration": duration.DURATION_YEARS,
    "government": governments.YEARS,
    **{f"provocation-{kind}": years for kind, years in states.PROVOCATION_YEARS.items()},
    "trade": states.TRADE_YEARS,
    "treaty-formation": treaties.FORMATION_YEARS,
}
"""First and last year of the data of each posterior."""


@dataclass(frozen=True)
class Equation:
    """One fitted equation.

    name      of its posterior
    module    of `foedus.equations` whose docstring is its mathematics
    sampled   False where its posterior is computed without a sampler
    time      how long a fit takes on an ordinary computer, roughly
    weakness  where it is known to fall short
    """

    name: str
    module: str
    what: str
    unit: str
    sampled: bool
    time: str
    weakness: str

    @property
    def years(self) -> Years:
        """First and last year it can be fitted to."""
        return SPANS[self.name]

    @property
    def mathematics(self) -> str:
        """The docstring of its module."""
        return (import_module(f"foedus.equations.{self.module}").__doc__ or "").strip()


@lru_cache(maxsize=1)
def equations() -> dict[str, Equation]:
    """Every fitted equation by name."""
    text = (resources.files("foedus.estimate") / "equations.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["name"]: Equation(**{**row, "sampled": row["sampled"] == "yes"}) for row in rows}  # type: ignore[arg-type]


def equation(name: str) -> Equation:
    """The fitted equation of a name."""
    if name not in equations():
        raise InputError(unknown("equation", name, equations()))
    return equations()[name]

"""The fitted equations: the subject of each, the years it can be fitted to, and its known weakness.

An equation is fitted if `foedus.estimate` has a module of its name, whose `fit` takes the series and the specification, if
it has any, then `years`, `seed`, `run` and `as_of`. Under the same name `foedus.estimate.samples` has its sample and
`foedus.estimate.prior_checks` its prior check; a logit whose sample names its EVENT needs none of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module, resources
from importlib.util import find_spec
from types import MappingProxyType

from foedus.equations.registry import EQUATIONS, POSTERIORS, SERIES, Series
from foedus.errors import known
from foedus.estimate.samples.sample import Years

_FITTED = frozenset(name for name in EQUATIONS if find_spec(f"foedus.estimate.{name}") is not None)

FITTED = tuple(name for name, each in SERIES.items() if each.module in _FITTED)
"""Series that are fitted; all others are stated."""

JOBS: Mapping[str, tuple[Series, tuple[str, ...]]] = MappingProxyType(
    {name: job for name, job in POSTERIORS.items() if job[0].module in _FITTED}
)
"""Of every posterior that can be estimated its series, and the first arguments of its fit."""


@dataclass(frozen=True)
class Equation:
    """One fitted equation.

    name      of its posterior
    module    of `foedus.equations` whose docstring is its mathematics
    sampled   False where its posterior is computed without a sampler
    time      how long a fit takes on an ordinary computer, roughly
    weakness  its known weakness
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
        series, _ = JOBS[self.name]
        years = import_module(f"foedus.estimate.samples.{series.module}").YEARS
        found: Years = years[series.of[0]] if series.of else years
        return found

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
    return equations()[known("equation", name, equations())]

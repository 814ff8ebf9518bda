"""Every fit by name: `fit("escalation")` builds the sample, estimates the equation and returns its posterior."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from foedus.errors import InputError, unknown
from foedus.estimate import disputes, states, treaties
from foedus.estimate.posterior import Posterior
from foedus.estimate.run import QUIET, Run
from foedus.estimate.samples.sample import AS_OF, Years


class Job(Protocol):
    """One fit: the sample for `years` (None: all the equation is defined for), the draws, the record."""

    def __call__(
        self, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
    ) -> Posterior: ...


JOBS: Mapping[str, Job] = MappingProxyType({**disputes.JOBS, **treaties.JOBS, **states.JOBS})


def names() -> list[str]:
    """Names of all posteriors that can be estimated."""
    return sorted(JOBS)


def fit(name: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior `name`, estimated from the publishers' files."""
    if name not in JOBS:
        raise InputError(unknown("fit", name, JOBS))
    return JOBS[name](years=years, seed=seed, run=run, as_of=as_of)

"""Every fit by name: `fit("joining-full")` builds the sample, estimates the equation and returns its posterior."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import cast

from foedus.errors import InputError, unknown
from foedus.estimate.equations import JOBS
from foedus.estimate.posterior import Posterior
from foedus.estimate.run import QUIET, Run
from foedus.estimate.samples.sample import AS_OF, Years


def names() -> list[str]:
    """Names of all posteriors that can be estimated."""
    return sorted(JOBS)


def fit(name: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior `name`, estimated from the publishers' files."""
    if name not in JOBS:
        raise InputError(unknown("fit", name, JOBS))
    series, of = JOBS[name]
    module = import_module(f"foedus.estimate.{series.module}")
    return cast(Posterior, module.fit(*of, years=years, seed=seed, run=run, as_of=as_of))

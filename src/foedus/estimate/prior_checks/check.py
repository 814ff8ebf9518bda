"""The prior check of any posterior, by name."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import cast

import numpy as np

from foedus.estimate.equations import JOBS
from foedus.estimate.prior_checks.draws import PriorDraws
from foedus.estimate.prior_predictive import DRAWS, Implied
from foedus.estimate.samples.sample import AS_OF, Years


def check(
    name: str, years: Years | None = None, *, seed: int = 1, draws: int = DRAWS, as_of: date = AS_OF
) -> list[Implied]:
    """What the priors of one equation imply for its sample; empty where it has none."""
    series, of = JOBS[name]
    module = import_module(f"foedus.estimate.prior_checks.{series.module}")
    return cast(list[Implied], module.check(*of, PriorDraws(np.random.default_rng(seed), draws), years, as_of))

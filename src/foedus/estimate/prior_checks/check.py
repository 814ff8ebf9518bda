"""The prior check of any posterior, by name: of the module of its equation, or that of a logit."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import cast

import numpy as np

from foedus.equations.registry import EQUATIONS, Series
from foedus.estimate.design import design_matrix
from foedus.estimate.equations import JOBS
from foedus.estimate.prior_checks.draws import PriorDraws, rates
from foedus.estimate.prior_predictive import DRAWS, Implied, implied
from foedus.estimate.samples.sample import AS_OF, Years


def check(
    name: str, years: Years | None = None, *, seed: int = 1, draws: int = DRAWS, as_of: date = AS_OF
) -> list[Implied]:
    """What the priors of one equation imply for its sample; empty where it has none."""
    series, of = JOBS[name]
    drawn = PriorDraws(np.random.default_rng(seed), draws)
    own = f"foedus.estimate.prior_checks.{series.module}"
    if find_spec(own) is None:
        return [logit(series, of, drawn, years, as_of)]
    return cast(list[Implied], import_module(own).check(*of, drawn, years, as_of))


def logit(series: Series, of: tuple[str, ...], of_priors: PriorDraws, years: Years | None, as_of: date) -> Implied:
    """The rate of the event of a logit: its sample says as EVENT which column that is, and what is counted."""
    equation, samples = EQUATIONS[series.module], import_module(f"foedus.estimate.samples.{series.module}")
    column, what = samples.EVENT
    terms = equation.TERMS
    active = series.specifications[of[0]].active(terms) if of else list(range(len(terms)))
    found = samples.sample(years, as_of)
    drawn = rates(of_priors, design_matrix(equation, found.arrays)[:, active], equation.PRIOR.of(active))
    return implied(what, drawn, float(found[column].mean()))

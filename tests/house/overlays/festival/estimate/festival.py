"""Estimate when a state holds a festival: `foedus.equations.festival`."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import festival
from foedus.estimate import checks
from foedus.estimate.design import design_matrix
from foedus.estimate.mode import Design, mode
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.samples import festival as samples
from foedus.estimate.samples.sample import AS_OF, Years

DRAWS = 500


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Normal approximation at the mode. `run` is unused: no sampler runs."""
    found, prior = samples.sample(years, as_of), festival.PRIOR
    x, held = design_matrix(festival, found.arrays), found["held"]
    checks.logit(found, "festivals", x, held, festival.TERMS)
    at = mode(Design(x), held, np.ones(found.rows), prior.location, np.diag(prior.precision))
    root = np.linalg.cholesky(np.linalg.inv(at.hessian))
    kept = {"b": at.b + np.random.default_rng(seed).standard_normal((DRAWS, len(at.b))) @ root.T}
    entry = record(
        found,
        equation="festivals",
        specification="held before",
        formula="logit Pr(festival) = b . x",
        terms=festival.TERMS,
        priors={"b": prior.words(festival.TERMS)},
        diagnostics={},
        summary=summarise(kept, {"b": festival.TERMS}),
    )
    return Posterior("festival", kept, {}, entry | {"sampler": "Normal approximation at the mode"})

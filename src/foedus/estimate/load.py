"""Estimate how often great powers are at war: `foedus.equations.load`."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import load
from foedus.equations.prior import UNIT_WIDTH
from foedus.estimate import checks
from foedus.estimate.design import design_matrix
from foedus.estimate.mode import Design, mode_of_units
from foedus.estimate.posterior import Posterior, Units
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import DRAWS_KEPT, EXACT
from foedus.estimate.samples import load as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

SAMPLER = "none: Normal approximation at the mode, the scale of the intercepts at its fixed point"


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior from the publishers' files. `run` is unused: no sampler runs."""
    return estimate(samples.sample(years, as_of), seed=seed)


def estimate(found: Sample, *, seed: int = 1) -> Posterior:
    """Normal approximation at the mode of the coefficients, the intercepts of states integrated over."""
    x, at_war = design_matrix(load, found.arrays), found["at_war"]
    checks.logit(found, "great powers", x, at_war, load.TERMS)
    codes, unit = np.unique(found["ccode"].astype(np.int64), return_inverse=True)
    prior = load.PRIOR
    at = mode_of_units(Design(x), at_war, np.ones(found.rows), prior.location, prior.precision, unit, len(codes))
    root = np.linalg.cholesky(np.linalg.inv(at.hessian))
    kept = {
        "b": at.b + np.random.default_rng(seed).standard_normal((DRAWS_KEPT, len(at.b))) @ root.T,
        "sigma": np.full(DRAWS_KEPT, at.sigma),
    }
    entry = record(
        found,
        equation="load",
        specification="war the year before, and an intercept for every great power",
        formula="logit Pr(i at war in t) = c + b before + u_i, u_i ~ N(0, sigma)",
        terms=load.TERMS,
        priors={"b": prior.words(load.TERMS), "sigma": f"HalfNormal({UNIT_WIDTH:g})"},
        diagnostics=EXACT,
        summary=summarise(kept, {"b": load.TERMS}),
    )
    units = {"state": Units(codes, at.u, np.sqrt(at.variance))}
    return Posterior("load", kept, units, entry | {"sampler": SAMPLER})

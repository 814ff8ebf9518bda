"""Estimate how long disputes last: exact posteriors of three probabilities."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import duration
from foedus.equations.prior import RATE, two
from foedus.estimate import checks
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import DRAWS_KEPT, EXACT
from foedus.estimate.samples import duration as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

SAMPLER = "exact: independent draws of Beta posteriors"


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior from the publishers' files. `run` is unused: no sampler runs."""
    return estimate(samples.sample(years, as_of), seed=seed)


def estimate(found: Sample, *, seed: int = 1) -> Posterior:
    """Probabilities that a dispute lasts, by hostility: Beta posteriors under Jeffreys priors."""
    checks.some(found, "dyads in dispute")
    rng = np.random.default_rng(seed)
    stage, lasted = found["stage"].astype(int), found["lasted"]
    trials, events = (np.bincount(stage, weights, len(duration.TERMS)) for weights in (np.ones(found.rows), lasted))
    kept = {"terms": rng.beta(events + RATE[0], trials - events + RATE[1], (DRAWS_KEPT, len(duration.TERMS)))}
    entry = record(
        found,
        equation="duration",
        specification="by hostility",
        formula="lasted_n ~ Bernoulli(d_h)",
        terms=duration.TERMS,
        priors={", ".join(duration.TERMS): two("Beta", RATE)},
        diagnostics=EXACT,
        summary=summarise(kept, {"terms": duration.TERMS}),
    )
    return Posterior("duration", kept, {}, entry | {"sampler": SAMPLER})

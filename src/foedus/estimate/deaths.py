"""Estimate whose people die in fatal disputes: exact posteriors of two probabilities."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import deaths
from foedus.equations.prior import RATE, two
from foedus.estimate import checks
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import DRAWS_KEPT, EXACT
from foedus.estimate.samples import deaths as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years

SAMPLER = "exact: independent draws of Beta posteriors"


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior from the publishers' files. `run` is unused: no sampler runs."""
    return estimate(samples.sample(years, as_of), seed=seed)


def estimate(found: Sample, *, seed: int = 1) -> Posterior:
    """Probability that a side's people die in a fatal dispute: Beta posteriors under Jeffreys priors."""
    checks.some(found, "fatal disputes")
    rng = np.random.default_rng(seed)
    side, died = found["side"].astype(int), found["died"]
    trials, events = (np.bincount(side, weights, len(deaths.TERMS)) for weights in (np.ones(found.rows), died))
    kept = {"terms": rng.beta(events + RATE[0], trials - events + RATE[1], (DRAWS_KEPT, len(deaths.TERMS)))}
    entry = record(
        found,
        equation="deaths",
        specification="by side",
        formula="died_n ~ Bernoulli(d_s)",
        terms=deaths.TERMS,
        priors={", ".join(deaths.TERMS): two("Beta", RATE)},
        diagnostics=EXACT,
        summary=summarise(kept, {"terms": deaths.TERMS}),
    )
    return Posterior("deaths", kept, {}, entry | {"sampler": SAMPLER})

"""Estimate whose people die in fatal disputes: exact posteriors of two probabilities."""

from __future__ import annotations

from datetime import date

from foedus.equations import deaths
from foedus.estimate.posterior import Posterior
from foedus.estimate.run import QUIET, Run
from foedus.estimate.samples import deaths as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years
from foedus.estimate.share import shares


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior from the publishers' files. `run` is unused: no sampler runs."""
    return estimate(samples.sample(years, as_of), seed=seed)


def estimate(found: Sample, *, seed: int = 1) -> Posterior:
    """Probability that a side's people die in a fatal dispute."""
    return shares(
        found,
        "deaths",
        deaths.TERMS,
        group="side",
        event="died",
        rows="fatal disputes",
        specification="by side",
        formula="died_n ~ Bernoulli(d_s)",
        seed=seed,
    )

"""Estimate how long disputes last: exact posteriors of three probabilities."""

from __future__ import annotations

from datetime import date

from foedus.equations import duration
from foedus.estimate.posterior import Posterior
from foedus.estimate.run import QUIET, Run
from foedus.estimate.samples import duration as samples
from foedus.estimate.samples.sample import AS_OF, Sample, Years
from foedus.estimate.share import shares


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """The posterior from the publishers' files. `run` is unused: no sampler runs."""
    return estimate(samples.sample(years, as_of), seed=seed)


def estimate(found: Sample, *, seed: int = 1) -> Posterior:
    """Probabilities that a dispute lasts, by hostility."""
    return shares(
        found,
        "duration",
        duration.TERMS,
        group="stage",
        event="lasted",
        rows="dyads in dispute",
        specification="by hostility",
        formula="lasted_n ~ Bernoulli(d_h)",
        seed=seed,
    )

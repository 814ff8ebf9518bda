"""Estimate the drift of exposure to trade, by the Bayesian bootstrap."""

from __future__ import annotations

from datetime import date

import numpy as np

from foedus.equations import trade
from foedus.estimate import checks
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.sampler import DRAWS_KEPT, EXACT
from foedus.estimate.samples import trade as samples
from foedus.estimate.samples.sample import AS_OF, Years


def fit(years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF) -> Posterior:
    """Scale of the yearly change of exposure, by the Bayesian bootstrap over dyads (Rubin 1981, Ann. Stat. 9, 130-134).

    s = 1.4826 x weighted median of |change|: the standard deviation of a Normal with that median, unmoved by years of
    misreported trade. `run` is unused: no sampler runs.
    """
    found = samples.sample(years, as_of)
    checks.some(found, "changes of trade")
    rng = np.random.default_rng(seed)
    dyads, dyad = np.unique(found["dyad"], return_inverse=True)
    size = np.abs(found["change"])
    order = np.argsort(size)
    scale = np.empty(DRAWS_KEPT)
    for draw, weight in enumerate(rng.dirichlet(np.ones(len(dyads)), DRAWS_KEPT)):
        total = np.cumsum(weight[dyad][order])
        scale[draw] = 1.4826 * size[order][np.searchsorted(total, total[-1] / 2.0)]
    kept = {"terms": scale[:, None]}
    entry = record(
        found,
        equation="trade",
        specification="random walk",
        formula="ln e_t = ln e_(t-1) + N(0, s),  s = 1.4826 median |change|",
        terms=trade.TERMS,
        priors={"scale": "none: Bayesian bootstrap over dyads, Dirichlet(1, ..., 1) weights"},
        diagnostics=EXACT,
        summary=summarise(kept, {"terms": trade.TERMS}),
    )
    return Posterior("trade", kept, {}, entry | {"sampler": "Bayesian bootstrap"})

"""Exact posteriors of the shares of groups in which an event happened: Beta, under Jeffreys priors."""

from __future__ import annotations

import numpy as np

from foedus.equations.prior import RATE, two
from foedus.estimate import checks
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, summarise
from foedus.estimate.sampler import DRAWS_KEPT, EXACT
from foedus.estimate.samples.sample import Sample

SAMPLER = "exact: independent draws of Beta posteriors"


def shares(
    found: Sample,
    equation: str,
    terms: tuple[str, ...],
    *,
    group: str,
    event: str,
    rows: str,
    specification: str,
    formula: str,
    seed: int,
) -> Posterior:
    """The posterior of the share of each group.

    group, event   columns of the sample: the place of a row's group among the terms, and 1 where the event happened
    rows           what a row is, for messages

    Raises ModelError for a sample without rows.
    """
    checks.some(found, rows)
    rng = np.random.default_rng(seed)
    groups, happened = found[group].astype(int), found[event]
    trials, events = (np.bincount(groups, weights, len(terms)) for weights in (np.ones(found.rows), happened))
    kept = {"terms": rng.beta(events + RATE[0], trials - events + RATE[1], (DRAWS_KEPT, len(terms)))}
    entry = record(
        found,
        equation=equation,
        specification=specification,
        formula=formula,
        terms=terms,
        priors={", ".join(terms): two("Beta", RATE)},
        diagnostics=EXACT,
        summary=summarise(kept, {"terms": terms}),
    )
    return Posterior(equation, kept, {}, entry | {"sampler": SAMPLER})

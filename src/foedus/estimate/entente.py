"""Estimate how treaties below a defence pact are made and end: `foedus.equations.entente`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import ModuleType

import numpy as np

from foedus.arrays import Floats
from foedus.equations import entente, treaty_end
from foedus.equations.registry import posterior_name
from foedus.estimate import checks
from foedus.estimate.design import design_matrix, with_zeros
from foedus.estimate.mode import Design, mode
from foedus.estimate.posterior import Posterior
from foedus.estimate.record import record, restricted, summarise
from foedus.estimate.run import QUIET, Run
from foedus.estimate.samples import entente as samples
from foedus.estimate.samples import treaty_end as ends
from foedus.estimate.samples.sample import AS_OF, Sample, Years

DRAWS = 500
PRIORS = {
    "b": entente.PRIOR.words(entente.TERMS),
    "ending": f"as in the end of pacts: {treaty_end.PRIOR.words(treaty_end.TERMS)}",
}
FORMULA = "logit Pr(pair makes a treaty below a pact in t) = b . z;  logit Pr(it ends in t) = e . x"


def estimate(name: str, found: Sample, ended: Sample, *, seed: int = 1) -> Posterior:
    """The posterior on one sample of pair-years and one of treaty-years, Normal at the mode, in the specification `name`."""
    one = entente.SPECIFICATIONS[name]
    active = one.active(entente.TERMS)
    last = [treaty_end.TERMS.index(term) for term in entente.ENDING]
    rng = np.random.default_rng(seed)
    made = _drawn(entente, active, found, "tied", "new treaties below a pact", rng)
    over = _drawn(treaty_end, last, ended, "ended", "ends of treaties", rng)
    labels = {"b": entente.TERMS, "ending": [f"ending {term}" for term in treaty_end.TERMS]}
    kept = {
        "b": with_zeros(made, active, len(entente.TERMS)),
        "ending": with_zeros(over, last, len(treaty_end.TERMS)),
    }
    return Posterior(
        posterior_name("entente", name),
        kept,
        {},
        record(
            replace(found, notes={**found.notes, "ends": ended.notes}, sources={**found.sources, **ended.sources}),
            equation="entente",
            specification=name,
            formula=restricted(FORMULA, one, entente.TERMS),
            terms=entente.TERMS,
            priors=PRIORS,
            diagnostics={
                "chains": 0,
                "max_rhat": 1.0,
                "divergences": 0.0,
                "note": "none: Normal approximation at the mode",
            },
            summary=summarise(kept, labels),
        ),
    )


def _drawn(
    equation: ModuleType, active: list[int], found: Sample, event: str, what: str, rng: np.random.Generator
) -> Floats:
    """Draws of the active coefficients of a logit, from the Normal at the mode."""
    x, belief = design_matrix(equation, found.arrays)[:, active], equation.PRIOR.of(active)
    checks.logit(found, what, x, found[event], [equation.TERMS[k] for k in active])
    at = mode(Design(x), found[event], np.ones(found.rows), belief.location, belief.precision)
    root = np.linalg.cholesky(np.linalg.inv(at.hessian))
    return np.asarray(at.b + rng.standard_normal((DRAWS, len(at.b))) @ root.T)


def fit(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """How treaties below a pact are made and end. `run` is unused: no sampler runs."""
    return estimate(specification, samples.sample(years, as_of), ends.sample(years, as_of, defence=False), seed=seed)

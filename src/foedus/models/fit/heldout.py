"""Held-out scores of the rival specifications of initiation, and their stacking weights.

Each specification is fitted to outcomes up to an origin and scored on the years after it in two ways:

    one-step   predictors of the year before each outcome
    frozen     predictors as they were at the origin, for every year

In both the common yearly level is its expectation, rho^h times its last fitted value, and parameters stay those of the
origin. Rows are the dyads in the sample in the first year after the origin, so both ways score the same rows.

The weights are those of `foedus.models.stacking` for the frozen forecasts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.models.fit.initiation import estimate, probabilities
from foedus.models.fit.run import QUIET, Run
from foedus.models.initiation import SPECIFICATIONS
from foedus.models.samples.sample import Sample
from foedus.models.score import log_score, scores
from foedus.models.stacking import of_what_happened, stack

Floats = NDArray[np.float64]

ORIGIN = 2000
RECENT = 20
"""Years before the origin in which a dyad had an onset to count among those with a recent dispute."""


def split(found: Sample, origin: int) -> tuple[Sample, Sample, Sample]:
    """The sample up to the origin; the rows after it with predictors updated; the same rows with predictors frozen."""
    train = found.where(found["year"] <= origin)
    train = replace(train, years=(found.years[0], origin))
    start = np.flatnonzero(found["year"] == origin + 1)
    place = dict(zip(found["dyad"][start].tolist(), start.tolist(), strict=True))
    after = found.where((found["year"] > origin) & np.isin(found["dyad"], found["dyad"][start]))
    source = np.array([place[dyad] for dyad in after["dyad"].tolist()])
    own = ("year", "dyad", "pair", "initiated", "onset")
    frozen = {name: after[name] if name in own else array[source] for name, array in found.arrays.items()}
    return train, after, replace(after, arrays=frozen)


def evaluate(
    name: str, found: Sample, *, origin: int = ORIGIN, seed: int = 1, run: Run = QUIET
) -> tuple[dict[str, Any], Floats, Floats]:
    """Scores of one specification, its frozen forecasts and what happened."""
    train, after, frozen = split(found, origin)
    posterior = estimate(name, train, seed=seed, run=run, warmup=400, draws=500, strict=False)
    base = float(train["initiated"].mean())
    fought = (found["onset"] == 1) & (found["year"] > origin - RECENT) & (found["year"] <= origin)
    recent = np.isin(after["pair"], found["pair"][fought])
    y, pair = after["initiated"], after["pair"]
    table: dict[str, Any] = {"fitted to": origin, "base rate": round(base, 6)}
    table["diagnostics"] = posterior.record["diagnostics"]
    for way, rows in {"one-step": after, "frozen": frozen}.items():
        p = probabilities(posterior, rows, origin=origin, seed=seed)
        table[way] = scores(p, y, base, pair, seed)
        some = f"{way}, dyads with an onset in the {RECENT} years to {origin}"
        table[some] = scores(p[recent], y[recent], base, pair[recent], seed)
    return table, p, y


def weights(found: Sample, *, seed: int = 1, run: Run = QUIET) -> dict[str, Any]:
    """What weights.json holds: the weights, the frozen log score of each specification, and how they were made."""
    forecasts: dict[str, Floats] = {}
    log_scores: dict[str, float] = {}
    happened = np.empty(0)
    for name in SPECIFICATIONS:
        table, forecasts[name], happened = evaluate(name, found, seed=seed, run=run)
        log_scores[name] = table["frozen"]["log_score"]
    return weighed(forecasts, happened, log_scores, found.years[1])


def weighed(forecasts: Mapping[str, Floats], y: Floats, log_scores: Mapping[str, float], last: int) -> dict[str, Any]:
    """The weights of frozen forecasts of ORIGIN + 1 to `last`, with what they were computed from."""
    chosen = stack(of_what_happened(forecasts, y))
    mixture = sum(chosen[name] * p for name, p in forecasts.items())
    return {
        "horizon": f"{last - ORIGIN} years, frozen at {ORIGIN}",
        "weights": chosen,
        "log_scores": dict(log_scores),
        "log_score_of_mixture": round(log_score(np.asarray(mixture), y), 6),
        "rows": len(y),
        "events": int(y.sum()),
        "method": (
            "Stacking: weights that maximise the mean log score of the mixture of frozen forecasts of "
            f"{ORIGIN + 1}-{last}, from fits to {ORIGIN}. These outcomes set the weights only: the mixture's own score is "
            "not held out, and the posteriors shipped are fitted to all years."
        ),
    }

r"""Propensities from pair facts: a stated score, not an estimate.

    p_ij = sum_k w_k f_kij

f are facts of the pair (`foedus.classic.facts`), and w the weights of propensity.csv: judgements, each with
a range and a reason. A fact that is unknown contributes nothing, and `gaps` names it. No study gives propensities on a
common scale, so a result that depends on the weights is not robust: `foedus.classic.sensitivity` draws them from their
ranges.

Equal weights in natural units follow the case made for them by Dawes (1979), The robust beauty of improper linear models
in decision making, American Psychologist 34:571-582.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from foedus.arrays import Floats


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight: the judgement, the range it is drawn from, and why."""

    term: str
    weight: float
    low: float
    high: float
    provenance: str
    meaning: str
    reason: str


@lru_cache(maxsize=1)
def weights() -> tuple[Weight, ...]:
    """The rows of propensity.csv, in order."""
    text = files("foedus.classic").joinpath("propensity.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(
        Weight(**{**row, **{name: float(row[name]) for name in ("weight", "low", "high")}})  # type: ignore[arg-type]
        for row in rows
    )


def propensities(terms: Mapping[str, Floats], chosen: Mapping[str, float] | None = None) -> Floats:
    """p, (n, n), from facts (n, n) by term; NaN facts contribute 0. `chosen` replaces the stated weights.

    >>> pact = np.array([[0.0, 1.0], [1.0, 0.0]])
    >>> propensities({"pact": pact}, {"pact": 1.5})[0, 1]
    np.float64(1.5)
    """
    by_term = {row.term: row.weight for row in weights()} if chosen is None else chosen
    total: Floats = np.sum([by_term[term] * np.nan_to_num(facts, nan=0.0) for term, facts in terms.items()], axis=0)
    np.fill_diagonal(total, 0.0)
    return total


def drawn_weights(draws: int, seed: int) -> Floats:
    """Seeded weights, (draws, terms), each uniform over its range and independent of the others."""
    rows = weights()
    low, high = (np.array([getattr(row, end) for row in rows]) for end in ("low", "high"))
    found: Floats = np.random.default_rng(seed).uniform(low, high, size=(draws, len(rows)))
    return found

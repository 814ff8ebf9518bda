"""The record of a fit: equation, sample, priors, and sampler diagnostics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedus.equations.specification import Specification
from foedus.estimate.posterior import Units
from foedus.estimate.samples.sample import Sample

SAMPLER = "NUTS (NumPyro), rank-normalised split R-hat, bulk effective sample size"


def restricted(formula: str, specification: Specification, terms: Sequence[str], intercept: str = "") -> str:
    """A formula with the terms that a specification leaves out; `intercept` is the formula's symbol for that of a unit."""
    said = formula
    if len(specification.active(terms)) < len(terms):
        said += ";  b = 0 but for " + ", ".join(terms[k] for k in specification.active(terms))
    if intercept and not specification.units:
        said += f";  {intercept} = 0"
    return said


def record(
    sample: Sample,
    *,
    equation: str,
    specification: str,
    formula: str,
    terms: Sequence[str],
    priors: Mapping[str, str],
    diagnostics: Mapping[str, Any],
    summary: Mapping[str, Any],
    scores: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The JSON-able record every posterior carries."""
    return {
        "equation": equation,
        "specification": specification,
        "formula": formula,
        "terms": list(terms),
        "sample": dict(sample.notes),
        "years": list(sample.years),
        "sources": dict(sample.sources),
        "priors": dict(priors),
        "sampler": SAMPLER if diagnostics.get("chains", 1) else diagnostics["note"],
        "diagnostics": dict(diagnostics),
        "summary": dict(summary),
        "scores": dict(scores or {}),
        "as_of": sample.as_of.isoformat(),
    }


def summarise(draws: Mapping[str, NDArray[np.float64]], labels: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Mean, standard deviation and 5% and 95% points of each parameter; `labels` names the elements of an array."""
    found: dict[str, Any] = {}
    for name, value in draws.items():
        flat = value.reshape(len(value), -1)
        names = labels.get(name, [name] if flat.shape[1] == 1 else [f"{name}[{k}]" for k in range(flat.shape[1])])
        for column, label in enumerate(names):
            found[label] = _summary(flat[:, column])
    return found


def _summary(values: NDArray[np.float64]) -> dict[str, float]:
    low, high = np.quantile(values, [0.05, 0.95])
    return {
        "mean": round(float(values.mean()), 4),
        "sd": round(float(values.std()), 4),
        "q5": round(float(low), 4),
        "q95": round(float(high), 4),
    }


def units(codes: NDArray[Any], intercepts: NDArray[np.float64]) -> Units:
    """Intercepts (draw, unit) of repeated units, as mean and standard deviation."""
    return Units(codes.astype(np.int64), intercepts.mean(axis=0), intercepts.std(axis=0))

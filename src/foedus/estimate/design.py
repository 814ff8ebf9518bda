"""Design matrices: the columns of log-odds that are linear in named coefficients, one per coefficient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from foedus.arrays import Floats


def design_matrix(equation: ModuleType, arrays: Mapping[str, Any]) -> Floats:
    """The design matrix (rows, coefficients) of an equation's `log_odds` on columns named as its terms.

    A column of one row is used for every row.
    """
    x = SimpleNamespace(**arrays)
    unit = np.eye(len(equation.Coefficients._fields))
    rows = np.zeros(max(len(column) for column in arrays.values()))
    return np.stack([equation.log_odds(equation.Coefficients(*each), x) + rows for each in unit], axis=1)


def named(kind: Any, b: Any) -> Any:
    """Named coefficients from an array whose first axis has them in order; `b` may be a tracer."""
    return kind(*(b[k] for k in range(len(kind._fields))))


def with_zeros(estimated: Floats, active: Sequence[int], size: int) -> Floats:
    """All `size` coefficients (..., size), zero except the `active` ones, which were `estimated` (..., active)."""
    full = np.zeros((*estimated.shape[:-1], size))
    full[..., list(active)] = estimated
    return full

"""Priors of the coefficients of the logits and of growth, the same in every specification and every kind of estimate."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.models import escalation, initiation, joining, treaty

Floats = NDArray[np.float64]


class Prior(NamedTuple):
    """Independent Normal priors: locations and standard deviations by term."""

    location: Floats
    width: Floats

    def of(self, active: Sequence[int]) -> Prior:
        """The priors of the chosen coefficients."""
        return Prior(self.location[list(active)], self.width[list(active)])

    @property
    def precision(self) -> Floats:
        """The precision matrix."""
        return np.diag(self.width**-2)


def _normal(terms: Sequence[str], constant: tuple[float, float], others: float, **own: float) -> Prior:
    """Every term around zero with the width of `others` or its own, the constant as given."""
    location = [constant[0] if term == "constant" else 0.0 for term in terms]
    width = [constant[1] if term == "constant" else own.get(term, others) for term in terms]
    return Prior(np.array(location), np.array(width))


INITIATION = _normal(initiation.TERMS, (-5.0, 2.0), 1.5, peace=1.0, peace2=0.5, peace3=0.1)
ESCALATION = MappingProxyType(
    {
        stage: _normal(escalation.TERMS, (constant, 2.0), 1.5)
        for stage, constant in zip(escalation.STAGES, (0.0, -3.0, 0.0), strict=True)
    }
)
"""By stage."""
JOINING = _normal(joining.TERMS, (-6.0, 2.0), 1.5)
ENDING = _normal(treaty.END_TERMS, (-4.0, 2.0), 1.5, bilateral=1.0, log_age=1.0)

GROWTH_WIDTH = MappingProxyType({"scale": 0.2, "factor_sd": 0.2, "mean": 0.1, "sigma": 0.05})
"""Of the half-Normal priors of scales, and of the Normal prior of the mean."""
GROWTH_DF = (2.0, 0.1)
"""Shape and rate of the Gamma prior of the degrees of freedom."""

"""Priors of every equation, the same in every specification and every kind of estimate: stated once, put into words here."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.equations import armament, escalation, initiation, joining, treaty

Floats = NDArray[np.float64]


class Prior(NamedTuple):
    """Independent Normal priors: locations and standard deviations by term."""

    location: Floats
    width: Floats

    def of(self, active: Sequence[int]) -> Prior:
        """The priors of the chosen coefficients."""
        return Prior(self.location[list(active)], self.width[list(active)])

    def words(self, terms: Sequence[str]) -> str:
        """The priors in words, those of most terms last.

        >>> Prior(np.array([-6.0, 0.0, 0.0]), np.array([2.0, 1.5, 1.5])).words(("constant", "war", "pact"))
        'constant Normal(-6, 2); others Normal(0, 1.5)'
        """
        said = [normal(*each) for each in zip(self.location, self.width, strict=True)]
        others = max(dict.fromkeys(said), key=said.count)
        own: dict[str, list[str]] = {}
        for term, each in zip(terms, said, strict=True):
            if each != others:
                own.setdefault(each, []).append(term)
        apart = [f"{' and '.join(names)} {each}" for each, names in own.items()]
        return "; ".join([", ".join(apart), f"others {others}"] if apart else [others])

    @property
    def precision(self) -> Floats:
        """The precision matrix."""
        return np.diag(self.width**-2)


def normal(location: float, width: float) -> str:
    """A Normal prior in words."""
    return f"Normal({location:g}, {width:g})"


def half_normal(width: float) -> str:
    """A half-Normal prior in words."""
    return f"HalfNormal({width:g})"


def two(name: str, parameters: tuple[float, float]) -> str:
    """A prior of two parameters in words.

    >>> two("Beta", (2.0, 2.0))
    'Beta(2, 2)'
    """
    return f"{name}({parameters[0]:g}, {parameters[1]:g})"


def _normal(
    terms: Sequence[str], constant: tuple[float, float], others: float, **own: float | tuple[float, float]
) -> Prior:
    """Every term around zero with the width of `others` or its own, the constant, and a pair, as given."""
    stated = {"constant": constant, **own}
    pairs = [value if isinstance(value := stated.get(term, others), tuple) else (0.0, value) for term in terms]
    return Prior(*np.array(pairs).T)


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

FORMATION = _normal(treaty.FORMATION_TERMS, (-6.0, 3.0), 1.5, log_distance=0.5)
PURSUIT = _normal(armament.TERMS, (-6.0, 2.0), 1.5, log_gdp_per_head=1.0, opponents=(0.5, 0.5))
"""Opponents: the sign of rivalry in Singh & Way (2004), JCR 48, 859-885, who give no size that was seen."""
YEAR_PERSISTENCE, YEAR_WIDTH = (2.0, 2.0), 0.5
"""Of the common yearly level of initiation: Beta of its persistence, half-Normal of its scale."""
UNIT_WIDTH = 1.0
"""Of the half-Normal prior of the standard deviation of intercepts of dyads, patrons or states."""

GROWTH_WIDTH = MappingProxyType({"scale": 0.2, "factor_sd": 0.2, "mean": 0.1, "sigma": 0.05})
"""Of the half-Normal priors of scales, and of the Normal prior of the mean."""
GROWTH_DF = (2.0, 0.1)
"""Shape and rate of the Gamma prior of the degrees of freedom."""

ALIGNMENT_PERSISTENCE = (10.0, 1.0)
"""Of its Beta prior."""
ALIGNMENT_WIDTH = MappingProxyType(
    {
        "scale": 0.3,
        "noise": 0.3,
        "shock_democracy": 0.5,
        "shock_autocracy": 0.5,
        "attraction": 0.1,
        "centre_mean": 1.0,
        "centre_sigma": 1.0,
    }
)
"""Of the half-Normal priors of scales, and of the Normal priors of attraction and of the mean of centres."""

ELECTIONS = (0.0, 1.0)
"""Of the Normal prior of the mean log-odds that the government loses."""
RATE = (0.5, 0.5)
"""Of the Beta prior of a rate without predictors (Jeffreys)."""
COUNT_MEAN, COUNT_WIDTH = (1.0, 2.0), 1.0
"""Of provocations: log-Normal prior of the mean, half-Normal prior of 1 / sqrt(dispersion)."""

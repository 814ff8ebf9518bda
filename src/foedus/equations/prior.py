"""Normal priors by term, and their descriptions. Each equation states its own priors in its file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats

UNIT_WIDTH = 1.0
"""Of the half-Normal prior of the standard deviation of intercepts of dyads, patrons or states."""
RATE = (0.5, 0.5)
"""Of the Beta prior of a rate without predictors (Jeffreys)."""


class Prior(NamedTuple):
    """Independent Normal priors: locations and standard deviations by term."""

    location: Floats
    width: Floats

    def of(self, active: Sequence[int]) -> Prior:
        """The priors of the chosen coefficients."""
        return Prior(self.location[list(active)], self.width[list(active)])

    def words(self, terms: Sequence[str]) -> str:
        """The priors as text, with the most common one last.

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


def by_term(
    terms: Sequence[str], constant: tuple[float, float], others: float, **own: float | tuple[float, float]
) -> Prior:
    """Normal priors: every term has mean zero and the width `others` or its own; the constant, and a pair, as given.

    >>> by_term(("constant", "war", "pact"), (-6.0, 2.0), 1.5, pact=(0.5, 1.0)).width.tolist()
    [2.0, 1.5, 1.0]
    """
    stated = {"constant": constant, **own}
    pairs = [value if isinstance(value := stated.get(term, others), tuple) else (0.0, value) for term in terms]
    return Prior(*np.array(pairs).T)


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

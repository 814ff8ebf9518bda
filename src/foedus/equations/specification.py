"""A candidate specification of an equation: the terms it estimates (the others are zero) and its repeated units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Specification:
    """One candidate specification of one equation.

    title           a description in a few words
    terms           names of the coefficients it estimates
    units           whether every repeated unit of the equation has an intercept of its own
    retrospective   whether a term was coded by people who knew the outcomes it predicts, so that its scores are too good
    blind           whether it omits the effect of a treaty, which skill may not decide
    """

    title: str
    terms: tuple[str, ...]
    units: bool = False
    retrospective: bool = False
    blind: bool = False

    @property
    def weighed(self) -> bool:
        """Whether it has weight in a mixture; one without weight is run only by name."""
        return not (self.retrospective or self.blind)

    def active(self, terms: Sequence[str]) -> list[int]:
        """Positions in `terms` of the coefficients that are estimated."""
        return [index for index, term in enumerate(terms) if term in self.terms]


Specifications = Mapping[str, Specification]

"""A rival specification of an equation: the terms it estimates, the others being zero, and what units repeat in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Specification:
    """One rival account of one equation.

    title           what it says, in a few words
    terms           names of the coefficients it estimates
    units           whether every repeated unit of the equation has an intercept of its own
    retrospective   whether a term was coded by people who knew the outcomes it predicts: its scores flatter it
    blind           whether it leaves out what a treaty does: skill may not decide that
    """

    title: str
    terms: tuple[str, ...]
    units: bool = False
    retrospective: bool = False
    blind: bool = False

    @property
    def weighed(self) -> bool:
        """Whether it takes weight in a mixture; one that does not is run by name alone."""
        return not (self.retrospective or self.blind)

    def active(self, terms: Sequence[str]) -> list[int]:
        """Positions in `terms` of the coefficients that are estimated."""
        return [index for index, term in enumerate(terms) if term in self.terms]


Specifications = Mapping[str, Specification]

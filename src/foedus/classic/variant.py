"""Variants of the bargaining model, and what each changes."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.errors import known


@dataclass(frozen=True, slots=True)
class Variant:
    """A variant of the model; each field is one change to the Scholz, Calbert and Smith code.

    pairwise_odds   P(a,b) = sum max(0, v)/sum |v| over the votes on a and b alone, so that P(a,b) + P(b,a) = 1; without
                    it the sum below runs over every pair of actors' positions, and every P is tiny
    own_danger      max and min in R_i run over the positions i itself could take, as in 1985; without it over the
                    dangers of all actors, which differ in salience and influence as well as in position
    capitulation    the third kind of offer is made; without it a condition that is never true (EU < |EU| for a
                    positive EU) keeps it from ever being made
    votes_settle    a confrontation moves the side with fewer votes, P < 1/2; without it each side may think itself the
                    loser, and the two exchange positions
    least_move      of the offers of a kind, take the one that moves i least; without it compromises go to the lowest
                    (|EU_ij| x_i + |EU_ji| x_j)/(|EU_ij| + |EU_ji|), so that turning the scale round changes the result
    """

    name: str
    title: str
    pairwise_odds: bool
    own_danger: bool
    capitulation: bool
    votes_settle: bool
    least_move: bool


VARIANTS = {
    variant.name: variant
    for variant in (
        Variant("scholz-calbert-smith", "Scholz, Calbert and Smith 2011, as coded", False, False, False, False, False),
        Variant("corrected", "Corrected", True, True, True, True, True),
        Variant("corrected-risk-2011", "Corrected, with the risk formula of 2011", True, False, True, True, True),
    )
}
"""Forms of the model by name."""


def variant_named(name: str) -> Variant:
    """The variant with a name."""
    return VARIANTS[known("variant", name, VARIANTS)]

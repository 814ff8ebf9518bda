"""The world a simulation starts from: states, pairs and instruments as read-only arrays.

A `World` is built from a case file (`foedus.world.build.from_case`) or from a panel
(`foedus.world.at.world_at`). Shapes: N states, P undirected pairs that may dispute, K instruments.
Directed dyad 2p is pair p read from its first state to its second, 2p + 1 the reverse.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

INDICES = ("cinc", "gdp", "milex")
"""The capability indices polarity is measured by, in the order of every axis called index."""

KINDS = (
    "defence-pact",
    "entente",
    "ceasefire",
    "command",
    "umbrella",
    "nonproliferation",
    "missile-defence",
    "consultation",
    "presence",
    "cost-sharing",
)
"""What an instrument can be. A defence pact obliges its parties to fight for each other; an entente is a treaty of
non-aggression, neutrality or consultation; the others are the softer structure of an alliance."""


@dataclass(frozen=True)
class World:
    """Initial conditions at the end of `year`; the first simulated year is `year + 1`.

    States (axis N)
        codes           COW state codes
        names           short names, as shown to a reader
        capability      (3, N) CINC share, GDP and military spending in the units of the case; NaN where unknown
        rest            (3,) the same totals for the states that are not in the world; NaN where unknown
        major           great power whose capabilities count towards polarity
        polyarchy       V-Dem electoral democracy, 0 to 1; NaN where unknown
        democracy       elects its executive
        ideal           UN General Assembly ideal point; NaN where unknown
        election_next   year of the next scheduled executive election, 0 where none is scheduled
        election_every  years between scheduled elections, 0 where none is scheduled
        side            party of government: +1 conservative, -1 progressive, 0 not followed
        nuclear         Bleek status: 0 none, 1 explore, 2 pursue, 3 possess
        candidate       the decision for own nuclear weapons is simulated
        theatre         a war here draws on the patron
        gdp_per_head    thousand international dollars of 2017; NaN where unknown
        latent          1 has ever begun to build or run a facility to enrich or reprocess, 0 not; NaN where unknown
    Pairs (axis P)
        pairs           (P, 2) indices of the two states, first < second
        peace           years since the last year in dispute, 0 when that is `year`
        memory          disputes the two began with each other, each worth half as much for every 20 years to `year`; NaN
                        where unknown
        rivalry         1 strategic rivals, 0 not; NaN where unknown
        contiguous      by land or up to 400 miles of water
        distance        minimum distance in km; NaN where unknown
    Instruments (axis K)
        instruments     identifiers
        kind            index into KINDS
        party           (K, N) is a party
        own             belongs to the alliance under assessment
        shield          (K, 2P) initiation along this directed dyad is what the instrument is meant to deter
        rests_on        index of the instrument without which this one lapses, -1 if none
        notice          years between denunciation and exit
        integrity       how fully it is kept up at the start, 0 to 1
        bilateral       two parties
        age             years in force at the start
        troops          allied troops, thousands (presence only, else 0)
    The alliance (-1 or NaN where the world has none)
        protege, patron     indices of the protected state and of its patron
        bloc                indices of the adversary's bloc
        coercer             index of the state that may coerce the protege economically
        exposure            the protege's trade with the coercer as a share of its GDP
        strain              (2, 2) strain of a pair of governments, [patron, protege], 0 progressive, 1 conservative
        provocations        names of the provocation processes followed
    """

    year: int
    codes: Ints
    names: tuple[str, ...]
    capability: Floats
    rest: Floats
    major: Flags
    polyarchy: Floats
    democracy: Flags
    ideal: Floats
    election_next: Ints
    election_every: Ints
    side: Ints
    nuclear: Ints
    candidate: Flags
    theatre: Flags
    gdp_per_head: Floats
    latent: Floats
    pairs: Ints
    peace: Ints
    memory: Floats
    rivalry: Floats
    contiguous: Flags
    distance: Floats
    instruments: tuple[str, ...]
    kind: Ints
    party: Flags
    own: Flags
    shield: Flags
    rests_on: Ints
    notice: Ints
    integrity: Floats
    bilateral: Flags
    age: Ints
    troops: Floats
    protege: int
    patron: int
    bloc: Ints
    coercer: int
    exposure: float
    strain: Floats
    provocations: tuple[str, ...]

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def states(self) -> int:
        """N, the number of states."""
        return len(self.codes)

    @property
    def dyads(self) -> int:
        """2P, the number of directed dyads."""
        return 2 * len(self.pairs)

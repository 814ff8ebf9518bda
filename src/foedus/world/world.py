"""The world a simulation starts from: states, pairs and instruments as read-only arrays.

A `World` is built from a case file (`foedus.world.build.from_case`) or from a panel
(`foedus.world.at.world_at`). Shapes: N states, P undirected pairs that may dispute, K instruments.

States are sorted by code and pairs by the codes of their states, the lower first: directed dyad 2p is pair p read from the
state of the lower code to that of the higher, 2p + 1 the reverse. A draw is addressed by what it is of (the code of a state,
the codes of a pair, `World.addresses` of an instrument, the name of a provocation), never by its place here or by an
identifier.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.world.fields import check_arrays, described

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


LEVELS = ("none", "no force", "force", "force with deaths", "war")
"""How far a dispute goes, by the numbers of `World.level`."""


@dataclass(frozen=True)
class World:
    """Initial conditions at the end of `year`; the first simulated year is `year + 1`. Unknown numbers are NaN.

    Raises ValueError for states or pairs out of order.

        Shapes: N states, P pairs, K instruments, B members of the bloc, E known disputes, S polls,
        Q provocations; 2P directed dyads.

    {fields}
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
    constitution: Ints
    side: Ints
    nuclear: Ints
    candidate: Flags
    theatre: Flags
    area: Flags
    gdp_per_head: Floats
    latent: Floats
    pairs: Ints
    peace: Ints
    memory: Floats
    coded: Ints
    level: Ints
    known: Ints
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
    until: Ints
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
    polls: Floats
    provocations: tuple[str, ...]
    tempo: Floats
    load: float = float("nan")
    loss: float = float("nan")
    episodes: int = 0
    episode_years: float = 1.0
    opinion: float = 0.0

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        check_arrays(self)

    @property
    def judged(self) -> bool:
        """Whether the governments of patron and protege have sides, so that pairs of governments can be distinguished."""
        return self.protege >= 0 and self.patron >= 0 and bool(self.side[self.protege] and self.side[self.patron])

    @property
    def states(self) -> int:
        """N, the number of states."""
        return len(self.codes)

    @property
    def coded_to(self) -> int:
        """The last year to which the disputes of every pair are coded; `year` where no pair lags behind."""
        return int(min(self.coded, default=self.year))

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Address of the draws of each instrument: its kind, the codes of its parties, the year it took effect.

        Instruments that share all three are told apart by their order, which in the world of a case is that of the day they
        took effect and then of their text.
        """
        parts = zip(self.kind, self.party, self.age, strict=True)
        named = ["-".join([KINDS[k], *map(str, self.codes[party]), str(self.year - age)]) for k, party, age in parts]
        seen: Counter[str] = Counter()
        found = []
        for name in named:
            found.append(f"{name}.{seen[name]}" if seen[name] else name)
            seen[name] += 1
        return tuple(found)

    @property
    def renewable(self) -> Flags:
        """(K,) whether an instrument of the alliance has a term and is no treaty: that treaties end is fitted."""
        treaties = [KINDS.index(kind) for kind in ("defence-pact", "entente")]
        return np.asarray(self.own & (self.until > 0) & ~np.isin(self.kind, treaties))

    @property
    def dyads(self) -> int:
        """2P, the number of directed dyads."""
        return 2 * len(self.pairs)


if World.__doc__:
    World.__doc__ = World.__doc__.format(fields=described())

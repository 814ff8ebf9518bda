"""The states of a case: the alliance, its challengers, and the great powers around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from foedus.errors import InputError
from foedus.world.draft.facts import Facts
from foedus.world.draft.pacts import Pact, pacts

CHALLENGERS = 4
"""Most challengers in a case."""

RECENT = 20
"""Last years coded in which an opponent in disputes counts as a challenger, where the protege has no strategic rival."""

MOST = 8
"""States up to which great powers are added: each brings a pair with every other state."""


@dataclass(frozen=True)
class Cast:
    """The states of a case by role, and the pacts among them.

    rule    how the challengers were found, in words
    absent  great powers left out
    """

    patron: int
    protege: int
    allies: tuple[int, ...]
    challengers: tuple[int, ...]
    system: tuple[int, ...]
    absent: tuple[int, ...]
    rule: str
    pacts: tuple[Pact, ...]

    @property
    def states(self) -> tuple[int, ...]:
        """All states, the alliance first."""
        return (self.patron, self.protege, *self.allies, *self.challengers, *self.system)

    def role(self, code: int) -> str:
        """Role of a state in the case."""
        parts = {"challenger": self.challengers, "system": self.system}
        return next((role for role, codes in parts.items() if code in codes), "principal")

    def own(self, pact: Pact) -> bool:
        """Whether a pact is the alliance itself."""
        return pact.kind == "defence-pact" and {self.patron, self.protege} <= set(pact.parties)


def cast(facts: Facts, named: Sequence[int]) -> Cast:
    """The cast of a case about the alliance of the states `named`.

    The patron is the one with the highest CINC, the protege the first of the others. Challengers are its strategic rivals,
    else its opponents in disputes of the last twenty years coded, at most four. The other great powers are added, the most
    capable first, up to eight states in all.

    Raises InputError for fewer than two states, one without CINC, or an alliance without a defence pact.
    """
    if len(named) < 2:
        raise InputError(f"an alliance needs two states or more; {len(named)} was named")
    for code in named:
        if facts.figure(code, "cinc").value is None:
            raise InputError(f"{facts.name(code)}: {facts.figure(code, 'cinc').reason}; every case needs it")
    patron = facts.by_capability(named)[0]
    protege, *allies = [code for code in named if code != patron]
    challengers, rule = _challengers(facts, protege, named)
    others = [code for code in facts.majors() if code not in (*named, *challengers)]
    room = max(0, MOST - len(named) - len(challengers))
    system, absent = others[:room], others[room:]
    states = (patron, protege, *allies, *challengers, *system)
    found = Cast(
        patron, protege, tuple(allies), challengers, tuple(system), tuple(absent), rule, tuple(pacts(facts, states))
    )
    if not any(found.own(pact) for pact in found.pacts):
        raise InputError(
            f"{facts.name(patron)} and {facts.name(protege)} have no defence pact in ATOP on {facts.as_of}; a case is about "
            "an alliance, and one that is not in the data is started from the template ('foedus case new FILE')"
        )
    return found


def _challengers(facts: Facts, protege: int, named: Sequence[int]) -> tuple[tuple[int, ...], str]:
    """Challengers of the protege that have a CINC, and the rule that found them."""

    def able(codes: Sequence[int]) -> tuple[int, ...]:
        known = [code for code in codes if code not in named and facts.figure(code, "cinc").value is not None]
        return tuple(known[:CHALLENGERS])

    rivals = able(facts.by_capability(facts.rivals(protege)))
    if rivals:
        return rivals, "strategic rivals of the protege"
    opponents = able(facts.opponents(protege, RECENT))
    if opponents:
        years = f"{facts.dispute_year - RECENT + 1} to {facts.dispute_year}"
        return opponents, f"opponents of the protege in disputes from {years}; it has no strategic rival"
    return (), "none: the protege has neither a strategic rival nor a recent opponent in disputes"

"""The states of a case: the alliance, its challengers, and the great powers around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from foedus.errors import InputError
from foedus.world.draft.facts import Facts
from foedus.world.draft.pacts import Pact, pacts

CHALLENGERS = 4
"""Most challengers in a case."""

RECENT = 20
"""Last years coded in which an opponent in disputes counts."""

MOST = 200
"""Most states in a case file."""


@dataclass(frozen=True)
class Cast:
    """The states of a case by role, and the pacts among them.

    rule    how each challenger was found, in words
    treaty  number in ATOP of the pact that the case is about; 0: every defence pact of patron and protege
    """

    patron: int
    protege: int
    allies: tuple[int, ...]
    challengers: tuple[int, ...]
    system: tuple[int, ...]
    rule: str
    pacts: tuple[Pact, ...]
    treaty: int = 0

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
        asked = self.treaty in (0, pact.number)
        return asked and pact.kind == "defence-pact" and {self.patron, self.protege} <= set(pact.parties)


def cast(facts: Facts, named: Sequence[int], treaty: int = 0) -> Cast:
    """The cast of a case about the alliance of the states `named`, or about one treaty of theirs by its number in ATOP.

    The patron is the one with the highest CINC, the protege the first of the others. Challengers, at most four, are the
    states outside that are strategic rivals of the protege, then of another protected member, then rivals of the patron that
    had a dispute with a protected member in the last twenty years coded; where no protected member has a rival, also
    opponents of these disputes. Within a rule, the more capable rival and the more frequent opponent go first; no great
    power gives way to another state. Every other great power is added.

    Raises InputError for fewer than two states, one without CINC, too many, or an alliance without a defence pact.
    """
    if len(named) < 2:
        raise InputError(f"an alliance needs two states or more; {len(named)} was named")
    for code in named:
        if facts.figure(code, "cinc").value is None:
            raise InputError(f"{facts.name(code)}: {facts.figure(code, 'cinc').reason}; every case needs it")
    patron = facts.by_capability(named)[0]
    protege, *allies = [code for code in named if code != patron]
    challengers = _challengers(facts, patron, (protege, *allies))
    system = [code for code in facts.majors() if code not in (*named, *challengers)]
    states = (patron, protege, *allies, *challengers, *system)
    if len(states) > MOST:
        raise InputError(
            f"{len(named)} allies make a case of {len(states)} states with their challengers and the great powers; a case "
            f"has at most {MOST}: name fewer"
        )
    rule = "; ".join(f"{facts.name(code)} ({why})" for code, why in challengers.items())
    known = tuple(pacts(facts, states))
    found = Cast(patron, protege, tuple(allies), tuple(challengers), tuple(system), rule, known, treaty)
    if not any(found.own(pact) for pact in found.pacts):
        raise InputError(
            f"{facts.name(patron)} and {facts.name(protege)} have no defence pact in ATOP on {facts.as_of}; a case is about "
            "an alliance, and one that is not in the data is started from the template ('foedus case new FILE')"
        )
    return found


def _challengers(facts: Facts, patron: int, protected: Sequence[int]) -> dict[int, str]:
    """Challengers of the protected members that have a CINC, the protege first among these, each with why it is one."""
    majors = facts.majors()
    found: dict[int, str] = {}
    for why, codes in _candidates(facts, patron, protected):
        for code in codes:
            if code not in (patron, *protected) and facts.figure(code, "cinc").value is not None:
                found.setdefault(code, why)
    kept = sorted(found, key=lambda code: code not in majors)[:CHALLENGERS]
    return {code: why for code, why in found.items() if code in kept}


def _candidates(facts: Facts, patron: int, protected: Sequence[int]) -> Iterator[tuple[str, Sequence[int]]]:
    """Who may be a challenger, the strongest reason first."""
    rivals = {member: facts.by_capability(facts.rivals(member)) for member in protected}
    opponents = {member: facts.opponents(member, RECENT) for member in protected}
    for member in protected:
        yield f"strategic rival of {facts.name(member)}", rivals[member]
    disputed = {code for codes in opponents.values() for code in codes}
    years = f"{facts.dispute_year - RECENT + 1} to {facts.dispute_year}"
    yield (
        f"strategic rival of {facts.name(patron)}, and in dispute with a protected member from {years}",
        [code for code in facts.by_capability(facts.rivals(patron)) if code in disputed],
    )
    if not set().union(*rivals.values()) - {patron, *protected}:
        for member in protected:
            yield f"opponent of {facts.name(member)} in disputes from {years}", opponents[member]

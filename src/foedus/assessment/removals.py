"""The sets of instruments that an ablation removes, each with all that rests on its members, or degrades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from foedus.assessment.ablation_lines import Asked
from foedus.assessment.shapley import Set, count_legal, legal_sets, resting
from foedus.errors import InputError, known
from foedus.names import listed

NOTHING: Set = frozenset()


@dataclass(frozen=True)
class Removals:
    """The sets that are removed.

    base    every instrument and the one it rests on
    asked   which sets are asked for, where none is named
    named   sets that are named
    titles  of instruments, as a reader is shown them
    degraded  members are not removed but kept at half of their integrity, so that nothing lapses with them
    """

    base: Mapping[str, str | None]
    asked: Asked
    named: Sequence[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    degraded: bool = False

    @cached_property
    def single(self) -> dict[str, Set]:
        """Each instrument with what rests on it."""
        return {name: resting(self.base, name) for name in self.base}

    @cached_property
    def pairs(self) -> dict[tuple[str, str], Set]:
        """Two instruments, neither of which rests on the other, with what rests on them."""
        own = self.single
        apart = ((i, j) for i, j in combinations(self.base, 2) if i not in own[j] and j not in own[i])
        return {(i, j): own[i] | own[j] for i, j in apart}

    @property
    def whole(self) -> bool:
        """Whether every legal set is run."""
        return self.asked == "all" and not self.named

    @cached_property
    def first(self) -> list[Set]:
        """The sets that are run before the others: the single instruments, or those that are named."""
        return [self._legal(entry) for entry in self.named] or list(dict.fromkeys(self.single.values()))

    @cached_property
    def sets(self) -> list[Set]:
        """Every set that is run, each once: none removed, then `first`, then the others."""
        everyone, rest = frozenset(self.base), list[Set]()
        if self.whole:
            rest = [everyone - each for each in reversed(legal_sets(self.base))]
        elif self.asked == "pairs" and not self.named:
            rest = list(self.pairs.values())
        return list(dict.fromkeys([NOTHING, *self.first, *rest]))

    @property
    def count(self) -> int:
        """How many sets are run, at most."""
        return count_legal(self.base) if self.whole else len(self.sets)

    def _legal(self, entry: str) -> Set:
        """A set that is named. Raises InputError for an unknown instrument, or one that lacks what rests on another."""
        found = frozenset(known("instrument", name, self.base, self.titles) for name in listed(entry))
        if not found:
            raise InputError(f"set '{entry}' to remove names no instrument; name one of {', '.join(self.base)}")
        for name in self.base:
            if name in found and (left := self.single[name] - found):
                missing = [other for other in self.base if other in left]
                raise InputError(
                    f"set '{','.join(n for n in self.base if n in found)}' is not legal: {', '.join(missing)} "
                    f"{'rests' if len(missing) == 1 else 'rest'} on {name} and lapse{'s' if len(missing) == 1 else ''} "
                    f"with it; add {'it' if len(missing) == 1 else 'them'}, or leave out {name}"
                )
        return found

r"""The Shapley value of a game in which a player may rest on another, its base, and comes only after it.

A set of players is legal if it holds the base of each of its members; an order of all players is legal if every base comes
before what rests on it, so that each beginning of it is a legal set. A game v gives a value to every legal set. The value of
player i is the mean, over the legal orders, of what it adds to those before it:

    phi_i = sum over legal S with S + i legal of  e(S) f(S + i) / e(N) * (v(S + i) - v(S))

    e(S)   legal orders of the players of S
    f(T)   orders in which the players outside T can follow those of T
    e(N)   legal orders of all players

The values add up to v(N) - v({}). A player that adds nothing to any set has value 0; players with the same place among the
bases that add the same have the same value. Where no player rests on another it is Shapley's value of 1953.

Valid for any number of players; the work grows with the number of legal sets. Unit: that of v.

Source: Faigle and Kern (1992), The Shapley value for cooperative games under precedence constraints, International Journal of
Game Theory 21, 249-266, doi 10.1007/BF01258278.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from foedus.arrays import Floats

Base = Mapping[str, str | None]
"""Every player, and the one it rests on."""
Set = frozenset[str]
Value = TypeVar("Value", float, Floats)


def resting(base: Base, player: str) -> Set:
    """A player and all that rests on it, directly or through others.

    >>> sorted(resting({"treaty": None, "troops": "treaty", "battery": "troops", "pledge": None}, "treaty"))
    ['battery', 'treaty', 'troops']
    """
    found = {player}
    while more := {name for name, of in base.items() if of in found} - found:
        found |= more
    return frozenset(found)


def legal_sets(base: Base) -> list[Set]:
    """Every legal set, the smaller before the larger.

    >>> [sorted(each) for each in legal_sets({"troops": "treaty", "treaty": None})]
    [[], ['treaty'], ['treaty', 'troops']]
    """
    found = [frozenset[str]()]
    for player in sorted(base, key=lambda name: _depth(base, name)):
        found += [each | {player} for each in found if base[player] is None or base[player] in each]
    return sorted(found, key=len)


def count_legal(base: Base) -> int:
    """How many sets are legal, without making them.

    >>> count_legal({"treaty": None, "troops": "treaty", "pledge": None})
    6
    """

    def within(player: str | None) -> int:
        product = 1
        for name, of in base.items():
            if of == player:
                product *= 1 + within(name)
        return product

    return within(None)


def legal_orders(base: Base) -> int:
    """How many orders are legal, e(N).

    >>> legal_orders({"treaty": None, "troops": "treaty", "pledge": None})
    3
    """
    return _orders(base)[frozenset(base)]


def shapley(game: Mapping[Set, Value], base: Base) -> dict[str, Value]:
    """The value of every player in a game that has a value for every legal set: a number, or an array of numbers."""
    everyone = frozenset(base)
    before, after = _orders(base), _followers(base)
    sums = {}
    for player in base:
        steps = [each for each in before if player not in each and each | {player} in before]
        parts = (before[each] * after[each | {player}] * (game[each | {player}] - game[each]) for each in steps)
        sums[player] = sum(parts, start=0 * game[everyone]) / before[everyone]
    return sums


def _orders(base: Base) -> dict[Set, int]:
    """e(S) of every legal set."""
    found = {frozenset[str](): 1}
    for each in legal_sets(base)[1:]:
        found[each] = sum(found.get(each - {player}, 0) for player in each)
    return found


def _followers(base: Base) -> dict[Set, int]:
    """f(T) of every legal set."""
    found = {frozenset(base): 1}
    for each in reversed(legal_sets(base)[:-1]):
        found[each] = sum(found.get(each | {player}, 0) for player in base if player not in each)
    return found


def _depth(base: Base, player: str) -> int:
    of = base[player]
    return 0 if of is None else 1 + _depth(base, of)

"""What an outcome is by its definition alone where instruments are removed, whatever these do."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from foedus.world.canonical import own_instrument
from foedus.world.outcomes import Outcome
from foedus.world.schema import Case

ITSELF = {
    "own-pact": "defence-pact",
    "many-party-pact": "defence-pact",
    "consultation": "consultation",
}
"""What applies only to a case with an instrument of a kind cannot come about without that instrument."""
EVERY = ("integrity_kept", "upkeep")
"""Outcomes that ask whether every instrument is kept up, and so fail without any of them."""


def needed(one: Outcome, case: Case, without: Mapping[str, Collection[str]]) -> list[str]:
    """The instruments of the alliance that the definition of an outcome asks for, and those that they rest on.

    without   by instrument, all that goes with it
    """
    if one.name in EVERY:
        return list(without)
    found = own_instrument(case, ITSELF[one.applies]) if one.applies in ITSELF else None
    return [name for name, gone in without.items() if found and found.id in gone]


def counted_in(one: Outcome, case: Case, own: Collection[str]) -> list[str]:
    """The instruments of the alliance whose upkeep an outcome counts, so that it differs where they are degraded."""
    if one.name in EVERY:
        return list(own)
    found = own_instrument(case, "consultation") if ITSELF.get(one.applies) == "consultation" else None
    return [found.id] if found else []


def fixed(one: Outcome, case: Case, without: Collection[str]) -> bool:
    """Whether an outcome is as it is by its definition alone, because these instruments are removed."""
    removed = {item.id: (item.id,) for item in case.instruments if item.own and item.id in without}
    return bool(needed(one, case, removed))

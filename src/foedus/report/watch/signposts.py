"""Signposts that are watched, and alarms in the ledger, in words."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.numbers import amount
from foedus.report.plain import sentences as wrapped
from foedus.report.signposts import words
from foedus.report.words import counted, percent, ranged
from foedus.watch.registered import Registered
from foedus.watch.signpost import SignpostWatch, State, WatchedSignpost

STATE: dict[State, str] = {
    "crossed": "Crossed in {month}: {so_far} by now",
    "not-yet": "Not crossed: {so_far} so far",
    "not-crossed": "Not crossed by the end of the years watched: {so_far}",
    "not-known": "Not known: no file of {indicator} has been read",
    "not-measured": "Not watched, because no publisher measures it",
    "no-indicator": "Not watched, because no indicator of the case counts it",
    "does-not-pass": "Not watched, because it tells no more than the base rate",
}
UNWATCHED: tuple[State, ...] = ("not-measured", "no-indicator", "does-not-pass")


def signposts_text(found: SignpostWatch) -> str:
    """A line for each signpost that is watched, and one for each reason why others are not."""
    return "\n".join(_signposts(found)) + "\n"


def registered_text(found: Registered) -> str:
    """What was written down, and settled."""
    return "\n".join(wrapped(list(_registered(found)), mark="")) + "\n"


def _signposts(found: SignpostWatch) -> Iterator[str]:
    yield from wrapped(
        [
            f"Signposts of {found.case}, watched {found.first_year} to {found.year}; what fails a future after them: "
            f"{', '.join(found.fails)}, {ranged(found.rate)} of all. Associations, not levers."
        ],
        mark="",
    )
    yield from wrapped([_signpost(one, found.year) for one in found.signposts if one.state not in UNWATCHED])
    for state in UNWATCHED:
        told = [words(one, found.year) for one in found.signposts if one.state == state]
        if told:
            yield from wrapped([f"{STATE[state]}: {'; '.join(told)}."])
    if found.written:
        yield f"In the ledger: {', '.join(f'entry {number}' for number in found.written)}."


def _signpost(one: WatchedSignpost, year: int) -> str:
    told = STATE[one.state].format(month=one.month, so_far=amount(one.so_far), indicator=one.indicator)
    after = f" Of futures that cross {percent(one.fails.value)} fail, of the others {percent(one.fails_not.value)}."
    return f"{words(one, year)}. {told}.{after if one.state == 'crossed' else ''}"


def _registered(found: Registered) -> Iterator[str]:
    for one in found.entries:
        yield (
            f"entry {one.number}: {one.label}, {percent(one.probability)}; {percent(one.class_rate)} if nothing had changed. "
            f"{one.definition[:1].upper()}{one.definition[1:]}."
        )
    if not found.entries:
        yield f"No new alarm as of {found.as_of}; nothing is written."
    if found.settled:
        yield f"Settled by the counts: {', '.join(f'entry {number}' for number in found.settled)}."
    if found.old:
        yield f"{counted(found.old, 'alarm')} began earlier and {'is' if found.old == 1 else 'are'} not written."

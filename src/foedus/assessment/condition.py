"""Conditions as a user writes them, and what each says of a future of a case.

    OUTCOME in YEAR, OUTCOME by YEAR        it happens, or holds, in that year; it has happened by its end
    war:A-B in YEAR, war:A-B by YEAR        A and B are at war with one another; made: A begins it
    dispute:A-B in YEAR, ... by YEAR        they are in a dispute, of any level; made: A begins it
    government:A=SIDE, B=SIDE in YEAR       who governs; made, also `from YEAR`
    without INSTRUMENT [from YEAR]          it is out of force, and what rests on it
    INSTRUMENT.troops=NUMBER [from YEAR]    thousands of troops of a presence

`not` before a condition says that it is not so; only what is seen can be negated. The first is an observation: seen, and not
made, because no single draw makes it, but for `coercion`, which is one. The last two are settings: made, and not seen. The
others are draws: seen and made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Literal

import numpy as np

from foedus.arrays import Bits, Flags
from foedus.assessment import flags
from foedus.assessment.called import instruments_called, outcome_called, state_called
from foedus.assessment.made import Make, Watch
from foedus.errors import InputError, known
from foedus.shown import quoted, shown
from foedus.simulation.common import PRESENCE
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.setting import with_dependants
from foedus.simulation.study import Study
from foedus.world.outcomes import outcomes_of, replaced_of

When = Literal["in", "by", "from"]
FORMS = (
    "'OUTCOME in YEAR', 'war:A-B in YEAR', 'dispute:A-B by YEAR', 'government:A=SIDE in YEAR', 'without INSTRUMENT from YEAR' "
    "or 'INSTRUMENT.troops=NUMBER'; 'not' before what is seen"
)
SIDES: Mapping[str, int] = {"progressive": -1, "conservative": 1}
COERCION = "coercion"
"""The outcome that a single draw makes."""
NOT = "not "
MOST_TROOPS = 10_000.0
"""Thousands."""
SETTING = re.compile(
    r"(?:without\s+(?P<removed>.+?)|(?P<manned>.+?)\.troops\s*=\s*(?P<troops>\S+))(?:\s+from\s+(?P<year>\S+))?",
    re.IGNORECASE,
)
DATED = re.compile(r"(?P<head>.+?)\s+(?P<when>in|by|from)\s+(?P<year>\S+)", re.IGNORECASE)
BETWEEN = re.compile(r"(?P<what>war|dispute):(?P<first>[^-=]+)-(?P<second>[^-=]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Condition:
    """What a text says of a future.

    text      as it is told
    year      simulated year that it names; 1 for a setting without one
    events    outcomes that it is about, of those that every future keeps
    watches   what else it is about
    yes       that it is so, or that it is not
    makes     what makes it; empty for an observation
    setting   it is a setting: made, and not seen
    """

    text: str
    when: When
    year: int
    events: tuple[str, ...] = ()
    watches: tuple[Watch, ...] = ()
    yes: bool = True
    makes: tuple[Make, ...] = ()
    setting: bool = False

    @property
    def negated(self) -> Condition:
        """Its opposite."""
        return replace(self, text=f"{NOT}{self.text}" if self.yes else self.text[len(NOT) :], yes=not self.yes)

    @property
    def before(self) -> int:
        """Simulated years that have gone by when outcomes begin to count."""
        return self.year - 1 if self.when == "from" else self.year

    def met(self, words: Bits, watched: Sequence[Watch]) -> Flags:
        """Whether futures meet it, from their events: those that all keep, then those that are watched."""
        columns = [EVENTS.index(name) for name in self.events]
        columns += [len(EVENTS) + watched.index(one) for one in self.watches]
        look = flags.by if self.when == "by" else flags.holds
        return np.asarray(np.logical_and.reduce([look(words[:, each], self.year) for each in columns]) == self.yes)


def seen(texts: Iterable[str], study: Study) -> tuple[Condition, ...]:
    """Conditions to be seen. Raises InputError for one that cannot be read or seen, or two that exclude each other."""
    found = parse_seen(texts, study)
    _agree(found)
    return found


def parse_seen(texts: Iterable[str], study: Study) -> tuple[Condition, ...]:
    """Conditions to be seen, each for itself. Raises InputError for one that cannot be read or seen."""
    found = tuple(dict.fromkeys(parse(text, study) for text in texts))
    for one in found:
        if one.setting:
            raise InputError(f"'{one.text}' is a setting, which is made and not seen: use --do")
        if one.when == "from":
            raise InputError(f"'{one.text}' is seen in one year: write 'in' for 'from'")
    return found


def made(texts: Iterable[str], study: Study) -> tuple[Condition, ...]:
    """Conditions to be made. Raises InputError for one that cannot be read or made, or two that exclude each other."""
    found = tuple(dict.fromkeys(parse(text, study) for text in texts))
    for one in found:
        if one.events and not one.makes:
            raise InputError(
                f"'{one.text}' is an observation, which is seen and not made: use --given, or make a draw or setting behind it"
            )
        if not one.yes:
            raise InputError(f"'{one.text}' cannot be made: name what is made, and not what is kept from happening")
        if one.when == "by" or (one.events and one.when == "from"):
            raise InputError(f"'{one.text}' is made in one year: write 'in' for '{one.when}'")
    _compatible(found)
    return found


def parse(text: str, study: Study) -> Condition:
    """What a text says. Raises InputError for one that cannot be read, or for a name or year that the case has not.

    >>> study = Study("us-rok")
    >>> parse("war:CHN-TAW in 2027", study).makes
    (Make(what='war', unit=98, value=0.0, first=4, last=4),)
    """
    words = " ".join(str(text).split())
    if words.lower().startswith(NOT):
        found = parse(words[len(NOT) :], study)
        if found.setting or not found.yes:
            raise InputError(f"'{shown(words)}': 'not' stands once, before something that is seen; leave it out")
        return replace(found, text=words, yes=False)
    if setting := SETTING.fullmatch(words):
        return _setting(words, setting, study)
    dated = DATED.fullmatch(words)
    if dated is None:
        raise InputError(f"cannot read the condition {quoted(words)}: write {FORMS}")
    head, when = dated["head"], dated["when"].lower()
    year = _year(dated["year"], when, words, study)
    if between := BETWEEN.fullmatch(head):
        return _between(words, between, when, year, study)
    kind, colon, rest = head.partition(":")
    if not colon:
        return _outcome(words, head, when, year, study)
    if known("kind of condition", kind, ("war", "dispute", "government")) == "government":
        return _government(words, rest, when, year, study)
    raise InputError(f"cannot read the condition {quoted(words)}: write {FORMS}")


def _outcome(text: str, name: str, when: str, year: int, study: Study) -> Condition:
    own = {one.name: one for one in (*outcomes_of(study.case), *replaced_of(study.case))}
    one = own[outcome_called(name, own.values())]
    if one.kind not in ("event", "status"):
        raise InputError(f"'{text}' cannot be seen in a year: {one.name} is a {one.kind}; name an event or a status")
    if when == "by" and one.kind == "status":
        raise InputError(f"'{text}': {one.name} is a status, which holds in a year; write 'in' for 'by'")
    makes = (Make("coercion", study.world.protege, 0.0, year, year),) if one.name == COERCION else ()
    return Condition(text, when, year, events=(one.name,), makes=makes)  # type: ignore[arg-type]


def _between(text: str, found: re.Match[str], when: str, year: int, study: Study) -> Condition:
    if when == "from":
        raise InputError(f"'{text}': a {found['what']} is in a year or by a year; write 'in' for 'from'")
    first, second = (_state(found[name], study) for name in ("first", "second"))
    pairs = study.world.pairs.tolist()
    pair = sorted((first, second))
    if pair not in pairs:
        others = [next(iter({*ends} - {first})) for ends in pairs if first in ends]
        told = ", ".join(name for name, place in _states(study).items() if place in others)
        raise InputError(
            f"'{text}': the case has no pair of these two, so they have no dispute in it; {found['first']} may have one with "
            f"{told or 'none'}"
        )
    unit, what = pairs.index(pair), found["what"].lower()
    make = Make(what, 2 * unit + (first > second), 0.0, year, year)  # type: ignore[arg-type]
    watch = Watch(what, unit)  # type: ignore[arg-type]
    return Condition(text, when, year, watches=(watch,), makes=(make,))  # type: ignore[arg-type]


def _government(text: str, rest: str, when: str, year: int, study: Study) -> Condition:
    if when == "by":
        raise InputError(f"'{text}': a government is in office in a year; write 'in' for 'by'")
    last = year if when == "in" else study.horizon
    watches: list[Watch] = []
    makes: list[Make] = []
    for part in rest.split(","):
        name, equals, side = (each.strip() for each in part.partition("="))
        if not equals:
            raise InputError(f"cannot read the condition {quoted(text)}: write {FORMS}")
        state, value = _state(name, study), SIDES[known("side", side, SIDES)]
        if not study.world.side[state]:
            raise InputError(f"'{text}': the case follows no governments of {name}; it gives it no side")
        if state in (one.unit for one in watches):
            raise InputError(f"'{text}': {name} is given twice; name each state once")
        watches.append(Watch("side", state, value))
        makes.append(Make("side", state, float(value), year, last))
    return Condition(text, when, year, watches=tuple(watches), makes=tuple(makes))  # type: ignore[arg-type]


def _setting(text: str, found: re.Match[str], study: Study) -> Condition:
    world, last = study.world, study.horizon
    year = _year(found["year"], "from", text, study) if found["year"] else 1
    if found["removed"]:
        gone = with_dependants(world, instruments_called([found["removed"]], study.case))
        makes = [Make("absent", world.instruments.index(name), 0.0, year, last) for name in gone]
        return Condition(text, "from", year, makes=tuple(makes), setting=True)
    [name] = instruments_called([found["manned"]], study.case)
    unit = world.instruments.index(name)
    if world.kind[unit] != PRESENCE:
        manned = [one for one, kind in zip(world.instruments, world.kind, strict=True) if kind == PRESENCE]
        raise InputError(f"'{text}': {name} has no troops; a presence has ({', '.join(manned) or 'the case has none'})")
    troops = _number(found["troops"])
    if troops is None or not 0.0 <= troops <= MOST_TROOPS:
        raise InputError(
            f"troops {shown(found['troops'])} is not allowed: thousands of troops, a number from 0 to {MOST_TROOPS:,.0f}"
        )
    return Condition(text, "from", year, makes=(Make("troops", unit, troops, year, last),), setting=True)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if isfinite(found) else None


def _states(study: Study) -> dict[str, int]:
    """Place of each state by its abbreviation."""
    places = {code: place for place, code in enumerate(study.world.codes.tolist())}
    return {state.abbreviation: places[state.code] for state in study.case.states}


def _state(name: str, study: Study) -> int:
    return _states(study)[state_called(name, study.case)]


def _year(text: str, when: str, condition: str, study: Study) -> int:
    """A simulated year; after that of a draw or an observation others have to come."""
    first, last = study.world.year + 1, study.world.year + study.horizon - (when != "from")
    if not (text.isascii() and text.isdigit() and len(text) == len(str(first))):
        raise InputError(f"'{shown(condition)}': year {quoted(text)} is not a year such as {first}")
    if last < first:
        raise InputError("horizon 1 leaves no year after the first; ask for 2 years or more")
    if not first <= int(text) <= last:
        after = "" if when == "from" else ", so that years after it are simulated"
        raise InputError(
            f"'{shown(condition)}': year {shown(text)} is not allowed: {first} to {last}{after}; see --horizon"
        )
    return int(text) - study.world.year


def _agree(conditions: Sequence[Condition]) -> None:
    """Raise InputError for two conditions that no future can meet together."""
    for place, one in enumerate(conditions):
        for other in conditions[:place]:
            if _exclude(one, other) or _exclude(other, one):
                raise InputError(f"'{other.text}' and '{one.text}' contradict each other; leave out one")


def _exclude(one: Condition, other: Condition) -> bool:
    """Whether one says that something is, where the other says it is not."""
    if one.yes and other.yes:
        return one.year == other.year and _other_sides(one, other)
    if not one.yes or (one.events, one.watches) != (other.events, other.watches):
        return False
    return one.year <= other.year if other.when == "by" else (one.year == other.year and one.when == "in")


def _other_sides(one: Condition, other: Condition) -> bool:
    """Whether they give one state two sides."""
    pairs = ((a, b) for a in one.watches for b in other.watches)
    return any(a.what == b.what == "side" and a.unit == b.unit and a.value != b.value for a, b in pairs)


def _compatible(conditions: Sequence[Condition]) -> None:
    """Raise InputError for two conditions that cannot be made together."""
    for place, one in enumerate(conditions):
        for other in conditions[:place]:
            if any(_clash(a, b) for a in one.makes for b in other.makes):
                raise InputError(f"'{other.text}' and '{one.text}' contradict each other; leave out one")


def _clash(a: Make, b: Make) -> bool:
    """Whether two things cannot both be made in one year."""
    if a.unit != b.unit or a.last < b.first or b.last < a.first:
        return False
    return {a.what, b.what} == {"absent", "troops"} or (a.what == b.what and a.value != b.value)

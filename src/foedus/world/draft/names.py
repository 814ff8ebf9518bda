"""Names of states as users write them: COW abbreviation, ISO 3166-1 alpha-3, or English name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

import polars as pl

from foedus.data.codes import ALIASES, SUCCESSION
from foedus.data.iso3 import FORMER, ISO3
from foedus.errors import InputError

_SHORT = {"US": 2, "UK": 200, "Britain": 200, "Great Britain": 200}

_FORMAL = {
    "Bolivia, Plurinational State of": 145,
    "Democratic People's Republic of Korea": 731,
    "East Germany": 265,
    "Iran, Islamic Republic of": 630,
    "Korea, Democratic People's Republic of": 731,
    "Korea, Republic of": 732,
    "Lao People's Democratic Republic": 812,
    "Micronesia, Federated States of": 987,
    "People's Republic of China": 710,
    "Republic of Korea": 732,
    "Taiwan, Province of China": 713,
    "Tanzania, United Republic of": 510,
    "Venezuela, Bolivarian Republic of": 101,
    "West Germany": 260,
}
"""Formal and inverted names, as the UN and ISO 3166-1 write them, and two of their time."""


def state_codes(text: str, members: pl.DataFrame, year: int) -> list[int]:
    """COW codes of names separated by commas, or by semicolons if a name has a comma; each must be a member in `year`.

    members   ccode, stateabb, statenme, start, end: the table 'cow-states'

    Raises InputError for an unknown or ambiguous name, a state that is not a member, or a repeated state.
    """
    known = _spellings(members, year)
    codes: list[int] = []
    for name in _split(text, known):
        found = sorted(known.get(_plain(name), ()))
        if not found:
            raise InputError(
                f"unknown state '{name}'; {_hint(name, known, members)}write a COW abbreviation (ROK), an ISO code (KOR) or "
                "a name (South Korea)"
            )
        if len(found) > 1:
            meant = " or ".join(_label(code, members) for code in found)
            raise InputError(f"state '{name}' means {meant}; write the name in full")
        if not _is_member(found[0], members, year):
            raise InputError(f"{_label(found[0], members)} is no member of the COW state system in {year}")
        if found[0] in codes:
            raise InputError(f"{_label(found[0], members)} is named twice")
        codes += found
    return codes


def _split(text: str, known: Mapping[str, set[int]]) -> Iterator[str]:
    """The names in a text: a known name with commas in it, such as 'Korea, Republic of', stays whole."""
    parts = [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]
    while parts:
        joined = (count for count in range(len(parts), 1, -1) if _plain(", ".join(parts[:count])) in known)
        count = next(joined, 1)
        yield ", ".join(parts[:count])
        del parts[:count]


def _hint(name: str, known: Mapping[str, set[int]], members: pl.DataFrame) -> str:
    """What an unknown name may have meant: several states without commas, or a name spelt nearly so."""
    apart = _apart(name.split(), known)
    if apart:
        return f"did you mean '{', '.join(apart)}'? separate states by commas; "
    near = get_close_matches(_plain(name), known, n=1, cutoff=0.7)
    return f"did you mean {_label(min(known[near[0]]), members)}? " if near else ""


def _apart(words: Sequence[str], known: Mapping[str, set[int]]) -> list[str]:
    """Words as a row of known names; empty if they are none."""
    for count in range(len(words), 0, -1):
        first, left = " ".join(words[:count]), words[count:]
        if _plain(first) in known:
            following = _apart(left, known)
            if following or not left:
                return [first, *following]
    return []


def _named(members: pl.DataFrame) -> Iterator[tuple[str, int]]:
    yield from members.select("stateabb", "ccode").iter_rows()
    yield from members.select("statenme", "ccode").iter_rows()
    yield from (ISO3 | FORMER | ALIASES | _FORMAL | _SHORT).items()


def _spellings(members: pl.DataFrame, year: int) -> dict[str, set[int]]:
    """Every spelling, plain -> the states it may mean in the year."""
    moved = {name: meant for name, first, last, meant in SUCCESSION if first <= year <= last}
    found: dict[str, set[int]] = {}
    for name, code in _named(members):
        found.setdefault(_plain(name), set()).add(moved.get(name, code))
    return found


def _plain(name: str) -> str:
    """Without accents, full stops and capitals."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'").replace(".", ""))
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).casefold()


def _is_member(code: int, members: pl.DataFrame, year: int) -> bool:
    """Membership on some day of the year, carried forward after the end of the list."""
    carried = pl.when(pl.col("end") == members["end"].max()).then(pl.lit(9999)).otherwise(pl.col("end").dt.year())
    spells = members.filter(pl.col("ccode") == code, pl.col("start").dt.year() <= year, carried >= year)
    return not spells.is_empty()


def _label(code: int, members: pl.DataFrame) -> str:
    row = members.filter(pl.col("ccode") == code).row(0, named=True)
    return f"{row['statenme']} ({row['stateabb']})"

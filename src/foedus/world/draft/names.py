"""Names of states as users write them: COW abbreviation, ISO 3166-1 alpha-3, or English name."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

import polars as pl

from foedus.data.codes import ALIASES, SUCCESSION
from foedus.data.iso3 import ISO3
from foedus.errors import InputError

_SHORT = {"US": 2, "UK": 200, "Britain": 200, "Great Britain": 200}


def state_codes(text: str, members: pl.DataFrame, year: int) -> list[int]:
    """COW codes of names separated by commas, or by semicolons if a name has a comma; each must be a member in `year`.

    members   ccode, stateabb, statenme, start, end: the table 'cow-states'

    Raises InputError for an unknown or ambiguous name, a state that is not a member, or a repeated state.
    """
    known = _spellings(members, year)
    codes: list[int] = []
    for name in (part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()):
        found = sorted(known.get(_plain(name), ()))
        if not found:
            near = get_close_matches(_plain(name), known, n=1, cutoff=0.7)
            hint = f"did you mean {_label(min(known[near[0]]), members)}? " if near else ""
            raise InputError(
                f"unknown state '{name}'; {hint}write a COW abbreviation (ROK), an ISO code (KOR) or a name (South Korea)"
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


def _named(members: pl.DataFrame) -> Iterator[tuple[str, int]]:
    yield from members.select("stateabb", "ccode").iter_rows()
    yield from members.select("statenme", "ccode").iter_rows()
    yield from (ISO3 | ALIASES | _SHORT).items()


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

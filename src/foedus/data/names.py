"""Names of states as users write them: COW abbreviation or number, ISO 3166-1 code of two or three letters, or English name.

This is the one place where a name of a state is looked up. A name means a state of the years asked about: `KOR` is South Korea
in 2010 and Korea in 1900, `Germany` the Federal Republic in 1960.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from foedus.data.codes import ALIASES
from foedus.data.iso2 import ISO2
from foedus.data.iso3 import FORMER, ISO3
from foedus.errors import InputError
from foedus.names import listed, nearest, plain
from foedus.shown import shown

Years = tuple[int, int]

HOW = "write a COW abbreviation (ROK), an ISO code (KOR) or a name (South Korea)"

_COMMON = {
    "America": 2,
    "U.S.A.": 2,
    "Great Britain": 200,
    "Britain": 200,
    "Holland": 210,
    "The Netherlands": 210,
    "Burma": 775,
    "East Germany": 265,
    "West Germany": 260,
    "Bolivia, Plurinational State of": 145,
    "Democratic People's Republic of Korea": 731,
    "Iran, Islamic Republic of": 630,
    "Islamic Republic of Iran": 630,
    "Korea, Democratic People's Republic of": 731,
    "Korea, Republic of": 732,
    "Lao People's Democratic Republic": 812,
    "Micronesia, Federated States of": 987,
    "People's Republic of China": 710,
    "Republic of Korea": 732,
    "Republic of Türkiye": 640,
    "Republic of China": 713,
    "Taiwan, Province of China": 713,
    "Tanzania, United Republic of": 510,
    "Venezuela, Bolivarian Republic of": 101,
}
"""Common, formal and inverted names, as people, the UN and ISO 3166-1 write them."""

_FIXED = ISO3 | ISO2 | FORMER | ALIASES | _COMMON
"""Every spelling that needs no list of members, and the state it means."""

_SUCCESSION = ((255, 1949, 1989, 260), (679, 1918, 1989, 678), (678, 1990, 9999, 679), (817, 1976, 9999, 816))
"""State, first and last year, and the state that had its name then: Germany, Yemen, North Yemen, South Vietnam."""


def state_codes(
    names: str | int | Sequence[str | int], members: pl.DataFrame, years: int | Years, *, cow_first: bool = False
) -> list[int]:
    """COW numbers of states, each a member in some of `years` (one, or first and last) and named once.

    names      separated by commas, by semicolons if a name has a comma, or one by one
    members    ccode, stateabb, statenme, start, end: the table 'cow-states'
    cow_first  a COW abbreviation means that state even where it is the ISO code of another (AUS: Austria)

    Raises InputError for an unknown or ambiguous name, a state that is not a member, or a repeated state.
    """
    span = (int(years[0]), int(years[1])) if isinstance(years, Sequence) else (int(years), int(years))
    known = _spellings(members)
    codes: list[int] = []
    for name in _split(names, known) if isinstance(names, str) else [names] if isinstance(names, int) else names:
        code = _code(str(name).strip(), members, known, span, cow_first)
        if code in codes:
            raise InputError(f"state {_label(code, members)} is named twice; give each state once")
        codes.append(code)
    return codes


def state_among(name: str, states: Mapping[str, int], titles: Mapping[str, int], where: str) -> str:
    """The abbreviation of the state that `name` means among a few.

    states, titles   their numbers, by abbreviation and by name

    Raises InputError for a name of none of them.
    """
    wanted = plain(name)
    spelt = {plain(key): number for key, number in (_FIXED | dict(titles) | dict(states)).items()}
    numbers = {code: abbreviation for abbreviation, code in states.items()}
    code = int(name) if name.isascii() and name.isdigit() and len(name) <= 4 else spelt.get(wanted)
    if code in numbers:
        return numbers[code]
    near = nearest(name, [*states, *titles])
    meant = f"; did you mean '{near if near in states else numbers[titles[near]]}'?" if near else ""
    raise InputError(f"unknown state '{shown(name)}'{meant} (in {where}: {', '.join(states)})")


def _code(name: str, members: pl.DataFrame, known: Mapping[str, set[int]], years: Years, cow_first: bool) -> int:
    found = known.get(plain(name), set())
    if name.isascii() and name.isdigit() and len(name) <= 4 and int(name) in _by_number(members):
        found = {int(name)}
    if not found:
        raise InputError(f"unknown state '{shown(name)}'; {_hint(name, known, members)}{HOW}")
    there = sorted({code for each in found for code in [_of_years(each, members, years)] if code is not None})
    own = members.filter(pl.col("stateabb") == name.upper())["ccode"].unique().to_list() if cow_first else []
    if len(there) > 1 and own and own[0] in there:
        return int(own[0])
    if len(there) > 1:
        meant = " or ".join(_label(code, members) for code in there)
        raise InputError(f"state '{shown(name)}' means {meant}; write the name in full")
    if not there:
        raise InputError(_no_member(sorted(found), members, years))
    return there[0]


def _of_years(code: int, members: pl.DataFrame, years: Years) -> int | None:
    """The state that a number means in some years: itself if it is a member, or the one that had its name then."""
    if _is_member(code, members, years):
        return code
    for old, first, last, meant in _SUCCESSION:
        if old == code and first <= years[1] and years[0] <= last and _is_member(meant, members, years):
            return meant
    return None


def _no_member(codes: Sequence[int], members: pl.DataFrame, years: Years) -> str:
    when = f"{years[0]}" if years[0] == years[1] else f"{years[0]}:{years[1]}"
    labels = " nor ".join(_label(code, members) for code in codes)
    spells = members.filter(pl.col("ccode").is_in(list(codes))).sort("start").select("start", "end").iter_rows()
    last = members["end"].max()
    was = ", ".join(f"from {start.year}" + ("" if end == last else f" to {end.year}") for start, end in spells)
    return (
        f"{labels} is no member of the COW state system in {when} (a member {was}); leave it out or choose other years"
    )


def _split(text: str, known: Mapping[str, set[int]]) -> Iterator[str]:
    """The names in a text: a known name with commas in it, such as 'Korea, Republic of', stays whole."""
    parts = listed(text)
    while parts:
        joined = (count for count in range(min(len(parts), 4), 1, -1) if plain(", ".join(parts[:count])) in known)
        count = next(joined, 1)
        yield ", ".join(parts[:count])
        del parts[:count]


def _hint(name: str, known: Mapping[str, set[int]], members: pl.DataFrame) -> str:
    """What an unknown name may have meant: several states without commas, or a name spelt nearly so."""
    apart = _apart(name[:200].split(), known)
    if apart:
        return f"did you mean '{', '.join(apart)}'? separate states by commas; "
    near = nearest(name, known, cutoff=0.6)
    return f"did you mean {_label(min(known[near]), members)}? " if near else ""


def _apart(words: Sequence[str], known: Mapping[str, set[int]]) -> list[str]:
    """Words as a row of known names; empty if they are none."""
    for count in range(min(len(words), 6), 0, -1):
        first, left = " ".join(words[:count]), words[count:]
        if plain(first) in known:
            following = _apart(left, known)
            if following or not left:
                return [first, *following]
    return []


def _spellings(members: pl.DataFrame) -> dict[str, set[int]]:
    """Every spelling, plain -> the states it may mean in some year."""
    found: dict[str, set[int]] = {}
    numbers = _by_number(members)
    titles = [column for column in ("stateabb", "statenme") if column in members.columns]
    own = (pair for column in titles for pair in members.select(column, "ccode").iter_rows())
    for name, code in (*own, *_FIXED.items()):
        if code in numbers:
            found.setdefault(plain(name), set()).add(code)
    return found


def _by_number(members: pl.DataFrame) -> set[int]:
    return set(members["ccode"].to_list())


def _is_member(code: int, members: pl.DataFrame, years: Years) -> bool:
    """Membership on some day of the years, carried forward after the end of the list."""
    carried = pl.when(pl.col("end") == members["end"].max()).then(pl.lit(9999)).otherwise(pl.col("end").dt.year())
    spells = members.filter(pl.col("ccode") == code, pl.col("start").dt.year() <= years[1], carried >= years[0])
    return not spells.is_empty()


def _label(code: int, members: pl.DataFrame) -> str:
    row = members.filter(pl.col("ccode") == code).row(0, named=True)
    return f"{row.get('statenme', code)} ({row['stateabb']})"

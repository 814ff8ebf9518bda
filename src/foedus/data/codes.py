"""Publishers' country names, as COW state numbers.

The names of the COW state list are read from that list; ALIASES adds the spellings of other publishers, and SUCCESSION
says which state a name means in which years.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from foedus.data.catalog import locate
from foedus.data.iso3 import ISO3
from foedus.data.readers import cow_states
from foedus.data.readers.taken import leave_out, taking
from foedus.errors import DataError
from foedus.shown import shown

NAMED = 20
"""Most names without a number that a refusal lists, after the first."""

ALIASES: dict[str, int] = {
    "United States": 2,
    "Bahamas, The": 31,
    "Trinidad & Tobago": 52,
    "Saint Lucia": 56,
    "Saint Vincent and the Grenadines": 57,
    "St. Vincent & Grenadines": 57,
    "Antigua and Barbuda": 58,
    "Saint Kitts and Nevis": 60,
    "St. Kitts & Nevis": 60,
    "Venezuela, RB": 101,
    "Federal Republic of Germany": 260,
    "East Germany (GDR)": 265,
    "Czechia": 316,
    "Slovak Republic": 317,
    "North Macedonia": 343,
    "the former Yugoslav Republic of Macedonia": 343,
    "Bosnia & Herzegovina": 346,
    "Bosnia-Herzegovina": 346,
    "Moldova, Republic of": 359,
    "USSR": 365,
    "Russian Federation": 365,
    "Soviet Union": 365,
    "Cabo Verde": 402,
    "São Tomé & Príncipe": 403,
    "The Gambia": 420,
    "Gambia, The": 420,
    "Cote d'Ivoire": 437,
    "Côte d’Ivoire": 437,
    "Congo, Rep.": 484,
    "Congo - Brazzaville": 484,
    "Congo, Dem. Rep.": 490,
    "Democratic Republic of Congo": 490,
    "Congo - Kinshasa": 490,
    "Congo, Democratic Republic of the": 490,
    "DR Congo": 490,
    "Somalia, Fed. Rep.": 520,
    "Ethiopia (excludes Eritrea)": 530,
    "Rhodesia": 552,
    "Eswatini": 572,
    "Malagasy Republic": 580,
    "Iran, Islamic Rep.": 630,
    "Turkiye": 640,
    "Türkiye": 640,
    "Egypt, Arab Rep.": 651,
    "Syrian Arab Republic": 652,
    "Transjordan": 663,
    "Yemen, North": 678,
    "Yemen, Rep.": 679,
    "South Yemen": 680,
    "UAE": 696,
    "Kyrgyz Republic": 703,
    "Korea, North": 731,
    "Korea, Dem. People's Rep.": 731,
    "Korea, South": 732,
    "Korea, Rep.": 732,
    "Myanmar (Burma)": 775,
    "Ceylon": 780,
    "Lao PDR": 812,
    "Viet Nam": 816,
    "North Vietnam": 816,
    "South Vietnam": 817,
    "Malaya": 820,
    "Brunei Darussalam": 835,
    "Timor": 860,
    "Timor-Leste": 860,
    "Micronesia, Fed. Sts.": 987,
    # Spellings of the Multinational Military Exercises and of the Korean statistical office.
    "st. christopher": 60,
    "China, peoples' republic of": 710,
    # Spellings of the International Monetary Fund.
    "Afghanistan, Islamic Rep. of": 700,
    "Armenia, Rep. of": 371,
    "Azerbaijan, Rep. of": 373,
    "Bahrain, Kingdom of": 692,
    "Belarus, Rep. of": 370,
    "Central African Rep.": 482,
    "China, P.R.: Mainland": 710,
    "Comoros, Union of the": 581,
    "Congo, Dem. Rep. of the": 490,
    "Congo, Rep. of": 484,
    "Côte d'Ivoire": 437,
    "Croatia, Rep. of": 344,
    "Czech Rep.": 316,
    "Dominican Rep.": 42,
    "Eastern Germany": 265,
    "Egypt, Arab Rep. of": 651,
    "Equatorial Guinea, Rep. of": 411,
    "Eritrea, The State of": 531,
    "Estonia, Rep. of": 366,
    "Eswatini, Kingdom of": 572,
    "Ethiopia, The Federal Dem. Rep. of": 530,
    "Fiji, Rep. of": 950,
    "Iran, Islamic Rep. of": 630,
    "Kazakhstan, Rep. of": 705,
    "Korea, Dem. People's Rep. of": 731,
    "Korea, Rep. of": 732,
    "Kosovo, Rep. of": 347,
    "Kyrgyz Rep.": 703,
    "Lao People's Dem. Rep.": 812,
    "Lesotho, Kingdom of": 570,
    "Madagascar, Rep. of": 580,
    "Marshall Islands, Rep. of the": 983,
    "Mauritania, Islamic Rep. of": 435,
    "Micronesia, Federated States of": 987,
    "Moldova, Rep. of": 359,
    "Mozambique, Rep. of": 541,
    "Nauru, Rep. of": 970,
    "Netherlands, The": 210,
    "North Macedonia, Republic of": 343,
    "Palau, Rep. of": 986,
    "Poland, Rep. of": 290,
    "San Marino, Rep. of": 331,
    "Serbia and Montenegro": 345,
    "Serbia, Rep. of": 345,
    "Slovak Rep.": 317,
    "Slovenia, Rep. of": 349,
    "South Sudan, Rep. of": 626,
    "Syrian Arab Rep.": 652,
    "São Tomé and Príncipe, Dem. Rep. of": 403,
    "Taiwan Province of China": 713,
    "Tajikistan, Rep. of": 702,
    "Tanzania, United Rep. of": 510,
    "Timor-Leste, Dem. Rep. of": 860,
    "Uzbekistan, Rep. of": 704,
    "Venezuela, Rep. Bolivariana de": 101,
    "Yemen Arab Rep.": 678,
    "Yemen, People's Dem. Rep. of": 680,
    "Yemen, Rep. of": 679,
    # A three-letter code that is COW's and not of ISO 3166-1; those of the standard are in iso3.py.
    "ROK": 732,
    "Micronesia (Federated States of)": 987,
}


# (name, first year, last year, the state meant in those years)
SUCCESSION: tuple[tuple[str, int, int, int], ...] = (
    ("Germany", 1949, 1989, 260),
    ("DEU", 1949, 1989, 260),
    ("Yemen", 1918, 1989, 678),
    ("Yemen, North", 1990, 9999, 679),
    ("South Vietnam", 1976, 9999, 816),
)

NOT_STATES = frozenset(
    {
        "Abkhazia",
        "Balkans",
        "Baltic States",
        "Bermuda",
        "EEC",
        "EEU",
        "EU",
        "Holy See",
        "Hong Kong",
        "Hong Kong SAR China",
        "ICC Rome Statute Signatories",
        "League of Arab States",
        "NATO",
        "Netherlands Antilles",
        "New Caledonia",
        "Occupied Palestinian Territory",
        "Palestine",
        "South Ossetia",
        "Tibet",
        "Western Sahara",
    }
)


def with_ccode(frame: pl.DataFrame, *, iso3: str | None = None) -> pl.DataFrame:
    """`frame` (columns name, year) with `ccode`; names in NOT_STATES are left out, and counted (`readers.taken`).

    A name that is not known is looked up by the ISO 3166-1 code in the column `iso3`; without that, DataError names it.
    """
    states = leave_out(frame, pl.col("name").is_in(list(NOT_STATES)), "no states", "name")
    known = _known()
    numbered = states.with_columns(ccode=_number("name", "year", known))
    if iso3 is not None:
        numbered = numbered.with_columns(ccode=pl.coalesce("ccode", _number(iso3, "year", known)))
    _refuse_unknown(numbered.filter(pl.col("ccode").is_null())["name"])
    return numbered


def coded(frame: pl.DataFrame, names: Mapping[str, str], *, year: str | None = None) -> pl.DataFrame:
    """`frame` with a column of state numbers for every column of names in `names` (name column -> number column).

    A null name, or one in NOT_STATES, has a null number; an unknown name raises DataError. Without a `year` column
    a name means the same state in all years.
    """
    numbers = _known()
    numbered = frame.with_columns(_number(name, year, numbers).alias(number) for name, number in names.items())
    for name, number in names.items():
        known = pl.col(number).is_not_null() | pl.col(name).is_null() | pl.col(name).is_in(list(NOT_STATES))
        _refuse_unknown(numbered.filter(~known)[name])
    return numbered


def _known() -> dict[str, int]:
    """State numbers by every known name and code."""
    with taking():
        states = cow_states.read(locate("cow-states")).select("statenme", "ccode").unique()
    return dict(states.iter_rows()) | ISO3 | ALIASES


def _number(name: str, year: str | None, known: Mapping[str, int]) -> pl.Expr:
    """The state number of the name in one column, in the year in another."""
    code = pl.col(name).replace_strict(known, default=None, return_dtype=pl.Int16)
    for old, first, last, meant in SUCCESSION if year else ():
        then = (pl.col(name) == old) & pl.col(year or "").is_between(first, last)
        code = pl.when(then).then(pl.lit(meant, pl.Int16)).otherwise(code)
    return code


def _refuse_unknown(names: pl.Series) -> None:
    if names.len():
        first, *others = map(shown, names.unique().sort())
        more = [f"{len(others) - NAMED:,} more"] if len(others) > NAMED else []
        raise DataError(
            f"country names without a COW state number: {', '.join([first, *others[:NAMED], *more])}; write each as in COW's "
            "list of states (or as its ISO 3166-1 code), or take out the rows of what is no state"
        )

"""Publishers' country names, as COW state numbers.

The names of the COW state list are known as they stand (its numbers are constants of the field); ALIASES adds the
spellings other publishers use, and SUCCESSION says which state a name means in which years.
"""

from __future__ import annotations

import polars as pl

from foedus.data.catalog import locate
from foedus.data.readers import cow_states
from foedus.errors import DataError

ALIASES: dict[str, int] = {
    "United States": 2,
    "Bahamas, The": 31,
    "Saint Lucia": 56,
    "Saint Vincent and the Grenadines": 57,
    "Antigua and Barbuda": 58,
    "Saint Kitts and Nevis": 60,
    "Venezuela, RB": 101,
    "Czechia": 316,
    "Slovak Republic": 317,
    "North Macedonia": 343,
    "Serbia": 345,
    "USSR": 365,
    "Russian Federation": 365,
    "Cabo Verde": 402,
    "The Gambia": 420,
    "Gambia, The": 420,
    "Cote d'Ivoire": 437,
    "Congo, Rep.": 484,
    "Congo, Dem. Rep.": 490,
    "Democratic Republic of Congo": 490,
    "Eswatini": 572,
    "Iran, Islamic Rep.": 630,
    "Turkiye": 640,
    "Egypt, Arab Rep.": 651,
    "Syrian Arab Republic": 652,
    "Yemen, Rep.": 679,
    "South Yemen": 680,
    "Kyrgyz Republic": 703,
    "Korea, North": 731,
    "Korea, Dem. People's Rep.": 731,
    "Korea, South": 732,
    "Korea, Rep.": 732,
    "Lao PDR": 812,
    "Viet Nam": 816,
    "Brunei Darussalam": 835,
    "Somalia, Fed. Rep.": 520,
    "Timor": 860,
    "Timor-Leste": 860,
    "Micronesia, Fed. Sts.": 987,
    # Spellings of the Multinational Military Exercises and of the Korean statistical office.
    "St. Vincent & Grenadines": 57,
    "St. Kitts & Nevis": 60,
    "st. christopher": 60,
    "Trinidad & Tobago": 52,
    "Federal Republic of Germany": 260,
    "Bosnia & Herzegovina": 346,
    "São Tomé & Príncipe": 403,
    "Côte d\u2019Ivoire": 437,
    "Congo - Brazzaville": 484,
    "Congo - Kinshasa": 490,
    "Myanmar (Burma)": 775,
    "China, peoples' republic of": 710,
    # Three-letter codes, where a publisher gives no name: ISO 3166-1, and ROK.
    "USA": 2,
    "GBR": 200,
    "DEU": 255,
    "ITA": 325,
    "RUS": 365,
    "TUR": 640,
    "KWT": 690,
    "BHR": 692,
    "QAT": 694,
    "CHN": 710,
    "ROK": 732,
    "KOR": 732,
    "JPN": 740,
    "PHL": 840,
    "AUS": 900,
}

# (name, first year, last year, the state meant in those years)
SUCCESSION: tuple[tuple[str, int, int, int], ...] = (
    ("Germany", 1949, 1989, 260),
    ("DEU", 1949, 1989, 260),
    ("Yemen", 1918, 1989, 678),
)

NOT_STATES = frozenset(
    {
        "Abkhazia",
        "Baltic States",
        "Bermuda",
        "Hong Kong SAR China",
        "NATO",
        "Netherlands Antilles",
        "New Caledonia",
        "South Ossetia",
        "Tibet",
    }
)


def with_ccode(frame: pl.DataFrame, *, drop_unknown: bool = False) -> pl.DataFrame:
    """`frame` (columns name, year) with `ccode`; names in NOT_STATES are dropped.

    A name nobody knows raises DataError, or is dropped with `drop_unknown` (files that mix states with aggregates).
    """
    states = cow_states.read(locate("cow-states")).select("statenme", "ccode").unique()
    known = dict(states.iter_rows()) | ALIASES
    name, year = pl.col("name"), pl.col("year")
    code = name.replace_strict(known, default=None, return_dtype=pl.Int16)
    for old, first, last, meant in SUCCESSION:
        code = pl.when((name == old) & year.is_between(first, last)).then(pl.lit(meant, pl.Int16)).otherwise(code)
    coded = frame.filter(~name.is_in(list(NOT_STATES))).with_columns(ccode=code)
    unknown = coded.filter(pl.col("ccode").is_null())["name"].unique().sort().to_list()
    if unknown and not drop_unknown:
        raise DataError(
            f"country names without a COW state number: {', '.join(map(str, unknown))}; "
            "add each to ALIASES or NOT_STATES in foedus/data/codes.py"
        )
    return coded.drop_nulls("ccode")

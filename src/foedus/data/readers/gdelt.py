"""GDELT 2.0 events: one row per event.

Reads the publisher's own files (tab-separated, no header, plain or zipped) and comma-separated copies with a header;
the first line of a file shows which it is.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import polars as pl

from foedus.data.iso3 import ISO3
from foedus.data.readers.cameo import full_code
from foedus.data.readers.table import Schema, fit, read_table
from foedus.errors import DataError
from foedus.shown import first_line

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"

# The columns of a native file, in order.
COLUMNS: tuple[str, ...] = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{actor}{name}" for actor in "12" for name in _ACTOR.split()),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{place}Geo_{name}" for place in ("Actor1", "Actor2", "Action") for name in _GEO.split()),
    *("DATEADDED", "SOURCEURL"),
)

NAMES = {
    "GLOBALEVENTID": "event_id",
    "SQLDATE": "date",
    "Actor1Code": "actor1",
    "Actor1Name": "actor1_name",
    "Actor1CountryCode": "actor1_country",
    "Actor1Type1Code": "actor1_type",
    "Actor2Code": "actor2",
    "Actor2Name": "actor2_name",
    "Actor2CountryCode": "actor2_country",
    "Actor2Type1Code": "actor2_type",
    "IsRootEvent": "root_event",
    "EventCode": "cameo_code",
    "EventRootCode": "cameo_root",
    "QuadClass": "quad_class",
    "GoldsteinScale": "goldstein",
    "NumMentions": "mentions",
    "NumSources": "sources",
    "NumArticles": "articles",
    "AvgTone": "tone",
    "ActionGeo_FullName": "place",
    "ActionGeo_CountryCode": "place_country",
    "ActionGeo_Lat": "latitude",
    "ActionGeo_Long": "longitude",
    "DATEADDED": "added",
    "SOURCEURL": "url",
}

_NUMBERS: Schema = {
    "GLOBALEVENTID": pl.Int64,
    "IsRootEvent": pl.Int8,
    "QuadClass": pl.Int8,
    "GoldsteinScale": pl.Float64,
    "NumMentions": pl.Int32,
    "NumSources": pl.Int32,
    "NumArticles": pl.Int32,
    "AvgTone": pl.Float64,
    "ActionGeo_Lat": pl.Float64,
    "ActionGeo_Long": pl.Float64,
}

SCHEMA: Schema = {name: _NUMBERS.get(name, pl.String) for name in NAMES}


def read(path: Path) -> pl.DataFrame:
    """event_id, date, ccode1, ccode2, the two actors, CAMEO code and root, quad_class, goldstein, counts, tone, place.

    ccode1 and ccode2 come from the actors' three-letter country codes, and are null where those are none of a state
    (regions, religions, no country). place_country is GDELT's two-letter FIPS code. added: the day the event entered
    the database; date: the day it is said to have happened.
    """
    native = _native(path)
    table = read_table(path, SCHEMA, missing=()) if native is None else fit(native, SCHEMA, path, missing=())
    numbers = {"Actor1CountryCode": "ccode1", "Actor2CountryCode": "ccode2"}
    table = table.with_columns(
        full_code("EventCode"),
        pl.col("EventRootCode").str.zfill(2),
        *(_day(name) for name in ("SQLDATE", "DATEADDED")),
        *(
            pl.col(iso).replace_strict(ISO3, default=None, return_dtype=pl.Int16).alias(number)
            for iso, number in numbers.items()
        ),
    ).rename(NAMES)
    unread = table.filter(pl.col("date").is_null() | pl.col("added").is_null())
    if unread.height:
        raise DataError(f"{path.name}: event {unread['event_id'][0]} has no date of the form YYYYMMDD; correct it")
    return table.select("event_id", "date", "ccode1", "ccode2", *list(NAMES.values())[2:]).sort("event_id")


def _day(name: str) -> pl.Expr:
    return pl.col(name).str.slice(0, 8).str.to_date("%Y%m%d", strict=False)


def _content(path: Path) -> bytes:
    """The bytes of a file, or of the first file in a zip archive."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(archive.namelist()[0])
    except (zipfile.BadZipFile, IndexError) as error:
        raise DataError(f"{path.name} is not a readable zip archive: {first_line(error)}; fetch it again") from error


def _native(path: Path) -> pl.DataFrame | None:
    """The table of a file in the publisher's own format; None for any other file, or none."""
    if not path.is_file():
        return None
    content = _content(path)
    width = content.partition(b"\n")[0].count(b"\t") + 1
    if width == 1:
        return None
    if width != len(COLUMNS):
        raise DataError(f"{path.name}: {width} tab-separated columns; an export of GDELT 2.0 events has {len(COLUMNS)}")
    try:
        return pl.read_csv(
            content,
            separator="\t",
            has_header=False,
            new_columns=COLUMNS,
            quote_char=None,
            infer_schema=False,
            null_values=[""],
        )
    except pl.exceptions.PolarsError as error:
        raise DataError(f"{path.name} is not a readable GDELT export: {first_line(error)}") from error

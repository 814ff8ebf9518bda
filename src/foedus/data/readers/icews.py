"""ICEWS coded events: one row per event, a source acting on a target."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import coded
from foedus.data.readers.cameo import full_code
from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "Event ID": pl.Int64,
    "Event Date": pl.Date,
    "Source Name": pl.String,
    "Source Sectors": pl.String,
    "Source Country": pl.String,
    "Event Text": pl.String,
    "CAMEO Code": pl.String,
    "Intensity": pl.Float64,
    "Target Name": pl.String,
    "Target Sectors": pl.String,
    "Target Country": pl.String,
    "Story ID": pl.Int64,
    "Sentence Number": pl.Int16,
    "Publisher": pl.String,
    "City": pl.String,
    "District": pl.String,
    "Province": pl.String,
    "Country": pl.String,
    "Latitude": pl.Float64,
    "Longitude": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """The publisher's 20 columns in lower case with underscores, and ccode1 (source) and ccode2 (target).

    event_date is called date, cameo_code has its leading zero, intensity is on Goldstein's scale. Places that are not
    states (Hong Kong, Western Sahara, ...) have a null number.
    """
    names = {name: name.lower().replace(" ", "_") for name in SCHEMA} | {"Event Date": "date"}
    table = read_table(path, SCHEMA, missing=()).rename(names)
    table = table.with_columns(full_code("cameo_code"), year=pl.col("date").dt.year())
    numbered = coded(table, {"source_country": "ccode1", "target_country": "ccode2"}, year="year").drop("year")
    return numbered.select("event_id", "date", "ccode1", "ccode2", *list(names.values())[2:]).sort("event_id")

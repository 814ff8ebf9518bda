"""Nuclear Latency: one row per enrichment or reprocessing facility."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

YEARS = (
    "construction_start",
    "construction_end",
    "operation_start",
    "operation_end",
    "operation2_start",
    "operation2_end",
)
# Where the publisher writes both a blank (it did not happen by 2012) and -99 (it did, in an unknown year).
TWO_KINDS_OF_MISSING = ("construction_end", "operation_start", "operation_end")
FLAGS = (
    "covert",
    "iaea",
    "regional",
    "military",
    "multinational",
    "foreign_assistance",
    "facility_ambiguity",
    "military_ambiguity",
    "foreign_assistance_ambiguity",
)
UNKNOWN = -99

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "facility_name": pl.String,
    "enr_type": pl.String,
    "size": pl.String,
    **dict.fromkeys(YEARS, pl.Int16),
    **dict.fromkeys(FLAGS, pl.Boolean),
}


def read(path: Path) -> pl.DataFrame:
    """ccode, facility, technology, size, six years, three flags of unknown years, nine flags of the facility.

    construction_start to construction_end, operation_start to operation_end and a second spell of operation: calendar
    years, inclusive. A null year lies after the end of coverage (2012) or is unknown: for construction_end,
    operation_start and operation_end a flag (construction_end_unknown, ...) is 1 where the year is unknown; a null
    construction_start is always unknown.
    """
    unknown = [(pl.col(name) == UNKNOWN).fill_null(value=False) for name in TWO_KINDS_OF_MISSING]
    years = [pl.when(pl.col(name) != UNKNOWN).then(name).alias(name) for name in YEARS]
    table = read_table(path, SCHEMA, missing=()).rename({"facility_name": "facility", "enr_type": "technology"})
    flags = [
        flag.cast(pl.Int8).alias(f"{name}_unknown") for name, flag in zip(TWO_KINDS_OF_MISSING, unknown, strict=True)
    ]
    columns = ("ccode", "facility", "technology", "size")
    return table.select(*columns, *years, *flags, *FLAGS).sort("ccode", "facility")

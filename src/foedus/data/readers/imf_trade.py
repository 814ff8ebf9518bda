"""IMF Direction of Trade Statistics: one row per reporter, partner and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table
from foedus.data.readers.taken import leave_out, note

SCHEMA: Schema = {
    "reporter": pl.String,
    "partner": pl.String,
    "year": pl.Int16,
    "exports_fob_musd": pl.Float64,
    "imports_cif_musd": pl.Float64,
    "flag": pl.String,
}


OTHERS = frozenset(
    {
        *("World", "Special Categories", "Countries & Areas not specified", "Other Countries not included elsewhere"),
        *("Advanced Economies", "Emerging and Developing Economies", "Euro Area", "European Union"),
        *("Emerging and Developing Asia", "Emerging and Developing Europe", "Sub-Saharan Africa"),
        "Emerging Market and Developing Economies by Source of Export Earnings: Fuel",
        "Emerging Market and Developing Economies by Source of Export Earnings: Nonfuel",
        *("Africa", "Middle East", "Middle East and Central Asia", "Western Hemisphere"),
        *("Africa not specified", "Asia not specified", "Europe not specified", "Western Hemisphere not specified"),
        "Middle East and Central Asia not specified",
        *("American Samoa", "Anguilla", "Aruba, Kingdom of the Netherlands", "China, P.R.: Hong Kong"),
        *("China, P.R.: Macao", "Curaçao, Kingdom of the Netherlands", "Falkland Islands (Malvinas)"),
        *("Faroe Islands", "French Polynesia", "Gibraltar", "Greenland", "Guam", "Montserrat"),
        *("Sint Maarten, Kingdom of the Netherlands", "West Bank and Gaza", "Belgium-Luxembourg"),
    }
)
"""Partners that are groups of states, territories, or the union of two states, which is not parted."""


def read(path: Path) -> pl.DataFrame:
    """ccode1 (who reports), ccode2, year, exports (free on board), imports (with cost, insurance and freight), estimated.

    Million current US dollars; null where not reported. estimated: 1 where the IMF estimated the figures, as all those
    of North Korea. Partners in OTHERS are left out, and counted. Two partners that are one state in a year (Yugoslavia, and
    Serbia and Montenegro; the Soviet Union, and Russia) are added up.
    """
    table = leave_out(
        read_table(path, SCHEMA), pl.col("partner").is_in(list(OTHERS)), "partners that are no state", "partner"
    )
    for name, code in (("reporter", "ccode1"), ("partner", "ccode2")):
        table = with_ccode(table.rename({name: "name"})).rename({"ccode": code}).drop("name")
    flows = {"exports": pl.col("exports_fob_musd"), "imports": pl.col("imports_cif_musd")}
    known = {name: pl.when(flow.is_not_null().any()).then(flow.sum()) for name, flow in flows.items()}
    pairs = table.group_by("ccode1", "ccode2", "year").agg(
        **known, estimated=(pl.col("flag") == "e").any().cast(pl.Int8)
    )
    note(table.height - pairs.height, "partners that are one state, added up")
    return pairs.sort("ccode1", "ccode2", "year")

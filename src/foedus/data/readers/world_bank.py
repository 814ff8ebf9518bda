"""An indicator of the World Bank: one row per state and year, from its table of countries, territories and aggregates."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.codes import with_ccode
from foedus.data.readers.table import Schema, read_table
from foedus.data.readers.taken import leave_out

SCHEMA: Schema = {
    "Country Name": pl.String,
    "Country Code": pl.String,
    "Year": pl.Int16,
    "Value": pl.Float64,
}

_TERRITORIES = """
    ABW ASM BMU CHI CUW CYM FRO GIB GRL GUM HKG IMN MAC MAF MNP NCL PRI PSE PYF SXM TCA VGB VIR
"""
_AGGREGATES = """
    AFE AFW ARB CEB CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX LAC LCN LDC LIC LMC LMY LTE MEA MIC MNA
    NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD
"""
TERRITORIES, AGGREGATES = frozenset(_TERRITORIES.split()), frozenset(_AGGREGATES.split())
"""The World Bank's codes of what is no state."""


def read_indicator(path: Path, name: str) -> pl.DataFrame:
    """ccode, year and the indicator as `name`; the World Bank's aggregates and territories are left out and counted.

    A state is known by the name in COW's list or another publisher's, else by its ISO 3166-1 code; DataError names one that
    has neither.
    """
    table = read_table(path, SCHEMA).rename(
        {"Country Name": "name", "Country Code": "code", "Year": "year", "Value": name}
    )
    table = leave_out(table, pl.col("code").is_in(list(AGGREGATES)), "aggregates of states", "name")
    table = leave_out(table, pl.col("code").is_in(list(TERRITORIES)), "territories", "name")
    return with_ccode(table, iso3="code").select("ccode", "year", name).sort("ccode", "year")

"""Latent GDP and population of Fariss et al. (2022): one row per state and year."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.table import Schema, read_table

SCHEMA: Schema = {
    "ccode": pl.Int16,
    "year": pl.Int16,
    "pwtrgdp": pl.Float64,
    "sd_pwtrgdp": pl.Float64,
    "mrgdppc": pl.Float64,
    "sd_mrgdppc": pl.Float64,
    "pwtpop": pl.Float64,
    "sd_pwtpop": pl.Float64,
}


def read(path: Path) -> pl.DataFrame:
    """ccode, year, gdp, gdp_pc, pop, each with the standard deviation of its posterior (gdp_sd, ...).

    gdp: million international dollars of 2017 (Penn World Table 10.0); gdp_pc: international dollars of 2011 per person
    (Maddison Project); pop: million persons.
    """
    names = {
        "pwtrgdp": "gdp",
        "sd_pwtrgdp": "gdp_sd",
        "mrgdppc": "gdp_pc",
        "sd_mrgdppc": "gdp_pc_sd",
        "pwtpop": "pop",
        "sd_pwtpop": "pop_sd",
    }
    return read_table(path, SCHEMA).rename(names).sort("ccode", "year")

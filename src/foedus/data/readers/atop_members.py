"""ATOP member level: one row per agreement, member and phase, with the member's own obligations."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from foedus.data.readers.atop_alliances import PROVISIONS
from foedus.data.readers.table import Schema, read_table, with_dates

# The conditions on each obligation: of the adversary, the place, the conflict, the number of adversaries, a demand,
# no provocation, an attack, a request.
CONDITIONS: Schema = dict.fromkeys(
    (
        *("defcoadv", "defcoloc", "defcocon", "defconum", "defcodem", "defconpr"),
        *("offcoadv", "offcoloc", "offcocon", "offconum", "offcodem"),
        *("neucoadv", "neucoloc", "neucocon", "neuconum", "neucodem", "neuconpr", "neucoatt"),
        *("concoadv", "concoloc", "concocon", "concoreq"),
    ),
    pl.Int8,
)

SCHEMA: Schema = {
    "atopid": pl.Int16,
    "member": pl.Int16,
    "cowsys": pl.Int8,
    "yrent": pl.Int16,
    "moent": pl.Int8,
    "dayent": pl.Int8,
    "yrexit": pl.Int16,
    "moexit": pl.Int8,
    "dayexit": pl.Int8,
    "phase": pl.Int8,
    "termmode": pl.Int8,
    "termcaus": pl.Int8,
    **PROVISIONS,
    **CONDITIONS,
    "olimob": pl.Int8,
    "obvary": pl.Int8,
}


def read(path: Path) -> pl.DataFrame:
    """The columns of SCHEMA, with start and end of the membership or phase (dates).

    The year, month and day of exit are null while the membership is in force at the end of coverage. cowsys is the
    publisher's raw 0/1 flag; members that COW does not list carry codes above 1000.
    """
    table = read_table(path, SCHEMA).with_columns(pl.col("yrexit", "moexit", "dayexit").replace(0, None))
    dates = {"start": ("yrent", "moent", "dayent"), "end": ("yrexit", "moexit", "dayexit")}
    return with_dates(table, path, **dates).sort("atopid", "member", "phase", "yrent")

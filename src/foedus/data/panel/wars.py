"""States and pairs in the conflicts of UCDP/PRIO, by COW number.

Source: Gleditsch, Wallensteen, Eriksson, Sollenberg & Strand (2002), Journal of Peace Research 39, 615-637.
"""

from __future__ import annotations

import polars as pl

from foedus.data.library import Shelf

Years = tuple[int, int]

WAR = 2
"""Intensity of 1,000 battle deaths or more in a year; 1 is 25 to 999."""
INTERSTATE = 2
PARTIES = ("gwno_a", "gwno_b")
HELPERS = ("gwno_a_2nd", "gwno_b_2nd")


def at_war(shelf: Shelf, years: Years) -> set[tuple[int, int]]:
    """State and year of all that took part in a war of any type, as a party or with troops for one."""
    wars = shelf.read("ucdp-prio").filter(pl.col("intensity") == WAR, pl.col("year").is_between(*years))
    parts = [_coded(shelf, wars, side, "ccode").select("ccode", "year") for side in (*PARTIES, *HELPERS)]
    return set(pl.concat(parts).iter_rows())


def fought(shelf: Shelf, first: int, second: int, years: Years) -> dict[int, int]:
    """Intensity by year of the conflicts between two states, parties on either side, in which 25 or more died."""
    between = pl.col("year").is_between(*years) & (pl.col("type") == INTERSTATE)
    rows = _coded(shelf, _coded(shelf, shelf.read("ucdp-prio").filter(between), "gwno_a", "a"), "gwno_b", "b")
    pair = rows.filter(
        pl.min_horizontal("a", "b") == min(first, second), pl.max_horizontal("a", "b") == max(first, second)
    )
    return dict(pair.group_by("year").agg(pl.col("intensity").max()).sort("year").iter_rows())


def _coded(shelf: Shelf, conflicts: pl.DataFrame, side: str, name: str) -> pl.DataFrame:
    """The conflicts with a row for each state of a side, its COW number under `name`."""
    codes = (
        shelf.read("cow-gw").drop_nulls(["gwcode", "ccode"]).select(pl.col("ccode").alias(name), "gwcode", coded="year")
    )
    listed = conflicts.drop_nulls(side).with_columns(
        gwcode=pl.col(side).str.split(", "), coded=pl.min_horizontal("year", codes["coded"].max()).cast(pl.Int16)
    )
    return (
        listed.explode("gwcode")
        .with_columns(pl.col("gwcode").cast(pl.Int16))
        .join(codes, on=["gwcode", "coded"])
        .drop("gwcode", "coded")
    )

"""Shared by samples of disputes: levels, originators, predictors known before a dispute, recent opponents."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from foedus.data.library import Shelf
from foedus.equations.opponents import OPPONENT_YEARS
from foedus.estimate.samples.sample import Array, Years, last_year

CODED = (1946, 2010)
"""Years of disputes that samples use: they are coded to 2010."""
HOSTILITY_FORCE, HOSTILITY_WAR = 4, 5
"""Levels of hostility."""
DYAD = ("ccode1", "ccode2")


def originator_pairs(shelf: Shelf, years: Years) -> pl.DataFrame:
    """ccode1 (side A), ccode2 (side B), year, dispnum, hostlev, fatality of every pair of originators."""
    parts = shelf.read("gml-participants")
    originators = parts.filter(pl.col("orig") == 1).select("dispnum", "ccode", "sidea").unique()
    sides = [
        originators.filter(pl.col("sidea") == side).select("dispnum", pl.col("ccode").alias(name))
        for side, name in ((1, "ccode1"), (0, "ccode2"))
    ]
    disputes = shelf.read("gml-disputes").select("dispnum", "hostlev", "fatality", year="styear")
    pairs = sides[0].join(sides[1], on="dispnum").join(disputes, on="dispnum")
    return pairs.filter(pl.col("year").is_between(*years)).sort("dispnum", *DYAD)


def ended(shelf: Shelf, as_of: date) -> pl.DataFrame:
    """dispnum of every dispute that was over on a day; how far the others would go, and who would join, was unknown."""
    last = shelf.read("gml-participants").group_by("dispnum").agg(pl.col("endyear").max())
    return last.filter(pl.col("endyear") <= last_year(as_of)).select("dispnum")


def known_before(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of a panel of dyads moved one year on, without `peace`; `entrant` marks values of the year itself.

    A dyad that enters the system in a year has no year before: its first values are used, because a war between new
    states would otherwise be left out.
    """
    values = frame.drop("peace")
    moved = values.with_columns(pl.col("year") + 1, entrant=pl.lit(value=False))
    entered = values.join(moved.select(*DYAD, "year"), on=[*DYAD, "year"], how="anti")
    return pl.concat([moved, entered.with_columns(entrant=pl.lit(value=True))])


def opponents(shelf: Shelf) -> pl.DataFrame:
    """ccode, year, holder: the states it had a dispute with in the ten years before, once each."""
    disputes = shelf.read("gml-directed").select(ccode="ccode1", holder="ccode2", fought="year").unique()
    span = pl.int_ranges(pl.col("fought") + 1, pl.col("fought") + OPPONENT_YEARS + 1, dtype=pl.Int16)
    return disputes.with_columns(year=span).explode("year").select("ccode", "year", "holder").unique()


def positions(codes: Array) -> tuple[Array, Array]:
    """Sorted distinct codes, and the position of each row's code among them."""
    distinct, position = np.unique(codes, return_inverse=True)
    return distinct, position

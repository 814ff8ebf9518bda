"""Shared by samples of disputes: levels, originators, predictors known before a dispute, recent opponents."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from foedus.data.catalog import source
from foedus.data.library import Shelf
from foedus.data.panel.facts import directed_disputes, disputes_coded
from foedus.equations.opponents import OPPONENT_YEARS
from foedus.estimate.samples.sample import Array, Years, last_year

CODED = (1946, disputes_coded()[1])
"""Years of disputes that samples use: Gibler, Miller & Little's to 2010, COW's after it."""
SEAM = source("gml-disputes").last_year
"""Last year of disputes by Gibler, Miller & Little. A dispute is by the coding of the year it began in."""
HOSTILITY_FORCE, HOSTILITY_WAR = 4, 5
"""Levels of hostility."""
DYAD = ("ccode1", "ccode2")


def participants(shelf: Shelf) -> pl.DataFrame:
    """dispnum, ccode, sidea, orig of every participation in a dispute, by the coding of the dispute."""
    names = ("dispnum", "ccode", "sidea", "orig")
    later = shelf.read("cow-mid-disputes").filter(pl.col("styear") > SEAM)
    after = shelf.read("cow-mid-participants").join(later, on="dispnum", how="semi")
    return pl.concat([shelf.read("gml-participants").select(names), after.select(names)])


def disputes(shelf: Shelf) -> pl.DataFrame:
    """dispnum, styear, hostlev, fatality of every dispute, by the coding of the year it began in."""
    names = ("dispnum", "styear", "hostlev", "fatality")
    after = shelf.read("cow-mid-disputes").filter(pl.col("styear") > SEAM)
    return pl.concat([shelf.read("gml-disputes").select(names), after.select(names)])


def originator_pairs(shelf: Shelf, years: Years) -> pl.DataFrame:
    """ccode1 (side A), ccode2 (side B), year, dispnum, hostlev, fatality of every pair of originators."""
    originators = participants(shelf).filter(pl.col("orig") == 1).select("dispnum", "ccode", "sidea").unique()
    sides = [
        originators.filter(pl.col("sidea") == side).select("dispnum", pl.col("ccode").alias(name))
        for side, name in ((1, "ccode1"), (0, "ccode2"))
    ]
    levels = disputes(shelf).rename({"styear": "year"})
    pairs = sides[0].join(sides[1], on="dispnum").join(levels, on="dispnum")
    return pairs.filter(pl.col("year").is_between(*years)).sort("dispnum", *DYAD)


def ended(shelf: Shelf, as_of: date) -> pl.DataFrame:
    """dispnum of every dispute that was over on a day; how far the others would go, and who would join, was unknown.

    So was it of those under way when the coding ended. Gibler, Miller & Little have no end after 2010: COW's counts.
    """
    cow = shelf.read("cow-mid-disputes")
    going = cow.filter(pl.col("ongoing") == 1)
    ends = pl.concat(
        [
            shelf.read("gml-participants").select("dispnum", "endyear"),
            cow.filter(pl.col("endyear") > SEAM).select("dispnum", "endyear"),
        ]
    )
    last = ends.group_by("dispnum").agg(pl.col("endyear").max()).join(going, on="dispnum", how="anti")
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
    fought = directed_disputes(shelf).select(ccode="ccode1", holder="ccode2", fought="year").unique()
    span = pl.int_ranges(pl.col("fought") + 1, pl.col("fought") + OPPONENT_YEARS + 1, dtype=pl.Int16)
    return fought.with_columns(year=span).explode("year").select("ccode", "year", "holder").unique()


def positions(codes: Array) -> tuple[Array, Array]:
    """Sorted distinct codes, and the position of each row's code among them."""
    distinct, position = np.unique(codes, return_inverse=True)
    return distinct, position

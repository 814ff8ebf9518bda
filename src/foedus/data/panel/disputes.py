"""Militarised disputes of a dyad in a year, and the years of peace before it.

Sources: Gibler, Miller & Little (2016), International Studies Quarterly 60:719-730; Palmer et al. (2022), The MID5
dataset, 2011-2014, Conflict Management and Peace Science 39:470-482.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from foedus.data.panel.members import KEYS, PAIR
from foedus.data.panel.rows import Rows

SPLICED = (
    *("dispnum", *KEYS, "midonset", "midongoing", "sidea1", "sidea2", "orig1", "orig2"),
    *("hostlev1", "hostlev2", "hostlev", "fatality1", "fatality2"),
)


def spliced(gml: pl.DataFrame, cow: pl.DataFrame, last: int) -> pl.DataFrame:
    """Directed dispute-years of Gibler, Miller & Little to year `last`, of COW after it: the columns SPLICED.

    A dispute of the two that COW dates to `last` or before goes on, and is not a new one, whether or not the other
    coding has it.
    """
    late = pl.col("year") > last
    return pl.concat([gml.filter(~late).select(SPLICED), cow.filter(late).select(SPLICED)])


def dyad_disputes(directed: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year, onset, ongoing, initiated, hostlev for dyad-years with a dispute, in both directions.

    onset: a dispute between the two begins, whether or not they were its first participants;
    ongoing: a dispute between the two begins or continues;
    initiated: a dispute begins in which state 1 is an originator on side A, the side of the first militarised act,
    and state 2 an originator on side B;
    hostlev: the highest hostility of any dispute between the two, 2 threat to 5 war.
    """
    begins = pl.col("midonset") == 1
    originators = (pl.col("orig1") == 1) & (pl.col("orig2") == 1)
    against = (pl.col("sidea1") == 1) & (pl.col("sidea2") == 0)
    return directed.group_by(KEYS).agg(
        onset=begins.any().cast(pl.Int8),
        ongoing=(pl.col("midongoing") == 1).any().cast(pl.Int8),
        initiated=(begins & originators & against).any().cast(pl.Int8),
        hostlev=pl.col("hostlev").max(),
    )


def cow_disputes(directed: pl.DataFrame) -> pl.DataFrame:
    """As `dyad_disputes`, of COW's own dispute-years: cow_onset, cow_ongoing, cow_initiated, cow_hostlev.

    Source: Palmer et al. (2022), The MID5 dataset, 2011-2014, Conflict Management and Peace Science 39:470-482.
    """
    either = directed.with_columns(hostlev=pl.max_horizontal("hostlev1", "hostlev2"))
    return dyad_disputes(either).rename(lambda name: name if name in KEYS else f"cow_{name}")


def dyad_wars(directed: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year, war_onset, war_ongoing for pairs fighting each other in an interstate war of COW.

    Source: Sarkees & Wayman (2010), Resort to War, 1816-2007, CQ Press.
    """
    return directed.group_by(KEYS).agg(war_onset=pl.col("onset").max(), war_ongoing=pl.lit(1, pl.Int8))


def peace_years(rows: Rows, disputes: pl.DataFrame) -> pl.DataFrame:
    r"""`peace` and `peace_censored` for every row of dyads, in its order.

    For dyad d in year t, with e the first year of its present unbroken run in the system and s < t its last year with
    a dispute begun or under way, s >= e,

        peace = t - 1 - s    if there is such an s      (0 in the year after a dispute)
        peace = t - e        otherwise                  (0 in the first year), and then peace_censored = 1.

    The clock counts calendar years and does not use year t itself. It restarts when a dyad returns after at least one
    calendar year outside the system; for dyads present in 1816 it starts then. It does not depend on the other rows or
    their order.

    `disputes`: the keys of the rows and ongoing, each dispute in both directions.
    """
    end = rows.frame.select(pl.col("year").max().fill_null(0)).item()
    clock = rows.frame.select("year", "entry").hstack(rows.look_up(_last_dispute(disputes, end, rows.on)))
    seen = (pl.col("last") >= pl.col("entry")).fill_null(value=False)
    since = pl.when(seen).then(pl.col("year") - 1 - pl.col("last")).otherwise(pl.col("year") - pl.col("entry"))
    return clock.select(peace=since.cast(pl.Int16), peace_censored=(~seen).cast(pl.Int8))


def peace_rows(rows: pl.DataFrame, pair: Sequence[str] = PAIR) -> pl.DataFrame:
    """`peace` and `peace_censored` by the rule of peacesciencer: rows of the dyad since its last one with a dispute.

    The count begins with the dyad's first row and ignores gaps in its history, so it depends on the years and the
    filter of the panel. `rows`: the two codes in `pair`, year, ongoing; sorted, as a panel is.
    """
    spell = pl.col("ongoing").shift(1, fill_value=0).cum_sum().over(pair)
    counted = rows.select(*pair, ongoing=pl.col("ongoing").fill_null(0)).with_columns(spell=spell)
    return counted.select(
        peace=pl.int_range(pl.len()).over([*pair, "spell"]).cast(pl.Int16),
        peace_censored=(pl.col("spell") == 0).cast(pl.Int8),
    )


def _last_dispute(disputes: pl.DataFrame, end: int, keys: Sequence[str]) -> pl.DataFrame:
    """The keys and last: the last year before `year` with a dispute, from the first dispute up to `end`."""
    fought = disputes.filter(pl.col("ongoing") == 1, pl.col("year") < end).select(keys).unique().sort(keys)
    until = pl.col("year").shift(-1).over(keys[:2]).fill_null(end)
    years = pl.int_ranges(pl.col("year") + 1, until + 1, dtype=pl.Int16)
    return fought.with_columns(last=pl.col("year"), year=years).explode("year")

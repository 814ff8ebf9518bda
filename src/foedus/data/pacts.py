"""Alliance obligations of dyads, outside defenders of a target, and treaties as a list.

Source: Leeds, Ritter, Mitchell & Long (2002), International Interactions 28:237-260.
"""

from __future__ import annotations

import polars as pl

from foedus.data.lookup import during, look_up
from foedus.data.neighbours import both_ways

OBLIGATIONS = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
KEYS = ("ccode1", "ccode2", "year")
STATE_CODES = 1000


def obligations(atop: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year and the five obligations, each 1 in both directions if either state owes it to the other."""
    return both_ways(atop.select(*KEYS, *OBLIGATIONS)).group_by(KEYS).agg(pl.col(OBLIGATIONS).max())


def defended(dyads: pl.DataFrame, atop: pl.DataFrame, holders: pl.DataFrame | None = None) -> pl.Series:
    r"""1 where state 2 has an outside defender against state 1, else 0; one value per row of `dyads`.

    With D(k, j) = 1 if k owes j defence in the year, and S(k, i) = 1 if either of k and i owes it to the other,

        defended(i, j) = 1[ sum over k != i of D(k, j) (1 - S(k, i)) > 0 ]

    `holders` (ccode, year), if given, limits the defenders k to these states, such as those with nuclear weapons.
    """
    pact = during(dyads, atop).filter(pl.col("atop_defense") == 1).select(KEYS)
    owed = pact.rename({"ccode1": "defender", "ccode2": "target"})
    if holders is not None:
        owed = owed.join(holders.select(defender="ccode", year="year"), on=["defender", "year"], how="semi")
    friends = both_ways(pact).unique().rename({"ccode1": "defender", "ccode2": "challenger"})
    total = owed.group_by("target", "year").agg(total=pl.len().cast(pl.Int32))
    shared = (
        owed.join(friends, on=["defender", "year"])
        .group_by("challenger", "target", "year")
        .agg(shared=pl.len().cast(pl.Int32))
    )
    own = owed.select(challenger="defender", target="target", year="year", own=pl.lit(1, pl.Int32))
    rows = dyads.select(challenger="ccode1", target="ccode2", year="year")
    pair = ("challenger", "target", "year")
    found = (look_up(rows, total, pair[1:]), look_up(rows, shared, pair), look_up(rows, own, pair))
    counts = pl.concat(found, how="horizontal")
    outside = pl.sum_horizontal("total", -pl.col("shared"), -pl.col("own"))
    return counts.select((outside > 0).cast(pl.Int8)).to_series()


def treaty_list(alliances: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """One row per ATOP alliance, its phases taken together, sorted by atopid.

    atopid, parties (sorted COW numbers of every state ever a member), begyr, endyr (null while in force at the end of
    coverage), defense, offense, neutral, nonagg, consul, bilateral. Members that are not COW states are left out.
    """
    parties = (
        members.filter(pl.col("member") < STATE_CODES).group_by("atopid").agg(parties=pl.col("member").unique().sort())
    )
    kinds = ("defense", "offense", "neutral", "nonagg", "consul")
    return (
        alliances.join(parties, on="atopid", how="left")
        .select("atopid", "parties", "begyr", "endyr", *kinds, bilateral="bilat")
        .sort("atopid")
    )

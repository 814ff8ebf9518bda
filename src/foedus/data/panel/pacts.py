"""Alliance obligations of dyads, outside defenders of a target, and treaties as a list.

Source: Leeds, Ritter, Mitchell & Long (2002), International Interactions 28:237-260.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from foedus.data.panel.lookup import Ranks, Years
from foedus.data.panel.members import KEYS
from foedus.data.panel.neighbours import turned
from foedus.data.panel.rows import Rows

OBLIGATIONS = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
STATE_CODES = 1000


def obligations(rows: Rows, atop: pl.DataFrame, within: Years) -> pl.DataFrame:
    """`atop_alliance` and the five obligations for rows of dyads, each 1 if either state owes it to the other.

    A row for one direction counts for both. 0 where none is listed in the years `within` (the coverage of the source);
    null outside.
    """
    bits = pl.sum_horizontal(pl.col(name) * 2**bit for bit, name in enumerate(OBLIGATIONS)).cast(pl.Int8)
    owed = atop.select(*KEYS, bits=bits)
    found = [rows.look_up(table, within)["bits"] for table in (owed, turned(owed))]
    flags = {name: (pl.col("bits") & 2**bit) > 0 for bit, name in enumerate(OBLIGATIONS)}
    either = pl.DataFrame({"bits": found[0] | found[1]})
    return either.select(
        flag.cast(pl.Int8).alias(name) for name, flag in {"atop_alliance": pl.col("bits") > 0, **flags}.items()
    )


def commitments(atop: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year and the five obligations, each 1 if state 1 owes it to state 2: `owes_defense`, ..."""
    return atop.select(*KEYS, *(pl.col(name).alias(name.replace("atop_", "owes_")) for name in OBLIGATIONS))


def defended(dyads: pl.DataFrame, atop: pl.DataFrame, holders: pl.DataFrame | None = None) -> pl.Series:
    r"""1 where state 2 has an outside defender against state 1, else 0; one value per row of `dyads`.

    With D(k, j) = 1 if k owes j defence in the year, and S(k, i) = 1 if either of k and i owes it to the other,

        defended(i, j) = 1[ sum over k != i of D(k, j) (1 - S(k, i)) > 0 ]

    `holders` (ccode, year), if given, limits the defenders k to these states, such as those with nuclear weapons.
    All i, j and eight k of a year are taken at once, as bytes: the sum is above 0 where a bit is set in D and in 1 - S.
    """
    pacts = atop.filter(pl.col("atop_defense") == 1)
    states, years = Ranks(pl.concat([pacts["ccode1"], pacts["ccode2"]])), Ranks(dyads["year"])
    owed = np.zeros((years.size, states.size, states.size), dtype=np.bool_)
    owed[years.of(pacts["year"]), states.of(pacts["ccode2"]), states.of(pacts["ccode1"])] = True
    free = ~(owed | owed.swapaxes(1, 2) | np.eye(states.size, dtype=np.bool_))
    if holders is not None:
        held = np.zeros((years.size, 1, states.size), dtype=np.bool_)
        held[years.of(holders["year"]), 0, states.of(holders["ccode"])] = True
        owed &= held
    by_year = zip(_bytes(free), _bytes(owed), strict=True)
    outside = np.array([np.bitwise_or.reduce(s[:, :, None] & d[:, None, :]) > 0 for s, d in by_year], dtype=np.int8)
    return pl.Series(outside[years.of(dyads["year"]), states.of(dyads["ccode1"]), states.of(dyads["ccode2"])])


def _bytes(flags: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Flags (year, state, k) as bytes of eight k each: (year, byte, state)."""
    return np.packbits(flags, axis=2).swapaxes(1, 2).copy()


def treaty_list(alliances: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """One row per ATOP alliance with its phases combined, sorted by atopid.

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

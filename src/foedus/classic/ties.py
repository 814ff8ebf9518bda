"""The signed network of the state system in a year: defence pacts and disputes."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from foedus.classic.network import Network
from foedus.data.catalog import source
from foedus.data.library import read
from foedus.data.names import state_codes
from foedus.data.panel.build import build_panel
from foedus.errors import InputError

WINDOW = 5
"""Years whose disputes make a negative tie. Single years are too thin, and a decade holds quarrels that are over; a
judgement, so it is an option wherever it is used."""

LONGEST = 50


def network_of_year(
    year: int, states: str | Sequence[str] | None = None, window: int = WINDOW
) -> tuple[Network, list[str]]:
    """The network of a year, and sentences on how it was made.

    Positive: a defence pact in force (ATOP). Negative: a militarised dispute in the year or the window - 1 before it
    (GML). A pair with both is negative, because it has acted against its pledge. `states` in any usual spelling; the default
    is all states with a tie.
    """
    first, last = source("gml-directed").first_year, source("gml-directed").last_year
    if not first <= year <= last:
        raise InputError(f"year {year} is not allowed: disputes are coded from {first} to {last}")
    if not 1 <= window <= LONGEST:
        raise InputError(f"window {window} is not allowed: 1 to {LONGEST} years")
    chosen = None if states is None else state_codes(states, read("cow-states"), year, cow_first=True)
    members = build_panel("state-year", (year, year), []).frame.select("stateabb", "ccode")
    code = dict(members.iter_rows())
    pairs = _pairs(year, window).filter(pl.col("positive") | pl.col("negative"))
    if chosen is not None:
        pairs = pairs.filter(pl.col("ccode1").is_in(chosen), pl.col("ccode2").is_in(chosen))
    name_of = {number: name for name, number in code.items()}
    tied = sorted(set(pairs["ccode1"]) | set(pairs["ccode2"]))
    if not tied:
        among = "all states" if chosen is None else ", ".join(name_of[number] for number in chosen)
        raise InputError(
            f"the network has no ties: no pair of {among} had a defence pact in {year}, or a dispute in the {window} years up "
            "to it; name more states, or widen --window"
        )
    position = {number: row for row, number in enumerate(tied)}
    ends = [(position[a], position[b]) for a, b in pairs.select("ccode1", "ccode2").iter_rows()]
    signs = [-1 if negative else 1 for negative in pairs["negative"]]
    return Network([name_of[number] for number in tied], ends, signs), _notes(pairs, year, window)


def _notes(pairs: pl.DataFrame, year: int, window: int) -> list[str]:
    both = pairs.filter("positive", "negative").height
    when = f"{year - window + 1}-{year}" if window > 1 else f"{year}"
    made = f"positive: a defence pact in {year} (ATOP); negative: a militarised dispute in {when} (GML)"
    return [made, *([f"{both} allied pairs had a dispute and count as negative"] if both else [])]


def _pairs(year: int, window: int) -> pl.DataFrame:
    """ccode1, ccode2, positive, negative for every pair of the year."""
    panel = build_panel("dyad-year", (max(1816, year - window + 1), year), ["alliances", "disputes"]).frame
    now = pl.col("year") == year
    return (
        panel.group_by("ccode1", "ccode2")
        .agg(
            member=now.any(),
            positive=((pl.col("atop_defense") == 1) & now).any(),
            negative=(pl.col("ongoing") == 1).any(),
        )
        .filter("member")
        .sort("ccode1", "ccode2")
    )

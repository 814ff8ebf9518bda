"""Pacts among some states on a day, from ATOP: treaties where listed, dyads where only dyads are coded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from foedus.data.catalog import source
from foedus.data.panel.pacts import treaty_list
from foedus.world.at import pact_since, present
from foedus.world.draft.facts import Facts

SOFT = ("atop_neutral", "atop_nonagg", "atop_consul")
Pairs = set[tuple[int, int]]


class Pact(NamedTuple):
    """A pact in force: its number in ATOP (0 for a dyad that no listed treaty explains), parties, first day, kind."""

    number: int
    parties: tuple[int, ...]
    since: date
    kind: str
    exact: bool


def pacts(facts: Facts, codes: Sequence[int]) -> list[Pact]:
    """Defence pacts and ententes among `codes`, in the last year coded and known, oldest first.

    A state counts as a party of a treaty if it has the pact with at least half of the others, as in `foedus.world.at`.
    """
    year = min(facts.known, source("atop-dyads").last_year)
    dyads = facts.shelf.read("atop-dyads").filter(pl.col("ccode1").is_in(codes), pl.col("ccode2").is_in(codes))
    now = dyads.filter(pl.col("year") == year)
    soft = pl.any_horizontal(pl.col(name) == 1 for name in SOFT)
    held = {"defence-pact": _pairs(now.filter(pl.col("atop_defense") == 1)), "entente": _pairs(now.filter(soft))}
    found = list(_treaties(facts, codes, year, held))
    covered = {pair for pact in found if pact.kind == "defence-pact" for pair in _all_pairs(pact.parties)}
    since = pact_since(_undirected(dyads), year)
    alone = held["defence-pact"] - covered
    found += [Pact(0, pair, date(since[pair], 1, 1), "defence-pact", exact=False) for pair in alone]
    return sorted(found, key=lambda pact: (pact.kind, pact.since, pact.number))


def _treaties(facts: Facts, codes: Sequence[int], year: int, held: dict[str, Pairs]) -> Iterator[Pact]:
    alliances = facts.shelf.read("atop-alliances")
    listed = treaty_list(alliances, facts.shelf.read("atop-members"))
    entered = facts.shelf.read("atop-members").filter(pl.col("yrent") <= year)
    members = {
        number: set(codes_) for number, codes_ in entered.group_by("atopid").agg(pl.col("member").unique()).iter_rows()
    }
    begins = alliances.select("atopid", "begmo", "start").unique("atopid")
    inside = (pl.col("begyr") <= year) & (pl.col("endyr").is_null() | (pl.col("endyr") >= year))
    rows = listed.filter(inside, pl.col("parties").is_not_null()).join(begins, on="atopid").sort("atopid")
    for row in rows.iter_rows(named=True):
        kind = "defence-pact" if row["defense"] == 1 else "entente"
        joined = members.get(row["atopid"], set())
        parties = present([code for code in row["parties"] if code in codes and code in joined], held[kind])
        if len(parties) > 1:
            since = row["start"] or date(row["begyr"], row["begmo"] or 1, 1)
            yield Pact(row["atopid"], parties, since, kind, exact=row["start"] is not None)


def _undirected(dyads: pl.DataFrame) -> pl.DataFrame:
    """Rows of both directions as rows of the smaller code first, with a pact if either owes it."""
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    turned = dyads.select(ccode1=low, ccode2=high, year="year", atop_defense="atop_defense")
    return turned.group_by("ccode1", "ccode2", "year").agg(pl.col("atop_defense").max())


def _pairs(dyads: pl.DataFrame) -> Pairs:
    return {(min(a, b), max(a, b)) for a, b in dyads.select("ccode1", "ccode2").iter_rows()}


def _all_pairs(parties: Sequence[int]) -> Pairs:
    return {(a, b) for a in parties for b in parties if a < b}

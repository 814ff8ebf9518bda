"""The groups of columns of a panel: for each, a function from publishers' tables to values for its rows.

`STATES` are groups of a state in a year, `DYADS` of two states in a year. Every function takes the shelf and the rows
and returns one line for each row, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

import polars as pl

from foedus.data.borders import OF_TODAY, with_borders
from foedus.data.catalog import source
from foedus.data.columns import all_columns
from foedus.data.library import Shelf
from foedus.data.panel.disputes import cow_disputes, dyad_disputes, dyad_wars, peace_rows, peace_years, spliced
from foedus.data.panel.lookup import Years, look_up
from foedus.data.panel.members import KEYS
from foedus.data.panel.neighbours import both_ways, contiguity_years, first_contiguity, major_years, rival_years
from foedus.data.panel.pacts import commitments, defended, obligations
from foedus.data.panel.rows import Rows
from foedus.data.panel.whittle import RULES, whittle

Fact: TypeAlias = Callable[[Shelf, Rows], pl.DataFrame]
Make: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]

NUCLEAR_POSSESSION = 3


def span(key: str) -> Years:
    """First and last year the publisher of source `key` coded."""
    found = source(key)
    return found.first_year, found.last_year


def given(key: str, make: Make) -> Fact:
    """A table with a line for every known value: without a line the value is null."""

    def fact(shelf: Shelf, rows: Rows) -> pl.DataFrame:
        return rows.look_up(make(shelf.read(key)))

    return fact


def listed(key: str, make: Make) -> Fact:
    """A table of what exists: in the years its publisher coded, a missing line means 0."""

    def fact(shelf: Shelf, rows: Rows) -> pl.DataFrame:
        return rows.look_up(make(shelf.read(key)), zero_within=span(key))

    return fact


def combined(*several: Fact) -> Fact:
    """The columns of several facts, side by side."""

    def fact(shelf: Shelf, rows: Rows) -> pl.DataFrame:
        return pl.concat([each(shelf, rows) for each in several], how="horizontal")

    return fact


def _own(key: str) -> Fact:
    """The columns of a publisher's table that columns.csv gives to panels of states, in the years it gives them for.

    Figures of today's territory are those of a state only in the years in which it had that territory.
    """
    columns = [c for c in all_columns() if c.source == key and c.level == "state" and c.role == "value"]
    last = max((c.last_year for c in columns if c.last_year is not None), default=None)

    def make(table: pl.DataFrame) -> pl.DataFrame:
        own = table.select("ccode", "year", *(c.name for c in columns))
        own = own if last is None else own.filter(pl.col("year") <= last)
        return with_borders(own) if key in OF_TODAY else own

    return given(key, make)


def disputes_coded() -> Years:
    """First and last year of disputes: the first of Gibler, Miller & Little, the last of COW, whose coding goes on."""
    return span("gml-directed")[0], span("cow-mid-directed")[1]


def directed_disputes(shelf: Shelf) -> pl.DataFrame:
    """Directed dispute-years, Gibler, Miller & Little's as far as they go and then COW's: see `spliced`."""
    levels = shelf.read("cow-mid-disputes").select("dispnum", "hostlev")
    cow = shelf.read("cow-mid-directed").join(levels, on="dispnum", how="left", maintain_order="left")
    return spliced(shelf.read("gml-directed"), cow, span("gml-directed")[1])


def _disputes(shelf: Shelf, rows: Rows) -> pl.DataFrame:
    return rows.look_up(dyad_disputes(directed_disputes(shelf)), zero_within=disputes_coded())


def _peace(shelf: Shelf, rows: Rows) -> pl.DataFrame:
    """Peace years in a year depend only on earlier years, so they are known one year longer than disputes."""
    own, disputes = _own_disputes(shelf, rows, directed_disputes(shelf))
    return _until(rows, peace_years(own, disputes), disputes_coded()[1] + 1)


def _peace_rows(shelf: Shelf, rows: Rows) -> pl.DataFrame:
    own, disputes = _own_disputes(shelf, rows, shelf.read("gml-directed"))
    counted = own.frame.hstack(own.look_up(disputes.select(*own.on, "ongoing"), zero_within=span("gml-directed")))
    return _until(rows, peace_rows(counted, own.on[:2]), span("gml-directed")[1] + 1)


def _own_disputes(shelf: Shelf, rows: Rows, directed: pl.DataFrame) -> tuple[Rows, pl.DataFrame]:
    """The rows and the disputes of dyads by the state numbers of the rows' own system, so that peace years do not restart.

    COW gives a new number to some states that Gleditsch and Ward count as one (Germany and Yemen, 1990).
    """
    disputes = dyad_disputes(directed)
    if "gwcode1" not in rows.frame.columns:
        return rows, disputes
    codes = shelf.read("cow-gw").drop_nulls(["gwcode", "ccode"]).select("ccode", "year", "gwcode")
    numbers = [
        look_up(disputes.rename({f"ccode{side}": "ccode"}), codes, ("ccode", "year")).to_series().alias(f"gwcode{side}")
        for side in "12"
    ]
    own = ("gwcode1", "gwcode2", "year")
    coded = disputes.hstack(numbers).drop_nulls(["gwcode1", "gwcode2"])
    return Rows(rows.frame, own), coded.group_by(own).agg(pl.col("ongoing").max())


def one_dispute(rules: Sequence[str]) -> Fact:
    """The facts of one dispute a dyad-year, chosen by whittling rules: null where there is none."""
    names = {c.name: c.name.removeprefix("mid_") for c in all_columns() if c.add == "one-dispute"}

    def fact(shelf: Shelf, rows: Rows) -> pl.DataFrame:
        kept = whittle(shelf.read("gml-directed"), rules).rename({"midonset": "onset", "midongoing": "ongoing"})
        return rows.look_up(kept.select(*KEYS, *(pl.col(old).alias(new) for new, old in names.items())))

    return fact


def _until(rows: Rows, values: pl.DataFrame, last: int) -> pl.DataFrame:
    """Values up to year `last`, for dyads whose states have COW numbers (others cannot be coded)."""
    known = (rows.frame["year"] <= last) & _listed_by_cow(rows)
    return values.select(pl.when(known).then(pl.col(name)).alias(name) for name in values.columns)


def _listed_by_cow(rows: Rows) -> pl.Series:
    return rows.frame.select(pl.all_horizontal(pl.col(name).is_not_null() for name in rows.on)).to_series()


def _alliances(shelf: Shelf, rows: Rows) -> pl.DataFrame:
    return obligations(rows, shelf.read("atop-dyads"), span("atop-dyads"))


def _defenders(shelf: Shelf, rows: Rows) -> pl.DataFrame:
    atop, status = shelf.read("atop-dyads"), shelf.read("nuclear-status")
    holders = status.filter(pl.col("nuclear") == NUCLEAR_POSSESSION)
    found = pl.DataFrame(
        [
            defended(rows.frame, atop).alias("defended2"),
            defended(rows.frame, atop, holders).alias("nuclear_defended2"),
        ]
    )
    pacts, programmes = span("atop-dyads"), span("nuclear-status")
    both = (max(pacts[0], programmes[0]), min(pacts[1], programmes[1]))
    year, coded = rows.frame["year"], _listed_by_cow(rows)
    return found.select(
        pl.when(year.is_between(*pacts) & coded).then("defended2").alias("defended2"),
        pl.when(year.is_between(*both) & coded).then("nuclear_defended2").alias("nuclear_defended2"),
    )


def _latent(facilities: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, latent = 1 from the first year in which it began to build or run a facility to the end of coverage."""
    first = facilities.group_by("ccode").agg(first=pl.min_horizontal("construction_start", "operation_start").min())
    years = pl.int_ranges("first", span("nuclear-latency")[1] + 1, dtype=pl.Int16)
    since = first.drop_nulls().with_columns(year=years).explode("year")
    return since.select("ccode", "year", latent=pl.lit(1, pl.Int8))


def _given_groups(level: str) -> dict[str, list[str]]:
    """Groups of columns of `level` that are publishers' own values: for each, its sources."""
    found: dict[str, list[str]] = {}
    for column in all_columns():
        if column.add and column.level == level and column.role == "value":
            keys = found.setdefault(column.add, [])
            if column.source not in keys:
                keys.append(column.source)
    return found


STATES: Mapping[str, Fact] = MappingProxyType(
    {
        "majors": listed("cow-majors", major_years),
        "latency": listed("nuclear-latency", _latent),
        **{group: combined(*map(_own, keys)) for group, keys in _given_groups("state").items()},
    }
)

DYADS: Mapping[str, Fact] = MappingProxyType(
    {
        "contiguity": listed("cow-contiguity", contiguity_years),
        "distance": given("min-distance", both_ways),
        "disputes": _disputes,
        "one-dispute": one_dispute(tuple(RULES)),
        "peace": _peace,
        "cow-disputes": listed("cow-mid-directed", cow_disputes),
        "wars": listed("cow-interstate-war", dyad_wars),
        "alliances": _alliances,
        "commitments": listed("atop-dyads", commitments),
        "defenders": _defenders,
        "rivalry": combined(
            listed("rivalries-td2012", partial(rival_years, name="rivalry_td", last=span("rivalries-td2012")[1])),
            listed("rivalries-tss2021", partial(rival_years, name="rivalry_tss", last=span("rivalries-tss2021")[1])),
        ),
        "trade": given("cow-trade", lambda table: table.select(*KEYS, "imports", "exports")),
        "igos": given("cow-igo", both_ways),
    }
)

PEACESCIENCER: Mapping[str, Fact] = MappingProxyType(
    {
        "contiguity": listed("cow-contiguity", first_contiguity),
        "disputes": listed("gml-directed", dyad_disputes),
        "peace": _peace_rows,
    }
)
"""The groups whose rules in the R package peacesciencer differ from ours, by its rules (`docs/reference/peacesciencer.md`)."""

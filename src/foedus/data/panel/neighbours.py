"""Contiguity, major powers, and politically relevant dyads."""

from __future__ import annotations

import polars as pl

from foedus.data.panel.members import PAIR


def contiguity_years(spells: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year, conttype (1 to 5): the closest contiguity coded for the pair on some day of the year.

    Source: Stinnett et al. (2002), Conflict Management and Peace Science 19:58-66.
    """
    return _by_year(spells.filter(pl.col("conttype") > 0)).group_by(*PAIR, "year").agg(pl.col("conttype").min())


def first_contiguity(spells: pl.DataFrame) -> pl.DataFrame:
    """ccode1, ccode2, year, conttype by the rule of peacesciencer: the first spell in the publisher's order.

    It prefers a long spell without contiguity to a shorter one with contiguity inside it: the Soviet Union and Poland
    have no common border from 1946. The reader sorts spells by their start, as the publisher's file does.
    """
    years = _by_year(spells).select(*PAIR, "year", "conttype")
    return years.unique([*PAIR, "year"], keep="first", maintain_order=True)


def rival_years(spells: pl.DataFrame, name: str, last: int) -> pl.DataFrame:
    """ccode1, ccode2, year, `name` = 1 for each year of a rivalry, in both directions; an ongoing rivalry ends in `last`.

    Source: Thompson & Dreyer (2012), Handbook of International Rivalries; Thompson, Sakuwa & Suhas (2021), Analyzing
    Strategic Rivalries in World Politics.
    """
    span = pl.int_ranges("start_year", pl.col("end_year").fill_null(last) + 1, dtype=pl.Int16)
    years = spells.select(*PAIR, year=span).explode("year").filter(pl.col("year") <= last)
    return both_ways(years).unique().with_columns(pl.lit(1, pl.Int8).alias(name))


def major_years(spells: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, major = 1 for each state that is a major power on some day of the year."""
    years = _by_year(spells).select("ccode", "year").unique()
    return years.with_columns(major=pl.lit(1, pl.Int8))


def _by_year(spells: pl.DataFrame) -> pl.DataFrame:
    """A row for each year that overlaps a spell."""
    span = pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year() + 1, dtype=pl.Int16)
    return spells.with_columns(year=span).explode("year")


def turned(pairs: pl.DataFrame) -> pl.DataFrame:
    """A table of ordered pairs with the two states exchanged."""
    return pairs.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).select(pairs.columns)


def both_ways(pairs: pl.DataFrame) -> pl.DataFrame:
    """A table of unordered pairs with a row for each direction."""
    return pl.concat([pairs, turned(pairs)])


def is_relevant() -> pl.Expr:
    """True for a politically relevant dyad: contiguous by land or by at most 400 miles of water (conttype 1 to 5), or
    with at least one major power.

    Source: Lemke & Reed (2001), The relevance of politically relevant dyads, Journal of Conflict Resolution 45:126-144.
    """
    return (pl.col("conttype") > 0) | (pl.col("major1") == 1) | (pl.col("major2") == 1)

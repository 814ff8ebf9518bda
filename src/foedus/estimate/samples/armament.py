"""The sample of pursuit and acquisition of nuclear weapons, by the definitions of `foedus.equations.armament`."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.equations.armament import Terms
from foedus.equations.escalation import COLD_WAR_END
from foedus.estimate.samples.disputes import opponents
from foedus.estimate.samples.sample import AS_OF, Sample, Years, columns, last_year, span

YEARS = (1946, 2013)
"""Programmes are coded to 2022, latency, a predictor of the year before, to 2012."""
PURSUE, POSSESS = 2, 3


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """State-years of states that neither pursue nor possess nuclear weapons, with predictors of the year before.

    starts          status 2 or 3 this year, 0 or 1 the year before
    nuclear_rival   a dispute in the ten years before with a state that possessed nuclear weapons in the year before
    opponents       ln(1 + states with which it had a dispute in the ten years before)
    nuclear_defended   defence pact with such a state
    latent          has ever begun to build or run a facility to enrich or reprocess
    log_gdp_per_head   thousand international dollars of 2017
    """
    first, last = span(years, YEARS, as_of)
    panel = build_panel("state-year", (first - 1, last), ["nuclear", "gdp", "latency"])
    shelf = Shelf()
    now = panel.frame.select("ccode", "year", now="nuclear")
    lagged = panel.frame.with_columns(pl.col("year") + 1).filter(pl.col("nuclear") < PURSUE)
    holders = panel.frame.filter(pl.col("nuclear") == POSSESS).select(holder="ccode", year=pl.col("year") + 1)
    rows = lagged.join(now, on=["ccode", "year"]).drop_nulls("now")
    recent = opponents(shelf)
    for held in (recent.group_by("ccode", "year").agg(opponents=pl.len().log1p()), _rivals(recent, holders)):
        rows = rows.join(held, on=["ccode", "year"], how="left")
    rows = rows.join(_defended(shelf, holders), on=["ccode", "year"], how="left").with_columns(
        pl.col("nuclear_rival", "nuclear_defended", "opponents").fill_null(0.0),
        latent=pl.col("latent").cast(pl.Float64),
        starts=(pl.col("now") >= PURSUE).cast(pl.Float64),
        log_gdp_per_head=(pl.col("gdp") / pl.col("pop") / 1e3).log(),
        post_cold_war=(pl.col("year") >= COLD_WAR_END).cast(pl.Float64),
    )
    kept = rows.drop_nulls("log_gdp_per_head").sort("ccode", "year")
    notes = {
        "unit": "state-year",
        "rows": kept.height,
        "events": int(kept["starts"].sum()),
        "dropped, GDP unknown": {
            "rows": rows.height - kept.height,
            "events": int(rows["starts"].sum()) - int(kept["starts"].sum()),
        },
        **_acquisition(panel.frame, shelf, last_year(as_of)),
    }
    sources = {**panel.provenance, **shelf.provenance}
    return Sample(columns(kept, "ccode", "year", "starts", *Terms._fields), (first, last), sources, notes, as_of)


def _rivals(recent: pl.DataFrame, holders: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, nuclear_rival = 1."""
    return _flag(recent.join(holders, on=["holder", "year"]), "nuclear_rival")


def _defended(shelf: Shelf, holders: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, nuclear_defended = 1; the pact is in force in the year before."""
    pacts = shelf.read("atop-dyads").filter(pl.col("atop_defense") == 1)
    pairs = pacts.select(pl.col("year") + 1, holder="ccode1", ccode="ccode2")
    return _flag(pairs.join(holders, on=["holder", "year"]), "nuclear_defended")


def _flag(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    return rows.select("ccode", "year").unique().with_columns(pl.lit(1.0).alias(name))


def _acquisition(frame: pl.DataFrame, shelf: Shelf, last: int) -> dict[str, Any]:
    """State-years of pursuit, and how many ended in possession the next year, in all years coded since 1946."""
    status = shelf.read("nuclear-status").filter(pl.col("year") <= last)
    after = status.select("ccode", pl.col("year") - 1, after="nuclear")
    pursuing = status.filter(pl.col("nuclear") == PURSUE, pl.col("year") >= frame["year"].min()).join(
        after, on=["ccode", "year"]
    )
    return {"pursuing": pursuing.height, "acquired": pursuing.filter(pl.col("after") == POSSESS).height}

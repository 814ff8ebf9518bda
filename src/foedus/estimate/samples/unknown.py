"""The table of `foedus.estimate.unknown`, from the publishers' files.

    python -m foedus.estimate.samples.unknown

computes the table that ships anew. State-years of YEARS are pooled; a class is by polyarchy or, where that is unknown, Polity
of the year itself, as in a world of the past.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import polars as pl

from foedus.atomic import atomic_write
from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.estimate.samples.regime import POLITY, POLYARCHY
from foedus.estimate.unknown import CLASSES, HEADS, LEVELS, TABLE, Known

YEARS = (1946, 2019)
"""All figures but GDP are coded longer; GDP ends in 2019."""


def computed() -> dict[tuple[str, str], Known]:
    """The table, from the publishers' files."""
    panel = build_panel("state-year", YEARS, ["democracy", "ideal-points", "capabilities", "gdp"])
    shelf = Shelf()
    frame = panel.frame.with_columns(kind=_kind()).join(_partners(shelf, panel.frame), on=["ccode", "year"], how="left")
    shares = {name: pl.col(name) / pl.col(name).sum().over("year") for name in ("gdp", "milex")}
    values = {
        "polyarchy": pl.col("polyarchy"),
        "ideal_point": pl.col("ideal") - pl.col("partners"),
        "ideal_alone": pl.when(pl.col("partners").is_null()).then("ideal"),
        **{name: (share / pl.col("cinc")).log() for name, share in shares.items()},
    }
    positive = frame.with_columns(pl.when(pl.col(name) > 0).then(name).alias(name) for name in ("gdp", "milex", "cinc"))
    sources = " ".join(f"{key}:{digest[:12]}" for key, digest in {**panel.provenance, **shelf.provenance}.items())
    found = {}
    for figure, value in values.items():
        for place, name in enumerate(CLASSES):
            some = (
                positive.filter(pl.col("kind") == place)
                .select("year", value=value)
                .drop_nulls()
                .filter(pl.col("value").is_finite())
            )
            years = int(some["year"].min()), int(some["year"].max())  # type: ignore[arg-type]
            found[figure, name] = Known(np.quantile(some["value"].to_numpy(), LEVELS), some.height, years, sources)
    return found


def _kind() -> pl.Expr:
    polity = (pl.col("polity2") >= POLITY).fill_null(value=False)
    rule = pl.when(pl.col("polyarchy").is_null()).then(polity).otherwise(pl.col("polyarchy") >= POLYARCHY)
    return rule.cast(pl.Int8)


def _partners(shelf: Shelf, frame: pl.DataFrame) -> pl.DataFrame:
    """ccode, year, partners: mean ideal point of the states with which a state has a defence pact."""
    pacts = shelf.read("atop-dyads").filter(pl.col("atop_defense") == 1)
    both = pacts.select("ccode1", "ccode2", "year"), pacts.select(ccode1="ccode2", ccode2="ccode1", year="year")
    point = frame.select(ccode2="ccode", year="year", point="ideal").drop_nulls()
    tied = pl.concat(both).unique().join(point, on=["ccode2", "year"])
    return tied.group_by(ccode="ccode1", year="year").agg(partners=pl.col("point").mean())


def _rows(table: Mapping[tuple[str, str], Known]) -> Iterator[dict[str, object]]:
    for (figure, kind), one in table.items():
        quantiles = dict(zip(HEADS, (f"{value:.5g}" for value in one.quantiles), strict=True))
        head = {
            "figure": figure,
            "class": kind,
            "rows": one.rows,
            "first_year": one.years[0],
            "last_year": one.years[1],
        }
        yield {**head, **quantiles, "sources": one.sources}


def write(path: Path = TABLE) -> None:
    """Compute the table and write it."""
    rows = list(_rows(computed()))
    with atomic_write(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    write()

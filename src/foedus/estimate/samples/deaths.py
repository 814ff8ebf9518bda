"""Sample of deaths by side, by the definition of `foedus.equations.deaths`."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from foedus.data.library import Shelf
from foedus.equations.deaths import TERMS
from foedus.estimate.samples.disputes import CODED, DYAD, HOSTILITY_FORCE, ended, originator_pairs
from foedus.estimate.samples.sample import AS_OF, Sample, Years, span

YEARS = CODED


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Pairs of originators of a fatal dispute at force short of war, each side a row.

    side   index into `deaths.TERMS`: of side A or of side B
    died   1 if people of the state on that side died
    """
    first, last = span(years, YEARS, as_of)
    shelf = Shelf()
    pairs = originator_pairs(shelf, (first, last)).join(ended(shelf, as_of), on="dispnum", how="semi")
    fatal = pairs.filter(pl.col("hostlev") == HOSTILITY_FORCE, pl.col("fatality") > 0)
    directed = shelf.read("gml-directed").sort("year").group_by("dispnum", *DYAD)
    by_side = fatal.join(directed.agg(pl.col("fatality1", "fatality2").last()), on=["dispnum", *DYAD], how="left")
    sides = [
        by_side.select("dispnum", *DYAD, side=pl.lit(side, pl.Int64), died=pl.col(name) > 0)
        for side, name in enumerate(("fatality1", "fatality2"))
    ]
    rows = pl.concat(sides).sort("dispnum", *DYAD, "side")
    known = rows.drop_nulls("died").select("side", died=pl.col("died").cast(pl.Float64))
    shares = known.group_by("side").agg(rows=pl.len(), share=pl.col("died").mean().round(4)).sort("side")
    notes: dict[str, Any] = {
        "unit": "side of a pair of originators of a fatal dispute short of war",
        "rows": known.height,
        "events": int(known["died"].sum()),
        "dropped, deaths of the side unknown": rows.height - known.height,
        "with deaths of its own": {TERMS[side]: {"rows": n, "share": share} for side, n, share in shares.iter_rows()},
    }
    arrays = {name: known[name].to_numpy() for name in known.columns}
    return Sample(arrays, (first, last), dict(shelf.provenance), notes, as_of)

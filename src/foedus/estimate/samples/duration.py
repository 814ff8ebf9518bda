"""Sample of the duration of disputes, by the definition of `foedus.equations.duration`."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from foedus.data.panel.build import build_panel
from foedus.data.panel.neighbours import is_relevant
from foedus.equations.duration import TERMS
from foedus.estimate.samples.disputes import CODED, DYAD, HOSTILITY_FORCE, HOSTILITY_WAR
from foedus.estimate.samples.sample import AS_OF, Sample, Years, span

YEARS = (CODED[0] + 1, CODED[1])
"""Years into which a dispute may have lasted."""


def sample(years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Dyads politically relevant and in dispute in the year before, without a new dispute in the year.

    stage   index into `duration.TERMS`: the dyad's highest hostility in the year before
    lasted  1 if the dyad is still in dispute
    """
    first, last = span(years, YEARS, as_of)
    panel = build_panel("dyad-year", (first - 1, last), ["contiguity", "majors", "disputes"])
    before = panel.frame.filter(is_relevant(), pl.col("ongoing") == 1)
    now = panel.frame.select(*DYAD, pl.col("year") - 1, lasted="ongoing", new="onset")
    joined = before.join(now, on=[*DYAD, "year"]).filter(pl.col("new") == 0)
    known = joined.drop_nulls("hostlev").sort(*DYAD, "year")
    stage = (pl.col("hostlev") >= HOSTILITY_FORCE).cast(pl.Int64) + (pl.col("hostlev") >= HOSTILITY_WAR).cast(pl.Int64)
    rows = known.select(stage=stage, lasted=pl.col("lasted").cast(pl.Float64))
    notes: dict[str, Any] = {
        "unit": "politically relevant dyad in dispute the year before",
        "rows": rows.height,
        "events": int(rows["lasted"].sum()),
        "dropped, hostility unknown": joined.height - known.height,
        "lasted": _shares(rows),
    }
    arrays = {name: rows[name].to_numpy() for name in rows.columns}
    return Sample(arrays, (first, last), dict(panel.provenance), notes, as_of)


def _shares(rows: pl.DataFrame) -> dict[str, Any]:
    """Rows and the share that lasted, by hostility."""
    counts = rows.group_by("stage").agg(rows=pl.len(), share=pl.col("lasted").mean().round(4)).sort("stage")
    return {TERMS[stage]: {"rows": some, "share": share} for stage, some, share in counts.iter_rows()}

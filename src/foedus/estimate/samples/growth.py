"""The sample of growth, by the definitions of `foedus.equations.growth`."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from foedus.data.panel.build import build_panel
from foedus.errors import InputError, unknown
from foedus.estimate.samples.sample import AS_OF, Sample, Years, columns, span

INDICES: dict[str, tuple[str, str]] = {
    "cinc": ("capabilities", "cinc"),
    "gdp": ("gdp", "gdp"),
    "milex": ("capabilities", "milex"),
}
"""Index -> group of panel columns, column."""
YEARS: dict[str, Years] = {"cinc": (1946, 2022), "gdp": (1950, 2019), "milex": (1946, 2022)}
"""Years of levels."""


def sample(index: str, years: Years | None = None, as_of: date = AS_OF) -> Sample:
    """Log changes of one index, state by state, with the change of the year before.

    change, previous   ln(x_t / x_(t-1)) and that of t - 1; both must be known; a level of 0 or less has no logarithm
    Military spending is in current dollars: the factor of the year absorbs common inflation, and the means of states are
    means of nominal growth.
    """
    if index not in INDICES:
        raise InputError(unknown("index of growth", index, INDICES))
    group, column = INDICES[index]
    first, last = span(years, YEARS[index], as_of)
    panel = build_panel("state-year", (first, last), [group])
    level = pl.when(pl.col(column) > 0).then(pl.col(column)).log()
    change = (pl.col("level") - pl.col("level").shift(1)).over("ccode", order_by="year")
    follows = (pl.col("year") - pl.col("year").shift(1)).over("ccode", order_by="year") == 1
    changes = panel.frame.select("ccode", "year", level=level).with_columns(
        change=pl.when(follows).then(change), follows=follows
    )
    before = pl.col("change").shift(1).over("ccode", order_by="year")
    changes = changes.with_columns(previous=pl.when(pl.col("follows")).then(before))
    known = changes.drop_nulls("change")
    kept = known.drop_nulls("previous").sort("ccode", "year")
    notes: dict[str, Any] = {
        "unit": "state-year",
        "rows": kept.height,
        "states": kept["ccode"].n_unique(),
        "dropped, change of the year before unknown": known.height - kept.height,
    }
    if known.height:
        largest = known.sort(pl.col("change").abs(), descending=True).row(0, named=True)
        notes["largest change"] = {key: largest[key] for key in ("ccode", "year", "change")}
    arrays = columns(kept, "ccode", "year", "change", "previous")
    arrays["bound"] = np.full(kept.height, np.quantile(np.abs(arrays["change"]), 0.999) if kept.height else np.nan)
    return Sample(arrays, (first + 1, last), dict(panel.provenance), notes, as_of)

"""What several tests of models share: a made-up record of disputes whose truth is known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

FIRST, LAST = 1946, 2005


@pytest.fixture(scope="session")
def record():
    """Dyads of one state with ninety others, of which a tenth quarrels and the rest hardly ever. All predictors are there."""
    from foedus.evaluate.tasks.record import from_tables

    dyads, seed = 90, 3
    rng = np.random.default_rng(seed)
    years = np.arange(FIRST, LAST + 1)
    pair, year = np.repeat(np.arange(dyads), len(years)), np.tile(years, dyads)
    quarrels = pair < dyads // 10
    onset = (rng.random(len(pair)) < np.where(quarrels, 0.30, 0.01)).astype(np.int8)
    rows = pl.DataFrame({"ccode1": 2 + 0 * pair, "ccode2": 100 + pair, "year": year, "onset": onset}).cast(
        {"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16, "onset": pl.Int8}
    )
    n = rows.height
    peace = pl.Series(_peace(onset.reshape(dyads, -1)).ravel())
    rows = rows.with_columns(
        peace=peace,
        cinc1=pl.lit(0.1),
        cinc2=pl.Series(rng.uniform(0.001, 0.05, dyads)[pair]),
        conttype=pl.Series(np.where(pair % 2 == 0, 1, 0)),
        major1=pl.lit(1),
        major2=pl.lit(0),
        mindist=pl.Series(rng.uniform(0, 5000, dyads)[pair]),
        rivalry_tss=pl.Series(quarrels.astype(np.int8)),
        ideal1=pl.Series(rng.normal(size=n)),
        ideal2=pl.Series(rng.normal(size=n)),
        polyarchy1=pl.Series(rng.uniform(size=n)),
        polyarchy2=pl.Series(np.where(rng.random(n) < 0.1, np.nan, rng.uniform(size=n))).fill_nan(None),
        imports=pl.Series(rng.uniform(0, 9, n)),
        exports=pl.Series(rng.uniform(0, 9, n)),
        **{name: pl.lit(100.0) for name in ("imports_total1", "imports_total2", "exports_total1", "exports_total2")},
        **{f"atop_{kind}": pl.Series(rng.integers(0, 2, n)) for kind in ("defense", "neutral", "nonagg", "consul")},
    )
    events = rows.filter(pl.col("onset") == 1).select("ccode1", "ccode2", "year", "onset")
    events = events.with_columns(ongoing=pl.lit(1), force=pl.lit(1), fatal=pl.lit(0))
    return from_tables(rows, events)


def _peace(onset: np.ndarray) -> np.ndarray:
    out = np.zeros(onset.shape, np.int16)
    for t in range(1, onset.shape[1]):
        out[:, t] = np.where(onset[:, t - 1] == 1, 0, out[:, t - 1] + 1)
    return out

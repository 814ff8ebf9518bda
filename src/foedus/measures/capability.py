"""How strong a state is."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop")


def cinc(capabilities: pl.DataFrame, components: Sequence[str] = COMPONENTS) -> pl.Series:
    r"""Composite index of national capability, recomputed from its components.

    The mean over the components known for state i in year t of its share of the world total,

        cinc_it = mean_c ( x_itc / sum_j x_jtc )

    A missing component is left out of the mean, not counted as zero; a state with none has no index. Range 0 to 1. In
    years with gaps the index of all states therefore sums to somewhat more than 1 (1.07 at most, in 1860).

    `capabilities` needs `year` and the components, one row per state and year with every state of the year present.
    Returns one value per row.

    Source: Singer, Bremer & Stuckey (1972); Singer (1987), International Interactions 14:115-132.
    """
    shares = (pl.col(name) / pl.col(name).sum().over("year") for name in components)
    return capabilities.select(cinc=pl.mean_horizontal(*shares)).to_series()

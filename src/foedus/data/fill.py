"""Columns filled after their last coded year, each beside the status of its values."""

from __future__ import annotations

import polars as pl

from foedus.data.columns import all_columns
from foedus.data.coverage import GROWING, STATUS, WINDOW, Policy
from foedus.data.facts import Fact
from foedus.data.library import Shelf
from foedus.data.rows import Rows
from foedus.errors import InputError


def filled(shelf: Shelf, rows: Rows, fact: Fact, group: str, policy: Policy) -> pl.DataFrame:
    """The columns of a group, filled as the policy says, each followed by its status."""
    ends = {c.name: c.last_year for c in all_columns() if c.add == group and c.last_year is not None}
    if policy.kind == "nowcast" and GROWING.isdisjoint(ends):
        raise InputError(
            f"coverage policy '{policy}' for '{group}' is refused: growth has not been shown to beat no change for "
            f"{', '.join(ends)}; use carry:{policy.years} (a nowcast exists for {', '.join(sorted(GROWING))})"
        )
    observed = fact(shelf, rows)
    pieces = []
    for name in observed.columns:
        last = ends[name]
        late = rows.frame.select(rows.within(last, policy.years)).to_series()
        reached = late.any() and (policy.kind == "carry" or name in GROWING)
        values = _reached(shelf, rows, fact, policy, name, last) if reached else observed[name]
        pieces += [values.alias(name), _status(values, late, policy).alias(f"{name}_status")]
    return pl.DataFrame(pieces)


def _reached(shelf: Shelf, rows: Rows, fact: Fact, policy: Policy, name: str, last: int) -> pl.Series:
    """Values of a column with those of the years after `last` carried, or carried and grown."""
    carried = fact(shelf, rows.moved(last, policy.years))[name]
    if policy.kind == "carry":
        return carried
    before = fact(shelf, rows.moved(last, policy.years, back=WINDOW))[name]
    ahead = (rows.frame["year"] - last) / WINDOW
    late, grown = rows.within(last, policy.years), rows.within(last, policy.years, back=WINDOW)
    values = rows.frame.with_columns(carried=carried, grown=carried * (carried / before) ** ahead)
    return values.select(pl.when(~late).then("carried").when(grown).then("grown")).to_series()


def _status(values: pl.Series, late: pl.Series, policy: Policy) -> pl.Series:
    status = pl.when(late).then(pl.lit(policy.status)).otherwise(pl.lit("observed"))
    return pl.select(pl.when(values.is_not_null()).then(status).cast(STATUS)).to_series()

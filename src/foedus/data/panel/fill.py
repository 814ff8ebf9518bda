"""Columns filled after their last coded year, each followed by the status of its values."""

from __future__ import annotations

import polars as pl

from foedus.data.columns import all_columns
from foedus.data.library import Shelf
from foedus.data.panel.coverage import GROWING, STATUS, WINDOW, Policy
from foedus.data.panel.facts import Fact
from foedus.data.panel.rows import Rows
from foedus.errors import InputError


def filled(shelf: Shelf, rows: Rows, fact: Fact, group: str, policy: Policy) -> pl.DataFrame:
    """The columns of a group, filled by the policy, each followed by its status."""
    ends = {c.name: c.last_year for c in all_columns() if c.add == group and c.last_year is not None}
    if policy.kind == "nowcast" and GROWING.isdisjoint(ends):
        raise InputError(
            f"coverage policy '{policy}' for '{group}' is refused: growth has not been shown to beat no change for "
            f"{', '.join(ends)}; use carry:{policy.years} (a nowcast exists for {', '.join(sorted(GROWING))})"
        )
    observed = fact(shelf, rows)
    reached = {last: _reached(shelf, rows, fact, policy, last) for last in {ends[name] for name in observed.columns}}
    pieces = []
    for name in observed.columns:
        last = ends[name]
        late = rows.frame.select(rows.within(last, policy.years)).to_series()
        values = reached[last][name] if policy.kind == "carry" or name in GROWING else observed[name]
        pieces += [values.alias(name), _status(values, late, policy).alias(f"{name}_status")]
    return pl.DataFrame(pieces)


def _reached(shelf: Shelf, rows: Rows, fact: Fact, policy: Policy, last: int) -> pl.DataFrame:
    """The columns with values carried forward after `last` and, where possible, extrapolated by their growth."""
    carried = fact(shelf, rows.moved(last, policy.years))
    if policy.kind == "carry":
        return carried
    before = fact(shelf, rows.moved(last, policy.years, back=WINDOW))
    ahead = (rows.frame["year"] - last) / WINDOW
    late, old_enough = rows.within(last, policy.years), rows.within(last, policy.years, back=WINDOW)
    when = rows.frame.select(late=late, old_enough=old_enough)
    return carried.with_columns(
        pl.when(~when["late"])
        .then(pl.col(name))
        .when(when["old_enough"])
        .then(pl.Series(carried[name] * (carried[name] / before[name]) ** ahead))
        .alias(name)
        for name in carried.columns
        if name in GROWING
    )


def _status(values: pl.Series, late: pl.Series, policy: Policy) -> pl.Series:
    status = pl.when(late).then(pl.lit(policy.status)).otherwise(pl.lit("observed"))
    return pl.select(pl.when(values.is_not_null()).then(status).cast(STATUS)).to_series()

"""One dispute for each dyad-year, chosen by named rules in a stated order.

Two states may have several disputes in a year. A table of disputes keeps them all; a panel with one row per dyad-year
has room for one only. Each rule prefers some disputes of a dyad-year; the rules apply in order, each breaking the ties
that earlier rules left, and the number of the dispute breaks the last ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import polars as pl

from foedus.data.panel.members import KEYS
from foedus.errors import InputError, unknown

RULES: Mapping[str, pl.Expr] = MappingProxyType(
    {
        "onset": pl.col("midonset"),
        "fatality": pl.col("fatality").cast(pl.Float64).fill_null(0.5),
        "hostility": pl.col("hostlev"),
        "shortest-estimate": pl.col("mindur"),
        "longest-estimate": pl.col("maxdur"),
        "reciprocated": pl.col("recip"),
        "first-month": -pl.col("stmon"),
    }
)
"""What each rule prefers more of: disputes that begin in the year; the higher level of fatalities, where unknown ranks
between none and some; the higher hostility; the longer minimum, the longer maximum estimate of duration; reciprocated
ones; the earlier month. In this order they are the defaults, which are peacesciencer's too."""


def check_rules(rules: Sequence[str]) -> None:
    """Raise InputError unless `rules` are names in `RULES`, at least one and each once."""
    for name in rules:
        if name not in RULES:
            raise InputError(unknown("whittling rule", name, RULES))
    if not rules or len(set(rules)) < len(rules):
        raise InputError(f"whittling rules '{', '.join(rules)}' are not a list of different rules: {', '.join(RULES)}")


def whittle(disputes: pl.DataFrame, rules: Sequence[str] = tuple(RULES)) -> pl.DataFrame:
    """The rows of the disputes kept, one for each dyad-year, sorted.

    disputes  GML directed dispute-years: ccode1, ccode2, year, dispnum and the columns that the rules use
    rules     names in `RULES`, the first deciding first; at least one
    Raises InputError for a rule that does not exist or is named twice.
    """
    check_rules(rules)
    order = [RULES[name] for name in rules]
    best_first = disputes.sort(*order, -pl.col("dispnum"), descending=True, nulls_last=True)
    return best_first.unique(KEYS, keep="first", maintain_order=True).sort(KEYS)

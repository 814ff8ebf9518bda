"""What to do in the years after a publisher stopped coding: leave a null, carry the last value, or extrapolate it.

Filled values are always marked: a column with a policy has a companion, `<name>_status`, that is `observed`, `carried`
or `imputed` for every value, and null where the value is null.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from foedus.errors import InputError, unknown
from foedus.shown import quoted

STATUS = pl.Enum(["observed", "carried", "imputed"])
LONGEST = 50
WINDOW = 10
"""Years over which the growth of a nowcast is taken: a business cycle or so, the usual choice for a trend."""

EVENTS = frozenset({"disputes", "peace", "governments", "one-dispute", "cow-disputes", "wars"})
"""Groups of what happens in a year: that a war was on in the last coded year says nothing of the next."""

GROWING = frozenset({"tpop", "upop", "gdp", "gdp_pc", "pop", "population", "gdp_current"})
"""Columns for which growth of the last years beats no change out of sample (`docs/explanation/coverage.md`)."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How to fill a column after its last coded year, and for how many years.

    carry    the value of the last coded year
    nowcast  that value times its growth, x_L (x_L / x_(L-10))^((t - L)/10), for the columns in `GROWING`; null without a
             value in both years, and for other columns
    Either stops after `years` years, and for a state or dyad that has left the system.
    """

    kind: Literal["carry", "nowcast"]
    years: int

    @property
    def status(self) -> str:
        """The status of a filled value."""
        return "carried" if self.kind == "carry" else "imputed"

    def __str__(self) -> str:
        return f"{self.kind}:{self.years}"


def policies(stated: Mapping[str, str] | None, groups: Collection[str]) -> dict[str, Policy]:
    """Policies by group from texts such as {'alliances': 'carry:5'}; 'null' is the policy of a group not named."""
    if not isinstance(stated or {}, Mapping):
        raise InputError(f"coverage {quoted(stated)} is not allowed: policies by group, {{'alliances': 'carry:5'}}")
    found: dict[str, Policy] = {}
    for group, text in (stated or {}).items():
        if group not in groups:
            raise InputError(unknown("group of columns with a coverage policy", group, groups))
        policy = _policy(group, text)
        if policy is not None and policy.kind == "nowcast" and group == "relevance":
            raise InputError(
                f"coverage policy '{text}' for 'relevance' is refused: relevance can only be carried; use carry:N"
            )
        if policy is not None:
            found[group] = policy
    return found


def _policy(group: str, text: str) -> Policy | None:
    if text == "null":
        return None
    parts = re.fullmatch(r"(carry|nowcast):([0-9]{1,4})", str(text))
    if parts is None or not 1 <= int(parts[2]) <= LONGEST:
        raise InputError(
            f"coverage policy '{text}' for '{group}' is not one of null, carry:N, nowcast:N with N from 1 to {LONGEST}"
        )
    if group in EVENTS:
        raise InputError(f"coverage policy '{text}' for '{group}' is refused: events are not carried forward")
    return Policy("carry" if parts[1] == "carry" else "nowcast", int(parts[2]))

"""The request for a panel, checked before anything is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Integral

from foedus.data.catalog import source, sources
from foedus.data.columns import SYSTEMS, UNITS, Column, columns, groups
from foedus.data.panel import facts
from foedus.data.panel.coverage import STATUS, Policy, policies
from foedus.data.panel.lookup import Years
from foedus.data.panel.tables import TABLES
from foedus.data.panel.whittle import RULES as WHITTLING
from foedus.data.panel.whittle import check_rules
from foedus.errors import InputError, unknown
from foedus.names import same

DYADIC = ("dyad-year", "directed-dyad-year", "leader-dyad-year")
RULES = ("foedus", "peacesciencer")


@dataclass(frozen=True, slots=True)
class Request:
    """A unit of analysis, years, groups of columns, and how each group is made and filled."""

    unit: str
    years: Years
    groups: tuple[str, ...]
    system: str
    relevant: bool
    coverage: Mapping[str, Policy]
    facts: Mapping[str, facts.Fact]

    @classmethod
    def of(
        cls,
        unit: str,
        years: Years,
        add: Iterable[str] | None,
        system: str,
        relevant: bool,
        coverage: Mapping[str, str] | None,
        rules: str,
        whittle: Sequence[str],
    ) -> Request:
        """The request made by the arguments of `build_panel`; InputError if it is invalid."""
        for kind, value, allowed in (
            ("unit of analysis", unit, (*UNITS, *TABLES)),
            ("state system", system, SYSTEMS),
            ("set of rules", rules, RULES),
        ):
            if value not in allowed:
                raise InputError(unknown(kind, str(value), allowed))
        check_years(years)
        if rules != RULES[0] and unit not in DYADIC:
            raise InputError(f"rules '{rules}' are for dyads, not for '{unit}': leave them out")
        if relevant and unit not in DYADIC:
            raise InputError(f"relevant=True is for dyads, not for '{unit}': leave it out")
        chosen = _groups(unit, add)
        if tuple(whittle) != tuple(WHITTLING) and "one-dispute" not in chosen:
            raise InputError("whittling rules choose the dispute of the group 'one-dispute': add it, or leave them out")
        check_rules(whittle)
        filled = policies(coverage, {*chosen, "relevance"} if relevant else set(chosen))
        makers = {**facts.STATES, **facts.DYADS, **(facts.PEACESCIENCER if rules == "peacesciencer" else {})}
        makers["one-dispute"] = facts.one_dispute(whittle)
        return cls(unit, years, chosen, system, relevant, filled, makers)

    @property
    def code(self) -> str:
        """The name of a state's number in this system."""
        return "ccode" if self.system == "cow" else "gwcode"

    @property
    def label(self) -> str:
        """The name of a state's abbreviation in this system."""
        return "stateabb" if self.system == "cow" else "gw_abb"

    @property
    def columns(self) -> dict[str, Column]:
        """The columns of the panel, each followed by its status where a policy may have filled it."""
        kept: dict[str, Column] = {}
        for name, column in columns(self.unit, self.system).items():
            if column.add not in {"key", "cow", *self.groups}:
                continue
            policy = self.coverage.get(column.add or "")
            if policy is None:
                kept[name] = column
            else:
                kept[name] = replace(column, last_year=(column.last_year or 0) + policy.years)
                kept[f"{name}_status"] = _status(kept[name], policy)
        return kept


def check_years(years: Years, first: int | None = None) -> None:
    """Raise InputError unless `years` is a span within the coded years, from `first` or the start of the state system."""
    if not (isinstance(years, Sequence) and len(years) == 2 and all(isinstance(year, Integral) for year in years)):
        raise InputError(f"years {years!r} are not two whole numbers, first and last: (1946, 2010)")
    first, last = first or source("cow-states").first_year, max(each.last_year for each in sources().values())
    if not first <= years[0] <= years[1] <= last:
        turned = "; give the first year first" if years[0] > years[1] else ", the years of the publishers' files"
        raise InputError(f"years {years[0]}:{years[1]} are not a span within {first}:{last}{turned}")


def check_year(year: int) -> None:
    """Raise InputError unless `year` is one of the coded years."""
    first, last = source("cow-states").first_year, max(each.last_year for each in sources().values())
    if not first <= year <= last:
        raise InputError(
            f"year {year} is outside {first}:{last}, the years of the publishers' files; choose one within"
        )


def _groups(unit: str, add: Iterable[str] | None) -> tuple[str, ...]:
    allowed = groups(unit)
    chosen = allowed if add is None else tuple(dict.fromkeys(same(name, allowed) or name for name in add))
    for name in chosen:
        if name not in allowed:
            where = [other for other in UNITS if name in groups(other)]
            hint = f"; '{name}' is a group of {', '.join(where)}" if where else ""
            raise InputError(unknown(f"group of {unit} columns", name, allowed) + hint)
    return chosen


def _status(column: Column, policy: Policy) -> Column:
    """The status column of another column."""
    return replace(
        column,
        name=f"{column.name}_status",
        dtype=STATUS,
        unit="observed, carried or imputed",
        low=None,
        high=None,
        missing="null where the value is",
        meaning=f"How {column.name} is known: observed in the source, or {policy.status} after its last year.",
    )

"""The rival specifications of every equation that has them, and the names of their posteriors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from foedus.equations import escalation, growth, initiation, joining, treaty
from foedus.equations.specification import Specifications
from foedus.errors import InputError, unknown

RIVALS: Mapping[str, Specifications] = MappingProxyType(
    {
        "initiation": initiation.SPECIFICATIONS,
        "escalation": escalation.SPECIFICATIONS,
        "joining": joining.SPECIFICATIONS,
        "treaty-end": treaty.END_SPECIFICATIONS,
        **{f"growth-{index}": growth.SPECIFICATIONS for index in ("cinc", "gdp", "milex")},
    }
)
"""Specifications by equation; the order is that of every list."""


def posterior_name(equation: str, specification: str) -> str:
    """Name of the posterior of one specification of an equation, as `treaty-end-age`."""
    return f"{equation}-{specification}"


FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{name: (name,) for name in RIVALS if not name.startswith("growth-")},
        "growth": tuple(name for name in RIVALS if name.startswith("growth-")),
    }
)
"""Equations whose rivals are run together, by the name they are asked for."""


def chosen(entries: str | Iterable[str]) -> dict[str, str]:
    """Specification by equation from entries like `escalation=rates`, or one; a name alone is one of initiation.

    >>> chosen(["history", "treaty-end=age"])
    {'initiation': 'history', 'treaty-end': 'age'}

    Raises InputError for an equation without rivals or an unknown specification.
    """
    found: dict[str, str] = {}
    for entry in (entries,) if isinstance(entries, str) else entries:
        family, _, name = entry.rpartition("=")
        family = family or "initiation"
        equations = FAMILIES.get(family) or ((family,) if family in RIVALS else ())
        if not name:
            raise InputError(f"specification '{entry}' is not EQUATION=NAME, for example escalation=rates")
        if not equations:
            raise InputError(unknown("equation with rival specifications", family, FAMILIES))
        if name not in RIVALS[equations[0]]:
            raise InputError(unknown(f"specification of {family}", name, RIVALS[equations[0]]))
        if (again := next((each for each in equations if each in found), None)) is not None:
            raise InputError(f"specification of {again} is asked for twice, '{found[again]}' and '{name}'; choose one")
        found |= dict.fromkeys(equations, name)
    return found

"""The equations found in this folder: their series, their candidate specifications, and the names of their posteriors.

An equation is a module with `Coefficients`. It may have SERIES, each fitted separately (`growth-gdp`), and SPECIFICATIONS.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType, ModuleType

import foedus.equations
from foedus.equations.specification import Specifications
from foedus.errors import InputError, known, unknown
from foedus.names import same

ORDER = (
    *("initiation", "duration", "escalation", "deaths", "joining", "treaty_end", "treaty_formation", "entente"),
    *("growth", "alignment", "government", "trade", "armament"),
)
"""In which lists show equations; one that is not named here follows by its name."""


def _found() -> Mapping[str, ModuleType]:
    names = sorted(each.name for each in pkgutil.iter_modules(foedus.equations.__path__) if each.name != "registry")
    modules = {name: import_module(f"foedus.equations.{name}") for name in (*ORDER, *names)}
    return {name: module for name, module in modules.items() if hasattr(module, "Coefficients")}


EQUATIONS: Mapping[str, ModuleType] = MappingProxyType(_found())
"""Modules by name, in the order of every list."""


@dataclass(frozen=True)
class Series:
    """An equation and one of its series, which share a set of posteriors; `of` is empty if it has none."""

    module: str
    of: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name, as in the names of its posteriors: `growth-gdp`."""
        return "-".join((self.module.replace("_", "-"), *self.of))

    @property
    def specifications(self) -> Specifications:
        """Its candidate specifications; none if it has only one form."""
        found: Specifications = getattr(EQUATIONS[self.module], "SPECIFICATIONS", {})
        return found


SERIES: Mapping[str, Series] = MappingProxyType(
    {
        each.name: each
        for module, equation in EQUATIONS.items()
        for each in (Series(module, (one,) if one else ()) for one in getattr(equation, "SERIES", ("",)))
    }
)
"""Every series by name."""

RIVALS: Mapping[str, Specifications] = MappingProxyType(
    {name: each.specifications for name, each in SERIES.items() if each.specifications}
)
"""Candidate specifications by series; the order is that of every list."""


def posterior_name(equation: str, specification: str) -> str:
    """Name of the posterior of one specification of an equation, as `treaty-end-split`."""
    return f"{equation}-{specification}"


POSTERIORS: Mapping[str, tuple[Series, tuple[str, ...]]] = MappingProxyType(
    {
        posterior_name(name, one) if one else name: (each, (*each.of, one) if one else each.of)
        for name, each in SERIES.items()
        for one in (each.specifications or ("",))
    }
)
"""Of every posterior its series, and the arguments that tell it from the others of its equation: series, specification."""

CHOICES: Mapping[str, str] = MappingProxyType(
    {
        f"{name}-{stage}" if stage else name: name
        for name in RIVALS
        for stage in getattr(EQUATIONS[SERIES[name].module], "STAGES", ("",))
    }
)
"""What a parameter set chooses a specification of, and its series: a series, or each stage of one that has stages."""

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        family: tuple(name for name, of in CHOICES.items() if SERIES[of].module.replace("_", "-") == family)
        for family in dict.fromkeys(SERIES[of].module.replace("_", "-") for of in CHOICES.values())
    }
)
"""Choices that are made together, by the name of their equation."""


def stage_of(choice: str) -> str:
    """The stage of a choice; empty if its series has no stages.

    >>> stage_of("escalation-war"), stage_of("growth-gdp")
    ('war', '')
    """
    return choice.removeprefix(CHOICES[choice]).removeprefix("-")


def weighed(choice: str) -> tuple[str, ...]:
    """The specifications of a choice that have weight: where skill decides, those that leave out a treaty, too."""
    series = CHOICES[choice]
    free = stage_of(choice) in getattr(EQUATIONS[SERIES[series].module], "BY_SKILL", ())
    return tuple(name for name, one in RIVALS[series].items() if one.weighed or (free and not one.retrospective))


def chosen(entries: str | Iterable[str]) -> dict[str, str]:
    """Specification by equation from entries like `escalation=rates`, or from one entry; a name alone means initiation.

    >>> chosen(["history", "treaty-end=split"])
    {'initiation': 'history', 'treaty-end': 'split'}

    Raises InputError for an equation without candidate specifications, or an unknown specification.
    """
    found: dict[str, str] = {}
    for entry in (entries,) if isinstance(entries, str) else entries:
        family, _, name = entry.rpartition("=")
        family = same(family or "initiation", {*FAMILIES, *CHOICES}) or family
        equations = FAMILIES.get(family) or ((family,) if family in CHOICES else ())
        if not name:
            raise InputError(f"specification '{entry}' is not EQUATION=NAME, for example escalation=rates")
        if not equations:
            raise InputError(unknown("equation with candidate specifications", family, FAMILIES))
        rivals = RIVALS[CHOICES[equations[0]]]
        name = known(f"specification of {family}", name, rivals)
        if (again := next((each for each in equations if each in found), None)) is not None:
            raise InputError(f"specification of {family} is asked for twice, '{found[again]}' and '{name}'; choose one")
        found |= dict.fromkeys(equations, name)
    return found

"""Mechanisms that can be switched off: channels with a name, a stated or fitted size, and a contribution of their own.

Every row of `equations/stated.csv` is a mechanism under its own name (`integrity.strain`), and every effect of
`equations/effects.csv` one as KIND.CHANNEL (`presence.initiation`), because `Draw` draws both. A row of `mechanisms.csv`
names several parameters together, or fitted ones: EQUATION.TERM, with * for any characters.

A mechanism that is off has parameters of exactly zero in every parameter set; nothing else is drawn differently.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from foedus.equations import registry
from foedus.equations.effects import LITERATURE, effects, priors
from foedus.errors import InputError, known
from foedus.world.world import KINDS, World

OFF = "off"
RATES = ("coercion.rate",)
"""Parameters that come from the record of a case."""
SHARED = ("initiation.reversion",)
"""Parameters that every set shares."""
SEVERAL = "several"
"""Provenance of a mechanism whose parameters differ in theirs."""


@dataclass(frozen=True)
class Mechanism:
    """One mechanism.

    parameters   what is zero where it is off, by name
    enters       the equation it enters
    meaning      the stated effect, or what is without it
    provenance   literature, elicited, fitted, record (of the case) or several
    mean, sd     of the Normal prior of a single stated parameter
    """

    name: str
    parameters: tuple[str, ...]
    enters: str
    meaning: str
    provenance: str
    mean: float | None = None
    sd: float | None = None
    status: str = ""
    source: str = ""


@lru_cache(maxsize=1)
def mechanisms() -> Mapping[str, Mechanism]:
    """Every mechanism by name: those named together, then effects of instruments, then other stated parameters."""
    single = {f"{one.kind}.{one.channel}": one for one in effects(LITERATURE)}
    stated = priors()
    provenance = {name: one.provenance for name, one in (single | stated).items()}
    known = [*provenance, *RATES, *SHARED, *_fitted()]
    found = [_together(row, known, provenance) for row in _rows()]
    found += [
        Mechanism(name, (name,), one.channel, one.meaning, one.provenance, one.mean, one.sd, one.status, one.source)
        for name, one in single.items()
    ]
    found += [
        Mechanism(
            name, (name,), name.split(".")[0], one.meaning, one.provenance, one.mean, one.sd, one.status, one.source
        )
        for name, one in stated.items()
    ]
    return MappingProxyType({one.name: one for one in found})


def _together(row: Mapping[str, str], known: Iterable[str], provenance: Mapping[str, str]) -> Mechanism:
    patterns = row["parameters"].split()
    own = tuple(name for name in known if any(fnmatchcase(name, pattern) for pattern in patterns))
    kinds = {provenance.get(name, "record" if name in RATES else "fitted") for name in own}
    return Mechanism(row["mechanism"], own, row["enters"], row["meaning"], kinds.pop() if len(kinds) == 1 else SEVERAL)


def _rows() -> list[dict[str, str]]:
    text = (files("foedus.simulation") / "mechanisms.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _fitted() -> list[str]:
    """EQUATION.TERM of every fitted coefficient."""
    return [
        f"{name}.{term}" for name, each in registry.SERIES.items() for term in registry.EQUATIONS[each.module].TERMS
    ]


def switched_off(entries: Iterable[str]) -> tuple[str, ...]:
    """The mechanisms that entries like `integrity.strain=off` switch off, each once, in their order.

    Raises InputError for an unknown mechanism, or another setting than off.

    >>> switched_off(["integrity.strain=off"])
    ('integrity.strain',)
    """
    found = []
    for entry in entries:
        name, _, setting = entry.partition("=")
        if setting.lower() != OFF:
            raise InputError(f"mechanism '{entry}' is not NAME=off, for example integrity.strain=off")
        found.append(mechanism(name).name)
    return tuple(dict.fromkeys(found))


def mechanism(name: str) -> Mechanism:
    """The mechanism of a name. Raises InputError for an unknown one."""
    try:
        return mechanisms()[known("mechanism", name, mechanisms())]
    except InputError as error:
        raise InputError(str(error).partition(" (known:")[0] + "; see 'foedus mechanism list'") from None


def parameters_of(names: Iterable[str]) -> frozenset[str]:
    """The parameters of mechanisms, by name."""
    return frozenset(parameter for name in names for parameter in mechanisms()[name].parameters)


def acts(one: Mechanism, world: World) -> bool:
    """Whether a world has what the mechanism acts on or through."""
    return any(_there(parameter, world) for parameter in one.parameters)


def _there(parameter: str, world: World) -> bool:
    family = parameter.rpartition(".")[0]
    if family in KINDS:
        return bool(world.own[world.kind == KINDS.index(family)].any())
    series = family.removeprefix("provocation-")
    if family.startswith("provocation"):
        return bool(world.provocations) if series == family else series in world.provocations
    if family in ("coercion", "trade"):
        return world.coercer >= 0
    return family != "integrity" or bool(world.own.any())

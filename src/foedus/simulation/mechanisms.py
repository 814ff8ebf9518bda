"""Mechanisms that can be switched off and on: channels with a name, a stated or fitted size, and a contribution of their own.

Every row of `equations/stated.csv` is a mechanism under its own name (`integrity.strain`), and every effect of
`equations/effects.csv` one as KIND.CHANNEL (`presence.initiation`), because `Draw` draws both. A row of `mechanisms.csv`
names several parameters together, or fitted ones: EQUATION.TERM, with * for any characters.

A mechanism that is off has parameters of exactly zero in every parameter set; nothing else is drawn differently. Those
that are nearly all prior are off unless they are switched on.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, NamedTuple

from foedus.equations import registry
from foedus.equations.effects import LITERATURE, effects, priors
from foedus.equations.system import FEWEST
from foedus.errors import InputError, known
from foedus.world.world import KINDS, World

ON: Final = "on"
OFF: Final = "off"
RATES = ("coercion.rate",)
"""Parameters that come from the record of a case."""
SHARED = ("initiation.reversion", "joining.dyad", "treaty-end.patron")
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
    reads        what of a world order it passes on: cinc, gdp, ideal, pacts, treaties, transfers, load; empty if nothing
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
    reads: tuple[str, ...] = ()

    @property
    def runs(self) -> bool:
        """Whether it is on where nothing is switched."""
        return not set(self.parameters) <= off_by_default()


class Switches(NamedTuple):
    """What is asked for: mechanisms to switch off and on, each once, in the order of the asking."""

    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()

    @property
    def silent(self) -> frozenset[str]:
        """The parameters that are zero; to switch on what runs anyway wakes none."""
        woken = parameters_of(name for name in self.on if not mechanisms()[name].runs)
        return (off_by_default() - woken) | parameters_of(self.off)

    @property
    def resting(self) -> tuple[str, ...]:
        """Those of `mechanisms.csv` that are off by default and were not switched on."""
        return tuple(name for name in resting() if set(mechanisms()[name].parameters) <= self.silent)


NONE = Switches()


@lru_cache(maxsize=1)
def mechanisms() -> Mapping[str, Mechanism]:
    """Every mechanism by name: those named together, then effects of instruments, then other stated parameters."""
    single = {f"{one.kind}.{one.channel}": one for one in effects(LITERATURE)}
    stated = priors()
    provenance = {name: one.provenance for name, one in (single | stated).items()}
    known = dict.fromkeys([*provenance, *RATES, *SHARED, *_fitted()])
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
    kind = kinds.pop() if len(kinds) == 1 else SEVERAL
    return Mechanism(row["mechanism"], own, row["enters"], row["meaning"], kind, reads=tuple(row["reads"].split()))


@lru_cache(maxsize=1)
def off_by_default() -> frozenset[str]:
    """The parameters that are zero unless a mechanism of theirs is switched on."""
    return frozenset(name for row in _rows() if row["default"] == OFF for name in row["parameters"].split())


def resting() -> tuple[str, ...]:
    """The mechanisms of `mechanisms.csv` that are off by default."""
    return tuple(row["mechanism"] for row in _rows() if row["default"] == OFF)


def channels() -> tuple[Mechanism, ...]:
    """The mechanisms by which a world order can reach an outcome."""
    return tuple(one for one in mechanisms().values() if one.reads)


def _rows() -> list[dict[str, str]]:
    text = (files("foedus.simulation") / "mechanisms.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _fitted() -> list[str]:
    """EQUATION.TERM of every fitted coefficient."""
    return [
        f"{name}.{term}" for name, each in registry.SERIES.items() for term in registry.EQUATIONS[each.module].TERMS
    ]


def switches(entries: Iterable[str]) -> Switches:
    """What entries like `integrity.strain=off` and `wedge=on` switch.

    Raises InputError for an unknown mechanism, another setting than off and on, or both of one mechanism.

    >>> switches(["integrity.strain=off", "wedge=on"])
    Switches(off=('integrity.strain',), on=('wedge',))
    """
    found: dict[str, str] = {}
    for entry in entries:
        name, _, setting = entry.partition("=")
        if setting.lower() not in (ON, OFF):
            raise InputError(f"mechanism '{entry}' is not NAME=off or NAME=on, for example integrity.strain=off")
        name = mechanism(name).name
        if found.setdefault(name, setting.lower()) != setting.lower():
            raise InputError(f"mechanism '{name}' is switched both off and on; choose one")
    return Switches(*(tuple(name for name, is_ in found.items() if is_ == setting) for setting in (OFF, ON)))


def check_there(chosen: Switches, world: World) -> None:
    """Raise InputError for a mechanism that is switched and acts on what the world does not have."""
    for way, names in zip((OFF, ON), chosen, strict=True):
        for name in names:
            if not acts(mechanisms()[name], world):
                raise InputError(
                    f"mechanism '{name}' cannot be switched {way}: the case lacks what it acts on "
                    f"({mechanisms()[name].meaning}); leave it out"
                )


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
    if parameter in CONDITIONS:
        return CONDITIONS[parameter](world)
    if family in KINDS:
        return _own(world, family)
    series = family.removeprefix("provocation-")
    if family.startswith("provocation"):
        return bool(world.provocations) if series == family else series in world.provocations
    if family in ("coercion", "trade"):
        return world.coercer >= 0
    return family != "integrity" or bool(world.own.any())


def _own(world: World, kind: str) -> bool:
    return bool(world.own[world.kind == KINDS.index(kind)].any())


def _asked(world: World) -> bool:
    return bool(len(world.polls)) and world.protege >= 0 and bool(world.candidate[world.protege])


CONDITIONS: Mapping[str, Callable[[World], bool]] = MappingProxyType(
    {
        "renewal.lapse": lambda world: bool(world.renewable.any()),
        "renewal.strain": lambda world: bool(world.renewable.any()),
        "cohesion.demand": lambda world: bool(world.renewable.any()),
        "cohesion.lapse": lambda world: bool(world.renewable.any()),
        "cohesion.distance": lambda world: world.patron >= 0 and world.coercer >= 0,
        "cohesion.leverage": lambda world: world.patron >= 0 and bool(world.own.any()),
        "troops.scale": lambda world: _own(world, "presence"),
        "troops.lapse": lambda world: _own(world, "presence") and bool(world.renewable.any()),
        "readiness.halflife": lambda world: _own(world, "command"),
        "credibility.will": lambda world: _own(world, "umbrella"),
        "credibility.ally": lambda world: _own(world, "umbrella"),
        "credibility.adversary": lambda world: _own(world, "umbrella"),
        "opinion.scale": _asked,
        "opinion.pull": _asked,
        "entente.forming": lambda world: bool(len(world.pairs)),
        "level.concentration": lambda world: int(world.major.sum()) >= FEWEST,
        "initiation.opportunism": lambda world: world.patron >= 0,
        "load.order": lambda world: world.patron >= 0,
        "provocation.force": lambda world: bool(world.provocations) and world.protege >= 0,
        "provocation.alarm": lambda world: (
            bool(world.provocations) and world.protege >= 0 and bool(world.candidate[world.protege])
        ),
        "coercion.wedge": lambda world: world.coercer >= 0 and len(world.bloc) > 1,
        "provocation.wedge": lambda world: bool(world.provocations) and len(world.bloc) > 1,
    }
)
"""What a world must have for a mechanism to act."""

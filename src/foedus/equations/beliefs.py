"""Beliefs: what is believed of every stated effect, as one of BELIEFS has it or as a person states it otherwise.

A belief is a Normal(mean, sd) of an effect, under the name of its mechanism: KIND.CHANNEL of a kind of instrument
(`presence.joining`), or the name of another stated parameter (`integrity.strain`). What a person states is elicited, whatever
the shipped prior rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from foedus.equations.effects import BELIEFS, LITERATURE, WIDEST, Effect, Prior, effects, priors
from foedus.errors import InputError, unknown

ELICITED = "elicited"
"""Provenance of a stated judgement."""


@dataclass(frozen=True)
class Stated:
    """What a person believes of one effect: Normal(mean, sd).

    where   its place in a file, FILE:LINE: FIELD, for messages
    """

    name: str
    mean: float
    sd: float
    reason: str = ""
    where: str = field(default="", compare=False)


@dataclass(frozen=True)
class Beliefs:
    """One of BELIEFS, `base`, with what is stated otherwise."""

    name: str
    base: str = LITERATURE
    stated: tuple[Stated, ...] = ()

    @property
    def own(self) -> Mapping[str, Stated]:
        """What is stated, by name."""
        return {one.name: one for one in self.stated}

    @property
    def effects(self) -> tuple[Effect, ...]:
        """All effects of instruments."""
        return _effects(self)

    @property
    def priors(self) -> Mapping[str, Prior]:
        """All other stated parameters, by name."""
        return _priors(self)

    def of(self, name: str) -> Effect | Prior:
        """What is believed of an effect. Raises InputError for one that does not exist."""
        found = every(self)
        if name not in found:
            raise InputError(unknown("effect", name, found))
        return found[name]


def beliefs_of(beliefs: Beliefs | str) -> Beliefs:
    """Beliefs as they are, or those of a name of BELIEFS.

    >>> beliefs_of("sceptical").of("defence-pact.initiation").mean
    0.0

    Raises InputError for another name.
    """
    if isinstance(beliefs, Beliefs):
        return beliefs
    if beliefs not in BELIEFS:
        raise InputError(unknown("beliefs", beliefs, BELIEFS))
    return Beliefs(beliefs, beliefs)


def range_of(one: Effect | Prior) -> tuple[float, float]:
    """Between which the mean of an effect may be stated; its standard deviation is at most half as wide.

    >>> range_of(beliefs_of("literature").of("war.misread"))
    (0.0, 1.0)
    """
    return (one.low, one.high) if isinstance(one, Prior) else (-WIDEST, WIDEST)


def name_of(effect: Effect | Prior) -> str:
    """The name of an effect."""
    return f"{effect.kind}.{effect.channel}" if isinstance(effect, Effect) else effect.name


@lru_cache(maxsize=64)
def every(beliefs: Beliefs) -> Mapping[str, Effect | Prior]:
    """What is believed of every effect, by name."""
    found: list[Effect | Prior] = [*beliefs.effects, *beliefs.priors.values()]
    return MappingProxyType({name_of(one): one for one in found})


@lru_cache(maxsize=64)
def _effects(beliefs: Beliefs) -> tuple[Effect, ...]:
    own = beliefs.own
    return tuple(_effect(one, own.get(name_of(one)), beliefs.name) for one in effects(beliefs.base))


@lru_cache(maxsize=64)
def _priors(beliefs: Beliefs) -> Mapping[str, Prior]:
    found = dict(priors())
    for one in beliefs.stated:
        if one.name in found:
            found[one.name] = replace(
                found[one.name], mean=one.mean, sd=one.sd, provenance=ELICITED, status="-", source=_source(one, beliefs)
            )
    return MappingProxyType(found)


def _effect(shipped: Effect, own: Stated | None, name: str) -> Effect:
    if own is None:
        return shipped
    return replace(
        shipped,
        beliefs=name,
        mean=own.mean,
        sd=own.sd,
        grade="D",
        provenance=ELICITED,
        status="-",
        moved_by="none",
        source=own.reason or f"beliefs {name}",
    )


def _source(own: Stated, beliefs: Beliefs) -> str:
    return own.reason or f"beliefs {beliefs.name}"

"""Payoffs of the deterrence game from a case: an adversary, its target, and a patron who may or may not fight.

The unit is what is in dispute: 1 to hold it, 0 to lose it. With C the capability (CINC) of challenger, target and
patron, b the adversary's and a the target's belief that the patron fights, u the integrity of the umbrella:

    alone = C_c / (C_c + C_t),   joint = C_c / (C_c + C_t + C_p)          chance that the challenger wins
    challenger   0 | 1 | -audience | b joint + (1-b) alone - cost - b u retaliation
    target       1 | 0 | 1         | a (1 - joint) + (1-a) (1 - alone) - cost

for status quo, concession, backing down and war. Beliefs come from the integrities that the case states:

    will = integrity of the pact between patron and target
    b = will (1/2 + 1/2 mean integrity of presence, command and umbrella),   a = will (1/2 + 1/2 integrity of umbrella)

where a missing instrument counts 0: half of a belief rests on the pact's word, half on what backs it.
Capabilities are measured. The form of the mapping, its four constants and every integrity are elicited; the level of a
probability is therefore a convention; only the direction and rough size of its change with a belief are informative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.classic.deterrence import Payoffs
from foedus.data.names import state_among
from foedus.errors import InputError, unknown
from foedus.world.schema import Case, Instrument, State

PRECISION = 3.0
"""lambda: a mover who stands to gain all that is in dispute takes it 95 times in a hundred."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Elicited constants, in units of what is in dispute; each may be an array of draws."""

    audience: ArrayLike = 0.3
    challenger_war: ArrayLike = 0.5
    target_war: ArrayLike = 0.5
    retaliation: ArrayLike = 0.5


REASONS = {
    "audience": "a challenger that backs down loses about a third of what it asked for, before its own people",
    "challenger_war": "war costs the challenger half of what it fights for; not measured",
    "target_war": "war costs the target half of what it fights for; not measured",
    "retaliation": "a patron whose umbrella is fully kept takes as much again from the challenger, if it fights",
}

VISIBLE = ("presence", "command", "umbrella")
"""Kinds of instrument that an adversary can see behind the word of the pact."""


@dataclass(frozen=True, slots=True)
class Standoff:
    """The opponents, their capabilities, and their beliefs about the patron."""

    challenger: str
    target: str
    patron: str
    capability: tuple[float, float, float]
    integrity: dict[str, float]
    adversary_belief: float
    target_belief: float

    @property
    def odds(self) -> tuple[float, float]:
        """Chance that the challenger wins against the target alone, and against target and patron."""
        c, t, p = self.capability
        return c / (c + t), c / (c + t + p)


def standoff(case: Case, challenger: str | None = None) -> Standoff:
    """The standoff of a case; the challenger is the first of the case unless named by its abbreviation."""
    against = {state.abbreviation: state.code for state in case.states if state.role == "challenger"}
    if not against:
        raise InputError(f"case {case.id} names no challenger; give a state of it the role challenger")
    titles = {state.name: state.code for state in case.states if state.role == "challenger"}
    name = next(iter(against)) if challenger is None else _challenger(challenger, against, titles)
    integrity = {kind: _integrity(case, kind) for kind in ("defence-pact", *VISIBLE)}
    will = integrity["defence-pact"]
    seen = float(np.mean([integrity[kind] for kind in VISIBLE]))
    states = {state.abbreviation: state for state in case.states}
    three = (states[name], states[case.protege], states[case.patron])
    return Standoff(
        challenger=three[0].name,
        target=three[1].name,
        patron=three[2].name,
        capability=(_capability(three[0]), _capability(three[1]), _capability(three[2])),
        integrity=integrity,
        adversary_belief=will * (1 + seen) / 2,
        target_belief=will * (1 + integrity["umbrella"]) / 2,
    )


def _challenger(name: str, against: Mapping[str, int], titles: Mapping[str, int]) -> str:
    try:
        return state_among(name, against, titles, "the case")
    except InputError:
        raise InputError(unknown("challenger", name, against)) from None


def payoffs(found: Standoff, costs: Costs | None = None, belief: ArrayLike | None = None) -> tuple[Payoffs, Payoffs]:
    """Payoffs of challenger and target; `belief` replaces the adversary's."""
    k = costs or Costs()
    b = np.asarray(found.adversary_belief if belief is None else belief, dtype=np.float64)
    outside = b[~((b >= 0) & (b <= 1))]
    if outside.size:
        raise InputError(f"belief {outside.flat[0]:g} is not allowed: a probability, 0 to 1")
    alone, joint = found.odds
    a = found.target_belief
    retaliation: NDArray[np.float64] = found.integrity["umbrella"] * np.asarray(k.retaliation)
    attack = b * joint + (1 - b) * alone - np.asarray(k.challenger_war) - b * retaliation
    defend = a * (1 - joint) + (1 - a) * (1 - alone) - np.asarray(k.target_war)
    return Payoffs(0.0, 1.0, -np.asarray(k.audience), attack), Payoffs(1.0, 0.0, 1.0, defend)


def _integrity(case: Case, kind: str) -> float:
    """Integrity of the best-kept instrument of a kind between patron and target; 0 if there is none."""
    return max((one.integrity.value for one in case.instruments if one.kind == kind and _joins(case, one)), default=0.0)


def _joins(case: Case, one: Instrument) -> bool:
    return {case.patron, case.protege} <= set(one.parties)


def _capability(state: State) -> float:
    value = state.figures.cinc.value
    if not value:
        raise InputError(f"{state.name} has no capability (cinc) in this case; the game needs one above 0")
    return value

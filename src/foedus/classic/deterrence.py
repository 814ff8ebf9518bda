r"""Deterrence as a game of three moves, played with errors (logit quantal response).

    challenger: hold back -> status quo | challenge
    defender:   concede -> concession   | resist
    challenger: back down               | press on -> war

A mover whose two options are worth a and b to it takes the first with chance 1/(1 + exp(-lambda (a - b))). Each move is
seen before the next, so the game is solved from its end in closed form:

    w = L(lambda [c_war - c_back])                                challenger presses on
    r = L(lambda [w d_war + (1-w) d_back - d_concede])            defender resists
    c = L(lambda [(1-r) c_concede + r (w c_war + (1-w) c_back) - c_quo])   challenger challenges

with L the logistic function and c_, d_ the payoffs of challenger and defender. lambda = 0 is play at random; as lambda
grows the chances tend to the subgame-perfect equilibrium (1/2 where a mover is indifferent). lambda is in inverse units
of the payoffs; it is not estimated here.

Matched: challenge .527160, resist .655080, war .598688 at lambda = 1 for the payoffs of EXAMPLE, and the agent logit
equilibria of Gambit to 6 digits for random payoffs and lambda.

Source: McKelvey & Palfrey (1998), Quantal response equilibria for extensive form games, Experimental Economics 1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from foedus.arrays import Floats
from foedus.errors import InputError


@dataclass(frozen=True, slots=True)
class Payoffs:
    """Payoffs of the four outcomes to one player; numbers, or arrays of one shape."""

    status_quo: ArrayLike
    concede: ArrayLike
    back_down: ArrayLike
    war: ArrayLike


@dataclass(frozen=True, slots=True)
class Play:
    """Probabilities of the moves, each given that it is reached, and of the four outcomes, which sum to 1."""

    challenge: Floats
    resist: Floats
    press: Floats

    @property
    def status_quo(self) -> Floats:
        """No challenge: deterrence holds."""
        return 1 - self.challenge

    @property
    def concession(self) -> Floats:
        """A challenge that the defender does not resist."""
        return self.challenge * (1 - self.resist)

    @property
    def backing_down(self) -> Floats:
        """A challenge that is resisted and withdrawn."""
        return self.challenge * self.resist * (1 - self.press)

    @property
    def war(self) -> Floats:
        """A challenge that is resisted and pressed."""
        return self.challenge * self.resist * self.press


EXAMPLE = (Payoffs(0.0, 1.0, -0.6, -0.2), Payoffs(1.0, -0.5, 0.8, -0.3))
"""Challenger and defender of the worked example."""


def play(challenger: Payoffs, defender: Payoffs, precision: ArrayLike) -> Play:
    """The quantal response equilibrium at `precision` (lambda, at least 0; numpy.inf for the subgame-perfect limit).

    Payoffs and precision broadcast against each other. Raises InputError for a negative precision or a payoff that is
    not a finite number.

    >>> found = play(*EXAMPLE, 1.0)
    >>> [round(float(x), 6) for x in (found.challenge, found.resist, found.press)]
    [0.52716, 0.65508, 0.598688]
    """
    sharp = np.asarray(precision, dtype=np.float64)
    if not np.all(sharp >= 0):
        raise InputError(f"lambda {np.min(sharp):g} is not allowed: 0 (play at random) or more")
    c, d = _finite(challenger, "challenger"), _finite(defender, "defender")
    press = _choice(sharp, c[3] - c[2])
    resist = _choice(sharp, _mix(press, d[3], d[2]) - d[1])
    fight = _mix(press, c[3], c[2])
    challenge = _choice(sharp, _mix(resist, fight, c[1]) - c[0])
    return Play(*np.broadcast_arrays(challenge, resist, press))


def with_resolve(defender: Payoffs, war: ArrayLike) -> Payoffs:
    """The defender with another payoff of war, its resolve: higher values make it readier to fight."""
    return replace(defender, war=war)


def _choice(sharp: Floats, gain: Floats) -> Floats:
    # A gain of exactly 0 leaves a mover at 1/2 however sharp it is; inf * 0 would not say so.
    with np.errstate(invalid="ignore"):
        chance: Floats = np.where(gain == 0, 0.5, expit(sharp * gain))
    return chance


def _mix(chance: Floats, first: Floats, second: Floats) -> Floats:
    return chance * first + (1 - chance) * second


def _finite(payoffs: Payoffs, player: str) -> list[Floats]:
    values = []
    for name in Payoffs.__slots__:
        value = np.asarray(getattr(payoffs, name), dtype=np.float64)
        if not np.all(np.isfinite(value)):
            raise InputError(f"{player}: payoff {name} is not a finite number")
        values.append(value)
    return values

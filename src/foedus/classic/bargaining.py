r"""Bargaining over one issue among actors with positions, influence and salience (the group decision model).

Actor k has influence ("capability") c_k > 0, position x_k and salience s_k in [0, 1]. D is the range of the positions in
round 0 and stays fixed. In each round, with r_k the exponent of actor k's attitude to risk:

    votes       v_k(a,b) = c_k s_k [(|x_k - b|/D)^r_k - (|x_k - a|/D)^r_k]
    challenge   P(a,b), the chance that position a prevails over b, from sums of max(0, v_k(a,b))
    utilities   D_ij = |x_i - x_j|/D,  u_s = 2 - 4(.5 - .5 D_ij)^r,  u_f = 2 - 4(.5 + .5 D_ij)^r,  u_q = 2 - 4(.5)^r
    expected    EU_ij = s_j [P u_s + (1 - P) u_f] + (1 - s_j) u_s - u_q    of i challenging j
    danger      d_i = sum_j EU_ji at r = 1;  R_i = (2 d_i - max - min)/(max - min);  r_i = (1 - R_i/3)/(1 + R_i/3)

Then actor i judges, with its own r_i, both what j expects of challenging it and what it expects of challenging j:

    confrontation   EU_ji > EU_ij > 0              i moves to x_j
    compromise      EU_ji > 0 > EU_ij, EU_ji > |EU_ij|   i moves by (x_j - x_i) |EU_ij / EU_ji|
    capitulation    EU_ji > 0 > EU_ij, EU_ji <= |EU_ij|  i moves to x_j

An actor accepts one offer, a confrontation before a compromise before a capitulation; all move at once. `Variant` says
what differs between the forms kept here, and `docs/explanation/bargaining-deterrence-races.md` why.

Matched: mean, median and every actor's position of the EU emission standards in rounds 0 to 10, as a public
implementation of the Scholz, Calbert and Smith variant prints them, to 12 significant digits. Not matched, because not
at hand: the tables printed in that article and in Bueno de Mesquita's own work, whose program was never published.

Source: Bueno de Mesquita (1985), The war trap revisited, American Political Science Review 79; Scholz, Calbert & Smith
(2011), Unravelling Bueno de Mesquita's group decision model, Journal of Theoretical Politics 23(4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedus.arrays import Floats
from foedus.classic.variant import Variant, variant_named
from foedus.errors import InputError

Ending = Literal["at rest", "cycle", "moving"]

ROUNDS = 100
"""Rounds played before a search for rest is given up."""

AT_ONCE = 2_000_000
"""Votes held in memory at a time: draws times the cube of the actors."""

MOST = 100
"""Actors of a game, whose votes grow with their cube."""

LONGEST = 12
"""Longest cycle looked for where many games are played at once."""

STILL = 1e-6
"""Share of the range by which every actor must stay within its last position for the bargaining to be at rest."""


@dataclass(frozen=True, slots=True)
class Course:
    """Positions by round, shape (rounds + 1, actors), round 0 first, and how the course ended.

    ending: "at rest" (nobody moved in the last round), "cycle" (the positions of an earlier round came back, `period`
    rounds before), or "moving" (neither within the rounds allowed).
    """

    positions: Floats
    means: Floats
    medians: Floats
    ending: Ending
    period: int = 0

    @property
    def predicted(self) -> float:
        """Weighted mean at the end; over one period if the course is periodic."""
        return float(self.means[-max(self.period, 1) :].mean())

    @property
    def predicted_median(self) -> float:
        """Weighted median at the end; mean over one period if the course is periodic."""
        return float(self.medians[-max(self.period, 1) :].mean())


def bargain(
    capability: ArrayLike,
    position: ArrayLike,
    salience: ArrayLike,
    *,
    variant: str = "corrected",
    rounds: int = ROUNDS,
    to_the_end: bool = False,
) -> Course:
    """Play the game until it rests, repeats itself or has had `rounds` rounds (all of them with `to_the_end`).

    Parameters: three lists of one length n >= 2: influence (any unit, above 0), positions (any unit, not all equal),
    salience (0 to 1, at least one above 0). Raises InputError otherwise.

    >>> course = bargain([2, 1, 1], [0, 50, 100], [0.9, 0.5, 0.6])
    >>> course.positions[0].tolist(), course.ending
    ([0.0, 50.0, 100.0], 'at rest')
    """
    chosen = variant_named(variant)
    c, x, s = _checked(capability, position, salience)
    if rounds < 1:
        raise InputError(f"rounds {rounds} is not allowed: a whole number of at least 1")
    reach = np.ptp(x)
    path = [x]
    ending: Ending = "moving"
    period = 0
    for _ in range(rounds):
        path.append(step(c, path[-1], s, reach, chosen))
        if ending == "moving":
            ending, period = _ending(np.array(path), STILL * float(reach))
        if ending != "moving" and not to_the_end:
            break
    positions = np.array(path)
    medians = np.array([weighted_median(row, c * s) for row in positions])
    return Course(positions, weighted_mean(positions, c * s), medians, ending, period)


def final_means(
    capability: Floats, position: Floats, salience: Floats, *, variant: str = "corrected", rounds: int = ROUNDS
) -> tuple[Floats, NDArray[np.bool_]]:
    """Weighted means at the end of the game, for many sets of inputs at once, and which of them came to rest.

    Each input has shape (draws, actors). Ends and means are those of `Course`, with cycles of up to LONGEST rounds.
    """
    chosen, weight, reach = variant_named(variant), capability * salience, np.ptp(position, axis=-1)
    path = np.full((rounds + 1, *position.shape), np.nan)
    path[0] = position
    period, last = np.zeros(position.shape[0], dtype=np.int64), np.zeros(position.shape[0], dtype=np.int64)
    for number in range(1, rounds + 1):
        open_ = np.flatnonzero(period == 0)
        if not open_.size:
            break
        for part in np.array_split(open_, 1 + open_.size * position.shape[1] ** 3 // AT_ONCE):
            before = path[number - 1, part]
            path[number, part] = step(capability[part], before, salience[part], reach[part], chosen)
        last[open_] = number
        back = path[max(0, number - LONGEST) : number, open_][::-1]
        same = np.max(np.abs(back - path[number, open_]), axis=-1) <= STILL * reach[open_]
        period[open_] = np.where(same.any(axis=0), np.argmax(same, axis=0) + 1, 0)
    means = weighted_mean(path, weight)
    spans = zip(last.tolist(), period.tolist(), strict=True)
    ends = [means[n - max(p, 1) + 1 : n + 1, i].mean() for i, (n, p) in enumerate(spans)]
    return np.array(ends), period == 1


def weighted_mean(position: Floats, weight: Floats) -> Floats:
    """Mean of the positions, weighted by influence times salience, over the last axis."""
    mean: Floats = np.sum(position * weight, axis=-1) / np.sum(weight, axis=-1)
    return mean


def weighted_median(position: Floats, weight: Floats) -> float:
    """The actors' position that beats every other in pairwise votes at r = 1: it minimises sum_k w_k |x_k - y|.

    Where two positions tie, the lower.
    """
    held = np.unique(position)
    cost = np.abs(position[:, None] - held).T @ weight
    return float(held[np.argmin(np.round(cost / np.sum(weight), 12))])


def step(c: Floats, x: Floats, s: Floats, reach: float | Floats, variant: Variant) -> Floats:
    """Positions after one round; arrays of shape (..., actors), `reach` the range of round 0, of shape (...)."""
    # Rounding may carry the widest gap a hair past 1, where (.5 - .5 gap)^r is not a number.
    gap = np.minimum(np.abs(x[..., :, None] - x[..., None, :]) / np.asarray(reach)[..., None, None], 1.0)
    r = risk(c, gap, s, variant)
    odds, own, other = _expectations(c, gap, s, r, variant)
    apart = x[..., :, None] != x[..., None, :]
    confront = apart & (other > own) & (own > 0)
    if variant.votes_settle:
        confront &= odds < np.swapaxes(odds, -1, -2)
    threatened = apart & (other > 0) & (own < 0)
    compromise = threatened & (other > -own)
    give_in = threatened & (other <= -own) & variant.capitulation
    toward = np.broadcast_to(x[..., None, :], gap.shape)
    here = np.broadcast_to(x[..., :, None], gap.shape)
    share = np.divide(np.abs(own), other, out=np.zeros_like(own), where=compromise)
    halfway = here + (toward - here) * share
    after = np.where(give_in.any(-1), _chosen(give_in, toward, here, other), x)
    if variant.least_move:
        met = _chosen(compromise, halfway, here, other)
    else:
        size = np.abs(own) + np.abs(other)
        middle = np.divide(np.abs(own) * here + np.abs(other) * toward, size, out=np.zeros_like(own), where=size > 0)
        met = _at(halfway, np.argmin(np.where(compromise, middle, np.inf), axis=-1))
    after = np.where(compromise.any(-1), met, after)
    if variant.least_move:
        lost = _chosen(confront, toward, here, other)
    else:
        lost = _at(toward, np.argmin(np.where(confront, gap, np.inf), axis=-1))
    return np.where(confront.any(-1), lost, after)


def risk(c: Floats, gap: Floats, s: Floats, variant: Variant) -> Floats:
    """Exponents r of the actors, .5 (accepts risk) to 2 (averse); 1 where all dangers are equal."""
    plus, total = _votes(c, gap, s, np.ones_like(c))
    if variant.own_danger:
        # Danger of actor i at the position of each m: i's own vote is cast from there, the others stay.
        weight = (c * s)[..., :, None, None]
        own = weight * (gap[..., :, None, :] - gap[..., :, :, None])
        moved = weight * np.swapaxes(gap, -1, -2)[..., None, :, :]
        odds = _ratio(plus[..., None, :, :] - np.maximum(own, 0.0), total[..., None, :, :] - np.abs(own) + moved)
        resist, at = s[..., :, None, None], gap[..., None, :, :]
        expected = resist * (odds * 2 * at - (1 - odds) * 2 * at) + (1 - resist) * 2 * at
        others = ~np.eye(c.shape[-1], dtype=bool)[:, :, None]
        dangers = np.sum(expected * others, axis=-2)
        danger = np.diagonal(dangers, axis1=-2, axis2=-1)
        high, low = dangers.max(-1), dangers.min(-1)
    else:
        odds = _ratio(plus, total.sum((-1, -2), keepdims=True))
        resist = s[..., None, :]
        danger = np.sum(resist * (odds * 2 * gap - (1 - odds) * 2 * gap) + (1 - resist) * 2 * gap, axis=-2)
        high, low = danger.max(-1, keepdims=True), danger.min(-1, keepdims=True)
    attitude = _ratio(2 * danger - high - low, high - low)
    exponent: Floats = (1 - attitude / 3) / (1 + attitude / 3)
    return exponent


def _expectations(c: Floats, gap: Floats, s: Floats, r: Floats, variant: Variant) -> tuple[Floats, Floats, Floats]:
    """P(x_i, x_j), and EU_ij and EU_ji as actor i (second last axis) judges them."""
    plus, total = _votes(c, gap, s, r)
    odds = _ratio(plus, total if variant.pairwise_odds else total.sum((-1, -2), keepdims=True))
    power = r[..., :, None]
    success = 2 - 4 * (0.5 - 0.5 * gap) ** power
    failure = 2 - 4 * (0.5 + 0.5 * gap) ** power
    now = 2 - 4 * 0.5**power

    def expected(chance: Floats, resist: Floats) -> Floats:
        value: Floats = resist * (chance * success + (1 - chance) * failure) + (1 - resist) * success - now
        return value

    return odds, expected(odds, s[..., None, :]), expected(np.swapaxes(odds, -1, -2), s[..., :, None])


def _votes(c: Floats, gap: Floats, s: Floats, r: Floats) -> tuple[Floats, Floats]:
    """Sums over k of max(0, v_k(a,b)) and |v_k(a,b)|, for a and b the positions of every two actors."""
    loss = gap ** r[..., :, None]
    votes = (c * s)[..., :, None, None] * (loss[..., :, None, :] - loss[..., :, :, None])
    return np.maximum(votes, 0.0).sum(-3), np.abs(votes).sum(-3)


def _ratio(above: Floats, below: Floats) -> Floats:
    """The quotient, 0 where the lower number is 0 (positions that coincide, dangers that do not differ)."""
    above, below = np.broadcast_arrays(above, below)
    quotient: Floats = np.divide(above, below, out=np.zeros(above.shape), where=below > 0)
    return quotient


def _chosen(open_to: NDArray[np.bool_], target: Floats, here: Floats, strength: Floats) -> Floats:
    """Of the open offers the nearest, then the one of the strongest challenger, then the lowest: no order of actors."""
    move = np.where(open_to, np.round(np.abs(target - here), 12), np.inf)
    order = np.lexsort((target, -np.round(strength, 12), move), axis=-1)
    return _at(target, order[..., 0])


def _at(values: Floats, index: NDArray[np.intp]) -> Floats:
    found: Floats = np.take_along_axis(values, index[..., None], axis=-1)[..., 0]
    return found


def _ending(path: Floats, tolerance: float) -> tuple[Ending, int]:
    """How a path of positions has ended so far, and the period if it repeats itself."""
    same = np.flatnonzero(np.max(np.abs(path[:-1] - path[-1]), axis=1) <= tolerance)
    if not same.size:
        return "moving", 0
    period = int(path.shape[0] - 1 - same[-1])
    return ("at rest", 0) if period == 1 else ("cycle", period)


def _checked(capability: ArrayLike, position: ArrayLike, salience: ArrayLike) -> tuple[Floats, Floats, Floats]:
    c, x, s = (np.asarray(values, dtype=np.float64) for values in (capability, position, salience))
    if not (c.ndim == 1 and c.shape == x.shape == s.shape):
        raise InputError(
            f"capability, position and salience must be lists of one length, got {c.shape}, {x.shape}, {s.shape}"
        )
    if not 2 <= c.size <= MOST:
        raise InputError(f"bargaining needs at least 2 actors and at most {MOST}, got {c.size}")
    if not (np.all(np.isfinite(c)) and np.all(np.isfinite(x)) and np.all(np.isfinite(s))):
        raise InputError(
            "capability, position and salience must be finite numbers; leave out actors with a missing one"
        )
    if not np.all(c > 0):
        raise InputError(f"capability {c.min():g} is not allowed: a number above 0")
    if np.any((s < 0) | (s > 1)) or not s.any():
        raise InputError(
            f"salience {s[np.argmax(np.abs(s - 0.5))]:g} is not allowed: 0 to 1, and not 0 for every actor"
        )
    if np.ptp(x) == 0:
        raise InputError(f"every actor holds position {x[0]:g}; there is nothing to bargain over")
    return c, x, s

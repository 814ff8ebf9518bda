r"""What a logit estimated on the past gives to later rows, in one specification.

    Pr(event) = E logit^-1(eta),   eta ~ N(x . b + u_k,  x . H^-1 x + v_k)

b and u are those of `foedus.estimate.mode`, H the Hessian of minus the log posterior in b, v_k the variance of u_k given b; a
unit without a row in the past has u_k ~ N(0, sigma). The covariance of b and u is left out. A term that has not varied by
the origin (the era after the Cold War, before it) is left out: nobody would have had it, and the width of its prior would
otherwise be the forecast's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedus.equations.prior import Prior
from foedus.equations.specification import Specification, Specifications
from foedus.estimate.mode import Design, expected, mode, mode_of_units
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.contest.held import Held, of_events
from foedus.evaluate.contest.window import windows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def forecast(
    specification: Specification,
    terms: Sequence[str],
    prior: Prior,
    design: Floats,
    events: Floats,
    unit: Ints,
    past: Flags,
    ahead: Flags,
) -> Floats:
    """Probabilities of the rows `ahead`, from the rows `past`.

    design   (rows, terms), of the whole equation
    events   of every row; those that are not past are not read
    unit     code of the repeated unit of every row
    """
    varied = np.ptp(design[past], axis=0) > 0
    active = [k for k in specification.active(terms) if varied[k] or terms[k] == "constant"]
    x, belief = design[:, active], prior.of(active)
    then, now = x[past], x[ahead]
    trials = np.ones(len(then))
    if not specification.units:
        found = mode(Design(then), events[past], trials, belief.location, belief.precision)
        return expected(now @ found.b, _variance(now, found.hessian))[0]
    codes, row = np.unique(unit[past], return_inverse=True)
    found = mode_of_units(Design(then), events[past], trials, belief.location, belief.precision, row, len(codes))
    own, spread = found.of_units(codes, unit[ahead])
    return expected(now @ found.b + own, _variance(now, found.hessian) + spread)[0]


@dataclass(frozen=True)
class Logit:
    """A contest of one logit: its rivals, and the rows they are told apart on.

    design, events, unit   as of `forecast`
    cluster                rows with one number share their luck
    """

    rivals: Specifications
    terms: Sequence[str]
    prior: Prior
    design: Floats
    events: Floats
    unit: Ints
    cluster: Ints

    def held(self, found: Sample, past: Flags, origin: int, horizons: Sequence[int]) -> list[Held]:
        """What each rival gave to the rows of the windows after an origin; `past` marks those it may learn from."""
        spans = windows(found, origin, horizons)
        ahead = np.any([np.zeros(found.rows, np.bool_), *spans.values()], axis=0)
        given = {
            name: forecast(one, self.terms, self.prior, self.design, self.events, self.unit, past, ahead)
            for name, one in (self.rivals.items() if spans else ())
        }
        base = float(self.events[past].mean())
        return [
            of_events(
                origin,
                horizon,
                {name: p[at[ahead]] for name, p in given.items()},
                self.events[at],
                self.cluster[at],
                base,
            )
            for horizon, at in spans.items()
        ]


def _variance(x: Floats, hessian: Floats) -> Floats:
    return np.asarray(np.sum(x @ np.linalg.inv(hessian) * x, axis=1))

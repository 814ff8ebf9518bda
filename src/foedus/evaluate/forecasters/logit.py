r"""Forecasts of later rows by a logit estimated on the past, in one specification.

    Pr(event) = E logit^-1(eta),   eta ~ N(x . b + u_k,  x . H^-1 x + v_k)

b and u are those of `foedus.estimate.mode`, H the Hessian of minus the log posterior in b, v_k the variance of u_k given b; a
unit without a row in the past has u_k ~ N(0, sigma). The covariance of b and u is left out. A term that has not varied
by the origin (such as the era after the Cold War) is left out: a forecaster could not have estimated it, and the
forecast would otherwise have the width of its prior.
"""

from __future__ import annotations

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.equations.specification import Specification
from foedus.estimate.mode import Design, expected, mode, mode_of_units
from foedus.evaluate.forecasters.own import Logit


def forecast(
    specification: Specification, one: Logit, design: Floats, events: Floats, unit: Ints, past: Flags, ahead: Flags
) -> Floats:
    """Probabilities of the rows `ahead`, from the rows `past`.

    design   (rows, terms), of the whole equation
    events   of every row; only past ones are read
    unit     code of the repeated unit of every row
    """
    varied = np.ptp(design[past], axis=0) > 0
    active = [k for k in specification.active(one.terms) if varied[k] or one.terms[k] == "constant"]
    x, belief = design[:, active], one.prior.of(active)
    then, now = x[past], x[ahead]
    trials = np.ones(len(then))
    if not specification.units:
        found = mode(Design(then), events[past], trials, belief.location, belief.precision)
        return expected(now @ found.b, _variance(now, found.hessian))[0]
    codes, row = np.unique(unit[past], return_inverse=True)
    found = mode_of_units(Design(then), events[past], trials, belief.location, belief.precision, row, len(codes))
    own, spread = found.of_units(codes, unit[ahead])
    return expected(now @ found.b + own, _variance(now, found.hessian) + spread)[0]


def _variance(x: Floats, hessian: Floats) -> Floats:
    return np.asarray(np.sum(x @ np.linalg.inv(hessian) * x, axis=1))

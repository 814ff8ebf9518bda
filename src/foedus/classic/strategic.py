r"""The strategic probit: two actors who move in turn, each with errors, estimated from observed outcomes.

Actor 1 keeps the status quo or acts; if it acts, actor 2 concedes or fights. Utilities are linear in regressors,

    u1sq = X b_sq,  u1cap = X b_cap,  u1war = X b_war,  u2war = X b_2  (actor 2's utility of conceding is 0)

and with p4 = Phi(u2war/sqrt 2), p3 = 1 - p4,

    p2 = Phi((p3 u1cap + p4 u1war - u1sq)/D),   D = sqrt 2 (agent error) or sqrt(1 + p3^2 + p4^2) (private information)

    Pr(status quo) = 1 - p2,   Pr(concession) = p2 p3,   Pr(war) = p2 p4

Agent error: each actor errs at its own node. Private information: each payoff has a part that the other cannot see.
The likelihood is not concave and a single search may stop short of the best optimum, so many starts are tried (`fit`).

Matched: the 282 complete disputes of `war1800` in the R package games, agent error: log-likelihood -286.1238 and ten
coefficients to 1e-4 (computed with another program, not published).

Source: Signorino (1999), Strategic interaction and the statistical analysis of international conflict, American
Political Science Review 93; Signorino (2003), Structure and uncertainty in discrete choice models, Political Analysis 11.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, minimize
from scipy.special import log_ndtr, ndtr

from foedus.arrays import Floats
from foedus.errors import InputError, ModelError

Errors = Literal["agent", "private"]
Loss = Callable[[Floats], tuple[float, Floats]]

UTILITIES = ("u1_sq", "u1_cap", "u1_war", "u2_war")
OUTCOME_STATUS_QUO, OUTCOME_WAR = 0, 2
OUTCOMES = ("status quo", "concession", "war")
ROOT = np.sqrt(2.0)

STARTS = 20
"""Random starts. On `war1800` every one finds the best optimum, even from ten times as wide; other data are less kind."""

SAME = 1e-4
"""Log-likelihoods closer than this count as one optimum."""

FLAT = 1e-6
"""Slope per observation at which a search counts as finished."""

SINGULAR = 1e-8
"""Smallest curvature, relative to the largest, below which standard errors are not given."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Regressors of each utility, shape (observations, terms of that utility), and outcomes 0, 1, 2."""

    regressors: tuple[Floats, Floats, Floats, Floats]
    outcome: NDArray[np.int64]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of terms of each utility."""
        return tuple(x.shape[1] for x in self.regressors)


@dataclass(frozen=True, slots=True)
class Fit:
    """A maximum of the likelihood.

    coefficients and errors in the order of the utilities, then of their terms; errors are NaN if the likelihood is flat
    in some direction (`singular`), as under separation. `reached` of `starts` found this optimum.
    """

    coefficients: Floats
    errors: Floats
    covariance: Floats
    log_likelihood: float
    singular: bool
    starts: int
    reached: int
    finished: int


def probabilities(coefficients: Floats, sample: Sample, errors: Errors = "agent") -> Floats:
    """Probabilities of status quo, concession and war, shape (observations, 3); each row sums to 1."""
    u_sq, u_cap, u_war, u_two = _utilities(coefficients, sample)
    p4 = ndtr(u_two / ROOT)
    p2 = ndtr((p4 * u_war + (1 - p4) * u_cap - u_sq) / _spread(p4, errors))
    return np.column_stack((1 - p2, p2 * (1 - p4), p2 * p4))


def log_likelihood(coefficients: Floats, sample: Sample, errors: Errors = "agent") -> tuple[float, Floats]:
    """The log-likelihood and its gradient, shape (coefficients,), both in closed form."""
    u_sq, u_cap, u_war, u_two = _utilities(coefficients, sample)
    v = u_two / ROOT
    p4 = ndtr(v)
    spread = _spread(p4, errors)
    z = (p4 * u_war + (1 - p4) * u_cap - u_sq) / spread
    acted, fought = sample.outcome != OUTCOME_STATUS_QUO, sample.outcome == OUTCOME_WAR
    sign, reply = np.where(acted, 1.0, -1.0), np.where(fought, 1.0, -1.0)
    first, second = log_ndtr(sign * z), np.where(acted, log_ndtr(reply * v), 0.0)
    by_z = sign * _mills(sign * z)
    by_v = np.where(acted, reply * _mills(reply * v), 0.0)
    bend = (2 * p4 - 1) / spread**2 if errors == "private" else 0.0
    by_two = (by_z * ((u_war - u_cap) / spread - z * bend) * _density(v) + by_v) / ROOT
    weights = (-by_z / spread, by_z * (1 - p4) / spread, by_z * p4 / spread, by_two)
    slope = np.concatenate([x.T @ w for x, w in zip(sample.regressors, weights, strict=True)])
    return float(first.sum() + second.sum()), slope


def fit(sample: Sample, errors: Errors = "agent", *, starts: int = STARTS, seed: int = 1) -> Fit:
    """Maximum likelihood from `starts` seeded random starts.

    Raises InputError if an outcome never happens or regressors are collinear, ModelError if no search converges.
    """
    _refuse(sample, starts, seed)
    size = np.concatenate([_size(x) for x in sample.regressors])
    generator = np.random.Generator(np.random.Philox(seed))
    count = len(sample.outcome)

    def loss(scaled: Floats) -> tuple[float, Floats]:
        value, slope = log_likelihood(scaled / size, sample, errors)
        return -value / count, -slope / size / count

    # A search may try coefficients at which a tail overflows; it is left out below if it ends there.
    with np.errstate(over="ignore", invalid="ignore"):
        found = [_search(loss, start) for start in generator.normal(size=(starts, size.size))]
    ended = [run for run in found if np.isfinite(run.fun) and np.max(np.abs(run.jac)) <= 10 * FLAT]
    if not ended:
        raise ModelError(
            f"no search of {starts} converged: the data contain too little for {size.size} coefficients; "
            "drop regressors or raise the number of starts"
        )
    best = min(ended, key=lambda run: float(run.fun))
    coefficients = best.x / size
    covariance, singular = _covariance(best.x, size, loss, count)
    value = log_likelihood(coefficients, sample, errors)[0]
    return Fit(
        coefficients,
        np.sqrt(np.diag(covariance)),
        covariance,
        value,
        singular,
        starts,
        sum(bool((run.fun - best.fun) * count <= SAME) for run in ended),
        len(ended),
    )


def _search(loss: Loss, start: Floats) -> OptimizeResult:
    return minimize(loss, start, jac=True, method="BFGS", options={"gtol": FLAT, "maxiter": 500})


def _covariance(scaled: Floats, size: Floats, loss: Loss, count: int) -> tuple[Floats, bool]:
    """Inverse of the observed information, from central differences of the gradient."""
    step = 1e-5
    rows = [(loss(scaled + step * e)[1] - loss(scaled - step * e)[1]) / (2 * step) for e in np.eye(scaled.size)]
    information = (np.array(rows) + np.array(rows).T) / 2 * count
    curvature = np.linalg.eigvalsh(information)
    if curvature[0] <= SINGULAR * curvature[-1]:
        return np.full(information.shape, np.nan), True
    covariance: Floats = np.linalg.inv(information) / np.outer(size, size)
    return covariance, False


def _utilities(coefficients: Floats, sample: Sample) -> list[Floats]:
    parts = np.split(np.asarray(coefficients, dtype=np.float64), np.cumsum(sample.sizes)[:-1])
    return [x @ b for x, b in zip(sample.regressors, parts, strict=True)]


def _spread(p4: Floats, errors: Errors) -> Floats:
    return np.sqrt(1 + (1 - p4) ** 2 + p4**2) if errors == "private" else np.full_like(p4, ROOT)


def _density(v: Floats) -> Floats:
    density: Floats = np.exp(-0.5 * v**2) / np.sqrt(2 * np.pi)
    return density


def _mills(v: Floats) -> Floats:
    """phi(v)/Phi(v), also far in the tails."""
    ratio: Floats = np.exp(-0.5 * v**2 - 0.5 * np.log(2 * np.pi) - log_ndtr(v))
    return ratio


def _size(x: Floats) -> Floats:
    """Root mean square of each column, so that starts and stopping do not depend on its unit."""
    size: Floats = np.sqrt(np.mean(x**2, axis=0))
    return size


def _refuse(sample: Sample, starts: int, seed: int) -> None:
    if starts < 1 or seed < 0:
        raise InputError(f"starts {starts} and seed {seed} are not allowed: at least 1 start, a seed of at least 0")
    count, terms = len(sample.outcome), sum(sample.sizes)
    if count <= terms:
        raise InputError(f"{count} complete rows are too few for {terms} coefficients; give more rows or fewer terms")
    for code, name in enumerate(OUTCOMES):
        if not np.any(sample.outcome == code):
            raise InputError(f"no row ends in {name}; all three outcomes must happen for the model to be estimated")
    for utility, x in zip(UTILITIES, sample.regressors, strict=True):
        if x.shape[1] and np.linalg.matrix_rank(x / np.maximum(_size(x), np.finfo(np.float64).tiny)) < x.shape[1]:
            raise InputError(f"{utility}: a regressor is constant or follows from the others; drop one")

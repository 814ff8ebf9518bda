"""Support for own nuclear weapons at the start of a case, from its polls (`foedus.equations.opinion`).

Given tau and w the model is Gaussian, so its posterior is exact; the two are summed over a grid. The walk's precision is
tridiagonal in time, so the work grows with the number of polls, and with the cube of the number of houses.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from foedus.arrays import Floats
from foedus.equations.effects import priors
from foedus.equations.opinion import HOUSE_WIDTH, LEVEL_WIDTH, UNKNOWN_SAMPLE

POINTS, HOUSE_REACH, SCALE_REACH = 30, 3.0, 4.0
"""Grid points of tau and of w, and to how many scales, or standard deviations above the mean, they go."""


class Support(NamedTuple):
    """Support in logits: mean and standard deviation. tau and scale: posterior means of the spread of houses and of w."""

    mean: float
    sd: float
    tau: float
    scale: float


def support(polls: Floats, at: float) -> Support:
    """Support at a time, in years, from one poll or more (S, 4): time, share, respondents (NaN unknown), number of the house.

    Before the first poll it is as at that poll.
    """
    from scipy.linalg import cho_solve_banded, cholesky_banded

    time, share, asked, house = polls.T
    size = np.where(np.isnan(asked), UNKNOWN_SAMPLE, asked)
    precision = size * share * (1.0 - share)
    times, when = np.unique([*time, max(at, time.min())], return_inverse=True)
    houses = (house[:, None] == np.unique(house)).astype(float)
    seen = np.column_stack([np.log(share / (1.0 - share)), houses])
    told, now = np.zeros((len(times), seen.shape[1])), np.zeros(len(times))
    np.add.at(told, when[:-1], precision[:, None] * seen)
    now[when[-1]] = 1.0
    prior = priors()["opinion.scale"]
    taus = HOUSE_REACH * HOUSE_WIDTH * _grid()
    scales = (prior.mean + SCALE_REACH * prior.sd) * _grid()
    weight, mean, variance = (np.empty((POINTS, POINTS)) for _ in range(3))
    for j, scale in enumerate(scales):
        step = 1.0 / (scale**2 * np.diff(times))
        diagonal = (
            np.bincount(when[:-1], precision, len(times)) + np.append(step, 0.0) + np.append(LEVEL_WIDTH**-2, step)
        )
        factor = cholesky_banded([diagonal, np.append(-step, 0.0)], lower=True)
        solved = cho_solve_banded((factor, True), np.column_stack([told, now]))
        left = seen.T @ (precision[:, None] * seen) - told.T @ solved[:, :-1]  # what the walk leaves to the houses
        values, axes = np.linalg.eigh(left[1:, 1:])
        fitted, passed_on = axes.T @ left[1:, 0], axes.T @ told[:, 1:].T @ solved[:, -1]
        spread = 1.0 / (values + taus[:, None] ** -2)
        mean[:, j] = told[:, 0] @ solved[:, -1] - spread @ (passed_on * fitted)
        variance[:, j] = now @ solved[:, -1] + spread @ passed_on**2
        size_of = 2.0 * np.log(factor[0]).sum() - np.log(step).sum() + np.log1p(taus[:, None] ** 2 * values).sum(axis=1)
        fit = -0.5 * (left[0, 0] - spread @ fitted**2 + size_of)
        weight[:, j] = fit - 0.5 * (taus / HOUSE_WIDTH) ** 2 - 0.5 * ((scale - prior.mean) / prior.sd) ** 2
    weight = np.exp(weight - weight.max())
    weight /= weight.sum()
    middle = float((weight * mean).sum())
    return Support(
        mean=middle,
        sd=float(np.sqrt((weight * (variance + mean**2)).sum() - middle**2)),
        tau=float(weight.sum(axis=1) @ taus),
        scale=float(weight.sum(axis=0) @ scales),
    )


def counted(polls: Floats) -> Support:
    """Support if every poll asked the same of the same opinion, so that sampling error were all there is."""
    _, share, asked, _ = polls.T
    size = np.where(np.isnan(asked), UNKNOWN_SAMPLE, asked)
    precision = size * share * (1.0 - share)
    mean = float(np.average(np.log(share / (1.0 - share)), weights=precision))
    return Support(mean, float(1.0 / np.sqrt(precision.sum())), 0.0, 0.0)


def _grid() -> Floats:
    """Middles of equal parts of 0 to 1."""
    return (np.arange(POINTS) + 0.5) / POINTS

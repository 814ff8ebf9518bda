"""Support support for own nuclear weapons at the start of a case, from its polls (`foedus.equations.opinion`).

Given tau and w the model is Gaussian, so its posterior is exact; the two are summed over a grid.
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
    time, share, asked, house = polls.T
    size = np.where(np.isnan(asked), UNKNOWN_SAMPLE, asked)
    y, error = np.log(share / (1.0 - share)), 1.0 / (size * share * (1.0 - share))
    prior = priors()["opinion.scale"]
    taus = HOUSE_REACH * HOUSE_WIDTH * _grid()
    scales = (prior.mean + SCALE_REACH * prior.sd) * _grid()
    weight, mean, variance = (np.empty((POINTS, POINTS)) for _ in range(3))
    since, now, same = time - time.min(), max(at - time.min(), 0.0), house[:, None] == house[None]
    for i, tau in enumerate(taus):
        for j, scale in enumerate(scales):
            walked = LEVEL_WIDTH**2 + scale**2 * np.minimum(since[:, None], since[None])
            observed = walked + tau**2 * same + np.diag(error)
            with_now = LEVEL_WIDTH**2 + scale**2 * np.minimum(since, now)
            solved = np.linalg.solve(observed, np.stack([y, with_now], axis=1))
            mean[i, j] = with_now @ solved[:, 0]
            variance[i, j] = LEVEL_WIDTH**2 + scale**2 * now - with_now @ solved[:, 1]
            fit = -0.5 * (y @ solved[:, 0] + np.linalg.slogdet(observed)[1])
            weight[i, j] = fit - 0.5 * (tau / HOUSE_WIDTH) ** 2 - 0.5 * ((scale - prior.mean) / prior.sd) ** 2
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

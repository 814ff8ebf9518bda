"""Weights of the specifications of treaty ends: one step ahead, from every year that leaves ten to learn from.

Each treaty-year is forecast once, so no end counts twice: windows of twenty years from origins five years apart count
those of 1989-91 up to five times. The unit is the patron-year, scored by the joint probability of what happened to all treaties
of the patron in the year, because a future uses one specification for all of them, and because ends that come together are what
a collapse is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from foedus.arrays import Floats, Ints
from foedus.equations.treaty_end import SPECIFICATIONS, Ending
from foedus.estimate.collapse import GROUP, patron_years, sums
from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.treaty_end import ends
from foedus.evaluate.score import TINY
from foedus.evaluate.stacking import mean_stack

LEARNT = 10
"""Years an origin must leave to learn from."""
CLIMATOLOGY = "climatology"
DRAWS = 40
WEIGHED = (
    "Weights maximise the mean log score of the mixture (stacking) one step ahead, from every year that leaves ten to learn "
    "from, whatever the origins; the unit is all treaties of a patron in a year; they are means over "
    f"{DRAWS} draws of these units."
)


@dataclass(frozen=True)
class OneStep:
    """Every treaty-year after an origin, forecast from it by each specification and by climatology.

    row          places of the treaty-years in the sample, in order of year
    probability  that the treaty ends, by specification (rows,)
    group        codes of the patron-years
    joint        log probability of what happened in a patron-year, by specification (groups,)
    """

    row: Ints
    probability: Mapping[str, Floats]
    group: Ints
    joint: Mapping[str, Floats]

    @property
    def year(self) -> Ints:
        """The year of each patron-year."""
        return self.group % GROUP

    @property
    def patron(self) -> Ints:
        """The patron of each patron-year."""
        return self.group // GROUP


def one_step(
    found: Sample, specifications: Mapping[str, Ending] = SPECIFICATIONS, *, refit: int = 1, first: int | None = None
) -> OneStep:
    """Forecasts of every treaty-year after the first origin by parameters of the last origin, `refit` years apart.

    An origin learns from the years before it, since whether a treaty was replaced is seen in the year after.
    """
    year, codes = found["year"], patron_years(found)
    start = found.years[0] + LEARNT - 1 if first is None else first
    rows: list[Ints] = []
    groups: list[Ints] = []
    probability: dict[str, list[Floats]] = {name: [] for name in (CLIMATOLOGY, *specifications)}
    joint: dict[str, list[Floats]] = {name: [] for name in probability}
    for origin in range(start, found.years[1], refit):
        past, ahead = year < origin, (year > origin) & (year <= origin + refit)
        if not ahead.any():
            continue
        ended, group = found["ended"][ahead], codes[ahead]
        base = np.full(int(ahead.sum()), found["ended"][past].mean())
        rows.append(np.flatnonzero(ahead))
        groups.append(np.unique(group))
        _, place = np.unique(group, return_inverse=True)
        probability[CLIMATOLOGY].append(base)
        joint[CLIMATOLOGY].append(sums(np.log(np.where(ended > 0, base, 1.0 - base)), place, len(groups[-1])))
        for name, one in specifications.items():
            made = ends(one, found, past, ahead)
            probability[name].append(made.probability)
            joint[name].append(made.joint(ended, group))
    return OneStep(
        np.concatenate(rows),
        {name: np.concatenate(each) for name, each in probability.items()},
        np.concatenate(groups),
        {name: np.concatenate(each) for name, each in joint.items()},
    )


def weights(made: OneStep, names: Iterable[str] = SPECIFICATIONS, seed: int = 1) -> dict[str, float]:
    """Stacking weights of the specifications on all patron-years."""
    given = {name: np.maximum(np.exp(made.joint[name]), TINY) for name in names}
    return mean_stack(given, np.arange(len(made.group)), DRAWS, seed)


def nested(
    made: OneStep, names: Iterable[str] = SPECIFICATIONS, seed: int = 1, draws: int = DRAWS
) -> tuple[Floats, list[dict[str, float]]]:
    """Log probability that the mixture gave to each patron-year, weighed in each year by the years known at its origin, and the
    weights year by year; equal weights until a patron-year is known."""
    names = list(names)
    given = {name: np.maximum(np.exp(made.joint[name]), TINY) for name in names}
    score, used = np.empty(len(made.group)), []
    equal = dict.fromkeys(names, 1.0 / len(names))
    for year in np.unique(made.year).tolist():
        # the origin is the year before, and knows what became of the treaties of the years before that
        known, now = made.year < year - 1, made.year == year
        share = (
            mean_stack({n: p[known] for n, p in given.items()}, np.arange(known.sum()), draws, seed)
            if known.any()
            else equal
        )
        score[now] = np.log(sum(share[name] * given[name][now] for name in names))
        used.append(share)
    return score, used

r"""What each analyst of the declared set makes of an outcome, and what tells them apart.

The set: the shipped mixture; the other beliefs about treaties; each candidate specification with at least a twentieth of the
weight; each elicited prior moved by one standard deviation, up and down, one at a time; the worst joint move of length 1; and,
where no skill over it is shown, the pooled rate of the class.

A prior moved by m standard deviations needs no futures of its own. Parameter set g drew the standard normal z_g, and has the
weight

    w_g = exp(m z_g - m^2 / 2),    p = sum w_g n_g p_g / sum w_g n_g,
    error^2 = sum (w_g n_g)^2 (p_g - p)^2 / (sum w_g n_g)^2

where n_g futures with probability p_g were counted. Its effective number of sets is (sum w)^2 / sum w^2, G / e on average for
m = 1; below `LEAST_EFFECTIVE` the prior is moved in futures of its own. The joint move goes along the gradient

    d p / d m_k = E(z_k p)

(Stein's identity), over the priors whose gradient is more than three standard errors from zero (of thirty without any, one in
twelve times one is), towards the other side of the limit, and is confirmed by a run.

Source: Hesterberg (1995), Technometrics 37, 185-194 (weights and effective size); Stein (1981), Ann. Stat. 9, 1135-1151.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

import numpy as np

from foedus.arrays import Floats
from foedus.assessment.lattice import Rate
from foedus.assessment.verdict_lines import AnalystView, Flip, Kind, Settling
from foedus.world.views import Tolerance

if TYPE_CHECKING:
    from foedus.assessment.outcomes import BySet

ERRORS = 2.0
"""Monte Carlo errors that an analyst stands clear of a limit."""
STEEP = 3.0
"""Standard errors by which a slope is told apart from zero."""
FARTHEST = 5.0
"""Standard deviations of a prior beyond which a slope says nothing of it."""
LEAST_EFFECTIVE = 0.25
"""Least effective number of parameter sets, as a share of them, that reweighting may leave."""
CONFIRMING = 2000
"""Most futures of a run for one analyst."""
AS_MEASURED_OFF = frozenset({"integrity.adherence"})
"""Elicited priors that act on a lever which stands at zero as measured."""
PROVOCATION, PROVOKING = "provocation-", ("provocation.force", "provocation.alarm")
"""Addresses of priors of provocations, and what passes provocations on: where all of that is off, they reach no limit."""
MIXTURE = "mixture"


class Probability(NamedTuple):
    """A predictive probability, its Monte Carlo error, and the effective number of parameter sets."""

    value: float
    error: float
    effective: float


class Slope(NamedTuple):
    """How a probability moves with the mean of a prior, in its standard deviations, and the error of that."""

    value: float
    error: float


def predictive(found: BySet, weights: Floats | None = None) -> Probability | None:
    """The mean over parameter sets, each with its weight; None where nothing was counted.

    The error is never below that of a count with half an event more.
    """
    if not len(found.values):
        return None
    w = np.ones(len(found.values)) if weights is None else weights[found.sets]
    share = w * found.counted / (w * found.counted).sum()
    value = float(share @ found.values)
    total = float(found.counted.sum())
    least = (min(value, 1.0 - value) * total + 0.5) / (total + 1.0)
    error = max(float(np.sqrt((share**2) @ (found.values - value) ** 2)), float(np.sqrt(least * (1.0 - least) / total)))
    return Probability(value, error, float(w.sum() ** 2 / (w**2).sum()))


def moved(z: Floats, by: float) -> Floats:
    """Weights of parameter sets under a prior moved by so many of its standard deviations."""
    return np.exp(by * z - by**2 / 2.0)


def gradient(found: BySet, elicited: Mapping[str, Floats]) -> dict[str, Slope]:
    """By address of an elicited prior: the slope of the probability."""
    share = found.counted / found.counted.sum()
    around = found.values - share @ found.values
    slopes = {}
    for name, normals in elicited.items():
        z = normals[found.sets]
        product = (z - share @ z) * around
        value = float(share @ product)
        slopes[name] = Slope(value, float(np.sqrt((share**2) @ (product - value) ** 2)))
    return slopes


def steep(slopes: Mapping[str, Slope]) -> dict[str, float]:
    """The slopes that are told apart from zero."""
    return {name: slope.value for name, slope in slopes.items() if abs(slope.value) > STEEP * slope.error}


def joint(slopes: Mapping[str, float], upwards: bool) -> dict[str, float]:
    """The joint move of length 1 that raises (or lowers) the probability most, by address; empty without a slope."""
    length = float(np.sqrt(sum(slope**2 for slope in slopes.values())))
    sign = 1.0 if upwards else -1.0
    return {name: sign * slope / length for name, slope in slopes.items()} if length else {}


def flip(value: float, limit: float, slopes: Mapping[str, float]) -> Flip | None:
    """The prior that, moved alone, needs the fewest standard deviations to the limit, by its slope; None if beyond FARTHEST."""
    if not slopes:
        return None
    gap = limit - value
    name = max(slopes, key=lambda each: abs(slopes[each]))
    length = float(np.sqrt(sum(slope**2 for slope in slopes.values())))
    if abs(gap / slopes[name]) > FARTHEST:
        return None
    return Flip(prior=name, sd=gap / slopes[name], joint=abs(gap) / length)


class Limited(Protocol):
    """A tolerance, or what an answer says of one: exactly one of the two bounds is there."""

    @property
    def at_most(self) -> float | None: ...

    @property
    def at_least(self) -> float | None: ...


def limit_of(tolerance: Limited) -> float:
    """The probability a tolerance sets."""
    limit = tolerance.at_most if tolerance.at_most is not None else tolerance.at_least
    assert limit is not None
    return limit


def keeps(tolerance: Limited, value: float) -> bool:
    """Whether a probability keeps a tolerance."""
    return value <= limit_of(tolerance) if tolerance.at_most is not None else value >= limit_of(tolerance)


def view(
    tolerance: Tolerance,
    analyst: str,
    kind: Kind,
    how: Literal["headline", "reweighted", "run", "counted"],
    found: Probability | None,
    futures: int | None = None,
) -> AnalystView:
    """A probability as the view of an analyst on a limit; `side` is unknown where nothing was counted."""
    side: Literal["keeps", "fails", "astride", "unknown"] = "unknown"
    if found is not None:
        clear = abs(found.value - limit_of(tolerance)) > ERRORS * found.error
        side = "astride" if not clear else "keeps" if keeps(tolerance, found.value) else "fails"
    return AnalystView(
        analyst=analyst,
        kind=kind,
        how=how,
        value=None if found is None else min(max(found.value, 0.0), 1.0),
        error=0.0 if found is None else found.error,
        side=side,
        effective=found.effective if found is not None and how == "reweighted" else None,
        futures=futures,
    )


def settling(tolerance: Tolerance, views: Sequence[AnalystView], rate: Rate | None, years: int) -> list[Settling]:
    """The kinds of analysts on the side of fewer, or astride; the kind with most of them first."""
    keeping = [one for one in views if one.side == "keeps"]
    failing = [one for one in views if one.side == "fails"]
    if len(keeping) in (0, len(views)) and len(failing) in (0, len(views)):
        return []
    fewer = keeping if len(keeping) < len(failing) else failing
    apart = [one for one in views if one in fewer or one.side == "astride"]
    kinds = dict.fromkeys(one.kind for one in apart)
    found = [
        Settling(
            kind=kind,
            analysts=[one.analyst for one in apart if one.kind == kind],
            quiet=_quiet(tolerance, rate, years) if kind == "class" else None,
        )
        for kind in kinds
    ]
    return sorted(found, key=lambda one: -len(one.analysts))


def _quiet(tolerance: Tolerance, rate: Rate | None, years: int) -> float | None:
    """Units without an event after which a rate a year keeps the limit; None where it does, or they would not help."""
    if rate is None or rate.counts == "trials":
        return None
    if (tolerance.at_most is None) != (rate.counts == "ends"):
        return None
    stays = limit_of(tolerance) if rate.counts == "ends" else 1.0 - limit_of(tolerance)
    root = stays ** (1.0 / rate.a)
    if root >= 1.0:
        return None
    more = years * root / (1.0 - root) - rate.b
    return float(more) if more > 0.0 else None

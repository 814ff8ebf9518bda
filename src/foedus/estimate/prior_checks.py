r"""Prior predictive checks: parameters drawn from `foedus.estimate.prior`, and each equation run on the rows of its own sample.

rate of an event     mean over rows of logit^-1(x . b + u + y), b, u and y drawn from their priors
size of a change     median over rows of |change|, simulated with the predictors and earlier changes of the sample
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from foedus.equations import alignment, duration, escalation, growth, initiation, joining, treaty
from foedus.equations.rivals import posterior_name
from foedus.equations.specification import Specification
from foedus.estimate import prior
from foedus.estimate.design import (
    columns,
    ending_design,
    escalation_design,
    forming_design,
    joining_design,
    pursuit_design,
)
from foedus.estimate.prior_predictive import DRAWS, Implied, implied
from foedus.estimate.samples import disputes, governments, states, treaties
from foedus.estimate.samples.duration import duration as duration_sample
from foedus.estimate.samples.joining import joining as joining_sample
from foedus.estimate.samples.sample import AS_OF, Sample, Years

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BLOCK = 20
"""Draws run at a time: a block of log-odds has this many numbers for each row."""


@dataclass(frozen=True)
class Luck:
    """The generator, and how many draws of the parameters are taken."""

    rng: np.random.Generator
    draws: int = DRAWS

    def normal(self, mean: float, width: float) -> Floats:
        """One number a draw."""
        return self.rng.normal(mean, width, self.draws)

    def half(self, width: float) -> Floats:
        """Draws of a half-Normal."""
        return np.abs(self.normal(0.0, width))

    def beta(self, parameters: tuple[float, float]) -> Floats:
        """Draws of a Beta."""
        return self.rng.beta(*parameters, self.draws)


def rates(
    luck: Luck,
    design: Floats,
    belief: prior.Prior,
    *,
    unit: Ints | None = None,
    year: Ints | None = None,
) -> Floats:
    """The rate of the event in the rows of `design`, a draw each: with intercepts of units, and a level for each year."""
    b = luck.rng.normal(belief.location, belief.width, (luck.draws, len(belief.location)))
    spread = luck.half(prior.UNIT_WIDTH)
    persistence, scale = luck.beta(prior.YEAR_PERSISTENCE), luck.half(prior.YEAR_WIDTH)
    found = np.empty(luck.draws)
    for start in range(0, luck.draws, BLOCK):
        some = slice(start, start + BLOCK)
        odds = design @ b[some].T
        if unit is not None:
            odds += (luck.rng.standard_normal((int(unit.max()) + 1, odds.shape[1])) * spread[some])[unit]
        if year is not None:
            odds += levels(luck.rng, int(year.max()) + 1, persistence[some], scale[some])[year]
        found[some] = expit(odds).mean(axis=0)
    return found


def levels(rng: np.random.Generator, years: int, persistence: Floats, scale: Floats) -> Floats:
    """Common yearly levels (years, draws) of initiation, stationary from the first."""
    found = np.empty((years, len(scale)))
    found[0] = scale / np.sqrt(1.0 - persistence**2) * rng.standard_normal(len(scale))
    for t in range(1, years):
        found[t] = persistence * found[t - 1] + scale * rng.standard_normal(len(scale))
    return found


def _codes(values: Floats) -> Ints:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


@lru_cache(maxsize=1)
def _dyads(years: Years | None, as_of: date) -> Sample:
    """The largest sample, which six specifications share."""
    return disputes.initiation(years, as_of)


def _initiation(one: Specification, luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = _dyads(years, as_of)
    active = one.active(initiation.TERMS)

    def odds(b: Any) -> Any:
        first = initiation.baseline(b, *(found[name] for name in initiation.BASELINE))
        return first + initiation.moving(b, *(found[name] for name in initiation.MOVING)) + np.zeros(found.rows)

    drawn = rates(
        luck,
        columns(odds, len(initiation.TERMS))[:, active],
        prior.INITIATION.of(active),
        unit=_codes(found["dyad"]) if one.units else None,
        year=(found["year"] - found.years[0]).astype(np.int64),
    )
    return [implied("initiations per directed dyad-year", drawn, float(found["initiated"].mean()))]


def _escalation(one: Specification, luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = disputes.escalation(years, as_of)
    active = one.active(escalation.TERMS)
    whole, pair = escalation_design(found.arrays)[:, active], found["pair"]
    words = {"force": "force per dispute", "war": "war per dispute at force", "fatal": "death per dispute at force"}
    made = []
    for stage, (rows, events) in disputes.stages(found).items():
        unit = _codes(pair[rows]) if one.units else None
        drawn = rates(luck, whole[rows], prior.ESCALATION[stage].of(active), unit=unit)
        made.append(implied(words[stage], drawn, float(events.mean())))
    return made


def _joining(one: Specification, luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = joining_sample(years, as_of)
    active = one.active(joining.TERMS)
    drawn = rates(luck, joining_design(found.arrays)[:, active], prior.JOINING.of(active))
    return [implied("joiners per dispute, third state and side", drawn, float(found["joined"].mean()))]


def _ending(one: Specification, luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = treaties.ending(years, as_of)
    active = one.active(treaty.END_TERMS)
    unit = _codes(found["patron"]) if one.units else None
    drawn = rates(luck, ending_design(found.arrays)[:, active], prior.ENDING.of(active), unit=unit)
    return [implied("ends per treaty-year", drawn, float(found["ended"].mean()))]


def _formation(luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = treaties.formation(years, as_of)
    drawn = rates(luck, forming_design(found.arrays), prior.FORMATION)
    return [implied("new pacts per pair-year", drawn, float(found["formed"].mean()))]


def _armament(luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = states.armament(years, as_of)
    design = pursuit_design(found.arrays)
    acquired = found.notes["acquired"] / found.notes["pursuing"]
    return [
        implied("starts of pursuit per state-year", rates(luck, design, prior.PURSUIT), float(found["starts"].mean())),
        implied("acquisitions per year of pursuit", luck.beta(prior.RATE), acquired),
    ]


def _government(luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = governments.governments(years, as_of)
    spread = luck.half(prior.UNIT_WIDTH)[:, None] * luck.rng.standard_normal((luck.draws, found.rows))
    lost = expit(luck.normal(*prior.ELECTIONS)[:, None] + spread) @ found["elections"] / found["elections"].sum()
    exits = found.notes["irregular exits"]
    return [
        implied("elections lost", lost, float(found["lost"].sum() / found["elections"].sum())),
        *(
            implied(
                f"irregular exits per year, {regime}",
                luck.beta(prior.RATE),
                exits[regime]["exits"] / exits[regime]["state_years"],
            )
            for regime in ("democracy", "autocracy")
        ),
    ]


def _duration(luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = duration_sample(years, as_of)
    stage, lasted = found["stage"].astype(int), found["lasted"]
    return [
        implied(f"disputes that last a year more, {term}", luck.beta(prior.RATE), float(lasted[stage == number].mean()))
        for number, term in enumerate(duration.TERMS)
    ]


def _growth(index: str, one: Specification, luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = states.growth(index, years, as_of)
    moves, width = "mean" in one.terms, prior.GROWTH_WIDTH
    persistence = luck.rng.uniform(-1.0, 1.0, luck.draws) * moves
    scale, factor_sd = luck.half(width["scale"]), luck.half(width["factor_sd"])
    df = luck.rng.gamma(prior.GROWTH_DF[0], 1.0 / prior.GROWTH_DF[1], luck.draws)
    mean, sigma = luck.normal(0.0, width["mean"]) * moves, luck.half(width["sigma"]) * ("sigma" in one.terms)
    state, year = _codes(found["ccode"]), (found["year"] - found.years[0]).astype(np.int64)
    typical, large = np.empty(luck.draws), np.empty(luck.draws)
    for k in range(luck.draws):
        own = mean[k] + sigma[k] * luck.rng.standard_normal(int(state.max()) + 1)[state]
        common = factor_sd[k] * luck.rng.standard_normal(int(year.max()) + 1)[year]
        change = growth.expected(own, persistence[k], found["previous"]) + common
        size = np.abs(change + scale[k] * luck.rng.standard_t(df[k], found.rows))
        typical[k], large[k] = np.quantile(size, [0.5, 0.99])
    seen = np.quantile(np.abs(found["change"]), [0.5, 0.99])
    return [
        implied("yearly change, median size in log points", typical, float(seen[0])),
        implied("yearly change, 99% quantile of the size", large, float(seen[1])),
    ]


def _alignment(luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = states.alignment(years, as_of)
    width, shape = prior.ALIGNMENT_WIDTH, found["observed"].shape
    persistence = luck.beta(prior.ALIGNMENT_PERSISTENCE)
    scale, noise = luck.half(width["scale"]), luck.half(width["noise"])
    shock = {regime: luck.half(width[f"shock_{regime}"]) for regime in ("democracy", "autocracy")}
    attraction = luck.normal(0.0, width["attraction"])
    mean, sigma = luck.normal(0.0, width["centre_mean"]), luck.half(width["centre_sigma"])
    change, spread = np.empty(luck.draws), np.empty(luck.draws)
    seen = np.isfinite(found["observed"])
    for k in range(luck.draws):
        centre = mean[k] + sigma[k] * luck.rng.standard_normal(shape[1])
        apart = scale[k] / np.sqrt(1.0 - persistence[k] ** 2)
        z = np.empty(shape)
        z[0] = centre + apart * luck.rng.standard_normal(shape[1])
        moved = np.sqrt(scale[k] ** 2 + sum(shock[r][k] ** 2 * found[r] for r in shock))
        for t in range(1, shape[0]):
            step = moved[t] * luck.rng.standard_normal(shape[1])
            gap = np.nan_to_num(found["partners"][t] - z[t - 1], nan=0.0)
            z[t] = alignment.expected(centre, persistence[k], z[t - 1], attraction[k], gap) + step
        observed = np.where(seen, z + noise[k] * luck.rng.standard_normal(shape), np.nan)
        change[k], spread[k] = _ideal(observed)
    known = _ideal(found["observed"])
    return [
        implied("yearly change of ideal points, median size", change, known[0]),
        implied("ideal points, standard deviation over state-years", spread, known[1]),
    ]


def _ideal(points: Floats) -> tuple[float, float]:
    return float(np.nanmedian(np.abs(np.diff(points, axis=0)))), float(np.nanstd(points))


def _provocation(kind: str, luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    found = states.provocation(kind, years, as_of)
    mean = np.exp(luck.normal(*prior.COUNT_MEAN))
    size = luck.half(prior.COUNT_WIDTH) ** -2.0
    total = found["exposure"].sum()
    expected = mean[:, None] * found["exposure"]
    counts = luck.rng.poisson(luck.rng.gamma(size[:, None], expected / size[:, None]))
    return [implied("events per year", counts.sum(axis=1) / total, float(found["count"].sum() / total))]


def _none(luck: Luck, years: Years | None, as_of: date) -> list[Implied]:
    return []


Check = Callable[[Luck, Years | None, date], list[Implied]]
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        **{posterior_name("initiation", n): partial(_initiation, s) for n, s in initiation.SPECIFICATIONS.items()},
        **{posterior_name("escalation", n): partial(_escalation, s) for n, s in escalation.SPECIFICATIONS.items()},
        **{posterior_name("joining", n): partial(_joining, s) for n, s in joining.SPECIFICATIONS.items()},
        **{posterior_name("treaty-end", n): partial(_ending, s) for n, s in treaty.END_SPECIFICATIONS.items()},
        **{
            posterior_name(f"growth-{index}", n): partial(_growth, index, s)
            for index in states.GROWTH
            for n, s in growth.SPECIFICATIONS.items()
        },
        **{f"provocation-{kind}": partial(_provocation, kind) for kind in states.PROVOCATION_YEARS},
        "alignment": _alignment,
        "armament": _armament,
        "duration": _duration,
        "government": _government,
        "trade": _none,
        "treaty-formation": _formation,
    }
)
"""By name of the posterior; trade has no prior to check."""


def check(
    name: str, years: Years | None = None, *, seed: int = 1, draws: int = DRAWS, as_of: date = AS_OF
) -> list[Implied]:
    """What the priors of one equation imply for its sample; empty where it has none."""
    return CHECKS[name](Luck(np.random.default_rng(seed), draws), years, as_of)

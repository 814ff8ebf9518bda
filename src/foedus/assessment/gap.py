r"""An outcome in two kinds of futures, and what of the gap between them comes from parameters.

Futures come in parameter sets g. Where a condition is seen, the sets in which it is likely have more of the futures; where it
is made, no set has. With p_g the share with the outcome among the futures of set g that are seen, v_g the share of set g of all
that are seen, q_g and u_g the same of the futures they are compared with,

    sum v_g p_g - sum u_g q_g = (sum v_g q_g - sum u_g q_g) + sum v_g (p_g - q_g)

The first part is what the condition tells of the parameters: it would be there if, the parameters given, seeing and making were
the same. The second is what goes with the condition within a set. Each future that is seen is compared with the other futures
of its set, and not with itself, whose draws it shares: with q_g of itself, a share of the second part would be counted in the
first.

An interval is of 90%, over parameter sets drawn anew with all their futures: it says how well a share is known, and not, as
that of an assessment, how far it differs between sets, which a set with one future or two of those that are seen cannot tell.
Where every future, or none, has the outcome, a share has Jeffreys' interval, and a gap that of two shares (Newcombe 1998,
Statistics in Medicine 17, 873-890). The standard error is that of a ratio of sums over sets,

    sqrt(G / (G - 1) sum (k_g - p n_g)^2) / sum n_g

and, where every future or none has the outcome, that of n futures with half a one more or less.

Units: probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from foedus.arrays import Flags, Floats, Ints
from foedus.assessment import interval
from foedus.assessment.after import effective
from foedus.assessment.interval import FEWEST_SETS, HIGH, LOW
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.what_if_lines import Column, Gap

BOOTSTRAPS = 1000
UNKNOWN = Estimate(value=None, low=None, high=None)


class Counted(NamedTuple):
    """An outcome in some futures: whether it came about, and whether the future is counted."""

    happened: Flags
    there: Flags


@dataclass(frozen=True)
class Sample:
    """The parameter set of each future, and how often each set is drawn in each bootstrap (draws, sets)."""

    group: Ints
    drawn: Floats

    @staticmethod
    def of(group: Ints, seed: int) -> Sample:
        """Futures of these sets."""
        sets = int(group.max()) + 1
        rng = np.random.default_rng(seed)
        return Sample(group, rng.multinomial(sets, np.full(sets, 1.0 / sets), size=BOOTSTRAPS).astype(np.float64))

    def sums(self, flags: Flags | Floats) -> Floats:
        """Sums by parameter set."""
        return np.bincount(self.group, flags, self.drawn.shape[1]).astype(np.float64)

    def column(self, found: Counted) -> Column:
        """An outcome in some futures; cannot tell under 30 effective parameter sets."""
        k, n = self.sums(found.happened & found.there), self.sums(found.there)
        sets = effective(n.astype(np.int64))
        enough = sets >= FEWEST_SETS
        return Column(
            estimate=self._share(k, n) if enough else UNKNOWN,
            error=_error(k, n) if enough else None,
            futures=int(n.sum()),
            effective_sets=sets,
        )

    def gap(self, first: Counted, second: Counted, selected: bool) -> Gap | None:
        """The first less the second; None where either cannot be told.

        selected   the first are selected by a condition, so that a part of the gap may come from parameters
        """
        columns = [self.column(each) for each in (first, second)]
        if any(each.estimate.value is None for each in columns):
            return None
        (k1, n1), (k0, n0) = (
            (self.sums(each.happened & each.there), self.sums(each.there)) for each in (first, second)
        )
        size = k1.sum() / n1.sum() - k0.sum() / n0.sum()
        again = _ratio(self.drawn @ k1, self.drawn @ n1) - _ratio(self.drawn @ k0, self.drawn @ n0)
        estimate = _spread(size, again)
        if k1.sum() in (0.0, n1.sum()) or k0.sum() in (0.0, n0.sum()):
            estimate = interval.difference(columns[0].estimate, columns[1].estimate)
        if all((a == b).all() for a, b in zip(first, second, strict=True)):
            estimate = Estimate(value=0.0, low=0.0, high=0.0)
        clear = interval.excludes_zero(estimate)
        if not selected:
            return Gap(estimate=estimate, clear=clear, parameters=None, share=None)
        a, m = self._others(first, second)
        part = _ratio(self.drawn @ a, self.drawn @ m) - _ratio(self.drawn @ k0, self.drawn @ n0)
        from_parameters = a.sum() / m.sum() - k0.sum() / n0.sum() if m.any() else np.nan
        share = _spread(from_parameters / size, part / np.where(again == 0.0, np.nan, again)) if clear else None
        return Gap(estimate=estimate, clear=clear, parameters=_spread(from_parameters, part), share=share)

    def _share(self, k: Floats, n: Floats) -> Estimate:
        if k.sum() in (0.0, n.sum()):
            return interval.probability(k.astype(np.int64), n.astype(np.int64))
        return _spread(k.sum() / n.sum(), _ratio(self.drawn @ k, self.drawn @ n))

    def _others(self, first: Counted, second: Counted) -> tuple[Floats, Floats]:
        """By set, over the first futures: the share of the second with the outcome, among the others of the set; and how many
        of the first have others."""
        k, m = self.sums(second.happened & second.there), self.sums(second.there)
        others = m[self.group] - second.there
        here = first.there & (others > 0.0)
        with_it = k[self.group] - (second.happened & second.there)
        return self.sums(np.where(here, with_it / np.maximum(others, 1.0), 0.0)), self.sums(here)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.where(whole > 0.0, part, np.nan) / np.where(whole > 0.0, whole, 1.0))


def _error(k: Floats, n: Floats) -> float:
    """Standard error of a share, over parameter sets."""
    if k.sum() in (0.0, n.sum()):
        p = (k.sum() + 0.5) / (n.sum() + 1.0)
        return float(np.sqrt(p * (1.0 - p) / n.sum()))
    sets = max(int((n > 0.0).sum()), 2)
    p = k.sum() / n.sum()
    return float(np.sqrt(sets / (sets - 1) * ((k - p * n) ** 2).sum()) / n.sum())


def _spread(value: float, again: Floats) -> Estimate:
    if np.isnan(value):
        return UNKNOWN
    low, high = np.nanquantile(again, [LOW, HIGH])
    return Estimate(value=float(value), low=min(float(low), float(value)), high=max(float(high), float(value)))

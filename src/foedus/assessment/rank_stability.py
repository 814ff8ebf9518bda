"""How much of a ranking of instruments by size stays under other models, and what of that is luck."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from foedus.arrays import Floats
from foedus.assessment.interval import HIGH, LOW
from foedus.assessment.minimax import held
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.ranks import redrawn
from foedus.assessment.regret_lines import Over, RankStability

NONE = Estimate(value=None, low=None, high=None)


def stability(
    outcome: str, over: Over, first: Floats, models: Mapping[str, Floats], sets: int, seed: int
) -> RankStability:
    """The share of pairs of changes (instruments, futures) whose order by size stays in models of the same futures."""
    reference = first.mean(axis=1)
    sizes = np.abs(reference)
    pairs = int((sizes[:, None] != sizes[None, :]).sum() // 2)
    shares = {name: float(held(reference, one.mean(axis=1))) for name, one in models.items()}
    again = redrawn(np.array([first, *models.values()]), sets, seed)
    known = again is not None and pairs > 0 and not np.isnan(first).any() and np.isfinite(list(shares.values())).all()
    if not known or again is None:
        return RankStability(
            outcome=outcome,
            over=over,
            models=len(models),
            pairs=pairs,
            held=NONE,
            again=NONE,
            least=None,
            least_held=None,
        )
    least = min(shares, key=lambda name: shares[name])
    luck = held(reference, again[:, 0])
    return RankStability(
        outcome=outcome,
        over=over,
        models=len(models),
        pairs=pairs,
        held=_around(float(np.mean(list(shares.values()))), held(again[:, :1], again[:, 1:]).mean(axis=1)),
        again=_around(float(luck.mean()), luck),
        least=least,
        least_held=shares[least],
    )


def _around(value: float, draws: Floats) -> Estimate:
    """A value with the 5% and 95% quantiles of its draws, of those in which some pair differs."""
    drawn = draws[np.isfinite(draws)]
    low, high = np.quantile(drawn, [LOW, HIGH]) if len(drawn) else (value, value)
    return Estimate(value=value, low=min(value, float(low)), high=max(value, float(high)))

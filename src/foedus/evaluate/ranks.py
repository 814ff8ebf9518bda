"""Weighted AUC and average precision, from one sort for many draws of weights."""

from __future__ import annotations

import numpy as np

from foedus.arrays import Floats


class Ranked:
    """Forecasts in falling order, with ties together. Scores are those of `foedus.evaluate.score`, with a weight a row."""

    def __init__(self, p: Floats, y: Floats) -> None:
        self.order = np.argsort(-p, kind="stable")
        self._event = y[self.order] == 1
        self._starts = np.flatnonzero(np.append(True, np.diff(p[self.order]) != 0))

    def scores(self, weight: Floats) -> tuple[float, float]:
        """AUC and average precision for weights in the order of `order`; NaN without both events and non-events."""
        events = np.add.reduceat(np.where(self._event, weight, 0.0), self._starts)
        rows = np.add.reduceat(weight, self._starts)
        hit, above = np.cumsum(events), np.cumsum(rows)
        total, others = hit[-1], above[-1] - hit[-1]
        if total <= 0 or others <= 0:
            return float("nan"), float("nan")
        misses = rows - events
        below = others - np.cumsum(misses)
        auc = float(np.sum(events * (below + 0.5 * misses)) / (total * others))
        precision = np.divide(hit, above, out=np.zeros_like(hit), where=above > 0)
        return auc, float(np.sum(events * precision) / total)

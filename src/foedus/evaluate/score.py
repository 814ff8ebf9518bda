r"""Scores of probabilities of rare events.

    Brier            mean of (p - y)^2
    Brier skill      1 - Brier / Brier of the base rate, the base rate being that of the years the model was fitted to
    log score        mean of y ln p + (1 - y) ln(1 - p); nearer to 0 is better
    AUC              Pr(an event is ranked above a non-event), ties count half
    average precision   sum over events of precision at their rank, as a mean
    calibration slope   b in logit Pr(y) = a + b logit(p); 1 if neither over- nor under-confident

Sources: Brier (1950), Monthly Weather Review 78, 1-3; Gneiting & Raftery (2007), doi:10.1198/016214506000001437;
Cox (1958), Biometrika 45, 562-565 (calibration slope).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import rankdata

from foedus.arrays import Floats

TINY = 1e-12


def brier(p: Floats, y: Floats) -> float:
    """Mean squared error of probabilities."""
    return float(np.mean((p - y) ** 2))


def brier_skill(p: Floats, y: Floats, base: float) -> float:
    """Brier skill over the constant forecast `base`; NaN if that is never wrong."""
    reference = brier(np.full_like(y, base), y)
    return 1.0 - brier(p, y) / reference if reference > 0 else float("nan")


def log_score(p: Floats, y: Floats) -> float:
    """Mean log probability of what happened."""
    return float(np.mean(log_probability(p, y)))


def log_probability(p: Floats, y: Floats) -> Floats:
    """Log probability of what happened, row by row."""
    q = np.clip(p, TINY, 1.0 - TINY)
    return np.asarray(y * np.log(q) + (1.0 - y) * np.log1p(-q))


def auc(p: Floats, y: Floats) -> float:
    """Area under the ROC curve; NaN without both events and non-events."""
    events = float(y.sum())
    others = len(y) - events
    if events == 0 or others == 0:
        return float("nan")
    return float((rankdata(p)[y == 1].sum() - events * (events + 1) / 2) / (events * others))


def average_precision(p: Floats, y: Floats) -> float:
    """Mean over events of the share of events among rows predicted at least as high; NaN without events."""
    if y.sum() == 0:
        return float("nan")
    order = np.argsort(-p, kind="stable")
    ranked, values = y[order], p[order]
    last = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)
    hits = np.cumsum(ranked)[last]
    gained = np.diff(hits, prepend=0.0)
    return float(np.sum(gained * hits / (last + 1)) / y.sum())


def calibration_slope(p: Floats, y: Floats) -> float:
    """Slope of the logit regression of what happened on logit(p); NaN if it does not exist."""
    return calibration(p, y)[1]


def calibration(p: Floats, y: Floats) -> tuple[float, float]:
    """Constant and slope of the logit regression of what happened on logit(p), by Newton's method; NaN without one."""
    none = (float("nan"), float("nan"))
    q = np.clip(p, TINY, 1.0 - TINY)
    x = np.stack([np.ones_like(q), np.log(q / (1.0 - q))], axis=1)
    if y.sum() in (0, len(y)) or np.ptp(x[:, 1]) == 0:
        return none
    b = np.array([0.0, 1.0])
    for _ in range(100):
        fitted = expit(x @ b)
        step = np.linalg.solve((x * (fitted * (1.0 - fitted))[:, None]).T @ x, x.T @ (y - fitted))
        b = b + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-9:
            return float(b[0]), float(b[1])
    return none


def skill_interval(p: Floats, y: Floats, base: float, groups: NDArray[Any], seed: int = 1, draws: int = 1000) -> Floats:
    """5% and 95% points of the Brier skill, resampling whole groups (dyads) with replacement."""
    _, group = np.unique(groups, return_inverse=True)
    count = int(group.max()) + 1
    error = np.bincount(group, weights=(p - y) ** 2, minlength=count)
    reference = np.bincount(group, weights=(base - y) ** 2, minlength=count)
    drawn = np.random.default_rng(seed).multinomial(count, np.full(count, 1.0 / count), size=draws).astype(np.float64)
    return np.asarray(np.quantile(1.0 - (drawn @ error) / (drawn @ reference), [0.05, 0.95]))


def scores(p: Floats, y: Floats, base: float, groups: NDArray[Any], seed: int = 1) -> dict[str, Any]:
    """All scores of one set of forecasts, with rows and events; the interval of the skill draws whole groups."""
    low, high = skill_interval(p, y, base, groups, seed)
    return {
        "rows": len(y),
        "events": int(y.sum()),
        "expected": round(float(p.sum()), 1),
        "brier": round(brier(p, y), 6),
        "brier_skill": round(brier_skill(p, y, base), 4),
        "brier_skill_90": [round(float(low), 4), round(float(high), 4)],
        "log_score": round(log_score(p, y), 6),
        "auc": round(auc(p, y), 4),
        "average_precision": round(average_precision(p, y), 4),
        "calibration_slope": round(calibration_slope(p, y), 3),
    }

"""Point estimates: a penalised logit whose penalty is chosen on the last training years, and gradient boosting.

Both are scikit-learn's. The settings of boosting are the same for every origin and were not tuned on the scored years.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from foedus.arrays import Floats, Ints
from foedus.evaluate.score import TINY

Predict = Callable[[Floats], Floats]

PENALTIES: tuple[float, ...] = (1.0, 0.1, 0.01, 0.003)
"""Inverse strengths of the ridge penalty (scikit-learn's C) on standardised predictors, from none to speak of to strong."""
FALLBACK = 0.01
"""Where the last training years hold no event to choose by."""
BOOSTING = {
    "max_iter": 200,
    "learning_rate": 0.05,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 100,
    "l2_regularization": 10.0,
    "early_stopping": False,
}


@dataclass(frozen=True)
class Training:
    """Rows to learn from: predictors (n, k), events out of trials (n), and the last year whose outcome each row uses."""

    x: Floats
    events: Floats
    trials: Floats
    last: Ints

    def where(self, rows: NDArray[np.bool_]) -> Training:
        """The chosen rows."""
        return Training(self.x[rows], self.events[rows], self.trials[rows], self.last[rows])


def _binary(training: Training) -> tuple[Floats, Floats, Floats]:
    """Events and non-events as weighted rows, which scikit-learn takes."""
    weight = np.concatenate([training.events, training.trials - training.events])
    used = weight > 0
    outcome = np.concatenate([np.ones(len(training.x)), np.zeros(len(training.x))])
    # overlapping windows repeat their years: a row weighs one, so that a penalty means the same for every horizon
    return np.vstack([training.x, training.x])[used], outcome[used], weight[used] / training.trials.mean()


def fit_logit(training: Training, inverse_penalty: float) -> Predict:
    """A ridge logit on standardised predictors."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    mean, spread = training.x.mean(axis=0), training.x.std(axis=0)
    spread = np.where(spread > TINY, spread, 1.0)
    x, y, weight = _binary(training)
    model = LogisticRegression(C=inverse_penalty, solver="newton-cholesky", max_iter=100)
    model.fit((x - mean) / spread, y, sample_weight=weight)
    b, constant = model.coef_[0] / spread, float(model.intercept_[0])
    return lambda new: expit(constant + (new - mean) @ b)


def logit(training: Training, origin: int, years: int = 10) -> Predict:
    """A ridge logit with the penalty that had the best log score on the last `years` of training when fitted to the
    years before."""
    early = training.last <= origin - years
    # a row of several years belongs to the later part only if all its years do, or the two parts would share outcomes
    late = training.last - training.trials >= origin - years
    past, check = training.where(early), training.where(late)
    best = FALLBACK
    if past.events.sum() > 0 and check.events.sum() > 0:
        best = max(PENALTIES, key=lambda c: _log_score(fit_logit(past, c)(check.x), check))
    return fit_logit(training, best)


def _log_score(p: Floats, check: Training) -> float:
    q = np.clip(p, TINY, 1.0 - TINY)
    return float(np.sum(check.events * np.log(q) + (check.trials - check.events) * np.log1p(-q)))


def boosting(training: Training, seed: int) -> Predict:
    """Gradient-boosted trees."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

    x, y, weight = _binary(training)
    model = HistGradientBoostingClassifier(**BOOSTING, random_state=seed).fit(x, y, sample_weight=weight)
    return lambda new: np.asarray(model.predict_proba(new)[:, 1], dtype=np.float64)

r"""Refuse samples that identify nothing: a sample without events, or one whose events a term separates without error.

Under separation the likelihood of a logit grows as a coefficient runs to infinity, so the posterior repeats the prior.
It shows in Newton's method on the likelihood alone, which then does not converge.

Source: Albert & Anderson (1984), Biometrika 71, 1-10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
from scipy.special import expit

from foedus.arrays import Floats
from foedus.errors import ModelError
from foedus.estimate.samples.sample import Sample

STEPS = 25
"""Newton's method squares its error at each step where there is a maximum; without one it walks about one unit a step."""
AT_REST, LONGEST = 1e-3, 1.0
FLAG = "_unknown"
"""Suffix of terms that flag an unknown value. They are not facts, so they are exempt: their prior bounds them."""
WIDEN = "widen --years, or choose a later --as-of"

_NOTED: ContextVar[list[str] | None] = ContextVar("noted", default=None)


@contextmanager
def noted() -> Iterator[list[str]]:
    """Within it, what a sample with rows leaves open is listed and not refused: the prior decides it."""
    found: list[str] = []
    token = _NOTED.set(found)
    try:
        yield found
    finally:
        _NOTED.reset(token)


def _refuse(message: str) -> None:
    """Refuse, or list what would be refused without advice on how to avoid it."""
    found = _NOTED.get()
    if found is None:
        raise ModelError(f"{message}; {WIDEN}")
    found.append(message)


def some(found: Sample, what: str) -> None:
    """Refuse a sample without rows."""
    if not found.rows:
        raise ModelError(f"the sample of {what} has no row in {found.years[0]}:{found.years[1]}; {WIDEN}")


def occurred(found: Sample, what: str, events: float, trials: float) -> bool:
    """Refuse a sample in which the outcome never varies; whether it does."""
    some(found, what)
    years = f"{found.years[0]}:{found.years[1]}"
    if events in (0, trials):
        seen = "none" if events == 0 else "every one"
        _refuse(f"of {trials:,.0f} rows of {what} in {years}, {seen} is an event")
        return False
    return True


def logit(found: Sample, what: str, design: Any, events: Any, terms: Sequence[str], trials: Any = 1.0) -> None:
    """Refuse a logit that cannot be estimated: no events, or a term that separates them.

    design   (rows, terms), the columns of the log-odds; one that never varies is left out: its coefficient keeps its prior
    """
    x, y = np.asarray(design, np.float64), np.asarray(events, np.float64)
    n = np.broadcast_to(np.asarray(trials, np.float64), y.shape)
    term = separating(x, y, n, terms) if occurred(found, what, y.sum(), n.sum()) else None
    if term:
        _refuse(
            f"{what} in {found.years[0]}:{found.years[1]}: '{term}' separates the {y.sum():,.0f} events from the rest, so "
            "its coefficient diverges and only the prior bounds it"
        )


def separating(design: Floats, events: Floats, trials: Floats, terms: Sequence[str]) -> str | None:
    """The term that diverges fastest, in units of its own spread; None if the likelihood has a maximum."""
    stated = np.array([not term.endswith(FLAG) for term in terms])
    varying = np.flatnonzero((np.ptp(design, axis=0) > 0) & stated)
    if not len(varying):
        return None
    chosen = design[:, varying]
    x = np.column_stack([np.ones(len(design)), (chosen - chosen.mean(axis=0)) / chosen.std(axis=0)])
    b = np.zeros(x.shape[1])
    b[0] = np.log(events.sum() / (trials.sum() - events.sum()))
    step = np.zeros_like(b)
    for _ in range(STEPS):
        p = expit(x @ b)
        hessian = (x * (trials * p * (1.0 - p))[:, None]).T @ x
        step = np.linalg.lstsq(hessian, x.T @ (events - trials * p), rcond=1e-12)[0]
        if np.abs(step).max() < AT_REST:
            return None
        step = step * min(1.0, LONGEST / float(np.abs(step).max()))
        b = b + _uphill(x, events, trials, b, step)
    return terms[int(varying[int(np.argmax(np.abs(step[1:])))])]


def _uphill(x: Floats, events: Floats, trials: Floats, b: Floats, step: Floats) -> Floats:
    """The step, halved until it does not lower the likelihood: a full one may overshoot far from the maximum."""

    def fit(at: Floats) -> float:
        odds = x @ at
        return float(events @ odds - trials @ np.logaddexp(0.0, odds))

    start = fit(b)
    for _ in range(STEPS):
        if fit(b + step) >= start:
            break
        step = step / 2.0
    return step

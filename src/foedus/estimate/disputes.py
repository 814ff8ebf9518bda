"""Fits of the equations of disputes: initiation, escalation and joining, each in its rival specifications; duration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from foedus.equations import escalation as escalation_equation
from foedus.equations import joining as joining_equation
from foedus.equations.initiation import SPECIFICATIONS
from foedus.equations.rivals import posterior_name
from foedus.estimate import duration, escalation, initiation, joining
from foedus.estimate.posterior import Posterior
from foedus.estimate.run import QUIET, Run
from foedus.estimate.samples import disputes as samples
from foedus.estimate.samples.joining import joining as joining_sample
from foedus.estimate.samples.sample import AS_OF, Years


def initiate(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """Who starts disputes, in one specification."""
    return initiation.estimate(specification, samples.initiation(years, as_of), seed=seed, run=run)


def escalate(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """The three stages of escalation in one specification."""
    return escalation.estimate(specification, samples.escalation(years, as_of), seed=seed, run=run)


def join(
    specification: str, years: Years | None = None, seed: int = 1, run: Run = QUIET, as_of: date = AS_OF
) -> Posterior:
    """Who joins disputes at force or war, in one specification."""
    return joining.estimate(specification, joining_sample(years, as_of), seed=seed, run=run)


JOBS: dict[str, Callable[..., Posterior]] = {
    **{f"initiation-{name}": partial(initiate, name) for name in SPECIFICATIONS},
    **{posterior_name("escalation", name): partial(escalate, name) for name in escalation_equation.SPECIFICATIONS},
    **{posterior_name("joining", name): partial(join, name) for name in joining_equation.SPECIFICATIONS},
    "duration": duration.fit_duration,
}

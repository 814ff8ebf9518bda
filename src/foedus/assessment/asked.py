"""What is asked, as data: enough to make the study and the plan of an answer again, on another day or another machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import foedus
from foedus.assessment.identity import Asked
from foedus.assessment.plan import Plan, plan
from foedus.equations.registry import chosen
from foedus.errors import InputError
from foedus.estimate.fits import Fits
from foedus.estimate.posterior import posterior_names
from foedus.simulation.kernel import source_digest
from foedus.simulation.mechanisms import OFF, switched_off
from foedus.simulation.study import MOST_FUTURES, Study, whole_number
from foedus.world.order import order_names


def asked_of(
    study: Study,
    futures: int,
    orders: Sequence[str],
    without: Sequence[str],
    specification: str | Sequence[str],
    beliefs: str,
) -> Asked:
    """What is asked of a study. Raises InputError for a number out of range, or an unknown order or specification."""
    whole_number("futures", futures, 1, MOST_FUTURES, "")
    return Asked(
        version=foedus.__version__,
        simulator=source_digest(),
        case=study.case,
        orders={name: study.order(name) for name in orders or order_names()},
        posteriors=study.fits.replaced(posterior_names()),
        futures=futures,
        horizon=study.horizon,
        seed=study.seed,
        order=list(orders),
        without=list(without),
        specification=[f"{equation}={name}" for equation, name in chosen(specification).items()],
        beliefs=beliefs,
        mechanisms=[f"{name}={OFF}" for name in study.off],
    )


def planned(study: Study, asked: Asked) -> Plan:
    """The runs that answer it."""
    return plan(study, asked.futures, asked.order, asked.without, chosen(asked.specification), asked.beliefs)


def study_of(asked: Asked, what: str, fits: Path | None = None, **options: Any) -> Study:
    """The study in which it was asked; `what` it is of, for messages, and options of `Study`.

    Raises InputError if it is of another version or simulator, or the posteriors are not those that were used.
    """
    _same_program(asked, what)
    _same_posteriors(asked, what, fits)
    off = switched_off(asked.mechanisms)
    known: Mapping[str, Any] = {"seed": asked.seed, "horizon": asked.horizon, "orders": asked.orders}
    return Study(asked.case, **known, fits=Fits(fits), off=off, **options)


def _same_program(asked: Asked, what: str) -> None:
    if asked.version != foedus.__version__:
        raise InputError(f"{what} is of foedus {asked.version}, and this is {foedus.__version__}; install that version")
    if asked.simulator != source_digest():
        raise InputError(
            f"{what} is of another simulator ({asked.simulator[:12]}, this one is {source_digest()[:12]}), although both are "
            f"foedus {asked.version}; use the program that made it"
        )


def _same_posteriors(asked: Asked, what: str, fits: Path | None) -> None:
    found = Fits(fits).replaced(posterior_names())
    for name, digest in asked.posteriors.items():
        if name not in found:
            raise InputError(f"{what} used a posterior '{name}' of the user's own; name its folder with --fits")
        if found[name] != digest:
            raise InputError(f"{fits}/{name}.npz is not the posterior that {what} used: its SHA-256 is another")
    if surplus := sorted(found.keys() - asked.posteriors.keys()):
        raise InputError(f"{fits} holds posteriors that {what} did not use: {', '.join(surplus)}; leave --fits out")

"""What is asked, as data: enough to make the study and the plan of an answer again, on another day or another machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import foedus
from foedus.assessment.called import instruments_called
from foedus.assessment.identity import Asked
from foedus.assessment.imposed import agreed
from foedus.assessment.pacts import check_possible, pairs_asked
from foedus.assessment.plan import Plan, plan
from foedus.assessment.stated import taken_adherence, with_tolerances
from foedus.assessment.then import then
from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import BELIEFS, LITERATURE
from foedus.equations.registry import chosen
from foedus.errors import InputError
from foedus.estimate.fits import Fits
from foedus.estimate.posterior import posterior_names
from foedus.progress import Progress
from foedus.shown import quoted
from foedus.simulation.cluster import Cluster
from foedus.simulation.kernel import source_digest
from foedus.simulation.mechanisms import OFF, ON, check_there, switches
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names, path, whole
from foedus.world.beliefs import file_of, taken_beliefs
from foedus.world.case import taken_case
from foedus.world.order import order_names
from foedus.world.schema import Case


def ask(
    case: Case | str | Path,
    *,
    futures: int = 10_000,
    horizon: int = 20,
    seed: int = 1,
    orders: str | Sequence[str] = (),
    without: str | Sequence[str] = (),
    adherence: float = 0.0,
    tolerances: str | Sequence[str] = (),
    specification: str | Sequence[str] = (),
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    fits: str | Path | None = None,
    store: Store | None = None,
    mechanisms: str | Sequence[str] = (),
    pacts: str | Sequence[str] = (),
    cluster: Cluster | None = None,
    hindsight: bool = True,
    progress: Progress | None = None,
) -> tuple[Study, Asked]:
    """The study of a case and what is asked of it, as `foedus.assess` takes it; `progress` is that of fits to make.

    Raises InputError for anything out of range or unknown, but for instruments, which the plan knows.
    """
    if store is not None and not isinstance(store, Store):
        raise InputError(f"store {quoted(store)} is not allowed: a foedus.simulation.store.Store")
    case, holding, rivals = taken_case(case), taken_beliefs(beliefs), chosen(names("specification", specification))
    if hindsight:
        own = Fits(None if fits is None else path("fits", fits))
    else:
        _not_stated(fits=fits, specification=rivals, beliefs=holding.name != LITERATURE)
        known = then(case, seed, progress)
        own, holding, rivals = known.fits, known.beliefs, known.specification
    study = Study(
        with_tolerances(case, names("tolerances", tolerances)),
        seed=seed,
        horizon=horizon,
        threads=threads,
        fits=own,
        store=store,
        switches=switches(names("mechanisms", mechanisms)),
        cluster=cluster,
        beliefs=(holding,),
    )
    check_there(study.switches, study.world)
    orders = names("orders", orders)
    pairs = pairs_asked(study.case, names("pacts", pacts))
    check_possible(study, pairs)
    return study, Asked(
        version=foedus.__version__,
        simulator=source_digest(),
        case=study.case,
        orders={name: agreed(study.order(name), study.case) for name in orders or order_names()},
        posteriors=study.fits.replaced(posterior_names()),
        futures=whole("futures", futures, 1, MOST_FUTURES),
        horizon=study.horizon,
        seed=study.seed,
        order=list(orders),
        without=instruments_called(names("without", without), study.case),
        adherence=taken_adherence(adherence),
        specification=[f"{equation}={name}" for equation, name in rivals.items()],
        beliefs=holding.name,
        believed=file_of(holding),
        hindsight=hindsight,
        mechanisms=[*(f"{name}={OFF}" for name in study.switches.off), *(f"{name}={ON}" for name in study.switches.on)],
        pacts=["-".join(pair) for pair in pairs],
    )


def planned(study: Study, asked: Asked) -> Plan:
    """The runs that answer it."""
    specification, others = chosen(asked.specification), BELIEFS if asked.hindsight else ()
    return plan(study, asked.futures, asked.order, asked.without, specification, asked.beliefs, others, asked.adherence)


def study_of(asked: Asked, what: str, fits: Path | None = None, **options: Any) -> Study:
    """The study in which it was asked; `what` it is of, for messages, and options of `Study`.

    Raises InputError if it is of another version or simulator, or the posteriors are not those that were used.
    """
    _same_program(asked, what)
    own = Fits(fits) if asked.hindsight else then(asked.case, asked.seed).fits
    _same_posteriors(asked, what, own)
    known: Mapping[str, Any] = {
        "seed": asked.seed,
        "horizon": asked.horizon,
        "orders": asked.orders,
        "beliefs": [asked.believed.beliefs()] if asked.believed else [],
    }
    return Study(asked.case, **known, fits=own, switches=switches(asked.mechanisms), **options)


def _same_program(asked: Asked, what: str) -> None:
    if asked.version != foedus.__version__:
        raise InputError(f"{what} is of foedus {asked.version}, and this is {foedus.__version__}; install that version")
    if asked.simulator != source_digest():
        raise InputError(
            f"{what} is of another simulator ({asked.simulator[:12]}, this one is {source_digest()[:12]}), although both are "
            f"foedus {asked.version}; use the program that made it"
        )


def _not_stated(**given: Any) -> None:
    """Refuse what is as of the date of the case anyway."""
    if stated := [f"--{name}" for name, value in given.items() if value]:
        raise InputError(f"--no-hindsight takes fits, specifications and beliefs as of the date; leave out {stated[0]}")


def _same_posteriors(asked: Asked, what: str, fits: Fits) -> None:
    found = fits.replaced(posterior_names())
    for name, digest in asked.posteriors.items():
        if name not in found:
            raise InputError(f"{what} used a posterior '{name}' of the user's own; name its folder with --fits")
        if found[name] != digest:
            raise InputError(f"{fits.folder}/{name}.npz is not the posterior that {what} used: its SHA-256 is another")
    if surplus := sorted(found.keys() - asked.posteriors.keys()):
        raise InputError(
            f"{fits.folder} holds posteriors that {what} did not use: {', '.join(surplus)}; leave --fits out"
        )

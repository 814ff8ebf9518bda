"""Futures as a labelled dataset, for those who want the draws and not the answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import numpy as np
import xarray as xr

from foedus.equations.beliefs import Beliefs
from foedus.equations.effects import LITERATURE
from foedus.equations.registry import chosen
from foedus.errors import InputError, known
from foedus.shown import quoted
from foedus.simulation.engine import Engine, unpack
from foedus.simulation.mechanisms import check_there, switches
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.setting import Policy
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.beliefs import taken_beliefs
from foedus.world.case import taken_case
from foedus.world.schema import Case

MOST_KEPT = 1_000_000


def simulate(
    case: Case | str | Path,
    *,
    futures: int = 1000,
    horizon: int = 20,
    seed: int = 1,
    order: str = "as-measured",
    policy: Policy | None = None,
    specification: str | Sequence[str] = (),
    beliefs: Beliefs | str | Path = LITERATURE,
    threads: int | None = None,
    engine: Engine = "compiled",
    mechanisms: str | Sequence[str] = (),
) -> xr.Dataset:
    """Simulate futures of a case under beliefs about what treaties do, and return all of them.

    case            a case, or the name or path of one
    specification   candidate specifications to use, as `history` or `escalation=rates`; others are sampled by weight
    mechanisms      mechanisms to switch off or on, as `integrity.strain=off` and `wedge=on`

    Returns a dataset with
        events  (future, event, year)  bool: the event happened, or the status held, in that year
        totals  (future, total)        sums over the horizon
        yearly  (future, year, column) poles under each index; disputes, wars and pacts of the whole world; the
                                           expected probabilities of war on the protege and of a lethal attack; how
                                           tight the bloc is
        set     (future)               parameter set the future used

    Raises InputError for more than a million futures (`assess` counts more without storing them) or a bad argument.

    >>> import foedus
    >>> futures = foedus.simulate(foedus.load_case("us-rok"), futures=400, horizon=5)
    >>> float(futures.events.sel(event="pact_in_force").isel(year=-1).mean()) > 0.5
    True
    """
    futures = whole("futures", futures, 1, MOST_FUTURES)
    if futures > MOST_KEPT:
        raise InputError(
            f"futures {futures:,} is more than {MOST_KEPT:,} to keep; 'assess' counts more without keeping"
        )
    rivals = chosen(names("specification", specification))
    switched = switches(names("mechanisms", mechanisms))
    holding = taken_beliefs(beliefs)
    engine = known("engine", engine, get_args(Engine))  # type: ignore[assignment]
    if policy is not None and not isinstance(policy, Policy):
        raise InputError(f"policy {quoted(policy)} is not allowed: a foedus.Policy")
    study = Study(
        case := taken_case(case), seed=seed, horizon=horizon, threads=threads, engine=engine, switches=switched
    )
    check_there(switched, study.world)
    horizon = study.horizon
    runs = list(study.run(futures, order=order, policy=policy, specification=rivals, beliefs=holding))
    years = np.arange(horizon) + study.world.year + 1
    sets = len(study.parameters(rivals, beliefs=holding).parameters.draws)
    return xr.Dataset(
        {
            "events": (
                ("future", "event", "year"),
                unpack(np.concatenate([events for _, events, _, _ in runs]), horizon),
            ),
            "totals": (("future", "total"), np.concatenate([totals for _, _, totals, _ in runs])),
            "yearly": (("future", "year", "column"), np.concatenate([yearly for _, _, _, yearly in runs])),
            "set": ("future", np.arange(futures) % sets),
        },
        coords={
            "event": list(EVENTS),
            "year": years,
            "total": [*TOTALS, *study.world.provocations],
            "column": list(YEARLY),
        },
        attrs={"case": case.id, "seed": seed, "order": order, "beliefs": holding.name},
    )

"""Measurements of the kernel in this process, on one thread and in CPU time unless a name says otherwise."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

import draws_only
from foedus.arrays import Floats
from foedus.simulation.block import Sets
from foedus.simulation.engine import Batch, Question, batches, unpack
from foedus.simulation.outcomes import EVENTS, TOTALS, YEARLY
from foedus.simulation.setting import setting
from foedus.simulation.state import Parameters, Setting
from foedus.simulation.study import Study
from foedus.world.case import load_case

HORIZON = 20
SEED = 1
REPEATS = 3
COMPARED = 10
"""Futures of foedus for each of Mesa's, in the comparison of outcomes."""


def headline(case: str) -> tuple[Setting, Parameters]:
    """Setting and parameter sets of a case's headline run."""
    study = Study(load_case(case), horizon=HORIZON)
    return setting(study.world, study.drift("as-measured")), study.parameters().parameters


def first(p: Parameters, sets: int) -> Parameters:
    """The first parameter sets."""
    return Parameters(*(np.ascontiguousarray(part[:sets]) for part in p))


def run(w: Setting, p: Parameters, futures: int, horizon: int = HORIZON, threads: int = 1) -> Iterable[Batch]:
    """Compiled futures, in batches."""
    return batches(w, p, seed=SEED, futures=futures, horizon=horizon, threads=threads)


def seconds(
    work: Callable[[], object], clock: Callable[[], float] = time.process_time, repeats: int = REPEATS
) -> float:
    """The least time the work took."""
    times = []
    for _ in range(repeats):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def exhaust(runs: Iterable[Batch]) -> None:
    """Make every batch and keep none."""
    for _ in runs:
        pass


def against_mesa(case: str, *, mesa_futures: int, futures: int) -> dict[str, Any]:
    """Futures a second of foedus and of the Mesa peer, on the same world, and the outcomes of both."""
    from peers import mesa_alliance

    w, p = headline(case)
    p = first(p, min(len(p.draws), mesa_futures))
    mesa_futures -= mesa_futures % len(p.draws)  # every set as often as the others
    exhaust(run(w, p, 1))  # compiles
    one = futures / seconds(lambda: exhaust(run(w, p, futures)))
    cores = os.cpu_count() or 1
    every = futures / seconds(lambda: exhaust(run(w, p, futures, threads=cores)), time.perf_counter)
    peer: list[Batch] = []
    spent = seconds(
        lambda: peer.append(mesa_alliance.run(w, p, seed=SEED, futures=mesa_futures, horizon=HORIZON)), repeats=1
    )
    mesa = mesa_futures / spent
    ours = outcomes(run(w, p, COMPARED * mesa_futures, threads=cores))
    theirs = outcomes(peer)
    return {
        "foedus_per_cpu_second": one,
        "foedus_per_second_all_cores": every,
        "mesa_per_cpu_second": mesa,
        "ratio_one_core": one / mesa,
        "futures": futures,
        "mesa_futures": mesa_futures,
        "parameter_sets": len(p.draws),
        "outcomes": [compare(name, ours[name], theirs[name]) for name in ours],
    }


def outcomes(runs: Iterable[Batch]) -> dict[str, Floats]:
    """Values of the compared outcomes, one a future."""
    _, events, totals, yearly = (
        np.concatenate(part) for part in zip(*(([run[0]], *run[1:]) for run in runs), strict=True)
    )
    holds = unpack(events, HORIZON)
    at = EVENTS.index
    return {
        "lethal attack on the protege in 20 years, probability": holds[:, at("lethal_attack")]
        .any(axis=1)
        .astype(float),
        "pact in force after 20 years, probability": holds[:, at("pact_in_force"), -1].astype(float),
        "disputes of the protege in 20 years, mean": totals[:, TOTALS.index("disputes_protege")],
        "instruments kept up after 20 years, probability": holds[:, at("integrity_kept"), -1].astype(float),
        "patron at war in 20 years, probability": holds[:, at("patron_at_war")].any(axis=1).astype(float),
        "pact invoked in 20 years, probability": holds[:, at("invoked")].any(axis=1).astype(float),
        "disputes a year, world, mean": yearly[:, :, YEARLY.index("disputes")].mean(axis=1),
        "defence pacts after 20 years, mean": yearly[:, -1, YEARLY.index("pacts")],
    }


def compare(name: str, ours: Floats, theirs: Floats) -> dict[str, Any]:
    """Two means, and their difference in standard errors, by the spread of the larger run (None where nothing varies)."""
    error = float(np.sqrt(ours.var() * (1.0 / len(ours) + 1.0 / len(theirs))))
    gap = float(ours.mean() - theirs.mean())
    return {
        "outcome": name,
        "foedus": float(ours.mean()),
        "mesa": float(theirs.mean()),
        "standard_errors_apart": gap / error if error > 0.0 else None,
    }


def share_of_draws(case: str, *, futures: int, counted: int) -> dict[str, Any]:
    """CPU time of the draws alone over that of the kernel, for the same futures on one thread."""
    w, p = headline(case)
    conditional = draws_only.conditional_draws(w, p, seed=SEED, futures=counted, horizon=HORIZON)
    work = draws_only.compiled()
    question = Question(w, Sets(p), SEED, HORIZON)

    def draw(futures: int) -> Floats:
        return draws_only.run(w, p, conditional, seed=SEED, futures=futures, work=work)

    question.prepare()
    draw(1)
    full = seconds(lambda: question.rows(0, futures))
    alone = seconds(lambda: draw(futures))
    calls = draws_only.documented(w, HORIZON)
    calls["uniforms"] += int(conditional.sum() / counted)
    return {
        "kernel_us_per_future": 1e6 * full / futures,
        "draws_us_per_future": 1e6 * alone / futures,
        "share": alone / full,
        "calls_per_future": calls,
        "futures": futures,
        "counted_futures": counted,
    }

"""One future, told year by year, and its twin: the same random numbers with something made different.

Future n of a seed is that of every run of the case: `foedus.simulate` counts its events in row n, an assessment among its
first n + 1. A twin differs from it by instruments removed, by conditions made, by a world order, or by mechanisms switched off
or on. A draw is addressed by what it is of, so whatever the difference does not reach happens in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from foedus.arrays import Flags
from foedus.assessment import condition
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.called import instruments_called, outcome_called
from foedus.assessment.condition import Condition
from foedus.assessment.imposed import agreed
from foedus.assessment.interval import probability
from foedus.assessment.made import made_of, removed
from foedus.assessment.replay_lines import Chosen, Happening, Replay, Result, Told, Year
from foedus.assessment.searched import MOST_SETS
from foedus.assessment.witness import Witness, watch
from foedus.errors import InputError
from foedus.simulation.engine import unpack
from foedus.simulation.mechanisms import check_there, switches
from foedus.simulation.outcomes import TOTALS, event
from foedus.simulation.parameters import SETS
from foedus.simulation.setting import Policy, with_dependants
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.study import Study
from foedus.taken import names, whole
from foedus.world.case import taken_case
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case

FUTURES = 1000
CHOOSABLE = ("event", "status")
"""Kinds of outcomes that happen in a future or do not."""


def replay(
    case: Case | str | Path,
    future: int | None = None,
    *,
    with_outcome: str | None = None,
    futures: int = FUTURES,
    without: str | Sequence[str] = (),
    do: str | Sequence[str] = (),
    order: str = AS_MEASURED,
    mechanisms: str | Sequence[str] = (),
    sets: int = SETS,
    horizon: int = 20,
    seed: int = 1,
    threads: int | None = None,
) -> Replay:
    """One future of a case, and its twin if something is made different.

    case          a case, or the name or path of one
    future        its number, from 0
    with_outcome  instead, an outcome: of the first `futures` futures the lowest in which it happens
    without       instruments that the twin has not, nor what rests on them
    do            conditions that are made in the twin, as `war:CHN-TAW in 2027` (`foedus.assessment.condition`)
    order         world order of the twin
    mechanisms    mechanisms switched off or on in the twin, as `integrity.strain=off`
    sets          parameter sets of the run that the future is of: those of `foedus.discover` for a future of a box

    Raises InputError for a future out of range, neither or both of a number and an outcome, an outcome that is not one of the
    case's events and statuses or that happens in none of the futures, an unknown instrument, order or mechanism, or a
    condition that cannot be made.

    >>> import foedus
    >>> told = foedus.replay("us-rok", 17, horizon=3)
    >>> [year.year for year in told.told.years]
    [2024, 2025, 2026]
    """
    case = taken_case(case)
    if (future is None) == (with_outcome is None):
        raise InputError("name one future: its number (--future N), or an outcome (--with-outcome NAME)")
    sets = whole("sets", sets, 1, MOST_SETS, "parameter sets")
    study = Study(case, seed=seed, horizon=horizon, threads=threads, sets=sets)
    own = {one.name: one for one in outcomes_of(case)}
    conditions = condition.made(names("do", do), study)
    makes = tuple(each for one in conditions for each in one.makes)
    gone = with_dependants(
        study.world, (*instruments_called(names("without", without), study.case), *removed(makes, study.world))
    )
    switched = switches(names("mechanisms", mechanisms))
    check_there(switched, study.world)
    other = study.switched(switched)
    differs = bool(gone or makes) or order != AS_MEASURED or other.switches != study.switches
    agreed(study.order(order), study.case)
    chosen = None
    if with_outcome is None:
        number = whole("future", future, 0, MOST_FUTURES - 1)
    else:
        number, chosen = _first(study, own, with_outcome, whole("futures", futures, 1, MOST_FUTURES))
    told = _told(study, own, number, AS_MEASURED, ())
    twin = _told(other, own, number, order, gone, conditions) if differs else None
    differing = _differing(told, twin, gone) if twin else []
    return Replay(
        case=case.id,
        horizon=study.horizon,
        seed=study.seed,
        future=number,
        parameter_set=number % study.sets,
        parameter_sets=study.sets,
        chosen=chosen,
        labels={one.name: one.label for one in own.values()},
        names={item.id: item.name for item in case.instruments},
        told=told,
        twin=twin,
        parts=min(differing, default=None),
        differing=differing,
    )


def _differing(told: Told, twin: Told, removed: tuple[str, ...]) -> list[int]:
    """Years in which something happens in one alone; what becomes of an instrument that the twin never had is no such thing."""

    def of(year: Year) -> list[Happening]:
        return [each for each in year.happenings if each.instrument not in removed]

    return [one.year for one, two in zip(told.years, twin.years, strict=True) if of(one) != of(two)]


def _first(study: Study, own: dict[str, Outcome], name: str, futures: int) -> tuple[int, Chosen]:
    """The first future in which an outcome happens, and in how many it does."""
    name = outcome_called(name, [one for one in own.values() if one.kind in CHOOSABLE])
    happened = np.concatenate(
        [_happened(own[name], unpack(events, study.horizon)) for _, events, _, _ in study.run(futures)]
    )
    group = np.arange(futures) % study.sets
    if not happened.any():
        raise InputError(
            f"{name} happens in none of the first {futures:,} futures of {study.case.id}; ask for more with --futures"
        )
    estimate = probability(np.bincount(group, happened).astype(np.int64), np.bincount(group))
    return int(happened.argmax()), Chosen(
        outcome=name, happened=int(happened.sum()), futures=futures, estimate=estimate
    )


def _happened(one: Outcome, events: Flags) -> Flags:
    bits = events[:, event(one.name)]
    return np.asarray(bits.any(axis=1) if one.kind == "event" else bits[:, -1])


def _told(
    study: Study,
    own: dict[str, Outcome],
    number: int,
    order: str,
    without: tuple[str, ...],
    do: Sequence[Condition] = (),
) -> Told:
    """One future of a study."""
    witness = Witness(study.world, frozenset(own))
    makes = (each for one in do for each in one.makes)
    watch(made_of(study.question(order, Policy(without)), makes), number, witness)
    return Told(
        without=list(without),
        made=[one.text for one in do],
        order=order,
        mechanisms=[*(f"{name}=off" for name in study.switches.off), *(f"{name}=on" for name in study.switches.on)],
        years=witness.years,
        results=[_result(one, witness) for one in own.values() if one.kind in (*CHOOSABLE, "total")],
    )


def _result(one: Outcome, witness: Witness) -> Result:
    if one.kind == "total":
        return Result(outcome=one.name, happened=None, years=[], total=float(witness.totals[TOTALS.index(one.name)]))
    years = [year.year for year in witness.years if one.name in year.events]
    if one.kind == "event":
        return Result(outcome=one.name, happened=bool(years), years=years, total=None)
    return Result(outcome=one.name, happened=one.name in witness.years[-1].events, years=[], total=None)

"""The record of each task, read once, and its forecasters: what differs between equations and outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from foedus.data.catalog import sources as catalogued
from foedus.equations.registry import CHOICES, stage_of, weighed
from foedus.errors import InputError
from foedus.estimate.samples.sample import Sample
from foedus.evaluate import apart, scoring
from foedus.evaluate.forecasters import models, own
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.later import Later
from foedus.evaluate.registry import OWN_WEIGHTS, Task
from foedus.evaluate.result import ByOrigin
from foedus.evaluate.reversion import Reversion
from foedus.evaluate.stacking import of_what_happened, stack
from foedus.evaluate.tables import EQUATION
from foedus.evaluate.tasks import (
    disputes,
    escalation,
    governments,
    growth,
    initiation,
    levels,
    logits,
    provocations,
    rolling,
    stages,
    treaties,
    treaty_ends,
)
from foedus.evaluate.tasks.record import dispute_record
from foedus.evaluate.weights import ALL
from foedus.evaluate.windows import windows
from foedus.progress import Progress

REVERTS = "initiation"
"""The equation whose log-odds revert as the start recedes."""
LEARNT = 10
"""Years an origin must leave to learn from."""
FURTHEST = 60
"""Years ahead at most, as in an assessment."""
NMC = "cow-nmc"


class Asked(NamedTuple):
    """Origins and years ahead, in order; `step` is the number of years forecast one step ahead from each origin; None:
    to the next origin."""

    origins: Sequence[int]
    horizons: Sequence[int]
    step: int | None = None
    seed: int = 1
    progress: Progress | None = None


Make = Callable[[Asked], Iterable[Forecasts]]


@dataclass(frozen=True)
class Loaded:
    """A task with its record.

    task      the task, adapted to the record and the request
    coded     first and last year of outcomes
    make      the function that makes the forecasts
    weights   stacking weights, from forecasts: over all horizons, by stage, or by horizon
    reversion its rate and middle, from forecasts, if the log-odds of the equation revert
    origins   skill by origin, from forecasts, if it is reported
    """

    task: Task
    coded: tuple[int, int]
    sources: Mapping[str, str]
    make: Make
    weights: Callable[[Sequence[Forecasts], int], dict[str, dict[str, float]]] = lambda made, seed: {}
    reversion: Callable[[Sequence[Forecasts]], Reversion | None] = lambda made: None
    origins: Callable[[Sequence[Forecasts]], list[ByOrigin]] = lambda made: []


def load(task: Task, asked_models: Iterable[str] | None = None, later: Later | None = None) -> Loaded:
    """Read the data of a task. Raises DataError for a publisher's file that is missing."""
    if task.kind == EQUATION:
        return _equation(task, later)
    if task.name == "disputes":
        return _disputes(task, asked_models, later)
    if task.name in stages.STAGES:
        return _stage(task)
    if task.name == "governments":
        return _governments(task)
    if task.name in provocations.COUNTED:
        return _provocations(task)
    return _treaties(task) if task.name == "treaties" else _levels(task)


def _equation(task: Task, later: Later | None) -> Loaded:
    assert task.rivals is not None
    rivals = task.rivals
    if task.name == "initiation":
        found = own.initiation_sample(later)
    elif task.name == "escalation":
        found = own.ESCALATION["force"].sample()
    elif task.name in own.LOGITS:
        found = own.LOGITS[task.name].sample()
    else:
        found = own.growth_sample(task.name.removeprefix("growth-"))()
    several = sum(one.weighed for one in rivals.values()) > 1
    few = several and apart.few(task.name)
    rules = (apart.EQUAL,) if few else ()
    edition = f"NMC {catalogued()[NMC].version}" if NMC in found.sources else None
    return Loaded(
        replace(task, capabilities=edition, notes=(*rules, *(task.notes if several else task.notes[1:]))),
        found.years,
        found.sources,
        lambda asked: _by_origin(task, found, asked),
        weights=lambda made, seed: _weights(task, found, made, seed, few=few) if several else {},
        reversion=_reversion if task.name == REVERTS else lambda made: None,
    )


def _reversion(made: Sequence[Forecasts]) -> Reversion:
    return scoring.reversion(made, weighed(REVERTS))


def _weights(
    task: Task, found: Sample, made: Sequence[Forecasts], seed: int, *, few: bool
) -> dict[str, dict[str, float]]:
    """The weights of every choice of a specification of an equation, by its stages or by the equation's own rule."""
    if task.name in OWN_WEIGHTS:
        return {ALL: treaty_ends.weights(treaty_ends.one_step(found), seed=seed)}
    stages = {stage_of(choice): choice for choice, of in CHOICES.items() if of == task.name}
    weights = {
        stage or ALL: scoring.weights(made, weighed(choice), escalation.TARGETS.get(stage, ""), seed)
        for stage, choice in stages.items()
    }
    return apart.shrunk(weights, made, weighed(task.name), seed) if few else weights


def _by_origin(task: Task, found: Sample, asked: Asked) -> Iterator[Forecasts]:
    """Forecasts of an equation's specifications, origin by origin."""
    _check(task.name, found.years, asked)
    order = windows(asked.origins, found.years[1], asked.step)
    for done, window in enumerate(order):
        if asked.progress is not None:
            asked.progress(done, len(order), f"{task.name}: candidates fitted to {window.origin}")
        if task.name == "initiation":
            yield from initiation.forecasts(found, window, asked.horizons)
        elif task.name == "escalation":
            yield from escalation.forecasts(found, window.origin, asked.horizons)
        elif task.name in own.LOGITS:
            yield from logits.forecasts(task.name, found, window.origin, asked.horizons)
        else:
            yield from growth.forecasts(found, window.origin, asked.horizons)
    if asked.progress is not None:
        asked.progress(len(order), len(order), task.name)


def _check(name: str, coded: tuple[int, int], asked: Asked) -> None:
    """Refuse horizons and origins that an equation's sample cannot serve."""
    odd = [horizon for horizon in asked.horizons if not 1 <= horizon <= FURTHEST]
    if odd:
        raise InputError(f"horizon {odd[0]} is not allowed: 1 to {FURTHEST} years")
    first, last = coded
    least = first + LEARNT - 1
    outside = [origin for origin in asked.origins if not least <= origin < last]
    if outside:
        raise InputError(
            f"origin {outside[0]} is outside {least} to {last - 1}: {name} is coded from {first} to {last}, and models "
            f"train on {LEARNT} years at least"
        )


def _disputes(task: Task, asked_models: Iterable[str] | None, later: Later | None) -> Loaded:
    names = models.chosen(asked_models)
    record = dispute_record(later=later)

    def make(asked: Asked) -> Iterator[Forecasts]:
        found = rolling.rolled(record, asked.origins, asked.horizons, names, seed=asked.seed, progress=asked.progress)
        return disputes.forecasts(record, found)

    def whole(made: Sequence[Forecasts]) -> list[Forecasts]:
        return [each for each in made if (each.target, each.subset) == (disputes.YEARLY, disputes.ALL)]

    words = {name: models.SPECIFICATIONS[name].words for name in names}
    return Loaded(
        replace(task, models=words, notes=tuple(disputes.notes(names))),
        record.years,
        record.sources,
        make,
        weights=lambda made, seed: stack_weights(whole(made)) if "stack" in names else {},
        origins=lambda made: scoring.by_origin(whole(made)),
    )


def stack_weights(made: Sequence[Forecasts]) -> dict[str, dict[str, float]]:
    """The weights of the stack of disputes by horizon, from all windows."""
    found = {}
    for horizon in sorted({each.horizon for each in made}):
        same = [each for each in made if each.horizon == horizon]
        together = {name: scoring.together(same, "forecast", name) for name in rolling.single(models.MEMBERS, horizon)}
        found[str(horizon)] = stack(of_what_happened(together, np.concatenate([each.outcome for each in same])))
    return found


def _stage(task: Task) -> Loaded:
    stage = stages.STAGES[task.name]
    found = stages.at_risk(stage)
    coded = int(found["year"].min()), int(found["year"].max())
    return Loaded(task, coded, found.sources, lambda asked: stages.forecasts(stage, found, asked.origins, asked.seed))


def _treaties(task: Task) -> Loaded:
    found = treaties.pacts()
    coded = int(found.frame["year"].min()), int(found.frame["year"].max())  # type: ignore[arg-type]
    return Loaded(task, coded, found.sources, lambda a: treaties.forecasts(found, a.origins, a.horizons, a.seed))


def _governments(task: Task) -> Loaded:
    found = governments.governments()
    return Loaded(task, found.years, found.sources, lambda a: governments.forecasts(found, a.origins, a.horizons))


def _provocations(task: Task) -> Loaded:
    found = provocations.sample(task.name)
    return Loaded(
        task,
        found.years,
        found.sources,
        lambda asked: provocations.forecasts(task.name, found, asked.origins, asked.horizons),
    )


def _levels(task: Task) -> Loaded:
    found = levels.levels(task.name.removeprefix("growth-"))
    coded = found.first, found.first + found.log.shape[1] - 1
    return Loaded(task, coded, found.sources, lambda asked: levels.forecasts(found, asked.origins, asked.horizons))

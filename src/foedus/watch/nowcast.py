r"""Headline odds before and after the indicators have moved the state that futures start from, attributed to each.

The case, its orders and its beliefs are those of an assessment; an indicator changes a field of the case or of the order
(`foedus.watch.state`), and nothing else is changed. All runs share their futures: future r of each has the same parameter set
and random numbers. Of n things that indicators move in a future the part of one is the mean of what it adds over all orders in
which they can be put in (`foedus.assessment.shapley`), so the parts add up to the whole. Where several indicators move one
thing, its part is divided among them (`foedus.watch.shift`).

Units: probabilities, or those of the total. At most MOST things that move a future, because 2^n runs are made.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import Field

from foedus.arrays import Floats
from foedus.assessment import additive
from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.diff_runs import Runs
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.shapley import Set, shapley
from foedus.equations.effects import LITERATURE
from foedus.errors import InputError
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.simulation.store import Store
from foedus.taken import whole
from foedus.watch.alarm import Watched
from foedus.watch.board import watch_all
from foedus.watch.indicator import Indicator, indicators
from foedus.watch.series import Series
from foedus.watch.shift import divided, shifted
from foedus.watch.state import Inputs, Move, move
from foedus.watch.state_line import StateLine, state_line
from foedus.watch.store import default_store, open_store
from foedus.world.case import taken_case
from foedus.world.order import load_order
from foedus.world.outcomes import Outcome, outcomes_of
from foedus.world.schema import Case

FUTURES, MOST = 4000, 5
ERRORS = 2.0
"""Monte Carlo errors beyond which a difference is told of."""
MOST_FUTURES = 100_000


class PartLine(Part):
    """What one indicator adds to the odds of an outcome."""

    indicator: str
    part: Estimate


class OddsLine(Part):
    """An outcome of the headline before and after."""

    outcome: str
    label: str
    unit: str
    before: Estimate
    after: Estimate
    difference: Difference
    error: float | None = Field(description="Monte Carlo standard error of the difference")
    parts: list[PartLine]


class Nowcast(Rendered, Part):
    """The answer of `foedus watch nowcast`."""

    format: Literal["foedus.watch-nowcast/1"] = "foedus.watch-nowcast/1"
    case: str
    as_of: str
    horizon: int
    futures: int
    seed: int
    mechanisms: list[str]
    runs: int
    states: list[StateLine]
    outcomes: list[OddsLine]


Heard = tuple[Indicator, Series | None, Watched | None]
"""An indicator, its counts where its source was read, and what they say where it has a baseline."""


def nowcast(
    case: Case | str | Path,
    heard: Sequence[Heard],
    *,
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    mechanisms: Sequence[str] = (),
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Nowcast:
    """The headline of a case as it is, and with the state that indicators say.

    heard       each indicator with its counts, as of a day
    mechanisms  switched off or on, as in an assessment

    Raises InputError for more than five things changed that a future reads, or a number out of range.
    """
    case = taken_case(case)
    futures = whole("futures", futures, 1, MOST_FUTURES)
    moves = [move(case, *each, mechanisms=mechanisms) for each in heard]
    moving = _moving(moves)
    if len(moving) > MOST:
        named = ", ".join(one.indicator for each in moving.values() for one in each)
        raise InputError(
            f"indicators change {len(moving)} things that the futures read, and at most {MOST} can be told apart: {named}; "
            "leave some out"
        )
    outcomes = outcomes_of(case)
    runs = Runs(outcomes, futures, threads, store, progress)
    base = headline(case, horizon=horizon, seed=seed, mechanisms=mechanisms)
    sets = [frozenset(each) for size in range(len(moving) + 1) for each in combinations(moving, size)]
    read = runs.numbers([_put(base, [one for name in moving if name in each for one in moving[name]]) for each in sets])
    found = dict(zip(sets, read, strict=True))
    drawn = runs.question(base)[0].sets
    return Nowcast(
        case=case.id,
        as_of=str(case.as_of),
        horizon=horizon,
        futures=futures,
        seed=seed,
        mechanisms=sorted(mechanisms),
        runs=len(sets),
        states=[state_line(one) for one in moves],
        outcomes=_odds(outcomes, found, moving, drawn),
    )


def headline(case: Case, *, horizon: int, seed: int, mechanisms: Sequence[str] = ()) -> Inputs:
    """The inputs of the headline of a case as it is."""
    return {
        "horizon": horizon,
        "seed": seed,
        "adherence": 0.0,
        "beliefs": LITERATURE,
        "without": [],
        "specification": [],
        "mechanisms": sorted(mechanisms),
        "order": [AS_MEASURED, load_order(AS_MEASURED).model_dump(mode="json")],
        "case": case.model_dump(mode="json"),
    }


def moved(asked: Inputs, case: Case, heard: Sequence[Heard], mechanisms: Sequence[str] = ()) -> Inputs:
    """The inputs of a headline with all that indicators say, of what its futures read."""
    moving = _moving([move(case, *each, mechanisms=mechanisms) for each in heard])
    return _put(asked, [one for each in moving.values() for one in each])


def watch_nowcast(
    case: Case | str | Path,
    *,
    as_of: date | None = None,
    store: str | Path | None = None,
    own: str | Path | None = None,
    futures: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    mechanisms: Sequence[str] = (),
    threads: int | None = None,
    kept: Store | None = None,
    progress: Progress | None = None,
) -> Nowcast:
    """The nowcast of a case on the store of its watch, as of a day; None: that of the case.

    Raises InputError as `nowcast` does, and where there is no store.
    """
    loaded = taken_case(case)
    found = indicators(loaded, own)
    with open_store(Path(store) if store is not None else default_store(loaded.id)) as opened:
        heard = watch_all(opened, found, as_of or loaded.as_of, seed, progress=progress)
    told = nowcast(
        loaded,
        heard,
        futures=futures,
        horizon=horizon,
        seed=seed,
        mechanisms=mechanisms,
        threads=threads,
        store=kept,
        progress=progress,
    )
    return told.model_copy(update={"as_of": str(as_of or loaded.as_of)})


def _moving(moves: Sequence[Move]) -> dict[str, list[Move]]:
    """The moves that futures read, by the thing that is moved: several indicators shift one together, each other is alone."""
    found: dict[str, list[Move]] = {}
    for one in moves:
        if one.odds:
            found.setdefault(one.indicator if one.shift is None else f"shift of {one.shift.of}", []).append(one)
    return found


def _put(asked: Inputs, moves: Sequence[Move]) -> Inputs:
    for one in moves:
        asked = one.put(asked) if one.put else asked
    return shifted(asked, [one.shift for one in moves if one.shift is not None])


def _odds(
    outcomes: Sequence[Outcome], found: dict[Set, Floats], moving: dict[str, list[Move]], sets: int
) -> list[OddsLine]:
    before, after = found[frozenset()], found[frozenset(moving)]
    parts = {
        name: additive.lines(outcomes, share * each, sets)
        for thing, each in shapley(found, dict.fromkeys(moving)).items()
        for name, share in _shares(moving[thing]).items()
    }
    sides = [[line.estimate for line in additive.lines(outcomes, each, sets)] for each in (before, after)]
    moved = additive.lines(outcomes, after - before, sets)
    return [
        OddsLine(
            outcome=one.name,
            label=one.label,
            unit=one.unit,
            before=sides[0][row],
            after=sides[1][row],
            difference=moved[row],
            error=_error((after - before)[row]),
            parts=[PartLine(indicator=name, part=lines[row].estimate) for name, lines in parts.items()],
        )
        for row, one in enumerate(outcomes)
    ]


def _shares(moves: Sequence[Move]) -> dict[str, float]:
    """What share each of the indicators that move one thing has in that."""
    shifts = {one.indicator: one.shift.change for one in moves if one.shift is not None}
    return divided(shifts) if shifts else {one.indicator: 1.0 for one in moves}


def _error(moved: Floats) -> float | None:
    return None if np.isnan(moved).any() else float(moved.std() / math.sqrt(len(moved)))

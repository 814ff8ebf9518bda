"""Evaluate an equation or an outcome: forecasts from past origins, scored against what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from foedus.errors import InputError, known
from foedus.evaluate import scoring
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.later import CODINGS, Later, carried, opened
from foedus.evaluate.load import Asked, Loaded, load
from foedus.evaluate.registry import EQUATIONS, OUTCOMES, QUICK_DRAWS, Task
from foedus.evaluate.registry import task as named
from foedus.evaluate.result import Result
from foedus.evaluate.reversion import Reversion, reverted
from foedus.evaluate.tables import EQUATION, reversion, shipped
from foedus.evaluate.tasks import disputes, escalation, provocations
from foedus.evaluate.tasks.record import BEFORE, NOW
from foedus.evaluate.weights import stacked
from foedus.evaluate.windows import HORIZONS, ORIGINS, STEP
from foedus.progress import Progress

THIRD = 3
MIXTURE = "mixture"
Years = tuple[int, int]


class Evaluation(NamedTuple):
    """A result, and the forecasts it scores."""

    result: Result
    forecasts: list[Forecasts]


def evaluate(
    what: str,
    origins: Sequence[int] | None = None,
    *,
    years: Years | None = None,
    horizons: Sequence[int] | None = None,
    models: Iterable[str] | None = None,
    data: Path | None = None,
    quick: bool = False,
    seed: int = 1,
    progress: Progress | None = None,
) -> Evaluation:
    """Forecast an equation or outcome from past origins and score what happened after them.

    what      a name of `foedus.evaluate.registry`; `outcome/joining` where an equation has the name too
    origins   last years known to the forecaster; None: the year before `years`, else the defaults
    years     first and last year scored; None: all there are
    horizons  years ahead, 1 being one step; None: the defaults that end by the last year, and all of `years` at once
    models    models of disputes
    data      folder with files of later years, which take precedence over those under the data root
    quick     a third of the usual origins, and fewer draws

    No forecaster is fitted to years after its origin. One step ahead it uses the predictors of the year before each outcome;
    further ahead initiation and the outcomes use those of the origin, and the other equations those of the year before each
    outcome, so that they are forecasts given what moves them.

    Raises InputError for an invalid request, DataError for a file that is missing or wrong.
    """
    task = named(what)
    if models is not None and task.name != "disputes":
        raise InputError(f"models can be chosen for disputes only; all models of '{task.name}' are always scored")
    if years is not None and years[0] > years[1]:
        raise InputError(f"years {years[0]}:{years[1]} contain no year; give the first year first")
    with opened(data) as folder:
        loaded = load(task, models, folder.later)
        last = _last(task, loaded, years, folder.later)
        chosen = _origins(task, origins, years, quick)
        _coded_after(task, chosen, loaded)
        asked = Asked(chosen, _horizons(task, chosen, horizons, years, last), None, seed, progress)
        made, silent = _scored(loaded.make(asked), years)
        if not made:
            raise InputError(f"no event of {task.name} lies in the years asked for after {chosen[0]}: choose others")
        made = _mixed(task, made, chosen)
        found = _result(loaded, asked, made, _draws(task, quick), _last_scored(made, last))
    notes = [*found.notes, *silent, *(_seam(folder.later) if folder.later and task.name in EXTENDED else [])]
    mixture = {MIXTURE: "the specifications by the stacking weights that ship"}
    extra = mixture if any(MIXTURE in each.forecast for each in made) else {}
    return Evaluation(found.model_copy(update={"notes": notes, "models": {**found.models, **extra}}), made)


TO_THE_END = ("disputes", *provocations.COUNTED)
"""Outcomes whose windows may end after the record, and are then left out."""
EXTENDED = ("initiation", "disputes")
"""What disputes of another coding carry past the usual one."""


def contest(
    equation: str,
    origins: Sequence[int] = ORIGINS,
    horizons: Sequence[int] = HORIZONS,
    *,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Score the candidate specifications of an equation on years they were not fitted to, and weigh them.

    Raises InputError for an equation with one specification, or if no horizon ends within the record.
    """
    rivals = {name: task for name, task in EQUATIONS.items() if task.rivals is not None and len(task.rivals) > 1}
    equation = known("equation with candidate specifications", equation, rivals)
    task = rivals[equation]
    loaded = load(task)
    _coded_after(task, origins, loaded)
    asked = Asked(origins, horizons, STEP, seed, progress)
    made = list(loaded.make(asked))
    last = loaded.coded[1]
    if not made:
        raise InputError(f"no horizon of {', '.join(map(str, horizons))} years from these origins ends by {last}")
    return _result(loaded, asked, made, task.draws, last)


def backtest(
    name: str,
    origins: Sequence[int] | None = None,
    horizons: Sequence[int] | None = None,
    models: Iterable[str] | None = None,
    *,
    quick: bool = False,
    seed: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Backtest one outcome on the publishers' files.

    `models` is for disputes, which have many models. `quick` takes every third of the usual origins and fewer draws.
    Raises InputError for an invalid request, DataError for a publisher's file that is missing.
    """
    name = known("outcome to backtest", name, OUTCOMES)
    task = OUTCOMES[name]
    if models is not None and name != "disputes":
        raise InputError(f"models can be chosen for disputes only; all models of '{name}' are always scored")
    chosen = _origins(task, origins, None, quick)
    ahead = sorted(set(task.horizons if horizons is None else horizons))
    if not chosen or not ahead:
        raise InputError("give at least one origin and one horizon, for example 1960:2005:5 and 1,10")
    if task.one_step and ahead != [1]:
        raise InputError(f"'{name}' is forecast one step ahead only: leave --horizons out or give 1")
    loaded = load(task, models)
    _coded_after(task, chosen, loaded)
    asked = Asked(chosen, ahead, None, seed, progress)
    made = list(loaded.make(asked))
    last = loaded.coded[1] if task.one_step else max(chosen) + max(ahead)
    last = _last_scored(made, last) if name in TO_THE_END else last
    return _result(loaded, asked, made, QUICK_DRAWS if quick else task.draws, last)


def _result(loaded: Loaded, asked: Asked, made: Sequence[Forecasts], draws: int, last: int) -> Result:
    """The scores of forecasts, with titles and notes."""
    task, moves = loaded.task, loaded.reversion(made)
    weighed = [reverted(each, moves) for each in made] if moves else made
    return Result(
        outcome=task.title,
        unit=task.unit,
        origins=sorted({each.origin for each in made}),
        horizons=sorted({each.horizon for each in made}),
        last_year=last,
        models=dict(task.models),
        capabilities=task.capabilities,
        method=task.method,
        draws=draws,
        seed=asked.seed,
        notes=list(task.notes),
        weights=loaded.weights(weighed, asked.seed),
        reversion=moves._asdict() if moves else {},
        cells=scoring.cells(made, task.target, draws, asked.seed),
        by_origin=loaded.origins(made),
        sources=dict(loaded.sources),
    )


def _origins(task: Task, origins: Sequence[int] | None, years: Years | None, quick: bool) -> list[int]:
    if origins is not None:
        return sorted(set(origins))
    if years is not None:
        return [years[0] - 1]
    return list(task.origins[::-THIRD][::-1] if quick else task.origins)


def _coded_after(task: Task, origins: Sequence[int], loaded: Loaded) -> None:
    """Refuse an origin after which nothing is coded."""
    first, last = loaded.coded
    if origins and max(origins) >= last:
        raise InputError(
            f"origin {max(origins)} leaves no year to score: {task.name} is coded from {first} to {last}; give an earlier one"
        )


def _last(task: Task, loaded: Loaded, years: Years | None, later: Later | None) -> int:
    """The last scored year; refuse years that are not coded."""
    first, last = loaded.coded
    if years is None:
        return last
    if not first <= years[0] <= years[1] <= last:
        extended = task.name in EXTENDED and later is None and years[1] > last and years[0] >= first
        more = f"; for later ones give --data a folder with {' or '.join(CODINGS)}" if extended else ""
        raise InputError(
            f"years {years[0]}:{years[1]} are not all coded: {task.name} is coded from {first} to {last}{more}"
        )
    return years[1]


def _horizons(
    task: Task, origins: Sequence[int], horizons: Sequence[int] | None, years: Years | None, last: int
) -> list[int]:
    """Years ahead: those requested, else the defaults that end by the last year, and all years at once."""
    if years is not None and min(origins) >= years[1]:
        raise InputError(
            f"origin {min(origins)} has none of the years {years[0]}:{years[1]} after it: give an earlier one"
        )
    if task.one_step:
        if horizons is not None and list(horizons) != [1]:
            raise InputError(f"'{task.name}' is forecast one step ahead only: leave --horizons out or give 1")
        return [1]
    if horizons is not None:
        return sorted(set(horizons))
    open_ended = task.kind == EQUATION or task.name in ("disputes", "governments")
    room = last - (min(origins) if open_ended else max(origins))
    usual = {ahead for ahead in task.horizons if ahead <= room}
    return sorted(usual | {room}) if years is not None or not usual else sorted(usual)


def _draws(task: Task, quick: bool) -> int:
    if not quick:
        return task.draws
    return QUICK_DRAWS if task.draws > QUICK_DRAWS else task.draws // THIRD


def _scored(made: Iterable[Forecasts], years: Years | None) -> tuple[list[Forecasts], list[str]]:
    """The forecasts of the requested years with at least one event, and a sentence on the others."""
    inside = [_in_years(each, years) for each in made if _inside(each, years)] if years else list(made)
    return _with_events([each for each in inside if len(each.cluster)])


def _inside(made: Forecasts, years: Years) -> bool:
    """Whether the target lies in the years: an event within a horizon does if all years of the horizon do."""
    return made.target != disputes.WITHIN or (years[0] <= made.origin + 1 and made.origin + made.horizon <= years[1])


def _in_years(made: Forecasts, years: Years) -> Forecasts:
    year = made.rows["year"]
    return made.where((year >= years[0]) & (year <= years[1]))


def _last_scored(made: Sequence[Forecasts], last: int) -> int:
    return max((int(np.max(each.rows["year"])) for each in made if len(each.rows.get("year", ()))), default=last)


def _with_events(made: Sequence[Forecasts]) -> tuple[list[Forecasts], list[str]]:
    """The forecasts with at least one event, and a sentence on those left out because they have none."""
    counts: dict[tuple[str, int, str], float] = {}
    for each in made:
        key = each.target, each.horizon, each.subset
        counts[key] = counts.get(key, 0.0) + (each.outcome.sum() if each.forecast else len(each.cluster))
    never = [key for key, count in counts.items() if not count]
    kept = [each for each in made if (each.target, each.horizon, each.subset) not in never]
    said = [
        f"{f'{target}, ' if target else ''}{horizon} year{'' if horizon == 1 else 's'} ahead, {subset}"
        for target, horizon, subset in never
    ]
    return kept, [f"Without an event, and so not scored: {'; '.join(said)}."] if said else []


def _mixed(task: Task, made: list[Forecasts], origins: Sequence[int]) -> list[Forecasts]:
    """The forecasts with those of the mixture that an assessment uses, where its weights used nothing after the origins."""
    found = shipped(task.kind, task.name)
    if task.kind != EQUATION or found is None or min(origins) < found.last_year:
        return made
    rate, centre = reversion(task.name)
    stage_of = {target: f"{task.name}-{stage}" for stage, target in escalation.TARGETS.items()}
    out = []
    for each in made:
        if each.forecast:
            shares = stacked(stage_of.get(each.target, task.name))
            given = reverted(each, Reversion(rate, centre)).forecast if rate else each.forecast
            mixture = np.sum([share * given[name] for name, share in shares.items()], axis=0)
            each = each._replace(forecast={**each.forecast, MIXTURE: mixture})
        out.append(each)
    return out


def _seam(later: Later) -> list[str]:
    """Where later disputes come from, and which predictors end before the years scored."""
    ended = sorted(carried((*NOW, *BEFORE, "defenders"), later.last - 1))
    more = [f"Not coded to {later.last - 1}, so the last value stands: {', '.join(ended)}."] if ended else []
    return [later.note, *more]

"""How far each limit of a case is kept or missed, and what moves that: every mechanism switched, every elicited prior moved.

The margin is the distance of the predictive probability p of the shipped mixture to the limit, positive where the limit is
kept: limit - p where p may be at most the limit, p - limit where it must be at least that. A mechanism is switched off, or on
where it is off by default, in the same futures; its paired change is added to p. An elicited prior is moved by one standard
deviation down and up, as analysts of the verdict do (`foedus.assessment.analysts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from foedus.assessment.analysts import ERRORS, keeps, limit_of
from foedus.assessment.assessment import assess
from foedus.assessment.contribution import FUTURES, Mechanisms, contributions
from foedus.assessment.limit import stated_limits
from foedus.assessment.verdict_lines import ToleranceLine
from foedus.part import Part
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.simulation.mechanisms import mechanism
from foedus.simulation.sizes import MOST_FUTURES
from foedus.simulation.store import Store
from foedus.simulation.study import Study
from foedus.taken import names as taken_names
from foedus.taken import whole
from foedus.world.case import taken_case
from foedus.world.schema import Case


class MarginMove(Part):
    """What a margin becomes where one thing is different."""

    name: str
    kind: Literal["mechanism", "prior"]
    switched: Literal["off", "on"] | None = Field(description="of a mechanism; null: a prior, one sd down and up")
    lowest: float = Field(description="probability, of a prior that of the end which gives less")
    highest: float = Field(description="that of the other; of a mechanism the same")
    error: float = Field(description="Monte Carlo standard error, the larger")
    crosses: bool = Field(description="the limit lies between it and the mixture, by more than two of its errors")


class Margin(Part):
    """One limit of the case."""

    outcome: str
    at_most: float | None
    at_least: float | None
    years: int
    value: float = Field(description="predictive probability of the mixture")
    error: float = Field(description="its Monte Carlo standard error")
    kept: bool = Field(description="by the mixture")
    moves: list[MarginMove] = Field(
        description="the largest first; of a limit for fewer years than the horizon, priors alone"
    )


def change(one: Margin, move: MarginMove) -> float:
    """The largest change of the probability that a move makes."""
    return max(abs(move.lowest - one.value), abs(move.highest - one.value))


class Margins(Rendered, Part):
    """The answer of `foedus mechanism margins`."""

    format: Literal["foedus.margins/1"] = "foedus.margins/1"
    case: str
    horizon: int
    futures: int = Field(description="behind the mixture and the priors")
    paired: int = Field(description="with and without each mechanism")
    seed: int
    labels: dict[str, str] = Field(description="outcomes of the case by name")
    margins: list[Margin]


def margins(
    case: Case | str | Path,
    names: str | Sequence[str] = (),
    *,
    futures: int = 10_000,
    paired: int = FUTURES,
    horizon: int = 20,
    seed: int = 1,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Margins:
    """What each mechanism and each elicited prior does to the distance of every outcome to its limit.

    case      a case, or the name or path of one
    names     mechanisms; none: all that act in the case
    futures   of the assessment whose mixture and analysts are read
    paired    with and without each mechanism

    Raises InputError for a case without a limit within the horizon, an unknown mechanism, or a number out of range.

    >>> import foedus
    >>> found = foedus.margins("us-rok", "strain", futures=1000, paired=200)
    >>> upkeep = next(one for one in found.margins if one.outcome == "upkeep")
    >>> next(move for move in upkeep.moves if move.name == "strain").lowest > upkeep.value
    True
    """
    case, paired = taken_case(case), whole("paired", paired, 1, MOST_FUTURES)
    chosen = [mechanism(name).name for name in taken_names("mechanisms", names)]
    stated_limits(case, Study(case, seed=seed, horizon=horizon).horizon, "nothing has a margin")
    answer = assess(case, futures=futures, horizon=horizon, seed=seed, threads=threads, store=store, progress=progress)
    moved = contributions(
        case,
        chosen,
        futures=paired,
        horizon=horizon,
        seed=seed,
        threads=threads,
        store=store,
        progress=progress,
    )
    return Margins(
        case=case.id,
        horizon=answer.horizon,
        futures=answer.futures,
        paired=paired,
        seed=answer.seed,
        labels={line.name: line.label for line in answer.outcomes},
        margins=[one for line in answer.tolerances if (one := _margin(line, moved)) is not None],
    )


def _margin(line: ToleranceLine, moved: Mechanisms) -> Margin | None:
    mixture = line.views[0]
    if mixture.value is None:
        return None
    base = Margin(
        outcome=line.outcome,
        at_most=line.at_most,
        at_least=line.at_least,
        years=line.years,
        value=mixture.value,
        error=mixture.error,
        kept=keeps(line, mixture.value),
        moves=[],
    )
    moves = [*_priors(line, base), *(_switched(line, base, moved) if line.years == moved.horizon else ())]
    return base.model_copy(update={"moves": sorted(moves, key=lambda one: -change(base, one))})


def _priors(line: ToleranceLine, base: Margin) -> Iterator[MarginMove]:
    """Each prior one standard deviation down and up."""
    ends: dict[str, list[tuple[float, float]]] = {}
    for view in line.views:
        if view.kind == "prior" and view.value is not None:
            ends.setdefault(view.analyst.rsplit(" ", 2)[0], []).append((view.value, view.error))
    for name, found in ends.items():
        yield _move(line, base, name, None, found)


def _switched(line: ToleranceLine, base: Margin, moved: Mechanisms) -> Iterator[MarginMove]:
    """Each mechanism off, or on where it is off by default."""
    for one in moved.mechanisms:
        for found, error in zip(one.differences, one.errors, strict=True):
            if found.outcome == line.outcome and found.estimate.value is not None:
                change = found.estimate.value if one.default == "on" else -found.estimate.value
                to: Literal["off", "on"] = "off" if one.default == "on" else "on"
                yield _move(line, base, one.name, to, [(base.value + change, error)])


def _move(
    line: ToleranceLine,
    base: Margin,
    name: str,
    switched: Literal["off", "on"] | None,
    ends: list[tuple[float, float]],
) -> MarginMove:
    values = [min(max(value, 0.0), 1.0) for value, _ in ends]
    return MarginMove(
        name=name,
        kind="mechanism" if switched else "prior",
        switched=switched,
        lowest=min(values),
        highest=max(values),
        error=max(error for _, error in ends),
        crosses=any(
            keeps(line, value) != base.kept and abs(value - limit_of(line)) > ERRORS * error for value, error in ends
        ),
    )

"""An issue to bargain over: its scale, and the actors with influence, position and salience, each with its source."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from foedus.classic.sheet import is_table
from foedus.classic.textable import LARGEST, SMALLEST, Table, check_name, read_table
from foedus.errors import InputError
from foedus.world.case import load, names_file, shipped
from foedus.world.figures import Day, Identifier, Name, Number, Strict, Text
from foedus.world.problems import Problem, refuse

PER_CENT = "; where 100 is full, say so (salience_of: 100, or --salience-of 100)"
TOLD = 3
"""Most problems of a table that are told at once: a column in another unit is wrong in every row."""

UNSOURCED = "given in the file without a source"
COLUMNS = ("actor", "capability", "position", "salience")


class Reading(Strict):
    """One number about an actor: from a source, or illustrative with a reason."""

    value: Number = Field(description="the number")
    low: Number | None = Field(None, description="lowest value thought possible")
    high: Number | None = Field(None, description="highest value thought possible")
    source: Identifier | None = Field(None, description="key into `sources`, where the number itself stands there")
    reason: Text | None = Field(None, description="why this number; without a source it is illustrative")

    @model_validator(mode="after")
    def _stated(self) -> Reading:
        found = []
        if self.source is None and self.reason is None:
            found.append(Problem(("reason",), "is missing; a number needs its source, or a reason and is illustrative"))
        if (self.low is None) != (self.high is None):
            found.append(Problem(("low",), "low and high go together; give both or neither"))
        elif self.low is not None and self.high is not None and not self.low <= self.value <= self.high:
            found.append(
                Problem(("value",), f"is {self.value:g}; allowed: {self.low:g} to {self.high:g}, its own range")
            )
        refuse(found)
        return self

    @property
    def tag(self) -> Literal["sourced", "illustrative"]:
        """Where the number comes from."""
        return "sourced" if self.source else "illustrative"

    @property
    def span(self) -> tuple[float, float, float]:
        """Lowest, stated and highest value."""
        low, high = self.low, self.high
        return self.value if low is None else low, self.value, self.value if high is None else high


class Scale(Strict):
    """The scale of positions."""

    low: Number = Field(ge=-LARGEST, le=LARGEST, description="lowest position")
    high: Number = Field(ge=-LARGEST, le=LARGEST, description="highest position")
    unit: Text = Field(description="what a position counts")
    low_means: Text = Field(description="what the lowest position stands for")
    high_means: Text = Field(description="what the highest position stands for")

    @model_validator(mode="after")
    def _wide(self) -> Scale:
        if self.high <= self.low:
            refuse([Problem(("high",), f"is {self.high:g}; it must be above low, {self.low:g}")])
        return self


class Actor(Strict):
    """A party to the bargaining."""

    name: Name = Field(description="each actor once")
    capability: Reading = Field(description="influence on this issue, any unit, above 0")
    position: Reading = Field(description="what it asks for, on the scale")
    salience: Reading = Field(description="how much the issue matters to it among all it cares for")


class Outcome(Strict):
    """The actual outcome, for judging the model; the model never uses it."""

    value: Number = Field(description="on the scale")
    date: Day = Field(description="when it was settled")
    source: Identifier = Field(description="key into `sources`")
    text: Text = Field(description="one sentence")


class Issue(Strict):
    """An issue on a date."""

    id: Identifier = Field(description="lower-case words joined by hyphens")
    title: Name = Field(description="the question")
    as_of: Day | None = Field(None, description="nothing later than this day enters the numbers of the actors")
    scale: Scale = Field(description="what positions are")
    salience_of: Literal[1, 100] = Field(1, description="the salience that counts as full: 1 or 100")
    sources: dict[Identifier, Text] = Field(description="every source, by key")
    actors: tuple[Actor, ...] = Field(description="at least two")
    outcome: Outcome | None = Field(None, description="what came of it, if anything")
    cannot_say: tuple[Text, ...] = Field((), description="what the issue cannot answer, one sentence each")

    @model_validator(mode="after")
    def _consistent(self) -> Issue:
        refuse(_problems(self))
        return self


def _problems(issue: Issue) -> list[Problem]:
    found = []
    names = [actor.name for actor in issue.actors]
    if len(names) < 2:
        found.append(Problem(("actors",), f"lists {len(names)}; bargaining needs at least 2"))
    for i, actor in enumerate(issue.actors):
        if not actor.name:
            found.append(Problem(("actors", i, "name"), "is empty; name each actor"))
        elif actor.name.casefold() in [name.casefold() for name in names[:i]]:
            found.append(Problem(("actors", i, "name"), f"'{actor.name}' is given twice; each actor once"))
        allowed: dict[str, tuple[float, float, str]] = {
            "capability": (SMALLEST, LARGEST, f"above 0, {SMALLEST:g} to {LARGEST:g}"),
            "position": (issue.scale.low, issue.scale.high, f"{issue.scale.low:g} to {issue.scale.high:g}, the scale"),
            "salience": (
                0.0,
                issue.salience_of,
                f"0 to {issue.salience_of}" + (PER_CENT if issue.salience_of == 1 else ""),
            ),
        }
        for field, (low, high, said) in allowed.items():
            reading: Reading = getattr(actor, field)
            outside = [x for x in reading.span if not low <= x <= high]
            if outside:
                found.append(Problem(("actors", i, field, "value"), f"is {outside[0]:g}; allowed: {said}"))
            if reading.source is not None and reading.source not in issue.sources:
                found.append(Problem(("actors", i, field, "source"), f"'{reading.source}' is not in sources"))
    if len(names) > 1 and len({actor.position.value for actor in issue.actors}) == 1:
        found.append(Problem(("actors",), "all hold the same position; there is nothing to bargain over"))
    if issue.outcome and issue.outcome.source not in issue.sources:
        found.append(Problem(("outcome", "source"), f"'{issue.outcome.source}' is not in sources"))
    return found


def issue_names() -> tuple[str, ...]:
    """Names of the issues that come with foedus."""
    return shipped(_issues())


def load_issue(name: str | Path, *, salience_of: Literal[1, 100] = 1) -> Issue:
    """The issue with a shipped name, from a .yaml file, or from a .csv file with actor, capability, position, salience.

    A CSV file does not state its scale, its sources or its uncertainty: the scale is the range of its positions, and
    `salience_of` says whether its saliences run to 1 or to 100.
    """
    if is_table(name):
        return _from_table(read_table(Path(name), COLUMNS), Path(name), salience_of)
    if not names_file(name) and str(name) not in issue_names() and "." in Path(name).name:
        raise InputError(f"cannot read '{name}': an issue is a .yaml file, or a .csv file of actors")
    return load(Issue, "issue", name, _issues())


def arrays(issue: Issue) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Capabilities, positions and saliences (0 to 1) as stated."""
    rows = [[a.capability.value, a.position.value, a.salience.value / issue.salience_of] for a in issue.actors]
    capability, position, salience = np.array(rows, dtype=np.float64).T
    return capability, position, salience


def drawn(issue: Issue, draws: int, seed: int) -> tuple[NDArray[np.float64], ...]:
    """The same with each number drawn from the triangle of its lowest, stated and highest value: (draws, actors)."""
    generator = np.random.Generator(np.random.Philox(seed))
    found = []
    for field, unit in (("capability", 1), ("position", 1), ("salience", issue.salience_of)):
        low, mode, high = np.array([getattr(actor, field).span for actor in issue.actors]).T
        at = generator.random((draws, len(issue.actors)))
        found.append(_triangle(at, low, mode, high) / unit)
    return tuple(found)


def uncertain(issue: Issue) -> bool:
    """Whether the issue states a range for any number."""
    return any(r.low is not None for a in issue.actors for r in (a.capability, a.position, a.salience))


def _triangle(
    at: NDArray[np.float64], low: NDArray[np.float64], mode: NDArray[np.float64], high: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Quantiles of triangular distributions; a triangle without width is its mode."""
    width = np.where(high > low, high - low, 1.0)
    split = (mode - low) / width
    left = low + np.sqrt(at * width * (mode - low))
    right = high - np.sqrt((1 - at) * width * (high - mode))
    return np.where(high > low, np.where(at < split, left, right), mode)


def _from_table(table: Table, path: Path, salience_of: Literal[1, 100]) -> Issue:
    table.require(COLUMNS)
    figures = {column: table.numbers(column) for column in COLUMNS[1:]}
    names, positions = table.texts("actor"), figures["position"]
    for name, line in zip(names, table.lines, strict=True):
        if name:
            check_name(name, f"{table.file}:{line}", "actor")

    def actor(row: int, name: str) -> Actor:
        given: dict[str, Any] = {
            column: Reading(value=values[row], reason=UNSOURCED) for column, values in figures.items()
        }
        return Actor.model_construct(name=name, **given)

    issue = Issue.model_construct(
        id=path.stem,
        title=path.stem.replace("_", " ").replace("-", " "),
        scale=Scale.model_construct(
            low=min(positions), high=max(positions), unit="as in the file", low_means="lowest", high_means="highest"
        ),
        salience_of=salience_of,
        sources={},
        actors=tuple(actor(row, name) for row, name in enumerate(names)),
    )
    refused = [_at_line(table, problem) for problem in _problems(issue)]
    if refused:
        more = [f"{table.file}: {len(refused) - TOLD} more; mend these first"] if len(refused) > TOLD else []
        raise InputError(*refused[:TOLD], *more)
    return issue


def _at_line(table: Table, problem: Problem) -> str:
    row = problem.place[1] if len(problem.place) > 1 else None
    line = table.lines[row] if isinstance(row, int) else table.line
    field = problem.place[2] if len(problem.place) > 2 else problem.place[0]
    return f"{table.file}:{line}: {field}: {problem.text}"


def _issues() -> Traversable:
    return files("foedus.classic") / "issues"

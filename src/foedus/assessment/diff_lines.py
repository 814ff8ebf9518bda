"""What a comparison of two answers says: what was asked differently, what moved, and which difference moved it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.verdict_lines import State, Value
from foedus.part import Part
from foedus.rendered import Rendered


class Side(Part):
    """One of the two answers."""

    case: str
    as_of: date
    version: str
    simulator: str = Field(description="digest of the source of the simulator")
    futures: int
    horizon: int
    seed: int
    order: str = Field(description="of the headline")
    verdict: Value
    leaning: Value | None


class Change(Part):
    """One thing that was asked differently."""

    path: str = Field(description="as 'case.instruments.thaad.integrity' or 'seed'")
    before: Any = Field(description="null also where the first has nothing there")
    after: Any = Field(description="null also where the second has nothing there")


class Shift(Part):
    """A difference of runs with its Monte Carlo error."""

    difference: Difference
    error: float | None = Field(
        description="standard error of the mean over futures; null where the condition never held"
    )


class MovedOutcome(Part):
    """An outcome of the headline before and after."""

    outcome: str
    label: str
    unit: str
    before: Estimate
    after: Estimate
    difference: Estimate = Field(
        description="after less before; paired: in the same futures, with its 90% interval over parameter sets and futures"
    )
    error: float | None = Field(
        description="Monte Carlo standard error of the difference; independent: at most; null: unknown"
    )
    beyond: bool | None = Field(description="the difference is more than two such errors; null: unknown")


class Limit(Part):
    """A limit, and how it stands."""

    at_most: float | None
    at_least: float | None
    state: State
    estimate: Estimate


class MovedLimit(Part):
    """A limit before and after."""

    outcome: str
    years: int
    before: Limit | None = Field(description="null: the first answer has no such limit")
    after: Limit | None


class InputPart(Part):
    """What one input contributes."""

    path: str
    part: list[Shift] = Field(description="by outcome")
    alone: list[Shift] = Field(description="where it alone is changed, by outcome")


class Attribution(Part):
    """The whole difference, shared out among the inputs that differ."""

    method: Literal["orders", "path"] = Field(
        description="orders: mean over every order of changes (Shapley value); path: one after the other, as listed"
    )
    futures: int = Field(description="of each run")
    runs: int
    whole: list[Shift] = Field(description="all changed less none, by outcome; the parts add up to it")
    parts: list[InputPart]
    interaction: list[Shift] = Field(description="the whole less what each does alone")
    idle: list[str] = Field(description="paths that change no future")


class Diff(Rendered, Part):
    """The answer of `foedus diff`."""

    format: Literal["foedus.diff/1"] = "foedus.diff/1"
    first: Side
    second: Side
    cause: Literal["nothing", "inputs", "program", "inputs and program"] = Field(
        description="what differs: nothing, what was asked, version or simulator, both"
    )
    changes: list[Change]
    method: Literal["paired", "independent"] = Field(
        description="paired: both headlines were run again and compared future by future; independent: the two numbers alone"
    )
    outcomes: list[MovedOutcome]
    only_first: list[str] = Field(description="outcomes that the second has not")
    only_second: list[str]
    limits: list[MovedLimit]
    attribution: Attribution | None

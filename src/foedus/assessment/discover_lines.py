"""What an answer on where an alliance fails says: boxes, and what each holds."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile


class Restriction(Part):
    """One restriction of a box."""

    name: str = Field(description="of the parameter, outcome or number")
    label: str = Field(description="name for a reader")
    kind: Literal["number", "event", "status"] = Field(
        description="event: it has happened by the year; status: it holds in the year"
    )
    unit: str = Field(description="of a number; empty: its label has it")
    low: float | None = Field(description="least value, included; null: open. Of events and statuses 1: yes")
    high: float | None = Field(description="largest value, included; null: open. Of events and statuses 0: no")
    share: float = Field(description="of all that is searched, the share that it leaves in")
    observable_by: int | None = Field(description="year by which it can be observed; null: never")


class Elsewhere(Part):
    """The same box in the same futures under another world order, or without an instrument."""

    change: Literal["order", "without"]
    name: str = Field(description="of the order, or of the instrument that is removed with what rests on it")
    density: Estimate = Field(description="of the futures in the box and in no box before it, the share that fails")
    rate: Estimate = Field(description="of all that are counted, the share that fails")
    futures: int = Field(description="in the box")


class FailureBox(Part):
    """A box in which failures are dense.

    All figures but `p` are of the half of the parameter sets that was not searched. Their intervals are over parameter sets
    drawn anew (bootstrap): the error of the figure, and not how far it differs from set to set.
    """

    restrictions: list[Restriction]
    p: float = Field(description="share of searches of permuted outcomes with a box at least as far above the rate")
    coverage: Estimate = Field(description="of all failures, the share in the box and in no box before it")
    density: Estimate = Field(description="of the futures in the box and in no box before it, the share that fails")
    outside: Estimate = Field(description="the same of the futures in neither")
    lift: Estimate = Field(description="density over the rate of all futures that are counted")
    futures: int = Field(description="in the box")
    failures: int = Field(description="in the box")
    first: list[int] = Field(
        [],
        description="numbers of the first that fail, at most one of a parameter set along parameters, for `foedus replay` with "
        "as many sets; empty under another order or other beliefs than those of a replay",
    )
    across: list[Elsewhere] = Field(description="empty: not asked for")


class Search(Part):
    """The search along parameters, or along what has happened by a year."""

    along: Literal["parameters", "events"]
    year: int | None = Field(description="by which events are looked at; failures count after it. null: of parameters")
    result: Literal["found", "none", "too-few"] = Field(
        description="none: no box is further above the rate than boxes of permuted outcomes; too-few: fewer than 20 "
        "failures, or 20 futures without one, in either half"
    )
    candidates: int = Field(description="columns that were searched")
    futures: int = Field(
        description="counted, both halves: those without a failure by `year`, and of its own condition"
    )
    failures: int = Field(description="both halves")
    rate: Estimate = Field(description="failures over futures, in the half that was not searched")
    boxes: list[FailureBox]
    refused: FailureBox | None = Field(
        description="the box at which the search ended, with p above 0.05; null: none was drawn"
    )


class Discover(Rendered, Part):
    """The answer of `foedus discover`."""

    format: Literal["foedus.discover/1"] = "foedus.discover/1"
    case: str
    horizon: int
    futures: int
    parameter_sets: int = Field(description="of those futures; half are searched, half are for the figures")
    seed: int
    order: str
    beliefs: str
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    fails: list[str] = Field(
        description="outcomes that fail a future, as `name=yes` where by coming about, else `name=no`"
    )
    labels: dict[str, str] = Field(description="outcomes by name")
    chosen: Literal["asked", "worst-limit", "no-limit"] = Field(
        description="worst-limit: the limit of the case that is exceeded by the largest factor; no-limit: war from outside, "
        "because the case sets none within the horizon"
    )
    permutations: int
    bumps: int = Field(
        0, description="further searches, with parameter sets drawn anew, of which the best box is taken"
    )
    searches: list[Search]

"""What a contingency tree says: how often an alliance fails, by what has been seen of a future."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.what_if_lines import Column
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.world.beliefs import BeliefFile


class Branch(Part):
    """Futures that have shown the same so far."""

    number: int = Field(description="place in `branches`; 0 is the root, of all futures")
    parent: int | None = Field(description="number of the branch that it divides; null: the root")
    depth: int = Field(description="conditions that its futures meet")
    given: list[str] = Field(description="these conditions, from the root on, as `foedus what-if --given` takes them")
    fails: Column = Field(description="share of its futures that fail after the year; of the sets that are for figures")
    against: Estimate | None = Field(
        description="that less the share in the other branch of the same parent; null: the root, or it cannot be told"
    )
    clear: bool = Field(description="the 90% interval of `against` excludes zero")
    futures: int = Field(description="behind it, in all sets: they meet its conditions and have not failed before")
    failures: int = Field(description="of these, that fail")
    first: list[int] = Field(
        description="numbers of the first that fail, under 2,000 and of the sets of `fails`, for `foedus replay`; empty under "
        "another order or other beliefs than those of a replay"
    )
    ends: Literal["divided", "depth", "few", "none"] = Field(
        description="whether it is divided further; if not: it has the depth asked for; few: no condition leaves 30 effective "
        "sets on each side; none: none tells its futures apart at the level of the search"
    )


class Conditions(Rendered, Part):
    """The answer of `foedus conditions`."""

    format: Literal["foedus.conditions/1"] = "foedus.conditions/1"
    case: str
    horizon: int
    futures: int
    parameter_sets: int = Field(description="of those futures: 200 for each 2,000")
    seed: int
    order: str
    beliefs: str
    believed: BeliefFile | None = Field(
        None, description="the belief file, whole; null where the beliefs are shipped ones"
    )
    fails: list[str] = Field(description="what fails a future, any of them: an outcome and the way it fails")
    labels: dict[str, str] = Field(description="outcomes of the case by name")
    chosen: Literal["asked", "worst-limit", "no-limit"] = Field(description="why these; see `foedus discover`")
    year: int = Field(description="conditions are of the years to it, failures of the years after it")
    last_year: int
    searched: bool = Field(
        description="conditions were searched for, in half of the sets; else they were asked for, in their order"
    )
    candidates: int = Field(description="conditions among which each branch was searched")
    branches: list[Branch] = Field(description="the root, then each branch before what divides it")

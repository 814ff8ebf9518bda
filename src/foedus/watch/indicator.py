"""What is watched: indicators, each a count of one unit by one source, declared in a file.

case: us-rok
indicators:
  - name: dprk-launch-days                # lower-case words joined by hyphens
    title: Days with a North Korean missile launch
    source: cns                           # one source: those of several are never added
    unit: launch-day
    actor: [PRK]                          # who acts; left out: anyone
    target: []                            # towards whom; left out: anyone
    kinds: []                             # how the source's codes of what happened begin; left out: any
    since: 1998-01-01                     # the first day that is counted; left out: since the source covers
    about: north-korean-launches          # indicators about one thing are set against each other
    informs: missile-launches             # a provocation, a mechanism of the simulator, or disputes; null: none, with a reason
    reason: null
    floor: 3                              # fewer units make no record
    threshold: null                       # of an alarm; null: chosen by its price
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from foedus.errors import InputError, unknown
from foedus.names import same
from foedus.simulation.mechanisms import mechanisms
from foedus.watch.event import DAYS, UNITS
from foedus.world.case import load, shipped
from foedus.world.figures import Abbreviation, Day, Identifier, Name, Number, Strict, Text
from foedus.world.problems import Problem, refuse
from foedus.world.schema import PROVOCATIONS, Case

DISPUTES = "disputes"
"""What an indicator informs that counts acts of one state against another: the disputes known of the two."""


class Indicator(Strict):
    """One thing that is counted by month."""

    name: Identifier
    title: Name
    source: Identifier = Field(description="the source of the rows: a feed, or what a mapping file names")
    unit: str = Field(description="what is counted: one of the units of the watch")
    actor: tuple[Abbreviation, ...] = Field((), description="who acts; none: anyone")
    target: tuple[Abbreviation, ...] = Field((), description="towards whom; none: anyone")
    kinds: tuple[Text, ...] = Field((), description="how the source's codes of what happened begin; none: any")
    since: Day | None = Field(None, description="the first day that is counted; null: since the source covers")
    about: Identifier | None = Field(None, description="what it counts, where several sources count the same")
    informs: str | None = Field(description="the provocation or mechanism that it informs; null: none, with a reason")
    reason: Text | None = Field(None, description="why it informs nothing")
    floor: Annotated[Number, Field(ge=0)] = Field(3.0, description="fewer units in a month make no record")
    threshold: Annotated[Number, Field(gt=0, lt=1)] | None = Field(None, description="probability of an alarm")

    @field_validator("source", mode="before")
    @classmethod
    def _one_source(cls, source: object) -> object:
        if isinstance(source, list | tuple):
            raise ValueError(
                "names several sources; an indicator has one: make one indicator for each, about the same thing"
            )
        return source

    @field_validator("unit")
    @classmethod
    def _unit(cls, unit: str) -> str:
        if unit not in UNITS:
            raise ValueError(unknown("unit", unit, UNITS))
        return unit

    @model_validator(mode="after")
    def _informs(self) -> Indicator:
        known = {*PROVOCATIONS, *mechanisms(), DISPUTES}
        if self.informs is None and self.reason is None:
            refuse([Problem(("reason",), "is missing; an indicator that informs nothing says why")])
        if self.informs is not None and self.informs not in known:
            refuse([Problem(("informs",), unknown("mechanism", self.informs, known))])
        return self

    @property
    def days(self) -> bool:
        """Whether days are counted, and not units in them."""
        return self.unit in DAYS


class Indicators(Strict):
    """The indicators of a case, in the order in which they are shown."""

    case: Identifier | None = Field(None, description="the case they are of; null: any")
    indicators: tuple[Indicator, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _once(self) -> Indicators:
        seen: set[str] = set()
        for place, one in enumerate(self.indicators):
            if one.name in seen:
                refuse([Problem(("indicators", place, "name"), f"is '{one.name}' a second time; keep one")])
            seen.add(one.name)
        return self


def indicators(case: Case, own: str | Path | None = None) -> tuple[Indicator, ...]:
    """The indicators that ship for a case, and those of a file of the user's, which hold where both have a name.

    Raises InputError where there are none, and for a state that the case has not.
    """
    found = {one.name: one for one in shipped_indicators(case)}
    if own is not None:
        read = load(Indicators, "file of indicators", own, _folder())
        if read.case is not None and read.case != case.id:
            raise InputError(
                f"{own}: the indicators are those of {read.case}, and the case is {case.id}; give those of the case"
            )
        found |= {one.name: one for one in read.indicators}
    if not found:
        raise InputError(
            f"no indicators ship for the case {case.id}; declare some in a file, and give it by --indicators"
        )
    _known_states(case, tuple(found.values()))
    return tuple(found.values())


def own_names(case: Case, found: Sequence[Indicator]) -> frozenset[str]:
    """Names of those that do not ship as they are: the user's own, which have to have a baseline."""
    ship = shipped_indicators(case)
    return frozenset(one.name for one in found if one not in ship)


def mapping_path(name: str) -> Path | None:
    """The mapping file of a shipped name, whatever its capitals; None where none has it."""
    folder = _folder() / "maps"
    found = same(name, shipped(folder))
    return Path(str(folder / f"{found}.yaml")) if found else None


def mapping_names() -> tuple[str, ...]:
    """Names of the mapping files that ship."""
    return shipped(_folder() / "maps")


def shipped_indicators(case: Case) -> Sequence[Indicator]:
    """Those of the case, or of the case that its name goes on from (us-rok-2026: us-rok)."""
    for name in shipped(_folder()):
        if case.id == name or case.id.startswith(f"{name}-"):
            return load(Indicators, "file of indicators", name, _folder()).indicators
    return ()


def _folder() -> Traversable:
    return files("foedus") / "cases" / "watch"


def _known_states(case: Case, found: Sequence[Indicator]) -> None:
    states = {state.abbreviation for state in case.states}
    for one in found:
        for name in (*one.actor, *one.target):
            if name not in states:
                raise InputError(f"indicator '{one.name}': {unknown('state', name, states)}")

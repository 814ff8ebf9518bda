"""What an indicator does to the state that futures start from, as data."""

from __future__ import annotations

from pydantic import Field

from foedus.part import Part
from foedus.watch.state import Move, State, Why


class StateLine(Part):
    """What an indicator does to the state that futures start from."""

    indicator: str
    informs: str | None
    state: State
    why: Why = Field(
        description="moved; informs-nothing; not-read: no file of its source was; no-baseline: too few months are known; "
        "no-state: nothing at the start is what it informs; no-parties: it does not name one state that acts and one acted "
        "on; as-it-is: the case says the same; fitted: the fit has seen these months; not-in-case"
    )
    before: float | None = Field(
        description="tempo: units a year; opinion: share in favour; else the state in the case"
    )
    after: float | None
    low: float | None = Field(description="90% interval of a tempo, and of opinion")
    high: float | None
    odds: bool = Field(description="it changes an input that the headline's futures read")
    asleep: tuple[str, ...] = Field((), description="mechanisms through which it would move odds, all of which are off")


def state_line(one: Move) -> StateLine:
    """The line of a move."""
    same = ("indicator", "informs", "state", "why", "before", "after", "low", "high", "odds", "asleep")
    return StateLine(**{name: getattr(one, name) for name in same})

"""What the change sheet is as data, in the order in which it is read."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.verdict_lines import Verdict
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.watch.board_lines import AlarmLine, Cost, Disagreement, Reading, RecordLine
from foedus.watch.read import Event
from foedus.watch.signpost import WatchedSignpost
from foedus.watch.triggers import Due, Trigger


class Moved(Part):
    """An indicator that moved."""

    name: str
    title: str
    unit: str
    how: Literal["alarm", "over", "record"]
    alarm: AlarmLine | None = Field(description="that began; of one that is over, the one that held")
    record: RecordLine | None
    cost: Cost | None
    count: float | None
    month: str | None


class Still(Part):
    """An indicator that should have moved with another, and did not."""

    name: str
    title: str
    as_other: str = Field(description="the indicator that moved")
    by: Literal["about", "informs"] = Field(
        description="whether they count the same thing, or inform the same mechanism"
    )
    month: str | None
    count: float | None
    up: float | None
    down: float | None


class TempoLine(Part):
    """The state that futures start from, as an indicator says it."""

    name: str
    informs: str | None
    state: str
    why: str
    case: float | None
    then: float | None
    now: float | None
    asleep: tuple[str, ...] = Field((), description="mechanisms through which it would move odds, all of which are off")


class OddsChange(Part):
    """An outcome of the headline on either day."""

    outcome: str
    label: str
    unit: str
    case: Estimate = Field(description="as the case has it")
    then: Estimate
    now: Estimate
    change: float | None = Field(description="of the estimate, from then to now")
    clear: bool = Field(False, description="whether it is more than chance can be: two Monte Carlo errors")
    parts: dict[str, float] = Field(description="what each indicator adds to it")


class LimitLine(Part):
    """A limit of the case, by the estimate alone."""

    outcome: str
    label: str
    at_most: float | None
    at_least: float | None
    then: float | None
    now: float | None
    kept_then: bool | None
    kept_now: bool | None


class Verdicts(Part):
    """The verdict on either day; null where what moved is part of the order, which an assessment takes as it is."""

    then: Verdict | None
    now: Verdict | None


class Sheet(Rendered, Part):
    """The answer of `foedus watch sheet`."""

    format: Literal["foedus.watch-sheet/1"] = "foedus.watch-sheet/1"
    case: str
    title: str
    case_as_of: date = Field(description="day of the case: its calendar and its state are those of that day")
    since: date
    as_of: date
    readings: tuple[Reading, ...] = Field(description="as of the later day")
    moved: tuple[Moved, ...]
    still: tuple[Still, ...]
    late: tuple[Reading, ...]
    disagreements: tuple[Disagreement, ...]
    parted: tuple[Disagreement, ...] = Field((), description="of those, the ones that agreed on the earlier day")
    futures: int = Field(description="in which the odds are counted; 0: they were not asked for")
    mechanisms: tuple[str, ...] = Field((), description="switched in those futures")
    tempo: tuple[TempoLine, ...]
    odds: tuple[OddsChange, ...]
    limits: tuple[LimitLine, ...]
    verdicts: Verdicts | None = Field(None, description="null where they were not asked for")
    signposts: tuple[WatchedSignpost, ...] | None = Field(description="null where no signposts were handed in")
    crossed: tuple[str, ...] = Field(description="signposts crossed between the two days, by label")
    events: tuple[Event, ...]
    triggers: tuple[Trigger, ...]
    due: tuple[Due, ...] | None = Field(description="null where no ledger was named")

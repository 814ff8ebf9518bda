"""What a backtest of the watch says."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from foedus.assessment.outcome_lines import Estimate
from foedus.part import Part
from foedus.rendered import Rendered
from foedus.watch.rule import Rule

Skill = Literal["shown", "no-more-than-tempo", "none", "too-few"]


class RuleLine(Part):
    """The alarms of one rule on one indicator."""

    rule: Rule
    thresholds: list[float] = Field(description="one for every five years")
    alarms: list[str] = Field(description="months in which one begins, upwards")
    held: Estimate = Field(
        description="share whose level held for the 12 months after; of those whose 12 months are known"
    )
    near: dict[str, str | None] = Field(
        description="by year asked about: the first alarm from 12 months before it to its end; null: none"
    )


class BeforeLine(Part):
    """One rule on one indicator before one target."""

    rule: Rule
    preceded: Estimate = Field(description="share of episodes with an alarm in the 24 months before")
    coverage: float | None = Field(description="share of months within 24 months after an alarm: what chance precedes")
    leads: list[int] = Field(description="months from the last alarm before to each episode that has one")
    auc: Estimate = Field(
        description="of its statistic for the next 12 months; .5 tells nothing; null: too few episodes"
    )


class TargetLine(Part):
    """One indicator before one target."""

    target: str
    label: str
    source: str
    first: str
    last: str
    episodes: list[str]
    rules: list[BeforeLine]
    above_tempo: Estimate = Field(description="AUC of the detector less that of the tempo")
    p: float | None = Field(description="corrected for all indicators tried; null: too few episodes")
    skill: Skill


class IndicatorLine(Part):
    """One indicator."""

    indicator: str
    unit: str
    source: str
    rules: list[RuleLine]
    targets: list[TargetLine]


class Backtest(Rendered, Part):
    """The answer of `foedus watch backtest`."""

    format: Literal["foedus.watch-backtest/1"] = "foedus.watch-backtest/1"
    case: str = Field("", description="empty: of series alone")
    first: str
    last: str
    runs: int
    seed: int
    indicators: list[IndicatorLine]
    left_out: list[str] = Field([], description="indicators with fewer than 24 months known before the first")

"""How far an estimate can be relied on, in three levels, from what the answer shows of it.

Three things speak for an estimate: forecasts of its kind have shown skill on later years; its class is on record, and the
estimate does not lie apart from it; the candidate equations agree. All three: high. Two: moderate. Fewer: low.
Likelihood plays no part (Intelligence Community Directive 203 keeps the two apart), nor does the width of the interval.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import OutcomeLine

Level = Literal["high", "moderate", "low"]

LEVELS: tuple[Level, ...] = ("low", "low", "moderate", "high")
"""By how many of the three speak for it."""
SKILL = {
    "skill": "forecasts of its kind have shown skill",
    "none-shown": "forecasts of its kind have shown no skill",
    "worse": "forecasts of its kind were worse than the record",
    "not-known": "forecasts of its kind were never scored",
    "no-events": "too few such events to show skill",
    "not-measured": "nobody measures it",
    "not-scored": "no forecast was scored so far ahead",
}
"""By the verdict on skill."""


class Confidence(NamedTuple):
    """A level, what speaks for it and what against."""

    level: Level
    good: tuple[str, ...]
    bad: tuple[str, ...]

    @property
    def basis(self) -> str:
        """What speaks against it where the level is low, for it where it is high, and both between: 'its class is on record;
        but the candidate equations disagree'."""
        good, bad = ", ".join(self.good), ", ".join(self.bad)
        if self.level == "moderate":
            return f"{good}; but {bad}"
        return good if self.level == "high" else bad


def confidence(answer: Answer, line: OutcomeLine) -> Confidence:
    """The confidence in the estimate of an outcome."""
    agree = next((one.agree for one in answer.agreement if one.outcome == line.name), None)
    told = [(line.skill.verdict == "skill", SKILL[line.skill.verdict]), _record(line)]
    if agree is not None:
        told.append((agree, f"candidate equations {'agree' if agree else 'disagree'}"))
    good = tuple(text for holds, text in told if holds)
    return Confidence(LEVELS[len(good)], good, tuple(text for holds, text in told if not holds))


def _record(line: OutcomeLine) -> tuple[bool, str]:
    if line.record is None:
        return False, "no class of it is on record"
    return not line.record.apart, "its class on record lies apart" if line.record.apart else "its class is on record"

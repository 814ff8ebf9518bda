"""How far an estimate can be relied on, in three levels, from what the answer shows of it.

Three things speak for an estimate: forecasts of its kind have shown skill on later years; its class is on record, and the estimate
does not lie apart from it; the candidate equations agree. All three: high. Two: moderate. Fewer: low. Likelihood plays no part
(Intelligence Community Directive 203 keeps the two apart), nor does the width of the interval, which is the likelihood's.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import OutcomeLine

Level = Literal["high", "moderate", "low"]

LEVELS: tuple[Level, ...] = ("low", "low", "moderate", "high")
"""By how many of the three speak for it."""
SKILL = {
    "skill": "forecasts of its kind have shown skill on later years",
    "none-shown": "forecasts of its kind have shown no skill over the record",
    "worse": "forecasts of its kind were worse than the record",
    "not-known": "forecasts of its kind were not scored against the record",
    "no-events": "such events are too few on record to show skill",
    "not-measured": "nobody measures it",
    "not-scored": "forecasts were not scored so far ahead",
}
"""By the verdict on skill."""


class Confidence(NamedTuple):
    """A level, what speaks for it and what against."""

    level: Level
    good: tuple[str, ...]
    bad: tuple[str, ...]

    @property
    def basis(self) -> str:
        """'its class is on record, but the candidate equations disagree'."""
        both = [" and ".join(part) for part in (self.good, self.bad) if part]
        return ", but ".join(both)


def confidence(answer: Answer, line: OutcomeLine) -> Confidence:
    """The confidence in the estimate of an outcome."""
    apart = line.record is not None and line.record.apart
    record = "its class is on record" if line.record else "no class of it is on record"
    agree = next((one.agree for one in answer.agreement if one.outcome == line.name), None)
    told = [
        (line.skill.verdict == "skill", SKILL[line.skill.verdict]),
        (line.record is not None and not apart, f"{record}, which lies elsewhere" if apart else record),
    ]
    if agree is not None:
        told.append((agree, f"the candidate equations {'agree' if agree else 'disagree'}"))
    good = tuple(text for holds, text in told if holds)
    return Confidence(LEVELS[len(good)], good, tuple(text for holds, text in told if not holds))

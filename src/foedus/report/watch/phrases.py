"""What the board and the change sheet say of one indicator."""

from __future__ import annotations

from datetime import date
from typing import Literal

from foedus.report import numbers
from foedus.report.words import counted
from foedus.watch.board_lines import AlarmLine, Cost, Disagreement, Reading, RecordLine
from foedus.watch.event import PERCENT

SIDES = {"up": "rose", "down": "fell"}
NONE = "none"
PLAIN = {"sortie": "sorties", "entry": "entries", "delivery": "deliveries"}


def units(number: float | None, unit: str) -> str:
    """'3 missiles'; 'unknown' where it is not known.

    >>> units(1.0, "launch-day"), units(820.0, "sortie"), units(None, "patrol")
    ('1 launch day', '820 sorties', 'unknown')
    """
    if number is None or number != number:
        return numbers.UNKNOWN
    name = unit.replace("-", " ")
    return counted(round(number), name, PLAIN.get(unit, ""))


def usual(one: Reading) -> str:
    """'2.1 (1.1 to 3.1)': the level a month, with its interval."""
    if one.level is None:
        return NONE
    return f"{numbers.amount(one.level)} ({numbers.amount(one.low)} to {numbers.amount(one.high)})"


def state(one: Reading) -> str:
    """What has become of the level, in a few words."""
    if one.state == "not-read":
        return f"no file of {one.source} was read"
    if one.state == "no-baseline" and one.unit == PERCENT:
        return "polls, which have no level"
    if one.state == "no-baseline":
        return f"no baseline: {one.known} of {one.needed} months"
    if one.alarm is None:
        return "no change of level"
    return f"level {SIDES[one.alarm.direction]} from {one.alarm.since}; alarm of {one.alarm.month}"


def chances(one: Reading) -> str:
    """Probability of a rise and of a fall within two years."""
    if one.up is None or one.down is None:
        return NONE
    return f"{numbers.probability(one.up)} / {numbers.probability(one.down)}"


def cost(one: Cost | None) -> str:
    """'70%: 6%; 23% / 10%, 10 / 12 months': what it costs; doublings and halvings found, and after how long."""
    if one is None:
        return NONE
    found = f"{numbers.probability(one.found)} / {numbers.probability(one.found_fall)}"
    rise, fall = (NONE if each is None else f"{each:.0f}" for each in (one.delay, one.delay_fall))
    return f"{one.threshold:.0%}: {numbers.probability(one.false_alarms)}; {found}, {rise} / {fall} months"


def cost_in_words(one: Cost | None, direction: Literal["up", "down"]) -> str:
    """What an alarm of a direction costs and brings at the threshold."""
    if one is None:
        return ""
    rise = direction == "up"
    found, months = (one.found, one.delay) if rise else (one.found_fall, one.delay_fall)
    delay = "" if months is None else f", after a median of {months:.0f} months"
    return (
        f"Its price, at {one.threshold:.0%}: a false alarm in {numbers.probability(one.false_alarms)} of spans of eight years; "
        f"{numbers.probability(found)} of {'doublings' if rise else 'halvings'} told within 24 months{delay}."
    )


def alarm(one: AlarmLine) -> str:
    """'level rose, from .44 to 2.1 a month, likeliest in 2022-01; probability 80% in 2022-10'."""
    levels = f"from {numbers.amount(one.before)} to {numbers.amount(one.after)} a month"
    return (
        f"the level {SIDES[one.direction]}, {levels}, likeliest in {one.since} "
        f"(probability {numbers.probability(one.probability)} in {one.month})"
    )


def record(one: RecordLine, unit: str) -> str:
    """'16 missiles in 2022-11, as many as never since 1998-01'."""
    since = f"the most since {one.since}" if one.since else f"the most since the series begins, {one.first}"
    return f"{units(one.count, unit)} in {one.month}: {since}"


def through(one: Reading) -> str:
    """How far the source reaches."""
    if one.month is None:
        return NONE
    late = f", {counted(one.behind or 0, 'month')} late" if one.late else ""
    return f"{one.month}{late}"


def agreement(one: Disagreement) -> str:
    """What two sources of one thing say of each other."""
    if one.tail is None or one.before is None or one.now is None:
        return f"{one.first} and {one.second}: too little known of both to compare."
    shares = f"{one.first} had {one.before:.0%} of what both counted, and {one.now:.0%} in the last twelve months"
    chance = numbers.probability(one.tail)
    if one.disagree:
        return f"{one.first} and {one.second} have come to count differently: {shares} ({chance} if nothing changed)."
    return f"{one.first} and {one.second} count as before: {shares} ({chance} if nothing changed)."


def day(one: date) -> str:
    """'7 November 2023'."""
    return f"{one.day} {one:%B %Y}"

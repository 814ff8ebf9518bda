"""A nowcast in words: what indicators move, and what that does to the odds."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.numbers import amount, change, difference, probability, value
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, size
from foedus.watch.nowcast import ERRORS, Nowcast, OddsLine
from foedus.watch.state import State, Why
from foedus.watch.state_line import StateLine

WHY: dict[Why, str] = {
    "moved": "",
    "informs-nothing": "informs nothing in the simulator",
    "not-read": "no file of its source has been read",
    "no-baseline": "has no baseline: too few months are known",
    "no-state": "informs {informs}, which has no state at the start that a count moves",
    "no-parties": "does not name one state that acts and one acted on, so no tie of the bloc is moved",
    "as-it-is": "says what the case says",
    "fitted": "says nothing of months that the fit of {informs} has not seen",
    "not-in-case": "informs {informs}, which the case does not follow",
}
STATES: dict[State, str] = {
    "tightness": "the tie by arms of the two in the bloc",
    "load": "whether the patron is at war",
    "disputes": "disputes known of the two since the record ends",
}


def nowcast_text(found: Nowcast) -> str:
    """What is moved, and the odds."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Nowcast) -> Iterator[str]:
    yield from wrapped(
        [f"Nowcast of {found.case} as of {found.as_of}: {size(found.futures, found.horizon)}, the same in every run."],
        mark="",
    )
    yield ""
    yield "What the indicators say of the start:"
    yield from wrapped([state_in_words(one) for one in found.states])
    asleep = dict.fromkeys(name for one in found.states for name in one.asleep)
    if asleep:
        switched = " ".join(f"--mechanism {each}" for each in [*found.mechanisms, *(f"{name}=on" for name in asleep)])
        yield "What reads these is off by default, because it is all prior. With it on:"
        yield f"  foedus watch nowcast {found.case} --as-of {found.as_of} {switched}"
    yield ""
    if not any(one.odds for one in found.states):
        yield from wrapped(
            ["No indicator changes anything that these futures read, so the odds are those of the case."], mark=""
        )
        return
    moved = [one for one in found.outcomes if _moved(one)]
    if not moved:
        yield from wrapped(
            [f"None of {counted(len(found.outcomes), 'outcome')} moves by more than chance can."], mark=""
        )
        return
    names = [part.indicator for part in moved[0].parts]
    yield f"Odds that move by more than {ERRORS:g} Monte Carlo errors, of {counted(len(found.outcomes), 'outcome')}:"
    yield from columns(("", "before", "after", "difference", *names), [_row(one) for one in moved])


def state_in_words(one: StateLine) -> str:
    """What an indicator does to the start, or why it does nothing."""
    if one.why != "moved":
        return f"{one.indicator}: {WHY[one.why].format(informs=one.informs)}."
    only = f"odds only with {' or '.join(one.asleep)} on" if one.asleep else ""
    if one.state not in ("tempo", "opinion"):
        moves = f"; it moves {only}" if only else ""
        return f"{one.indicator}: {STATES[one.state]} from {amount(one.before)} to {amount(one.after)}{moves}."
    if one.state == "opinion":
        shares = [probability(each) for each in (one.after, one.low, one.high, one.before)]
        moves = f"it moves {only}" if only else "it moves the odds that the protege arms"
        return "{}: support for own nuclear weapons is {} ({} to {}), for {} by the polls of the case; {}.".format(
            one.indicator, *shares, moves
        )
    counts = f"counts move; {only}" if only else "counts move, and odds"
    return (
        f"{one.indicator}: the level of {one.informs} is {amount(one.after)} a year ({amount(one.low)} to "
        f"{amount(one.high)}), for {amount(one.before)} on record; {counts}."
    )


def _moved(one: OddsLine) -> bool:
    found = one.difference.estimate.value
    return found is not None and one.error is not None and abs(found) > ERRORS * one.error


def _row(one: OddsLine) -> list[str]:
    return [
        one.label,
        value(one.before, one.unit),
        value(one.after, one.unit),
        difference(one.difference.estimate, one.unit),
        *[change(part.part, one.unit) for part in one.parts],
    ]

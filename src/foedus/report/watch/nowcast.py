"""A nowcast in words: what indicators move, and what that does to the odds."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.numbers import amount, change, difference, value
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, size
from foedus.watch.nowcast import Nowcast, OddsLine, StateLine
from foedus.watch.state import Why

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
ERRORS = 2.0
"""Monte Carlo errors beyond which a difference is told of."""


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
    yield from wrapped([_state(one) for one in found.states])
    yield ""
    if not any(one.odds for one in found.states):
        yield from wrapped(
            ["No indicator changes what the futures start from, so the odds are those of the case."], mark=""
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


def _state(one: StateLine) -> str:
    if one.why != "moved":
        return f"{one.indicator}: {WHY[one.why].format(informs=one.informs)}."
    if one.state == "tempo":
        return (
            f"{one.indicator}: the level of {one.informs} is {amount(one.after)} a year ({amount(one.low)} to "
            f"{amount(one.high)}), for {amount(one.before)} on record; it moves their number and no odds."
        )
    return f"{one.indicator}: {one.state} from {amount(one.before)} to {amount(one.after)}."


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

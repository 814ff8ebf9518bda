"""The odds of a change sheet: the headline on either day, in the same futures, and the limits of the case."""

from __future__ import annotations

import math
from collections.abc import Iterator

from foedus.assessment.limit import limits_of
from foedus.watch.nowcast import ERRORS, Nowcast, OddsLine
from foedus.watch.sheet_lines import LimitLine, OddsChange, TempoLine
from foedus.world.schema import Case

HORIZON = 20
"""Years of the odds."""


def tempo_lines(then: Nowcast, now: Nowcast) -> tuple[TempoLine, ...]:
    """The state that futures start from, on either day."""
    earlier = {one.indicator: one for one in then.states}
    return tuple(
        TempoLine(
            name=one.indicator,
            informs=one.informs,
            state=one.state,
            why=one.why,
            case=one.before,
            then=earlier[one.indicator].after if one.indicator in earlier else None,
            now=one.after,
            asleep=one.asleep,
        )
        for one in now.states
    )


def odds_changes(then: Nowcast, now: Nowcast) -> tuple[OddsChange, ...]:
    """The headline on either day, and what each indicator adds to the change.

    Its error is that of two differences from the case as if neither depended on the other: they share futures, so it is less.
    """
    earlier = {one.outcome: one for one in then.outcomes}
    return tuple(_change(earlier[one.outcome], one) for one in now.outcomes)


def _change(then: OddsLine, now: OddsLine) -> OddsChange:
    values = (then.after.value, now.after.value)
    had = {one.indicator: one.part.value or 0.0 for one in then.parts}
    has = {one.indicator: one.part.value or 0.0 for one in now.parts}
    names = dict.fromkeys([*had, *has])
    change = None if values[0] is None or values[1] is None else values[1] - values[0]
    error = math.hypot(*(math.nan if one.error is None else one.error for one in (then, now)))
    return OddsChange(
        outcome=now.outcome,
        label=now.label,
        unit=now.unit,
        case=now.before,
        then=then.after,
        now=now.after,
        change=change,
        clear=change is not None and abs(change) > ERRORS * error,
        parts={name: has.get(name, 0.0) - had.get(name, 0.0) for name in names},
    )


def limit_lines(case: Case, then: Nowcast, now: Nowcast) -> Iterator[LimitLine]:
    """The limits that are stated for the horizon of the odds."""
    sides = [{one.outcome: one.after.value for one in side.outcomes} for side in (then, now)]
    for limit in limits_of(case, HORIZON):
        if limit.tolerance.years != HORIZON:
            continue
        name, most, least = limit.outcome.name, limit.tolerance.at_most, limit.tolerance.at_least
        values = [side.get(name) for side in sides]
        kept = [None if p is None else p <= most if most is not None else p >= (least or 0.0) for p in values]
        yield LimitLine(
            outcome=name,
            label=limit.outcome.label,
            at_most=most,
            at_least=least,
            then=values[0],
            now=values[1],
            kept_then=kept[0],
            kept_now=kept[1],
        )

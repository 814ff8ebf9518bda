"""What has a date and comes next: elections and terms of agreements, from the case; forecasts that fall due, from a ledger."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from pydantic import Field

from foedus.assessment.ledger import ledger_list
from foedus.part import Part
from foedus.world.schema import Case

AHEAD = timedelta(days=2 * 365)
"""How far ahead a dated trigger is told."""
SOON = timedelta(days=365)
"""How far ahead a forecast falls due."""


class Trigger(Part):
    """Something that has a date."""

    kind: Literal["election", "expiry"]
    name: str
    on: date | None
    year: int = Field(description="where no day is fixed")
    note: str | None


class Due(Part):
    """A forecast in a ledger that has to be settled, or will have to be within a year."""

    number: int
    label: str
    last_day: date
    probability: float
    class_rate: float | None = Field(description="what the record of its class says")
    overdue: bool


def triggers(case: Case, as_of: date) -> tuple[Trigger, ...]:
    """Elections and expiries within two years of a day, by date; what has only a year stands at its end."""
    found = [
        Trigger(
            kind="election",
            name=state.name,
            on=state.elections.next if isinstance(state.elections.next, date) else None,
            year=state.elections.year,
            note=state.elections.note,
        )
        for state in case.states
        if state.elections is not None
    ]
    found += [
        Trigger(kind="expiry", name=one.name, on=one.until, year=one.until.year, note=None)
        for one in case.instruments
        if one.until is not None
    ]
    near = [one for one in found if as_of < _end(one) <= as_of + AHEAD]
    return tuple(sorted(near, key=lambda one: (_end(one), one.name)))


def _end(one: Trigger) -> date:
    return one.on or date(one.year, 12, 31)


def due(ledger: str | Path | None, case: Case, as_of: date) -> tuple[Due, ...] | None:
    """Forecasts of a case that are overdue or fall due within a year; None where no ledger is named.

    Raises InputError for a ledger that was changed by hand.
    """
    if ledger is None:
        return None
    open_ones = [
        one
        for one in ledger_list(ledger).entries
        if one.case == case.id and one.state in ("open", "overdue") and one.last_day <= as_of + SOON
    ]
    return tuple(
        Due(
            number=one.number,
            label=one.label,
            last_day=one.last_day,
            probability=one.probability,
            class_rate=one.class_rate,
            overdue=one.last_day < as_of,
        )
        for one in sorted(open_ones, key=lambda one: (one.last_day, one.number))
    )

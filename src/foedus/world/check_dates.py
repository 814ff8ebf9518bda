"""Rules about the days and years of a case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from foedus.intake.refusal import Place
from foedus.world.figures import Figure
from foedus.world.parts import repeated, walk
from foedus.world.problems import Problem

if TYPE_CHECKING:
    from foedus.world.schema import Case, Relation

FIRST, LAST = date(1816, 1, 1), date(2100, 12, 31)
"""Days that a case can name: the record of states begins in 1816."""

BEFORE = f"allowed: {FIRST} or later, since when states are on record"

LONGEST = timedelta(days=365 * 90)
"""Longer than anyone has governed."""


def dates(case: Case) -> Iterator[Problem]:
    """Days and years that cannot be, or that do not fit the day of the case."""
    if case.as_of > date.today():
        yield Problem(("as_of",), f"is {case.as_of}, after today, {date.today()}; a case cannot be dated in the future")
        return
    if case.as_of < FIRST:
        yield Problem(("as_of",), f"is {case.as_of}; {BEFORE}")
        return
    yield from _calendar(case)
    yield from _governments(case)
    for place, part in walk(case):
        since = getattr(part, "since", None)
        if since is not None and (since > case.as_of.year if isinstance(since, int) else since > case.as_of):
            yield Problem((*place, "since"), f"is {since}, after the case's as_of {case.as_of}")
        if isinstance(part, Figure):
            if part.year is not None and part.year > case.as_of.year:
                yield Problem((*place, "year"), f"is {part.year}, after the case's as_of {case.as_of}")
            if part.date is not None and part.date > case.as_of:
                yield Problem((*place, "date"), f"is {part.date}, after the case's as_of {case.as_of}")
            elif part.date is not None and part.date >= FIRST and part.year not in (None, part.date.year):
                yield Problem((*place, "year"), f"is {part.year}, but the date is {part.date}; give one of the two")
    for row, relation in enumerate(case.relations):
        last = relation.last_dispute.value
        if last is not None and last > case.as_of.year:
            yield Problem(("relations", row, "last_dispute", "value"), f"is {last:g}, after as_of {case.as_of}")
        yield from _disputes(case, relation, row)
        yield from _incidents(case, relation, row)
    for row, view in enumerate(case.outside_views):
        if not view.known_by(date.today()) and not str(date.today()).startswith(view.known_on):
            text = f"is {view.known_on}, after today, {date.today()}; nothing is published in the future"
            yield Problem(("outside_views", row, "known_on"), text)
    for row, poll in enumerate(case.polls):
        if poll.first_day > case.as_of:
            yield Problem(("polls", row, "asked"), f"is {poll.asked}, after the case's as_of {case.as_of}")
    for row, instrument in enumerate(case.instruments):
        if instrument.until is not None and instrument.until < case.as_of:
            text = f"is {instrument.until}, before as_of {case.as_of}; an instrument that has ended is left out"
            yield Problem(("instruments", row, "until"), text)


def _calendar(case: Case) -> Iterator[Problem]:
    """Days outside the years that a case can name."""
    for place, part in walk(case):
        for field in type(part).model_fields:
            day = getattr(part, field)
            if isinstance(day, date) and day < FIRST:
                older = "; give 1816-01-01 for an older one" if field == "since" else ""
                yield Problem((*place, field), f"is {day}; {BEFORE}{older}")
            elif isinstance(day, date) and day > LAST:
                yield Problem((*place, field), f"is {day}; allowed: up to {LAST}; leave it out if it has no end")


def _governments(case: Case) -> Iterator[Problem]:
    """Terms and elections that cannot be so."""
    for row, state in enumerate(case.states):
        place = ("states", row, "elections", "next")
        government, elections = state.government, state.elections
        if government is not None and FIRST <= government.since < case.as_of - LONGEST:
            text = f"is {government.since}, over {LONGEST.days // 365} years before as_of; give the day this leader took office"
            yield Problem(("states", row, "government", "since"), text)
        if elections is None:
            continue
        if elections.year <= case.year:
            text = f"is {elections.next}; futures start in {case.year + 1}, so the next election must be later"
            yield Problem(place, text)
        elif case.as_of.year + elections.every_years + 1 < elections.year <= LAST.year:
            text = (
                f"is {elections.next}, but they are held every {elections.every_years} years; give the next after as_of"
            )
            yield Problem(place, text)


def _disputes(case: Case, relation: Relation, row: int) -> Iterator[Problem]:
    """The last dispute coded, and that under way, against the years coded and each other."""
    place: Place = ("relations", row)
    last, dispute = relation.last_dispute, relation.dispute
    if last.value is not None and last.year is not None and relation.coded is not None and last.value > relation.coded:
        text = f"is {last.value:g}, and disputes of the pair are coded to {relation.coded}; give it as an incident"
        yield Problem((*place, "last_dispute", "value"), text)
    if dispute is None or dispute.since > case.as_of.year:
        return
    coded = case.year if relation.coded is None else relation.coded
    if dispute.since > case.year:
        yield Problem((*place, "dispute", "since"), f"is after {case.year}, when futures start; leave it out")
    elif dispute.since < relation.since:
        yield Problem((*place, "dispute", "since"), f"is {dispute.since}, before the pair exists, in {relation.since}")
    elif dispute.since <= coded and last.value != min(coded, case.year):
        text = f"is {dispute.since}, so the two were in a dispute in {coded}, the last year coded; last_dispute must say so"
        yield Problem((*place, "dispute", "since"), text)


def _incidents(case: Case, relation: Relation, row: int) -> Iterator[Problem]:
    """Disputes outside the years that are not coded, given twice, or of a pair that no equation follows."""
    coded = case.year if relation.coded is None else relation.coded
    majors = {state.abbreviation for state in case.states if state.major}
    for field in ("dispute", "incidents"):
        if getattr(relation, field) and not relation.contiguous and not majors & set(relation.states):
            text = "is of a pair that is not contiguous and has no major power, whose disputes are not followed; leave it out"
            yield Problem(("relations", row, field), text)
    for position, _ in repeated(relation.incidents):
        yield Problem(
            ("relations", row, "incidents", position), "is given twice, the same in every field; leave one out"
        )
    for position, incident in enumerate(relation.incidents):
        place = ("relations", row, "incidents", position, "year")
        if incident.year > case.year:
            yield Problem(place, f"is after {case.year}, when futures start; leave it out")
        elif incident.year <= coded:
            yield Problem(place, f"is {incident.year}, and disputes of the pair are coded to {coded}; leave it out")
        elif incident.year < relation.since:
            yield Problem(place, f"is {incident.year}, before the pair exists, in {relation.since}; leave it out")

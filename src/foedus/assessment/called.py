"""What a person may call the outcomes, instruments and states of a case: by name, or as a reader is shown them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from foedus.errors import known
from foedus.world.outcomes import Outcome
from foedus.world.schema import Case


def outcome_called(name: str, among: Collection[Outcome]) -> str:
    """The name of the outcome that is meant: `war_outside`, or its label, 'war on South Korea'.

    Raises InputError for an unknown one.
    """
    first = {one.label: one.name for one in reversed(list(among))}  # one of before may have the label of one of today
    return known("outcome", name, [one.name for one in among], {own: label for label, own in first.items()})


def instruments_called(names: Iterable[str], case: Case) -> list[str]:
    """The identifiers of the instruments that are meant: `us-forces-korea`, or 'United States Forces Korea'.

    Raises InputError for an unknown one.
    """
    titles = {item.id: item.name for item in case.instruments}
    return [known("instrument", name, titles, titles) for name in names]


def state_called(name: str, case: Case) -> str:
    """The abbreviation of the state that is meant: by COW abbreviation or number, ISO 3166-1 code, or name.

    Raises InputError for a state that the case does not have.
    """
    codes = {state.abbreviation: state.code for state in case.states}
    if name in codes:
        return name
    from foedus.data.names import state_among  # reads with Polars, which no other part of an assessment needs

    return state_among(name, codes, {state.name: state.code for state in case.states}, "the case")

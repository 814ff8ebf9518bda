"""Outcomes of a future, one row each in outcomes.csv, which determines how each is counted, shown, judged and scored.

kind        event   happens in some year of the horizon
            status  holds in its last year; with `given`, among futures in which that status does, which it implies
            share   share of futures in which it holds whenever `given` happens (never `failed_by`), among those where
                    `given` happens
            ratio   the total `part` over the total `whole`, in the futures in which `given` happens
            total   is added up over the horizon
            mark    is counted by year but not shown
place       position among the outcomes that are shown; empty: not shown
label       the name shown to readers, with {protege}, {patron}, {pact}, {bloc}, {coercer}, {consultation}, {ceasefire} of the
            case
definition  what is counted
meaning     the meaning of a base rate or tolerance that names the outcome
applies     the cases that can have it, one of APPLIES
yearly      the column of yearly probabilities whose sum estimates it; empty: futures are counted
paired      whether paired differences of it are reported
tolerance   whether a case may set a limit for it
scored_as   the outcome of `foedus backtest` of the same kind; scored_words describes it
counted_as  the process whose record gives its base rate by class (`foedus.assessment.lattice`); empty: none is counted
unscored    why the outcome cannot be scored: no-events on record, or not-measured by any panel
replaced_by the outcome that takes its place; it is still counted, and a case that names it names that one
equations   the equations that it comes from most directly, apart by spaces
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from foedus.world.canonical import own_instrument

if TYPE_CHECKING:
    from foedus.world.schema import Case, State

PROBABILITY = "probability"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of outcomes.csv."""

    name: str
    kind: Literal["event", "status", "share", "ratio", "total", "mark"]
    place: int | None
    unit: str
    label: str
    definition: str
    meaning: str
    applies: str
    yearly: str
    given: str
    failed_by: str
    paired: bool
    tolerance: bool
    scored_as: str
    scored_words: str
    unscored: str
    part: str
    whole: str
    replaced_by: str
    counted_as: str = ""
    equations: str = ""


APPLIES: Mapping[str, Callable[[Case], bool]] = MappingProxyType(
    {
        "always": lambda case: True,
        "own-pact": lambda case: _own(case, "defence-pact") is not None,
        "many-party-pact": lambda case: len(_parties(case)) > 2,
        "protege-candidate": lambda case: next(
            (s.candidate for s in case.states if s.abbreviation == case.protege), True
        ),
        "consultation": lambda case: _own(case, "consultation") is not None,
        "ceasefire": lambda case: _own(case, "ceasefire") is not None,
        "bloc-of-two": lambda case: len(case.bloc) > 1,
        "coercer": lambda case: case.coercion is not None,
    }
)
"""Whether a case can have the outcomes of a code."""

LACKING: Mapping[str, str] = MappingProxyType(
    {
        "own-pact": "has no own defence-pact",
        "many-party-pact": "has no own defence-pact of more than two parties",
        "protege-candidate": "does not simulate the protege's decision for nuclear weapons (candidate is false)",
        "consultation": "has no own consultation",
        "ceasefire": "has no own ceasefire",
        "bloc-of-two": "names a bloc of fewer than two states",
        "coercer": "names no coercer",
    }
)
"""What a case lacks that cannot have the outcomes of a code."""


@lru_cache(maxsize=1)
def outcomes() -> tuple[Outcome, ...]:
    """Every row, in the order of the file: first what is marked by year, then the totals."""
    text = (files("foedus.world") / "outcomes.csv").read_text(encoding="utf-8")
    return tuple(_outcome(row) for row in csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def shown() -> tuple[Outcome, ...]:
    """The outcomes that an answer shows and a case may name, by place."""
    return tuple(sorted((one for one in outcomes() if one.place is not None), key=lambda one: one.place or 0))


@lru_cache(maxsize=1)
def replaced() -> tuple[Outcome, ...]:
    """The outcomes that another has replaced, in the order of the file."""
    return tuple(one for one in outcomes() if one.replaced_by)


def outcome(name: str) -> Outcome:
    """The row of a name."""
    return next(one for one in outcomes() if one.name == name)


def current(name: str) -> Outcome:
    """The row of a name, or of the outcome that has replaced it.

    >>> current("war_on_protege").name
    'war_outside'
    """
    one = outcome(name)
    return current(one.replaced_by) if one.replaced_by else one


def applies(one: Outcome, case: Case) -> bool:
    """Whether a case can have an outcome."""
    return APPLIES[one.applies](case)


def outcomes_of(case: Case) -> tuple[Outcome, ...]:
    """The outcomes that apply to a case, by place, worded with its names."""
    return _worded(shown(), case)


def replaced_of(case: Case) -> tuple[Outcome, ...]:
    """The replaced outcomes that apply to a case, worded with its names."""
    return _worded(replaced(), case)


def _worded(rows: Iterable[Outcome], case: Case) -> tuple[Outcome, ...]:
    names = _names(case)
    return tuple(
        replace(one, label=one.label.format(**names), definition=one.definition.format(**names))
        for one in rows
        if applies(one, case)
    )


def _names(case: Case) -> dict[str, str]:
    bloc = [_state(case, member).name for member in case.bloc]
    return {
        "protege": _state(case, case.protege).name,
        "patron": _state(case, case.patron).name,
        "bloc": ", ".join(bloc[:-1]) + (" and " if len(bloc) > 1 else "") + "".join(bloc[-1:]),
        "pact": _own(case, "defence-pact") or "",
        "coercer": _state(case, case.coercion.coercer).name if case.coercion else "",
        "consultation": _own(case, "consultation") or "",
        "ceasefire": _own(case, "ceasefire") or "",
    }


def _state(case: Case, abbreviation: str) -> State:
    return next(state for state in case.states if state.abbreviation == abbreviation)


def _parties(case: Case) -> tuple[str, ...]:
    """Parties of the defence pact under assessment."""
    found = own_instrument(case, "defence-pact")
    return found.parties if found else ()


def _own(case: Case, kind: str) -> str | None:
    """Name of the instrument of a kind under assessment."""
    found = own_instrument(case, kind)
    return found.name if found else None


def _outcome(row: dict[str, str]) -> Outcome:
    flags = {name: row[name] == "yes" for name in ("paired", "tolerance")}
    return Outcome(**{**row, **flags, "place": int(row["place"]) if row["place"] else None})  # type: ignore[arg-type]

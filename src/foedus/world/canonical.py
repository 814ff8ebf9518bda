"""A case in the order of its content, so that the place of an entry in its file decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foedus.world.world import KINDS

if TYPE_CHECKING:
    from foedus.world.schema import Case, Instrument


def canonical(case: Case) -> Case:
    """The case with its states by code, its instruments by content, and its bloc and provocations by name.

    Instruments go by kind (in the order of KINDS), codes of their parties, day of effect, and, where these are equal, by
    their text, name and remaining fields; identifiers do not count.
    """
    codes = {state.abbreviation: state.code for state in case.states}
    return case.model_copy(
        update={
            "states": tuple(sorted(case.states, key=lambda state: state.code)),
            "instruments": tuple(sorted(case.instruments, key=lambda item: _content(item, codes))),
            "bloc": tuple(sorted(case.bloc, key=lambda name: codes.get(name, 0))),
            "provocations": tuple(sorted(case.provocations)),
        }
    )


def _content(item: Instrument, codes: dict[str, int]) -> tuple[Any, ...]:
    parties = sorted(codes.get(name, 0) for name in item.parties)
    sides = [sorted(codes.get(name, 0) for name in names or ()) for names in (item.protects, item.against)]
    others = item.model_dump_json(exclude={"id", "rests_on", "parties", "protects", "against", "source"})
    return KINDS.index(item.kind), parties, item.since, item.text, item.name, sides, others


def own_instrument(case: Case, kind: str) -> Instrument | None:
    """The instrument of a kind under assessment: of the alliance's own that bind patron and protege, that with the fewest
    parties, then the oldest; where none binds both, of all its own; None where there is none."""
    own = [item for item in case.instruments if item.own and item.kind == kind]
    if len(own) > 1:
        codes = {state.abbreviation: state.code for state in case.states}
        own.sort(key=lambda item: _content(item, codes))
    binding = [item for item in own if {case.patron, case.protege} <= set(item.parties)]
    return min(binding or own, key=lambda item: (len(item.parties), item.since.year), default=None)

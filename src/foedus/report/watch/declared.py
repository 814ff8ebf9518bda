"""The indicators of a case, in words."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.plain import sentences as wrapped
from foedus.watch.declared import Declared, Line

ANY = "any"


def declared_text(found: Declared) -> str:
    """What is watched, a paragraph an indicator."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Declared) -> Iterator[str]:
    for place, one in enumerate(found.indicators):
        if place:
            yield ""
        yield f"{one.name}: {one.title}"
        yield from wrapped(list(_said(one)), mark="  ")


def _said(one: Line) -> Iterator[str]:
    who = f"{' or '.join(one.actor) or ANY} acts, towards {' or '.join(one.target) or ANY}"
    what = f", of kind {' or '.join(one.kinds)}" if one.kinds else ""
    yield f"counts {one.unit} by month, as {one.source} has it: {who}{what}."
    yield f"informs {one.informs}." if one.informs else f"informs nothing in the simulator: {one.reason}."
    if one.also:
        yield f"set against {', '.join(one.also)}, which counts the same by another source."
    if one.months is None:
        yield f"no file of {one.source} has been read."
    elif not one.baseline:
        yield f"no baseline yet: {one.months} whole months are known, of {one.needed}."
    else:
        yield f"{one.months} whole months are known, to {one.through}; last event {one.last_event or 'none'}."

"""Figures of a case that are not known, and how each enters the numbers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from foedus.world.schema import Case

FIGURES = {
    "polyarchy": "polyarchy",
    "ideal_point": "UN ideal point",
    "gdp": "GDP",
    "milex": "military spending",
    "cinc": "CINC",
}
"""Figures that may be null, as a reader calls them."""

ENTERS = {
    "drawn": "drawn anew in each parameter set from what states of its class had (an ideal point about that of its pact "
    "partners, GDP and military spending in proportion to CINC), so that the intervals carry that it is not known",
    "unused": "no equation reads it",
}
"""How an unknown figure enters, by code."""

REST = "all other states"


class Unknown(NamedTuple):
    """A figure that is null: of which state (its name, or `REST`), which of FIGURES, and a code of ENTERS."""

    state: str
    figure: str
    enters: str


def unknown_figures(case: Case) -> list[Unknown]:
    """The figures of states, and the totals of the rest, that are null where a number may be given.

    GDP per head and latency are left out: only candidates for nuclear weapons need them, and these must have them. So are CINC
    and nuclear status, which no case may leave unknown.
    """
    found: list[Unknown] = []
    for figure in FIGURES:
        lacking = (state.name for state in case.states if getattr(state.figures, figure).value is None)
        found.extend(Unknown(name, figure, "drawn") for name in lacking)
        if hasattr(case.rest, figure) and getattr(case.rest, figure).value is None:
            found.append(Unknown(REST, figure, "unused"))
    return found


def told(found: Iterable[Unknown]) -> list[str]:
    """'GDP of North Korea: ...', a line for each figure and way in which it enters."""
    return [
        f"{FIGURES[figure]} of {', '.join(one.state for one in group)}: {ENTERS[enters]}"
        for (figure, enters), group in groupby(sorted(found, key=_kind), key=_kind)
    ]


def _kind(one: Unknown) -> tuple[str, str]:
    return one.figure, one.enters

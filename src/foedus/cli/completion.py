"""What a shell completes: names of cases, and of what the case of the command has, in any capitals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import typer

from foedus.names import plain

if TYPE_CHECKING:
    from foedus.world.schema import Case


class Chosen(str):
    """A name that is offered as it is: Typer drops those that do not begin as typed, to the letter."""

    def startswith(self, *typed: Any) -> bool:
        """Always, for it was chosen already."""
        return True


def cases(incomplete: str) -> list[str]:
    """Names of the cases that ship."""
    from foedus.world.case import case_names

    return begun(incomplete, case_names())


def orders(incomplete: str) -> list[str]:
    """Names of the world orders that ship."""
    from foedus.world.order import order_names

    return begun(incomplete, order_names())


def beliefs(incomplete: str) -> list[str]:
    """Names of the beliefs that ship."""
    from foedus.equations.effects import BELIEFS

    return begun(incomplete, BELIEFS)


def instruments(context: typer.Context, incomplete: str) -> list[str]:
    """Instruments of the case."""
    return _of_case(context, incomplete, lambda case: [item.id for item in case.instruments])


def outcomes(context: typer.Context, incomplete: str) -> list[str]:
    """Outcomes of the case, by their names in the JSON."""
    from foedus.world.outcomes import outcomes_of

    return _of_case(context, incomplete, lambda case: [one.name for one in outcomes_of(case)])


def begun(incomplete: str, names: Iterable[str]) -> list[str]:
    """The names that begin so, whatever the capitals, hyphens or underscores.

    >>> begun("US_R", ["us-rok", "us-japan"])
    ['us-rok']
    """
    start = plain(incomplete)
    return [Chosen(name) for name in names if plain(name).startswith(start)]


def _of_case(context: typer.Context, incomplete: str, names: Callable[[Case], list[str]]) -> list[str]:
    """Names that the case of the command has, those of every case where it has none yet; none of a case that is refused."""
    from foedus.errors import FoedusError
    from foedus.world.case import case_names, load_case

    found: dict[str, None] = {}
    given = context.params.get("case")
    for each in [given] if given else case_names():
        try:
            found |= dict.fromkeys(names(load_case(each)))
        except FoedusError:
            return []
    return begun(incomplete, found)

"""What is forecast of a past alliance, and how forecast, outcome and class rate are read from its line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from foedus.simulation.alliances.answer import Line

Of = Callable[[Line], Any]


class Target(NamedTuple):
    """One outcome; each of the others reads a number of a line, null where it has none."""

    name: str
    forecast: Of
    happened: Of
    rate: Of


TARGETS = (
    Target("treaty in force", lambda x: x.survival, lambda x: x.survived, lambda x: x.survival_class),
    Target("war of the protege, with any state", lambda x: x.war, lambda x: x.war_happened, lambda x: x.war_class),
    Target(
        "war of the protege, with a state of the case", lambda x: x.war, lambda x: x.war_in_case, lambda x: x.war_class
    ),
    Target(
        "the patron fights, given war on the protege",
        lambda x: x.joining,
        lambda x: x.joined,
        lambda x: x.joining_class,
    ),
)


def scored(lines: Sequence[Line], target: Target) -> list[int]:
    """Places of the lines that have a forecast and an outcome."""
    return [
        k for k, line in enumerate(lines) if target.forecast(line) is not None and target.happened(line) is not None
    ]

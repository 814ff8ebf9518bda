"""World orders: drifts of capability and alignment, and pacts, imposed on the futures of a case."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import numpy as np
from pydantic import Field, model_validator

from foedus.arrays import Floats
from foedus.errors import unknown
from foedus.world.case import load, shipped
from foedus.world.figures import Abbreviation, Identifier, Name, Number, Strict, Text
from foedus.world.parts import repeated
from foedus.world.problems import Problem, refuse
from foedus.world.world import INDICES, World

Elicited = Literal["elicited"]


class Drift(Strict):
    """A trend of capability added to the measured one."""

    index: Literal["cinc", "gdp", "milex"] = Field(description="capability index the trend acts on")
    states: tuple[Abbreviation, ...] | Literal["others"] = Field(
        description="states it acts on; others means every state of the world that no drift of this index names"
    )
    per_year: Number = Field(ge=-0.2, le=0.2, description="added log growth a year, -0.2 to 0.2")
    reason: Text = Field(description="one sentence: why this size")
    tag: Elicited = "elicited"


class IdealDrift(Strict):
    """A trend of one state's UN General Assembly ideal point."""

    state: Abbreviation
    per_year: Number = Field(ge=-0.2, le=0.2, description="added ideal points a year, -0.2 to 0.2")
    reason: Text = Field(description="one sentence: why this size")
    tag: Elicited = "elicited"


class Tie(Strict):
    """Pacts in force among several states from the start and throughout."""

    kind: Literal["defence-pact"] = Field(description="kind of pact imposed on each pair")
    states: Annotated[tuple[Abbreviation, ...], Field(min_length=2)] = Field(description="every pair of these is tied")
    reason: Text = Field(description="one sentence: why these states")
    tag: Elicited = "elicited"


class OrderArrays(NamedTuple):
    """An order over the states of a world."""

    drift: Floats
    """(3, N) added log growth a year by index."""
    ideal: Floats
    """(N,) added ideal points a year."""
    pacts: tuple[tuple[int, int], ...]
    """Pairs of state indices with a defence pact in force throughout, first < second."""


class Order(Strict):
    """A set of drifts and ties; polarity itself is always measured from the simulated capabilities.

    States of the order that are not in the world are left out.
    """

    name: Identifier
    title: Name = Field(description="what a reader sees")
    text: Text = Field(description="what is assumed, in two sentences at most")
    codes: dict[Abbreviation, int] = Field(description="Correlates of War code of every state the order names")
    drifts: tuple[Drift, ...] = ()
    ideal_drifts: tuple[IdealDrift, ...] = ()
    ties: tuple[Tie, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Order:
        found = []
        used: set[tuple[str, str]] = set()
        for row, drift in enumerate(self.drifts):
            for name in _names(drift):
                if (drift.index, name) in used:
                    found.append(Problem(("drifts", row, "states"), f"'{name}' has a second {drift.index} drift"))
                used.add((drift.index, name))
        places = [(("drifts", row, "states"), name) for row, item in enumerate(self.drifts) for name in _names(item)]
        places += [(("ideal_drifts", row, "state"), item.state) for row, item in enumerate(self.ideal_drifts)]
        places += [(("ties", row, "states"), name) for row, item in enumerate(self.ties) for name in item.states]
        for place, name in places:
            if name != "others" and name not in self.codes:
                found.append(Problem(place, unknown("state", name, self.codes)))
        names = list(self.codes)
        for position, code in repeated(self.codes.values()):
            found.append(
                Problem(("codes", names[position]), f"is {code}, the code of another state too; give each its own")
            )
        for row, tie in enumerate(self.ties):
            for position, again in repeated(tie.states):
                found.append(
                    Problem(("ties", row, "states", position), f"'{again}' is given twice; name each state once")
                )
        refuse(found)
        return self

    def as_arrays(self, world: World) -> OrderArrays:
        """The order over the states of `world`."""
        position = {code: row for row, code in enumerate(world.codes.tolist())}
        rows = {name: position[code] for name, code in self.codes.items() if code in position}
        drift = np.zeros((len(INDICES), world.states))
        for item in sorted(self.drifts, key=lambda entry: entry.states != "others"):
            index = INDICES.index(item.index)
            chosen = range(world.states) if item.states == "others" else [rows[s] for s in item.states if s in rows]
            drift[index, list(chosen)] = item.per_year
        ideal = np.zeros(world.states)
        for move in self.ideal_drifts:
            if move.state in rows:
                ideal[rows[move.state]] += move.per_year
        pacts = set()
        for tie in self.ties:
            held = sorted(rows[name] for name in tie.states if name in rows)
            pacts |= {(a, b) for a in held for b in held if a < b}
        return OrderArrays(drift, ideal, tuple(sorted(pacts)))


def _names(drift: Drift) -> tuple[str, ...]:
    return ("others",) if drift.states == "others" else drift.states


def order_names() -> tuple[str, ...]:
    """Names of the orders that come with foedus."""
    return shipped(_orders())


def load_order(name: str | Path) -> Order:
    """The order with a shipped name, or from a file ending in .yaml; `CaseError` with one line per problem."""
    return load(Order, "order", name, _orders())


def _orders() -> Traversable:
    return files("foedus") / "cases" / "orders"

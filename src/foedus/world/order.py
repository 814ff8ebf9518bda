"""World orders: drifts of capability and alignment, ties, transfers and load, imposed on the futures of a case."""

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
Tag = Literal["elicited", "computed"]
IMPOSED_ON = {"poles-cinc": "cinc", "poles-gdp": "gdp", "poles-milex": "milex"}
"""Of each number of poles the capability index that an order must drift to move it."""
TIGHTNESS = "bloc-tightness"


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
    """Treaties in force among several states from the start and throughout."""

    kind: Literal["defence-pact", "entente"] = Field(
        description="kind of treaty imposed on each pair; an entente is one of non-aggression, neutrality or consultation"
    )
    states: Annotated[tuple[Abbreviation, ...], Field(min_length=2)] = Field(description="every pair of these is tied")
    reason: Text = Field(description="one sentence: why these states")
    tag: Elicited = "elicited"


class Transfer(Strict):
    """Arms that one state sends another in every year."""

    sender: Abbreviation
    receiver: Abbreviation
    reason: Text = Field(description="one sentence: what is sent")
    tag: Elicited = "elicited"


class Load(Strict):
    """How much more often the patron is at war elsewhere."""

    log_odds: Number = Field(ge=-3.0, le=3.0, description="added log-odds of a year at war elsewhere, -3 to 3")
    reason: Text = Field(description="one sentence: why this size")
    tag: Tag = "elicited"


class Move(Strict):
    """An index that the order says it moves, and which way: against the order as measured, at the end of the same futures."""

    index: Literal["poles-cinc", "poles-gdp", "poles-milex", "bloc-tightness"] = Field(
        description="effective number of poles by an index of capability, or tightness of the adversary's bloc"
    )
    direction: Literal["rises", "falls"]


class OrderArrays(NamedTuple):
    """An order over the states of a world."""

    drift: Floats
    """(3, N) added log growth a year by index."""
    ideal: Floats
    """(N,) added ideal points a year."""
    pacts: tuple[tuple[int, int], ...]
    """Pairs of state indices with a defence pact in force throughout, first < second."""
    treaties: tuple[tuple[int, int], ...]
    """Pairs with a treaty below a pact in force throughout, first < second."""
    transfers: tuple[tuple[int, int], ...]
    """Sender and receiver of arms."""
    load: float
    """Added log-odds of a year of the patron at war elsewhere."""


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
    transfers: tuple[Transfer, ...] = ()
    load: Load | None = None
    moves: tuple[Move, ...] = Field((), description="indices that the order moves, as `foedus orders` checks")

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
        places += [
            (("transfers", row, end), getattr(item, end))
            for row, item in enumerate(self.transfers)
            for end in ("sender", "receiver")
        ]
        found += [
            Problem(("transfers", row, "receiver"), f"'{item.receiver}' is the sender; name another state")
            for row, item in enumerate(self.transfers)
            if item.sender == item.receiver
        ]
        found += self._empty_moves()
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

    def _empty_moves(self) -> list[Problem]:
        """Indices that are named twice, or that nothing in the order could move."""
        found, named = [], set()
        drifted = {drift.index for drift in self.drifts if drift.per_year}
        for row, move in enumerate(self.moves):
            place = ("moves", row, "index")
            if move.index in named:
                found.append(Problem(place, f"'{move.index}' is named twice; leave out one"))
            named.add(move.index)
            needed = IMPOSED_ON.get(move.index)
            if needed and needed not in drifted:
                found.append(Problem(place, f"'{move.index}' cannot move: the order has no {needed} drift; add one"))
            if move.index == TIGHTNESS and not (self.ties or self.transfers or self.ideal_drifts):
                found.append(
                    Problem(place, f"'{move.index}' cannot move: the order has no tie, transfer or ideal drift")
                )
        return found

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
        bound: dict[str, set[tuple[int, int]]] = {"defence-pact": set(), "entente": set()}
        for tie in self.ties:
            held = sorted(rows[name] for name in tie.states if name in rows)
            bound[tie.kind] |= {(a, b) for a in held for b in held if a < b}
        sent = ((item.sender, item.receiver) for item in self.transfers)
        return OrderArrays(
            drift=drift,
            ideal=ideal,
            pacts=tuple(sorted(bound["defence-pact"])),
            treaties=tuple(sorted(bound["entente"])),
            transfers=tuple(sorted({(rows[a], rows[b]) for a, b in sent if a in rows and b in rows})),
            load=self.load.log_odds if self.load else 0.0,
        )


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

"""Futures in which something is made to happen, and in which something more is looked for than every future keeps.

What is made is forced where the simulator draws it, at the address of that draw: nothing else is touched, so whatever it does
not reach happens as it would have. In a simulated year,

    side      a state has a government of a side, whatever its elections; from the first year on, it begins with it
    dispute   one state begins a dispute with another; how far it goes, and who joins, is drawn as ever
    war       the same, and it becomes a war
    absent    an instrument is out of force from a year on, and what rests on it
    troops    a presence has a number of troops (thousands) from a year on, if the mechanism `troops` is off

Yearly probabilities (`foedus.simulation.outcomes.YEARLY`) of a year in which something is forced are not those of it.
What is looked for is a side in office, or two states in a dispute or a war with one another, begun in the year or lasting, as
originators or beside one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p
from typing import Any, Literal, NamedTuple

import numpy as np

from foedus.arrays import Flags
from foedus.simulation.common import DISPUTE, WAR
from foedus.simulation.engine import Question
from foedus.simulation.kernel import Function
from foedus.simulation.outcomes import EVENTS
from foedus.simulation.state import Future, Parameters, Record, Setting
from foedus.simulation.steps.escalation import FORCE_STAGE, WAR_STAGE
from foedus.simulation.store import digest
from foedus.simulation.year import PHASES
from foedus.world.world import World

BEGIN, POLITICS, CONFLICT, RECORD = PHASES
CERTAIN = 1000.0
"""Log-odds, and the yearly rate, of what is forced: its probability is 1 whatever else moves it."""


class Make(NamedTuple):
    """Something that is made, in simulated years first .. last, of which 1 is the first.

    unit    of a side the state, of a dispute or a war the directed dyad, of coercion the protege, else the instrument
    value   of a side +1 conservative or -1 progressive, of troops thousands
    """

    what: Literal["side", "dispute", "war", "coercion", "absent", "troops"]
    unit: int
    value: float
    first: int
    last: int

    def acts(self, t: int) -> bool:
        """Whether it is made in a simulated year."""
        return self.first <= t <= self.last


class Watch(NamedTuple):
    """Something that is looked for in every year.

    unit    of a side the state, of a dispute or a war the pair
    value   of a side +1 or -1
    """

    what: Literal["side", "dispute", "war"]
    unit: int
    value: int = 0


@dataclass(frozen=True, eq=False)
class Made(Question):
    """A question in whose futures something is made, and something is looked for: events behind those of every question."""

    makes: tuple[Make, ...] = ()
    watches: tuple[Watch, ...] = ()

    @cached_property
    def digest(self) -> bytes:
        """What stands for the setting, what is made and what is looked for in the name of a result."""
        return digest(self.setting) + repr((self.makes, self.watches)).encode()

    @property
    def events(self) -> int:
        """Those of every question, and one for each watch."""
        return len(EVENTS) + len(self.watches)

    def run(self, function: Function, arguments: tuple[Any, ...]) -> Function:
        """A function as it is run where nothing is made."""
        return super().runnable(function, arguments)

    def runnable(self, function: Function, arguments: tuple[Any, ...]) -> Function:
        """A function as it is run, with what is made and looked for."""
        run, makes, watches = self.run(function, arguments), self.makes, Watches(self.watches)

        def begin(w: Setting, p: Parameters, f: Future, seed: Any, start: int) -> None:
            run(w, p, f, seed, start)
            for one in makes:
                if one.what == "side" and one.first == 1:
                    f.states["side"][one.unit] = one.value

        def politics(w: Setting, p: Parameters, f: Future, seed: Any, start: int, year: int) -> None:
            _put(makes, w, f, year)
            run(w, p, f, seed, start, year)

        def conflict(w: Setting, p: Parameters, f: Future, out: Record, seed: Any, start: int, year: int) -> None:
            forced = [one for one in makes if one.what in ("dispute", "war") and one.acts(year - w.year)]
            before = p.escalation_dyad.copy() if forced else None
            rate = p.draws["coercion"]["rate"]
            coerced = any(one.what == "coercion" and one.acts(year - w.year) for one in makes)
            usual = rate.copy() if coerced else None
            if coerced:
                rate[:] = CERTAIN
            for one in forced:
                f.pairs["luck"][one.unit // 2, one.unit % 2] = 0.0
                if one.what == "war":
                    p.escalation_dyad[[FORCE_STAGE, WAR_STAGE], one.unit // 2] = CERTAIN
            run(w, p, f, out, seed, start, year)
            if before is not None:
                p.escalation_dyad[:] = before
            if usual is not None:
                rate[:] = usual

        def record(w: Setting, f: Future, out: Record, year: int) -> None:
            run(w, f, out, year)
            out.events[len(EVENTS) :] |= watches.seen(f).astype(np.uint64) << np.uint64(year - w.year - 1)

        made: dict[Function, Function] = {BEGIN: begin, POLITICS: politics, CONFLICT: conflict} if makes else {}
        return (made | ({RECORD: record} if self.watches else {})).get(function, run)


def made_of(question: Question, makes: Iterable[Make] = (), watches: Iterable[Watch] = ()) -> Made:
    """The futures of a question with things made, and things looked for.

    An instrument that is absent from the first year on is so at the start, as a setting: the question has to be of that
    setting (`removed`).
    """
    instruments, later = question.setting.instruments.copy(), []
    for one in makes:
        if one.what == "troops" and one.first == 1:
            instruments.weight[one.unit] = log1p(one.value)
        elif one.what != "absent" or one.first > 1:
            later.append(one)
    setting = question.setting._replace(instruments=instruments)
    return Made(
        setting,
        question.sets,
        question.seed,
        question.horizon,
        question.engine,
        makes=tuple(later),
        watches=tuple(watches),
    )


def removed(makes: Iterable[Make], world: World) -> tuple[str, ...]:
    """The instruments that are absent from the first year on."""
    return tuple(world.instruments[one.unit] for one in makes if one.what == "absent" and one.first == 1)


def _put(makes: Sequence[Make], w: Setting, f: Future, year: int) -> None:
    """Before a year: governments of that year, instruments that leave force, troops that are moved."""
    f.states["made"][:] = 0
    for one in makes:
        if one.acts(year - w.year):
            if one.what == "side":
                f.states["made"][one.unit] = one.value
            elif one.what == "absent":
                f.instruments["exit"][one.unit] = np.minimum(f.instruments["exit"][one.unit], year)
            elif one.what == "troops":
                f.instruments["reinforced"][one.unit] = log1p(one.value) - w.instruments[one.unit].weight


class Watches:
    """Things that are looked for, all at once."""

    def __init__(self, watches: Sequence[Watch]) -> None:
        self.side = np.array([one.what == "side" for one in watches])
        self.unit = np.array([one.unit for one in watches], np.int64)
        self.least = np.array([WAR if one.what == "war" else DISPUTE for one in watches])
        self.value = np.array([one.value for one in watches])

    def seen(self, f: Future) -> Flags:
        """Whether each is there at the end of a year (watches, W)."""
        found = np.empty((len(self.side), f.width), np.bool_)
        side, pair = self.side, ~self.side
        found[side] = f.states["side"][self.unit[side]] == self.value[side, None]
        found[pair] = f.pairs["level"][self.unit[pair]] >= self.least[pair, None]
        return found

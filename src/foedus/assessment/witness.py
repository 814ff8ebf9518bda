"""One future, watched: what happens in each year, read from the state that the steps of the year leave behind.

The future is run by the interpreted engine, alone in its block; it is the future of an assessment to the last bit. Nothing is
drawn and nothing is changed by the watching. The disputes of a year leave no trace of who joined them, so the same functions
that made them are called once more, on a copy of the state as it was before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from foedus.assessment.made import Made
from foedus.assessment.replay_lines import Happening, Side, Year
from foedus.simulation.common import NEVER, NUCLEAR, PURSUE, ends
from foedus.simulation.engine import Question
from foedus.simulation.kernel import Function
from foedus.simulation.outcomes import EVENTS, event, total
from foedus.simulation.state import Future, Parameters, Record, Setting
from foedus.simulation.steps import duration, joining
from foedus.simulation.steps.commitments import register
from foedus.simulation.steps.duration import engage
from foedus.simulation.steps.escalation import escalate
from foedus.simulation.steps.initiation import begins
from foedus.simulation.steps.joining import join, part
from foedus.simulation.year import PHASES
from foedus.world.world import LEVELS, World

BEGIN, _, CONFLICT, RECORD = PHASES
ALONE = 0
"""The lane of a future that is alone in its block."""
SIDES: dict[int, Side] = {1: "conservative", -1: "progressive"}
COERCED, COST = event("coercion"), total("coercion_cost")


@dataclass
class Witness:
    """What has been seen of a future so far.

    shown    outcomes that a dispute may be said to bring about
    totals   sums up to the last year seen (`foedus.simulation.outcomes.TOTALS`)
    """

    world: World
    shown: frozenset[str]
    years: list[Year] = field(default_factory=list)
    totals: Any = None
    _before: Any = None
    _cost: float = 0.0
    _disputes: list[Happening] = field(default_factory=list)

    def begin(self, f: Future) -> None:
        """See the state before the first year."""
        self._before = deepcopy(f)

    def fight(self, w: Setting, p: Parameters, f: Future, then: Future, out: Record, at: tuple[int, int, int]) -> None:
        """See the disputes of a year, of the state before them, which is used up, and that after them.

        at   seed, run and year
        """
        f.pairs["odds"][:] = then.pairs["odds"]
        mine = deepcopy(out)
        self._disputes = [*self._lasting(w, p, f, mine, at[2])]
        joining.step(w, p, f, at[2])
        for d in range(2 * len(w.pairs)):
            if begins(f, d // 2, d % 2, ALONE):
                self._disputes.append(self._dispute(w, p, f, mine, d, at))

    def record(self, w: Setting, f: Future, out: Record, year: int) -> None:
        """See the year as it is recorded."""
        happenings = [
            *self._governments(f, year),
            *self._instruments(w, f, year),
            *self._pacts(w, f),
            *self._provocations(f),
            *self._disputes,
            *self._coercion(w, out, year),
            *self._weapons(f),
        ]
        bit = np.uint64(year - w.year - 1)
        events = [name for name, word in zip(EVENTS, out.events[:, ALONE], strict=True) if word >> bit & np.uint64(1)]
        self.years.append(Year(year=year, events=events, happenings=happenings))
        self.totals = out.totals[:, ALONE].copy()
        self._before = deepcopy(f)

    def _lasting(self, w: Setting, p: Parameters, f: Future, out: Record, year: int) -> Iterator[Happening]:
        duration.step(w, p, f, out, year)
        for q, pair in enumerate(w.pairs):
            if level := f.pairs[q].level[ALONE]:
                yield Happening(what="continues", states=self._names(pair.first, pair.second), level=_level(level))

    def _dispute(
        self, w: Setting, p: Parameters, f: Future, out: Record, d: int, at: tuple[int, int, int]
    ) -> Happening:
        """A dispute of directed dyad d, run as `foedus.simulation.steps.initiation.fight` runs it."""
        out.events.fill(0)
        level = escalate(w, p, f, d, *at, ALONE)
        join(w, p, f, d, level, *at, ALONE)
        engage(w, f, d, level, ALONE)
        register(w, p, f, out, d, level, *at, ALONE)
        sides = {side: [k for k in range(len(w.states)) if f.states[k].joined[ALONE] == side] for side in (1, 2)}
        part(w, f, d, level, ALONE)
        return Happening(
            what="dispute",
            states=self._names(*ends(w, d)),
            level=_level(level),
            with_first=self._names(*sides[1]),
            with_second=self._names(*sides[2]),
            outcomes=[name for place, name in enumerate(EVENTS) if out.events[place, ALONE] and name in self.shown],
        )

    def _governments(self, f: Future, year: int) -> Iterator[Happening]:
        for i, state in enumerate(f.states):
            if state.changed[ALONE] == year:
                yield Happening(
                    what="government",
                    states=self._names(i),
                    side=SIDES.get(int(state.side[ALONE])),
                    election=bool(state.voted[ALONE] == year),
                )

    def _instruments(self, w: Setting, f: Future, year: int) -> Iterator[Happening]:
        for k, name in enumerate(self.world.instruments):
            if not w.instruments[k].present:
                continue
            now, last, base = f.instruments[k], self._before.instruments[k], w.instruments[k].rests_on
            left, fallen = now.exit[ALONE], base >= 0 and f.instruments[base].exit[ALONE] <= year
            if left != last.exit[ALONE] and last.exit[ALONE] == NEVER and not fallen:
                yield Happening(what="denounced", instrument=name, number=float(left))
            if left == year:
                under = self.world.instruments[base] if fallen else None
                yield Happening(what="out-of-force", instrument=name, base=under)
            if now.lapsed[ALONE] > last.lapsed[ALONE]:
                yield Happening(what="expired", instrument=name)
            if last.lapsed[ALONE] and not now.lapsed[ALONE] and left > year:
                yield Happening(what="agreed-anew", instrument=name)
            kept, before = (each.integrity[ALONE] >= w.instruments[k].floor for each in (now, last))
            if kept != before and left > year:
                yield Happening(what="integrity-regained" if kept else "integrity-lost", instrument=name)

    def _pacts(self, w: Setting, f: Future) -> Iterator[Happening]:
        """Pacts of pairs' own, and those that the order imposes from the first year; treaties of the case are instruments."""
        for q, pair in enumerate(w.pairs):
            if not self.years and w.imposed[pair.first, pair.second]:
                yield Happening(what="pact-imposed", states=self._names(pair.first, pair.second))
            now, last = f.pairs[q].formed[ALONE] >= 0, self._before.pairs[q].formed[ALONE] >= 0
            if now != last:
                yield Happening(
                    what="pact-formed" if now else "pact-ended", states=self._names(pair.first, pair.second)
                )

    def _provocations(self, f: Future) -> Iterator[Happening]:
        for name, count in zip(self.world.provocations, f.provocations[:, ALONE], strict=True):
            if count:
                yield Happening(what="provocation", instrument=name, number=float(count))

    def _coercion(self, w: Setting, out: Record, year: int) -> Iterator[Happening]:
        cost = float(out.totals[COST, ALONE])
        if out.events[COERCED, ALONE] >> np.uint64(year - w.year - 1) & np.uint64(1):
            yield Happening(what="coercion", states=self._names(w.coercer, w.protege), number=cost - self._cost)
        self._cost = cost

    def _weapons(self, f: Future) -> Iterator[Happening]:
        for i, (now, last) in enumerate(zip(f.states, self._before.states, strict=True)):
            if now.nuclear[ALONE] != last.nuclear[ALONE]:
                if now.nuclear[ALONE] == PURSUE:
                    yield Happening(what="weapons-pursued", states=self._names(i))
                elif now.nuclear[ALONE] == NUCLEAR:
                    yield Happening(what="weapons-acquired", states=self._names(i))

    def _names(self, *places: int) -> list[str]:
        return [self.world.names[i] for i in places]


@dataclass(frozen=True, eq=False)
class Watched(Made):
    """A question whose futures, one at a time, are seen by a witness."""

    witness: Witness | None = None

    def run(self, function: Function, arguments: tuple[Any, ...]) -> Function:
        """A function as it is run, and seen."""
        run, witness = super().run(function, arguments), self.witness
        if witness is None:
            return run

        def begin(w: Setting, p: Parameters, f: Future, seed: Any, start: int) -> None:
            run(w, p, f, seed, start)
            witness.begin(f)

        def conflict(w: Setting, p: Parameters, f: Future, out: Record, seed: Any, start: int, year: int) -> None:
            before = deepcopy(f)
            run(w, p, f, out, seed, start, year)
            witness.fight(w, p, before, f, out, (seed, start, year))

        def record(w: Setting, f: Future, out: Record, year: int) -> None:
            run(w, f, out, year)
            witness.record(w, f, out, year)

        seen: dict[Function, Function] = {BEGIN: begin, CONFLICT: conflict, RECORD: record}
        return seen.get(function, run)


def watch(question: Question, future: int, witness: Witness) -> None:
    """Run one future of a question before a witness."""
    makes = question.makes if isinstance(question, Made) else ()
    alone = Watched(
        question.setting,
        question.sets,
        question.seed,
        question.horizon,
        "reference",
        width=1,
        makes=makes,
        witness=witness,
    )
    for _ in alone.blocks(future, 1):
        pass


def _level(level: int) -> Any:
    return LEVELS[int(level)]

"""The search of `flip`: from beliefs moved one by one to the nearest moves that cross limits, each confirmed by a run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import analysts
from foedus.assessment.answer import Answer
from foedus.assessment.flip_lines import Crossed, LimitFlip, Move, Moved, Reach, VerdictFlip
from foedus.assessment.flip_runs import Runs
from foedus.assessment.nearest import CAP, CLOSE, Crossing, Model, alone, crossing, least_distance, together
from foedus.assessment.verdict import leaning, mixture_keeps, state, verdict
from foedus.assessment.verdict_lines import AnalystView, ToleranceLine, Value
from foedus.world.outcomes import outcomes_of

FOLLOWED = 3
"""Single beliefs that are followed to the limit, those nearest on the model."""
FARTHER = 1.2
"""Factor by which the model may put a crossing beyond the cap for it to be followed."""
NEGLIGIBLE = 0.05
"""Share of the length of a joint move below which the move of a belief is left out of it."""
IMPROVED, STEP = 8, 0.5
"""Beliefs whose slope is taken again at a joint move, and the step for it."""
TRIES = 4
"""Most confirming runs of a move."""
Target = Sequence[int]
"""Limits that are to be crossed at once, by place."""


@dataclass(frozen=True)
class Search:
    """An answer, its limits on which the mixture has a probability, and the runs that look beyond them."""

    answer: Answer
    lines: Sequence[ToleranceLine]
    runs: Runs

    @property
    def _none(self) -> Floats:
        return np.zeros(len(self.runs.beliefs))

    @cached_property
    def model(self) -> Model:
        """Progress of each limit by moves, from every belief at both ends of the cap."""
        ends = [[self._unit(place, sign * CAP) for sign in (-1.0, 1.0)] for place in range(len(self.runs.beliefs))]
        self.runs.by_set([self._none, *(end for pair in ends for end in pair)], self.runs.screened)
        low, high = (np.array([self.runs.screen(pair[end]) for pair in ends]) for end in (0, 1))
        clear = np.array([self.runs.told_apart([*pair, self._none]) for pair in ends])
        return Model.through(self.runs.start, low, high, clear)

    def _unit(self, place: int, by: float) -> Floats:
        x = self._none
        x[place] = by
        return x

    def limit(self, place: int) -> LimitFlip:
        """The nearest moves that cross one limit."""
        line, mixture = self.lines[place], self.runs.mixture[place]
        single, joint = self.nearest([place])
        labels = {one.name: one.label for one in outcomes_of(self.runs.study.case)}
        return LimitFlip(
            outcome=line.outcome,
            label=labels[line.outcome],
            at_most=line.at_most,
            at_least=line.at_least,
            years=line.years,
            state=line.state,
            value=mixture.value,
            error=mixture.error,
            keeps=self.runs.keeps[place],
            single=single if isinstance(single, Move) else None,
            joint=joint if isinstance(joint, Move) else None,
            closest=single if isinstance(single, Reach) else None,
            closest_joint=joint if isinstance(joint, Reach) else None,
        )

    def nearest(self, target: Target) -> tuple[Move | Reach | None, Move | Reach | None]:
        """By one belief, and by any number of them, which is no longer."""
        single, joint = self.single(target), self.joint(target)
        shorter = isinstance(single, Move) and not (isinstance(joint, Move) and joint.length <= single.length)
        return single, single if shorter else joint

    def single(self, target: Target) -> Move | Reach | None:
        """By one belief; where none crosses, the one that comes nearest at the cap."""
        near = {
            place: by
            for place in range(len(self.runs.beliefs))
            if (by := alone(self.model, place, target, FARTHER * CAP)) is not None
        }
        followed = []
        for place in sorted(near, key=lambda each: abs(near[each]))[:FOLLOWED]:
            direction = self._unit(place, float(np.sign(near[place])) or 1.0)
            if (found := self._follow(direction, target, abs(near[place]))) is not None:
                followed.append((found, direction))
        for found, direction in sorted(followed, key=lambda each: each[0].length):
            if (move := self._confirmed(direction, found, target)) is not None:
                return move
        ends = [self._unit(place, sign * CAP) for place in range(len(self.runs.beliefs)) for sign in (-1.0, 1.0)]
        if not ends:
            return None
        return self._reach(max(ends, key=lambda x: self._least(self.model.at(x), target)), target)

    def joint(self, target: Target) -> Move | Reach | None:
        """By several; where no move is found, how far the direction of steepest progress comes."""
        x = together(self.model, target)
        if x is None:
            slopes = self.model.linear[:, list(target)].T
            x = least_distance(slopes, -self.model.start[list(target)])
        if x is None or not x.any():
            return None
        direction, length = _direction(x)
        found = self._follow(direction, target, length)
        if found is None:
            return self._reach(CAP * direction, target)
        better = self._improved(found.length * direction, target)
        if better is not None:
            other, length = _direction(better)
            again = self._follow(other, target, length)
            if again is not None and again.length < found.length:
                direction, found = other, again
        return self._confirmed(direction, found, target) or self._reach(CAP * direction, target)

    def _improved(self, x: Floats, target: Target) -> Floats | None:
        """The shortest move by slopes taken at a move that crosses; None where it is no shorter."""
        slopes = self.model.slopes(x)
        here = self.runs.screen(x)
        places = np.argsort(-np.abs(slopes[:, list(target)]).max(axis=1))[:IMPROVED]
        steps = [x + self._unit(place, STEP) for place in places.tolist()]
        self.runs.by_set(steps, self.runs.screened)
        for place, step in zip(places.tolist(), steps, strict=True):
            slopes[place] = (self.runs.screen(step) - here) / STEP
        chosen = list(target)
        found = least_distance(slopes[:, chosen].T, slopes[:, chosen].T @ x - here[chosen])
        return None if found is None or not 0.0 < np.linalg.norm(found) < np.linalg.norm(x) else found

    def _follow(self, direction: Floats, target: Target, guess: float) -> Crossing | None:
        """The crossing along a direction in the futures of the search; None within the cap."""
        start = self._least(self.runs.start, target)

        def progress(length: float) -> float:
            return self._least(self.runs.screen(length * direction), target)

        return crossing(progress, start, guess)

    def _confirmed(self, direction: Floats, found: Crossing, target: Target) -> Move | None:
        """The move along a direction that crosses in as many futures as the headline has; None within the cap."""
        best: float | None = None
        length, slope = found
        for _ in range(TRIES):
            progress = self._least(self.runs.confirm(length * direction), target)
            if progress >= 0.0:
                best = length if best is None else min(best, length)
            if 0.0 <= progress <= 2.0 * CLOSE or (progress < 0.0 and length >= CAP):
                break
            length = min(max(length - (progress - CLOSE) / slope, CLOSE), CAP)
        return None if best is None else self._move(best * direction, slope, target)

    def _least(self, progress: Floats, target: Target) -> float:
        return float(progress[list(target)].min())

    def _beliefs(self, x: Floats) -> list[Moved]:
        """The beliefs of a move, the longest first."""
        return [
            Moved(
                belief=one.name,
                meaning=one.meaning,
                provenance=one.provenance,
                by=float(x[place]),
                before=one.mean,
                after=one.mean + float(x[place]) * one.sd,
                sd=one.sd,
            )
            for place in np.argsort(-np.abs(x), kind="stable").tolist()
            if x[place]
            for one in [self.runs.beliefs[place]]
        ]

    def _reach(self, x: Floats, target: Target) -> Move | Reach:
        """The end of the cap in as many futures as the headline has: a move if it crosses in these."""
        progress = self._least(self.runs.confirm(x), target)
        if progress >= 0.0:
            return self._move(x, (progress - self._least(self.runs.start, target)) / CAP, target)
        found = self.runs.probabilities(x, self.runs.futures)
        least = min(target, key=lambda place: self.runs.towards(found, self.runs.futures)[place])
        return Reach(
            beliefs=self._beliefs(x), value=found[least].value, error=found[least].error, futures=self.runs.futures
        )

    def _move(self, x: Floats, slope: float, target: Target) -> Move:
        found = self.runs.probabilities(x, self.runs.futures)
        progress = self.runs.towards(found, self.runs.futures)
        least = min(target, key=lambda place: progress[place])
        p = min(max(found[least].value, 1e-6), 1.0 - 1e-6)
        crossed = [
            place
            for place in range(len(self.lines))
            if self._keeps(place, found[place].value) != self.runs.keeps[place]
        ]
        return Move(
            beliefs=self._beliefs(x),
            length=float(np.linalg.norm(x)),
            error=found[least].error / (p * (1.0 - p)) / slope,
            futures=self.runs.futures,
            crossed=[
                Crossed(outcome=self.lines[place].outcome, value=found[place].value, error=found[place].error)
                for place in crossed
            ],
            **self.judged(self.views(found)),
        )

    def _keeps(self, place: int, value: float) -> bool:
        return analysts.keeps(self.runs.limits[place], value)

    def views(self, found: Sequence[analysts.Probability]) -> list[AnalystView]:
        """What an analyst makes of every limit."""
        return [
            analysts.view(limit, "moved", "joint", "run", one, self.runs.futures)
            for limit, one in zip(self.runs.limits, found, strict=True)
        ]

    def judged(self, views: Sequence[AnalystView]) -> dict[str, Value]:
        """The verdict of an analyst alone, and with it in the set."""
        by_alone: dict[tuple[str, int], ToleranceLine] = {}
        by_all: dict[tuple[str, int], ToleranceLine] = {}
        for line, view in zip(self.lines, views, strict=True):
            measured = not line.state.endswith("by-assumption")
            for found, who in ((by_alone, [view]), (by_all, [*line.views, view])):
                found[line.outcome, line.years] = line.model_copy(update={"views": who, "state": state(who, measured)})
        every = [by_all.get((line.outcome, line.years), line) for line in self.answer.tolerances]
        return {
            "alone": leaning(list(by_alone.values())),
            "verdict": verdict(every, self.answer.orders).value,
        }

    def verdict(self, limits: Sequence[LimitFlip]) -> VerdictFlip:
        """The nearest move that changes the verdict, or the leaning where no analyst changes it."""
        now = self.answer.verdict
        failing = [
            place
            for place, line in enumerate(self.lines)
            if (line.state == "missed" if now.value == "not prepared" else line.state in ("missed", "undecided"))
            and not mixture_keeps(line)
        ]
        changes, before = ("leaning", now.leaning) if now.value == "cannot tell" else ("verdict", now.value)
        if failing:
            single, joint = (
                (limits[failing[0]].single, limits[failing[0]].joint) if len(failing) == 1 else self.nearest(failing)
            )
            moves = [single], [joint]
            names = [self.lines[place].outcome for place in failing]
        else:
            moves = [one.single for one in limits], [one.joint for one in limits]
            names = [one.outcome for one in limits]
        nearest = [self._nearest(each, changes, before) for each in moves]
        return VerdictFlip(
            changes=changes,
            needs="all" if failing else "any",
            outcomes=names,
            single=nearest[0],
            joint=nearest[1],
        )

    def _nearest(self, moves: Sequence[Move | Reach | None], changes: str, before: Value | None) -> Move | None:
        """The shortest of the moves that change what is asked."""
        there = [
            move
            for move in moves
            if isinstance(move, Move) and (move.verdict if changes == "verdict" else move.alone) != before
        ]
        return min(there, key=lambda move: move.length, default=None)


def _direction(x: Floats) -> tuple[Floats, float]:
    """A move of length 1 along another, without what is negligible in it, and the length of that."""
    length = float(np.linalg.norm(x))
    kept = np.where(np.abs(x) < NEGLIGIBLE * length, 0.0, x)
    return kept / np.linalg.norm(kept), length

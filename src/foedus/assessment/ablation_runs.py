"""The runs of an ablation: the same futures without each set of instruments, or with it degraded, and with stated effects of
instruments at zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from foedus.arrays import Floats
from foedus.assessment import additive
from foedus.assessment.contribution import one_by_one
from foedus.assessment.outcome_lines import Difference
from foedus.assessment.removals import NOTHING, Removals
from foedus.assessment.shapley import Set
from foedus.progress import Progress
from foedus.simulation.engine import Question
from foedus.simulation.mechanisms import Switches
from foedus.simulation.setting import Policy
from foedus.simulation.study import Study
from foedus.simulation.tally import Tally
from foedus.world.outcomes import Outcome

Off = tuple[str, ...]
"""Provenances whose stated effects of instruments are zero."""
NONE: Off = ()
ELICITED: Off = ("elicited",)
STATED: Off = ("elicited", "literature")


@dataclass(frozen=True)
class Runs:
    """What was counted.

    numbers   by provenances that are off and removed set, a number of each outcome and future whose means add up
    tallies   counts with every instrument, and with none where that was run
    """

    study: Study
    outcomes: tuple[Outcome, ...]
    removals: Removals
    numbers: Mapping[tuple[Off, Set], Floats]
    tallies: Mapping[Set, Tally]

    def change(self, removed: Set, off: Off = NONE) -> Floats:
        """Without a set minus with all, of each outcome and future."""
        return self.numbers[off, removed] - self.numbers[off, NOTHING]

    def lines(self, contrast: Floats) -> list[Difference]:
        """A contrast by outcome."""
        return additive.lines(self.outcomes, contrast, self.study.sets)


def run(
    study: Study,
    outcomes: tuple[Outcome, ...],
    removals: Removals,
    *,
    futures: int,
    order: str,
    beliefs: str,
    progress: Progress | None = None,
) -> Runs:
    """Every run, those that the slopes of the control variates are fitted on before the others."""
    early = [NOTHING, *removals.first]
    work = [(NONE, each) for each in dict.fromkeys([*early, *removals.sets])]
    work += [(off, each) for off in (ELICITED, STATED) for each in early]
    read: list[Floats] = []
    numbers: dict[tuple[Off, Set], Floats] = {}
    tallies: dict[Set, Tally] = {}
    chunks = one_by_one(study, _questions(study, work, removals, order, beliefs), futures)
    for done, ((off, each), chunk) in enumerate(zip(work, chunks, strict=True), start=1):
        read.append(additive.readings(outcomes, chunk.kept, study.horizon))
        if off == NONE and each in (NOTHING, frozenset(removals.base)):
            tallies[each] = chunk.tally
        if done == len(early):
            slopes = additive.slopes(read[0], read[1:])
        if done >= len(early):
            first = done - len(read)
            numbers |= {work[first + k]: additive.numbers(outcomes, one, slopes) for k, one in enumerate(read)}
            read = []
        if progress:
            progress(done, len(work), _said(each, removals))
    return Runs(study, outcomes, removals, numbers, tallies)


def _questions(
    study: Study, work: Sequence[tuple[Off, Set]], removals: Removals, order: str, beliefs: str
) -> Iterator[Question]:
    stated = study.believed(beliefs).effects
    studies = {NONE: study}
    for off, each in work:
        if off not in studies:
            names = tuple(f"{one.kind}.{one.channel}" for one in stated if one.provenance in off)
            studies[off] = study.switched(Switches(off=names))
        members = tuple(name for name in removals.base if name in each)
        policy = Policy(degraded=members) if removals.degraded else Policy(members)
        yield studies[off].question(order, policy, beliefs=beliefs)


def _said(removed: Set, removals: Removals) -> str:
    """'without thaad and 2 more'."""
    few = [name for name in removals.base if name in removed]
    more = f" and {len(few) - 1} more" if len(few) > 1 else ""
    how = "degraded:" if removals.degraded else "without"
    return f"{how} {few[0]}{more}" if few else "with all instruments"

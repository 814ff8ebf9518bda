r"""Two answers compared: what was asked differently, what moved, whether chance can have moved it, and which input did.

    difference   after less before
    paired       in future r of both, with the error s / sqrt(n) of the mean of the differences of n futures; where both answers
                 are of this program and have seed, horizon, futures and number of parameter sets in common
    independent  the error is at most sqrt(v / n + v' / n'), v = p (1 - p) with p = (k + 1) / (n + 2) of k of n futures (those
                 in which the condition held); of a total v is the variance of its means by parameter set, and n their number
    beyond       more than two errors

Attribution, over inputs N that differ, with v(S) the outcome where those of S are as in the second answer:

    part         of i: mean of v(S + i) - v(S) over all orders in which the inputs can be changed; up to five inputs
                 of i: v(1..i) - v(1..i-1), in the order listed; more inputs
    alone        v({i}) - v({})
    interaction  v(N) - v({}) less the sum of what each does alone

Units: those of the outcome. Source of the mean over orders: Shapley (1953), A value for n-person games.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np

from foedus.arrays import Floats
from foedus.assessment import additive
from foedus.assessment.answer import Answer
from foedus.assessment.asked import study_of
from foedus.assessment.changes import ABSENT, Differs, changed, differences
from foedus.assessment.diff_lines import (
    Attribution,
    Change,
    Diff,
    InputPart,
    Limit,
    MovedLimit,
    MovedOutcome,
    Shift,
    Side,
)
from foedus.assessment.diff_runs import Inputs, Runs, inputs
from foedus.assessment.identity import Identity
from foedus.assessment.outcome_lines import Estimate, OutcomeLine
from foedus.assessment.read import read_answer
from foedus.assessment.shapley import Set, shapley
from foedus.assessment.verdict_lines import ToleranceLine
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.shown import shown
from foedus.simulation.store import Store
from foedus.taken import path, whole
from foedus.world.outcomes import outcomes_of

ERRORS = 2.0
"""Monte Carlo errors beyond which a difference is not put down to chance."""
MOST_ORDERED, MOST = 5, 20
"""Most inputs of which all orders are run, and most that are attributed at all."""
MOST_PAIRED = 100_000
"""Most futures of a headline that is run again."""
SPAN = 2.0 * 1.6448536269514722
"""Standard deviations in a 90% interval of a Normal."""
CAUSES: Mapping[tuple[bool, bool], Literal["nothing", "inputs", "program", "inputs and program"]] = {
    (False, False): "nothing",
    (True, False): "inputs",
    (False, True): "program",
    (True, True): "inputs and program",
}


def diff(
    first: Answer | str | Path,
    second: Answer | str | Path,
    *,
    attribute: bool = False,
    futures: int | None = None,
    threads: int | None = None,
    store: Store | None = None,
    progress: Progress | None = None,
) -> Diff:
    """What was asked differently in two answers, and what moved.

    first, second  answers, or the paths of their JSON
    attribute      share the difference out among the inputs, by runs of this program
    futures        futures of each run of the attribution; default: the fewer of the two answers

    Raises InputError for what is no answer, one without an identity, answers without an outcome in common, or, to attribute,
    answers of another program, no input that moves a future, or more than twenty.
    """
    if futures is not None and not attribute:
        raise InputError("--futures is of the runs of --attribute: leave it out, or ask for those")
    one, other = (each if isinstance(each, Answer) else read_answer(path("answer", each)) for each in (first, second))
    said = [_identity(each, which) for each, which in ((one, "first"), (other, "second"))]
    shared = _shared(one, other)
    before, after = inputs(one, said[0]), inputs(other, said[1])
    moving = list(differences(before, after))
    asked = [*moving, *differences(_beside(said[0]), _beside(said[1]))]
    program = _program(said[0]) != _program(said[1])
    known = {each.name: each for each in outcomes_of(said[0].case)}
    outcomes = tuple(known[name] for name in shared if name in known)

    def runs(size: int) -> Runs:
        return Runs(outcomes, size, threads, store, progress)

    same = not asked and not program
    paired, shifts = same or (one.sets == other.sets and _pairable(said)), list[Shift]()
    if paired and not same:
        headlines = runs(min(one.futures, MOST_PAIRED))
        apart = headlines.numbers([before, after])
        shifts = _shifts(headlines, apart[1] - apart[0], one.sets)
    attribution = None
    if attribute:
        fewer = min(one.futures, other.futures, MOST_PAIRED)
        size = fewer if futures is None else whole("futures", futures, 1, MOST_PAIRED)
        attribution = _attribution(runs(size), said, before, moving, one.sets)
    return Diff(
        first=_side(one, said[0]),
        second=_side(other, said[1]),
        cause=CAUSES[bool(asked), program],
        changes=[Change(path=each.name, before=_value(each.before), after=_value(each.after)) for each in asked],
        method="paired" if paired else "independent",
        outcomes=list(_lines(one, other, shared, shifts, same)),
        only_first=[each.name for each in one.outcomes if each.name not in shared],
        only_second=[each.name for each in other.outcomes if each.name not in shared],
        limits=list(_limits(one.tolerances, other.tolerances)),
        attribution=attribution,
    )


def _identity(answer: Answer, which: str) -> Identity:
    if answer.identity is None:
        raise InputError(
            f"the {which} answer has no identity: it is of an earlier version; make it again with 'foedus assess'"
        )
    if answer.order not in answer.identity.orders:
        raise InputError(
            f"the identity of the {which} answer lacks its order '{shown(answer.order)}': it was shortened or written over; "
            "make it again with 'foedus assess'"
        )
    return answer.identity


def _shared(one: Answer, other: Answer) -> list[str]:
    """Outcomes of both, in the order of the first."""
    kinds = {each.name: (each.kind, each.unit) for each in other.outcomes}
    found = [each.name for each in one.outcomes if kinds.get(each.name) == (each.kind, each.unit)]
    if not found:
        raise InputError(
            f"the answers have no outcome in common: {', '.join(each.name for each in one.outcomes) or 'none'} in the first, "
            f"{', '.join(kinds) or 'none'} in the second; compare answers to the same question"
        )
    return found


def _beside(said: Identity) -> dict[str, Any]:
    """What was asked and moves no future of the headline."""
    return {
        "futures": said.futures,
        "orders": {name: order.model_dump(mode="json") for name, order in said.orders.items()},
        "pacts": said.pacts,
        "posteriors": said.posteriors,
    }


def _program(said: Identity) -> tuple[str, str]:
    return said.version, said.simulator


def _runnable(said: Sequence[Identity]) -> None:
    """Raise InputError where an answer is of another program, or used posteriors of the user's own."""
    for each, which in zip(said, ("the first answer", "the second answer"), strict=True):
        study_of(each, which)


def _pairable(said: Sequence[Identity]) -> bool:
    """Whether future r of one answer is future r of the other, and both can be run here."""
    try:
        _runnable(said)
    except InputError:
        return False
    return len({(each.seed, each.horizon, each.futures) for each in said}) == 1


def _shifts(runs: Runs, contrast: Floats, sets: int) -> list[Shift]:
    """A contrast by outcome, with the error of its mean over futures."""
    found = additive.lines(runs.outcomes, contrast, sets)
    return [
        Shift(difference=line, error=None if np.isnan(each).any() else float(each.std() / math.sqrt(runs.futures)))
        for line, each in zip(found, contrast, strict=True)
    ]


def _lines(
    one: Answer, other: Answer, shared: Sequence[str], shifts: Sequence[Shift], same: bool
) -> Iterator[MovedOutcome]:
    before, after = ({each.name: each for each in answer.outcomes} for answer in (one, other))
    found = {each.difference.outcome: each for each in shifts}
    for name in shared:
        estimates = before[name].estimate, after[name].estimate
        error: float | None
        if name in found:
            moved, error = found[name].difference.estimate, found[name].error
        else:
            moved = Estimate(value=_less(*estimates), low=None, high=None)
            error = 0.0 if same else _apart(_error(before[name], before, one), _error(after[name], after, other))
        yield MovedOutcome(
            outcome=name,
            label=before[name].label,
            unit=before[name].unit,
            before=estimates[0],
            after=estimates[1],
            difference=moved,
            error=error,
            beyond=None if moved.value is None or error is None else abs(moved.value) > ERRORS * error,
        )


def _less(before: Estimate, after: Estimate) -> float | None:
    return None if before.value is None or after.value is None else after.value - before.value


def _apart(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else math.hypot(first, second)


def _error(line: OutcomeLine, lines: Mapping[str, OutcomeLine], answer: Answer) -> float | None:
    """The most that the Monte Carlo error of an estimate can be, from what the answer says."""
    if line.estimate.value is None:
        return None
    if line.kind == "total":
        if line.estimate.low is None or line.estimate.high is None:
            return None
        return (line.estimate.high - line.estimate.low) / SPAN / math.sqrt(answer.sets)
    given = lines.get(line.given or "")
    share = given.estimate.value if given else 1.0
    trials = answer.futures * (share or 0.0)
    if trials < 1.0:
        return None
    p = (line.estimate.value * trials + 1.0) / (trials + 2.0)
    return math.sqrt(p * (1.0 - p) / trials)


def _limits(before: Sequence[ToleranceLine], after: Sequence[ToleranceLine]) -> Iterator[MovedLimit]:
    def by_place(lines: Sequence[ToleranceLine]) -> dict[tuple[str, int, bool], ToleranceLine]:
        return {(each.outcome, each.years, each.at_most is None): each for each in lines}

    one, other = by_place(before), by_place(after)
    for place in dict.fromkeys([*one, *other]):
        yield MovedLimit(
            outcome=place[0], years=place[1], before=_limit(one.get(place)), after=_limit(other.get(place))
        )


def _limit(line: ToleranceLine | None) -> Limit | None:
    if line is None:
        return None
    return Limit(at_most=line.at_most, at_least=line.at_least, state=line.state, estimate=line.estimate)


def _side(answer: Answer, said: Identity) -> Side:
    return Side(
        case=answer.case,
        as_of=answer.as_of,
        version=said.version,
        simulator=said.simulator,
        futures=answer.futures,
        horizon=answer.horizon,
        seed=answer.seed,
        order=answer.order,
        verdict=answer.verdict.value,
        leaning=answer.verdict.leaning,
    )


def _value(said: Any) -> Any:
    return None if said is ABSENT else said


def _attribution(
    runs: Runs, said: Sequence[Identity], before: Inputs, every: Sequence[Differs], sets: int
) -> Attribution:
    """The whole difference by input."""
    _runnable(said)
    if len(every) > MOST:
        raise InputError(
            f"{len(every)} inputs of the headline differ, and at most {MOST} can be attributed; change fewer at a time"
        )
    none, all_of_them = runs.key(before), runs.key(changed(before, every))
    idle = [
        each
        for each in every
        if runs.key(changed(before, [each])) == none
        and runs.key(changed(before, [one for one in every if one is not each])) == all_of_them
    ]
    moving = {each.name: each for each in every if each not in idle}
    if not moving:
        raise InputError(
            "no input that differs moves a future, so there is nothing to attribute; leave out --attribute"
        )
    ordered = len(moving) <= MOST_ORDERED
    names = list(moving)
    sets_of = _every_set(names) if ordered else _path(names)
    asked = [changed(before, [moving[name] for name in names if name in each]) for each in sets_of]
    found = dict(zip(sets_of, runs.numbers(asked), strict=True))
    nothing, everything = found[frozenset()], found[frozenset(names)]
    parts = shapley(found, dict.fromkeys(names)) if ordered else _steps(found, names)
    alone = {name: found[frozenset({name})] - nothing for name in names}

    def told(contrast: Floats) -> list[Shift]:
        return _shifts(runs, contrast, sets)

    return Attribution(
        method="orders" if ordered else "path",
        futures=runs.futures,
        runs=len(sets_of),
        whole=told(everything - nothing),
        parts=[InputPart(path=name, part=told(parts[name]), alone=told(alone[name])) for name in names],
        interaction=told(everything - nothing - np.sum(list(alone.values()), axis=0)),
        idle=[each.name for each in idle],
    )


def _every_set(names: Sequence[str]) -> list[Set]:
    return [frozenset(each) for size in range(len(names) + 1) for each in combinations(names, size)]


def _path(names: Sequence[str]) -> list[Set]:
    """None, each alone, the first ones, and all."""
    first = [frozenset(names[: size + 1]) for size in range(len(names))]
    return list(dict.fromkeys([frozenset(), *(frozenset({name}) for name in names), *first]))


def _steps(found: Mapping[Set, Floats], names: Sequence[str]) -> dict[str, Floats]:
    return {
        name: found[frozenset(names[: place + 1])] - found[frozenset(names[:place])] for place, name in enumerate(names)
    }

r"""How far an indicator says that a state stands from where its record ends, and which mechanisms read that.

    tempo    ln(L now / mean of L over the known months of the last year on record), of the type of provocation
    opinion  support for own nuclear weapons by the polls of the case and the newer ones of the indicator, less that by the
             polls of the case alone (`foedus.estimate.opinion`), in logits

Both go into the case (`tempo`, `opinion`), and futures start there. Several indicators of one thing are not added: the case
gets the mean of what they say, and what that does to the odds is divided among them as the mean is. A shift is a point: its
interval is told, and is not in the odds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from foedus.assessment.shapley import shapley
from foedus.simulation.mechanisms import acts, mechanisms, switches
from foedus.world.build import from_case
from foedus.world.figures import LEAST
from foedus.world.schema import FURTHEST, Case

OPINION = "opinion"
READERS: Mapping[str, tuple[str, ...]] = {
    "tempo": ("provoked-escalation", "alarm"),
    "tightness": ("wedge", "transfers"),
    OPINION: (OPINION,),
}
"""By state, the mechanisms through which it moves odds; all are off by default."""
CANCEL = 0.1
"""A mean smaller than this share of the largest shift is of shifts that cancel out, and is divided equally."""


class Shift(NamedTuple):
    """How far one thing stands from its record: a type of provocation or opinion, by how much, and who says so."""

    of: str
    change: float
    source: str


def asleep(case: Case, state: str, asked: Sequence[str]) -> tuple[str, ...]:
    """The mechanisms that would read a state of a case, all of which are off; none where one of them is on."""
    silent = switches(asked).silent
    if any(not set(mechanisms()[name].parameters) <= silent for name in READERS[state]):
        return ()
    world = from_case(case)
    return tuple(name for name in READERS[state] if acts(mechanisms()[name], world)) or READERS[state]


def shifted(asked: Mapping[str, Any], shifts: Sequence[Shift]) -> Mapping[str, Any]:
    """The inputs of a headline whose case has what the shifts say, for each thing their mean."""
    if not shifts:
        return asked
    case = dict(asked["case"])
    tempo: list[Mapping[str, Any]] = []
    for of in dict.fromkeys(one.of for one in shifts):
        said = [one for one in shifts if one.of == of]
        mean = float(np.clip(np.mean([one.change for one in said]), -FURTHEST, FURTHEST))
        change = mean if abs(mean) >= LEAST else 0.0  # rounding, which no case may state
        moved = {"change": change, "source": "watch", "note": "by " + ", ".join(one.source for one in said)}
        if of == OPINION:
            case[OPINION] = moved
        else:
            tempo.append({"provocation": of, **moved})
    stated = [one for one in case.get("tempo", ()) if one["provocation"] not in {each.of for each in shifts}]
    case["tempo"] = [*stated, *tempo]
    case["sources"] = {**case["sources"], "watch": {"citation": "The watch: what its indicators count"}}
    return {**asked, "case": case}


def divided(changes: Mapping[str, float]) -> dict[str, float]:
    """By what share each of several indicators of one thing makes the mean of their shifts, over all orders of adding them.

    >>> divided({"one": 0.3, "other": 0.1})
    {'one': 1.0, 'other': 0.0}
    >>> divided({"one": 0.3, "other": -0.3})
    {'one': 0.5, 'other': 0.5}
    """
    sets = [frozenset(each) for size in range(len(changes) + 1) for each in combinations(changes, size)]
    means = {each: sum(changes[name] for name in each) / max(len(each), 1) for each in sets}
    whole = means[frozenset(changes)]
    if abs(whole) <= CANCEL * max(map(abs, changes.values())):
        return dict.fromkeys(changes, 1.0 / len(changes))
    return {name: part / whole for name, part in shapley(means, dict.fromkeys(changes)).items()}

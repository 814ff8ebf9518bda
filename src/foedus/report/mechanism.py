"""Mechanisms in words: what each is, and what it contributes."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.contribution import MechanismLine, Mechanisms
from foedus.report import numbers
from foedus.report.plain import sentences
from foedus.world.outcomes import outcome


def size(line: MechanismLine) -> str:
    """The prior of a single stated parameter; empty for several, or fitted ones."""
    return "" if line.mean is None else f"Normal({line.mean:g}, {line.sd:g})"


def contribution_text(answer: Mechanisms) -> str:
    """A line for each mechanism: the outcomes that clearly change where it is off."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: Mechanisms) -> Iterator[str]:
    yield from sentences(
        [
            f"{answer.case}: the same {answer.futures or 0:,} futures of {answer.horizon} years, seed {answer.seed}, with each "
            "mechanism off, minus with it on; 90% intervals."
        ],
        mark="",
    )
    yield from sentences([f"{line.name}: {_moves(line, answer)}" for line in answer.mechanisms])


def _moves(line: MechanismLine, answer: Mechanisms) -> str:
    if not line.changed:
        return "moves nothing."
    clear = [
        f"{answer.labels[one.outcome]} {numbers.difference(one.estimate, outcome(one.outcome).unit)}"
        for one in line.differences
        if one.clear
    ]
    return f"{'; '.join(clear) or 'no clear change'} ({line.changed:,} futures differ)."

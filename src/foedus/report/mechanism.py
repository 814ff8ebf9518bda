"""Mechanisms in words: what each is, and what it contributes."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.contribution import MechanismLine, Mechanisms
from foedus.report import numbers
from foedus.report.plain import columns, sentences
from foedus.report.words import counted, size
from foedus.world.outcomes import outcome

HEAD = ("outcome", "unit", "on minus off", "error", "lowest", "highest")


def prior(line: MechanismLine) -> str:
    """The prior of a single stated parameter; empty for several, or fitted ones."""
    return "" if line.mean is None else f"Normal({line.mean:g}, {line.sd:g})"


def contribution_text(answer: Mechanisms) -> str:
    """A line for each mechanism: the outcomes that clearly change where it is off."""
    return "\n".join(_lines(answer)) + "\n"


def contribution_table(answer: Mechanisms) -> str:
    """A table for each mechanism: every outcome that it moves, on minus off, with Monte Carlo error and reach."""
    return "\n".join(_tables(answer)) + "\n"


def _tables(answer: Mechanisms) -> Iterator[str]:
    yield from sentences(
        [
            f"{answer.case}: the same {size(answer.futures or 0, answer.horizon or 0)}, seed {answer.seed}, with each "
            "mechanism on, minus with it off; probabilities in percentage points; * the 90% interval leaves out zero; error: "
            "Monte Carlo; lowest, highest: of a mechanism that is off by default, with the means of its priors two standard "
            "deviations down and up."
        ],
        mark="",
    )
    for line in answer.mechanisms:
        rows = list(_rows(line, answer))
        yield ""
        yield f"{line.name}{' (off by default)' if line.default == 'off' else ''}{'' if rows else f': {_nothing(line)}'}"
        if rows:
            yield from columns(HEAD, rows)


def _nothing(line: MechanismLine) -> str:
    """Why nothing is told of a mechanism: what the case lacks is absent, and not without effect."""
    return "absent: the case lacks what it acts on" if line.on is False else "moves nothing"


def _rows(line: MechanismLine, answer: Mechanisms) -> Iterator[tuple[str, ...]]:
    reach = {one.outcome: one for one in line.reach}
    for one, error in zip(line.differences, line.errors, strict=True):
        ends = reach.get(one.outcome)
        sizes = [-(one.estimate.value or 0.0)]
        sizes += [end.difference.estimate.value or 0.0 for end in (ends.lowest, ends.highest)] if ends else []
        if any(sizes) or error:
            unit = outcome(one.outcome).unit
            mean, *rest = (numbers.signed(size, unit) for size in sizes)
            yield (
                answer.labels[one.outcome],
                numbers.unit_of_change(unit),
                mean + ("*" if one.clear else ""),
                numbers.signed(error, unit).lstrip("+"),
                *(rest or ["-", "-"]),
            )


def _lines(answer: Mechanisms) -> Iterator[str]:
    yield from sentences(
        [
            f"{answer.case}: the same {size(answer.futures or 0, answer.horizon or 0)}, seed {answer.seed}, with each "
            "mechanism off, minus with it on; 90% intervals."
        ],
        mark="",
    )
    yield from sentences([f"{line.name}: {_moves(line, answer)}" for line in answer.mechanisms])


def _moves(line: MechanismLine, answer: Mechanisms) -> str:
    if not line.changed:
        return f"{_nothing(line)}."
    clear = [
        f"{answer.labels[one.outcome]} {numbers.difference(one.estimate, outcome(one.outcome).unit)}"
        for one in line.differences
        if one.clear
    ]
    return f"{'; '.join(clear) or 'no clear change'} ({counted(line.changed, 'future')} changed)."

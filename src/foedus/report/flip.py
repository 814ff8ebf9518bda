"""The nearest moves of beliefs in words, and two sets of beliefs side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.assessment.flip_lines import Against, Flip, LimitFlip, Move, Moved, Reach, VerdictFlip
from foedus.assessment.outcome_lines import Difference
from foedus.report import limits, numbers, reading
from foedus.report.look import sentence_list
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, percent, size

MOST = 5
"""Most beliefs of a move that are named, and of an outcome that are listed."""


def flip_text(answer: Flip) -> str:
    """The answer for a terminal or a file."""
    lines = _against(answer, answer.against) if answer.against else _flips(answer)
    return "\n".join(lines) + "\n"


def _flips(answer: Flip) -> Iterator[str]:
    yield from wrapped(
        [
            f"{_asked(answer)}. {counted(len(answer.looked_at), 'belief')} moved, alone and together, by up to {answer.cap:g} "
            f"prior standard deviations (sd). What is told was run with {counted(answer.futures, 'future')}."
        ],
        mark="",
    )
    if answer.flip is not None:
        yield ""
        yield from wrapped(list(_verdict(answer, answer.flip)), mark="")
    for line in answer.limits:
        yield ""
        yield from wrapped([_limit(line)], mark="")
        yield from wrapped([f"one belief: {_found(line.single, line.closest, answer)}"], mark="  ")
        yield from wrapped([f"several: {_found(line.joint, line.closest_joint, answer)}"], mark="  ")
    yield ""
    yield from wrapped(
        [
            "The length of a move is Euclidean, over independent priors; its error is that of the run. A probability at the "
            "end of a shortest move lies on the limit. 'foedus beliefs show' says what each belief means."
        ],
        mark="  ",
    )


def _asked(answer: Flip) -> str:
    return (
        f"{answer.case}: {size(answer.futures, answer.horizon)}, seed {answer.seed}, order {answer.order}, "
        f"beliefs {answer.beliefs}"
    )


def _verdict(answer: Flip, found: VerdictFlip) -> Iterator[str]:
    labels = _labels(answer)
    leaning = f"; the mixture alone would say: {answer.leaning}" if answer.leaning else ""
    yield f"Verdict: {answer.verdict}{leaning}."
    what = "the verdict" if found.changes == "verdict" else "what the mixture alone would say"
    if found.changes == "leaning":
        yield "Analysts are divided already, so no further one changes the verdict."
    named = sentence_list([labels[name] for name in found.outcomes])
    crossed = "all of these limits" if len(found.outcomes) > 1 else "this limit"
    yield (
        f"To change {what}, a move must cross {crossed}: {named}."
        if found.needs == "all"
        else f"To change {what}, a move must cross a limit that decides."
    ) + f" One belief: {_short(found.single, answer)}. Several: {_short(found.joint, answer)}."


def _labels(answer: Flip) -> dict[str, str]:
    return {line.outcome: line.label for line in answer.limits}


def _short(move: Move | None, answer: Flip) -> str:
    return f"no move within {answer.cap:g} sd flips it" if move is None else _move(move, _labels(answer))


def _limit(line: LimitFlip) -> str:
    side = "keeps" if line.keeps else "fails"
    return (
        f"{line.label}: {limits.limit(line)} in {counted(line.years, 'year')}; {line.state.replace('-', ' ')}. The mixture "
        f"{side} it with {percent(line.value)} (error {100 * line.error:.2g} points)."
    )


def _found(move: Move | None, reach: Reach | None, answer: Flip) -> str:
    told = _short(move, answer)
    if move is not None:
        return told
    if reach is None:
        return f"{told}: none moves it"
    return f"{told}; nearest is {_beliefs(reach.beliefs)}, with {percent(reach.value)}"


def _move(move: Move, labels: dict[str, str]) -> str:
    crossed = ", ".join(f"{labels[one.outcome]} {percent(one.value)}" for one in move.crossed)
    return (
        f"{move.length:.2g} sd (error {move.error:.1g}): {_beliefs(move.beliefs)}: {crossed}. Alone it would say "
        f"{move.alone}; with it among the analysts the verdict is {move.verdict}"
    )


def _beliefs(moved: Sequence[Moved]) -> str:
    named = [f"{one.belief} {one.by:+.2g} sd (mean {one.before:.3g} to {one.after:.3g})" for one in moved[:MOST]]
    more = [f"{len(moved) - MOST} more"] if len(moved) > MOST else []
    return ", ".join([*named, *more])


def _against(answer: Flip, found: Against) -> Iterator[str]:
    yield from wrapped(
        [
            f"{_asked(answer)}, against {found.second}. They differ on {counted(len(found.beliefs), 'belief')} of the case; "
            f"each alone is taken from {found.second}, in the same futures."
        ],
        mark="",
    )
    yield ""
    yield from columns(
        ("belief", found.first, found.second, "crosses"),
        [(one.belief, _normal(one.first), _normal(one.second), ", ".join(one.crosses) or "-") for one in found.beliefs],
    )
    units = {one.outcome: one.unit for one in found.outcomes}
    by_name = {one.belief: one for one in found.beliefs}
    limited = any(one.limited for one in found.outcomes)
    for one in found.outcomes:
        if limited and not one.limited:
            continue
        yield ""
        yield from wrapped(
            [
                f"{one.label}: {numbers.value(one.first, one.unit)} under {found.first}, {numbers.value(one.second, one.unit)} "
                f"under {found.second}."
            ],
            mark="",
        )
        rows = [(name, *_change(by_name[name].differences, one.outcome, units)) for name in one.beliefs[:MOST]]
        rows += [("all of them", *_change(found.whole, one.outcome, units))]
        rows += [("acting together", *_change(found.interaction, one.outcome, units))]
        yield from columns(("", f"change, {numbers.unit_of_change(one.unit)}", "90% interval"), rows)
        if not one.beliefs:
            yield from wrapped(["no single belief moves it beyond its interval"], mark="  ")
    yield ""
    crosses = sentence_list(found.crosses) if found.crosses else "none"
    yield from wrapped(
        [
            f"Limits that the mixture is on the other side of with all of {found.second}: {crosses}.",
            "acting together: the change with all, less the sum of what each moves alone. Every outcome is in the JSON.",
        ],
        mark="  ",
    )


def _normal(prior: tuple[float, float]) -> str:
    return f"{prior[0]:.3g} ({prior[1]:.3g})"


def _change(lines: Sequence[Difference], outcome: str, units: dict[str, str]) -> tuple[str, str]:
    found = reading.find(lines, outcome)
    if found is None:
        return numbers.UNKNOWN, ""
    unit = units.get(outcome, PROBABILITY)
    return numbers.change(found.estimate, unit), numbers.change_interval(found.estimate, unit)

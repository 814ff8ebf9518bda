"""The variance of outcomes by the provenance of parameters, in words."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.provenance_lines import FEWEST_SETS, OutcomeVariance, ProvenanceOfVariance
from foedus.report import numbers
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, size

CANNOT_TELL = "cannot tell"


def provenance_text(answer: ProvenanceOfVariance) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: ProvenanceOfVariance) -> Iterator[str]:
    stated = {group: len(names) for group, names in answer.parameters.items() if names}
    yield from wrapped(
        [
            f"{answer.case}: {counted(answer.runs, 'run')} of {size(answer.futures, answer.horizon)}, seed {answer.seed}, "
            f"order {answer.order}, beliefs {answer.beliefs}; {counted(answer.parameter_sets, 'parameter set')}, drawn twice. "
            "Shares of the variance of each outcome over parameter sets, chance left out (Shapley effects; 90% intervals)."
        ],
        mark="",
    )
    yield ""
    head = ("outcome", "mean", "sd", *(group.group for group in answer.outcomes[0].groups)) if answer.outcomes else ()
    if head:
        yield from columns(head, [_row(one) for one in answer.outcomes])
        yield ""
    notes = [
        "fitted: what data here estimate. "
        + ", ".join(f"{group}: {counted(count, 'stated effect')}" for group, count in stated.items())
        + ".",
        "The shares are found by drawing each group anew, not by holding it at its mean. They sum to 100%; where an "
        "effect is small an estimate can lie below 0.",
    ]
    if not all(one.known for one in answer.outcomes):
        notes.append(
            f"{CANNOT_TELL}: the variance is not told apart from zero, or there are fewer than {FEWEST_SETS} parameter sets, "
            "with which intervals are too narrow. More futures or sets may help."
        )
    if answer.left_out:
        notes.append(
            f"Counted among futures in which a condition holds, so not told here: {', '.join(answer.left_out)}."
        )
    yield from wrapped(notes, mark="  ")


def _row(one: OutcomeVariance) -> tuple[str, ...]:
    amount = numbers.probability if one.unit == PROBABILITY else numbers.amount
    sd = (
        CANNOT_TELL
        if one.sd is None or not one.known
        else f"{100 * one.sd:.2g}"
        if one.unit == PROBABILITY
        else numbers.amount(one.sd)
    )
    return one.label, amount(one.mean), sd, *(_share(group.share) for group in one.groups)


def _share(found: Estimate) -> str:
    if found.value is None or found.low is None or found.high is None:
        return CANNOT_TELL
    value, low, high = (round(100.0 * each) for each in (found.value, found.low, found.high))
    return f"{value}% ({low} to {high})"

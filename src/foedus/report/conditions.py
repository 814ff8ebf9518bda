"""A contingency tree in words: each branch with its share of failures, and the futures behind it."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.answer import AS_MEASURED
from foedus.assessment.conditions_lines import Branch, Conditions
from foedus.assessment.interval import FEWEST_SETS
from foedus.equations.effects import LITERATURE
from foedus.report import numbers
from foedus.report.discover import CHOSEN
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, size

CANNOT_TELL = "cannot tell"
CLEAR = "!"
"""Mark of a difference whose interval leaves out zero."""
STEP = 2
"""Signs by which a branch stands to the right of its parent."""


def conditions_text(answer: Conditions) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: Conditions) -> str:
    """The title of the chart."""
    return f"Under which conditions it fails: {answer.case}, {what(answer)}"


def subtitle(answer: Conditions) -> str:
    """What the chart shows."""
    half = (
        " Figures are of the half of the parameter sets in which no condition was searched for."
        if answer.searched
        else ""
    )
    return (
        f"Share of futures that fail after {answer.year}, to {answer.last_year}, with its 90% interval, by what has been seen "
        f"by {answer.year}; {counted(answer.futures, 'future')}.{half}"
    )


def what(answer: Conditions) -> str:
    """'war on South Korea'; several joined by 'or'."""
    parts = [name.partition("=") for name in answer.fails]
    return "; or ".join(
        answer.labels[outcome] if way == "yes" else f"{answer.labels[outcome]}: no" for outcome, _, way in parts
    )


def name(branch: Branch) -> str:
    """The condition that divides its futures from those of the other branch."""
    return branch.given[-1] if branch.given else "all"


def _lines(answer: Conditions) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.case}: {size(answer.futures, answer.horizon)} in {counted(answer.parameter_sets, 'parameter set')}, "
            f"seed {answer.seed}, order {answer.order}, beliefs {answer.beliefs}. A future fails by: {what(answer)} "
            f"({CHOSEN[answer.chosen]}). Failures count after {answer.year}, in futures without one before.",
        ],
        mark="",
    )
    yield ""
    head = (f"seen by {answer.year}", "fail", "90% interval", "minus the other branch", "futures", "first that fail")
    yield from columns(head, [_row(branch) for branch in answer.branches])
    yield ""
    yield from wrapped(list(_notes(answer)), mark="  ")


def _row(branch: Branch) -> tuple[str, ...]:
    estimate, first = branch.fails.estimate, ", ".join(str(number) for number in branch.first[:3])
    label = " " * STEP * branch.depth + name(branch)
    if estimate.value is None:
        return label, CANNOT_TELL, "", "", f"{branch.futures:,}", first
    against = ""
    if branch.against:
        change, around = (each(branch.against, PROBABILITY) for each in (numbers.change, numbers.change_interval))
        against = f"{change} ({around}){CLEAR if branch.clear else ''}" if around else change
    return (
        label,
        numbers.value(estimate, PROBABILITY),
        numbers.interval(estimate, PROBABILITY),
        against,
        f"{branch.futures:,}",
        first,
    )


def _first(answer: Conditions) -> Iterator[str]:
    """What the column of first futures that fail is, or why it is empty."""
    if any(branch.first for branch in answer.branches):
        half = ", in the half that the shares are of" if answer.searched else ""
        yield f"first that fail: their numbers{half}, for foedus replay CASE --future N."
    elif answer.order != AS_MEASURED or answer.beliefs != LITERATURE:
        yield (
            "first that fail: none is told, because foedus replay tells futures of the order as measured and under the "
            f"literature beliefs; these are of the order {answer.order}, under {answer.beliefs} beliefs."
        )
    elif any(branch.failures for branch in answer.branches):
        yield "first that fail: none of the first 2,000 futures does."


def _notes(answer: Conditions) -> Iterator[str]:
    if answer.searched:
        yield (
            "In half of the parameter sets each branch was divided by the one of "
            f"{counted(answer.candidates, 'condition')} that tells its futures apart most surely, if it does so at 5% of as "
            "many; the shares are of the other half."
        )
    if len(answer.branches) == 1:
        yield "No condition divides the futures: more of them would find smaller differences."
    yield (
        f"Intervals are over parameter sets drawn anew. {CLEAR}: that of the difference, in points, leaves out zero. futures: "
        "all that are behind a branch. A branch is what to expect once its conditions are seen, and not what they do "
        "(foedus what-if CASE --given, --do)."
    )
    yield from _first(answer)
    if any(branch.fails.estimate.value is None for branch in answer.branches):
        yield f"{CANNOT_TELL}: fewer than {FEWEST_SETS} effective parameter sets have futures in the branch."
    used = {word for branch in answer.branches for text in branch.given for word in text.split()}
    legend = [f"{one}: {label}" for one, label in answer.labels.items() if one in used]
    if legend:
        yield f"{'; '.join(legend)}."

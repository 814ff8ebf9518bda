"""Elections in words: who may govern, and what follows, as seen and as imposed."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.elections_lines import Elections, OutcomeAfter, PairOfGovernments
from foedus.report import numbers
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, size

EVERY = 5
"""Years between the columns of the table of governments."""
CANNOT_TELL = "cannot tell"
CLEAR = "!"
"""Mark of a difference whose interval leaves out zero."""
ELECTED = "A year has the government that its elections choose, though it may take office later."


def elections_text(answer: Elections) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: Elections) -> str:
    """The title of the chart."""
    return f"Governments of {answer.patron} and {answer.protege}: {answer.case}"


def subtitle(answer: Elections) -> str:
    """What the chart shows."""
    unknown = " ?: too few futures to tell." if _few(answer) else ""
    return (
        f"Who governs by year, and probabilities in the years after {answer.year} to {answer.years[-1]}: seen, where the pair "
        f"governs in {answer.year}; imposed, where it is held from {answer.years[0]}. {ELECTED} "
        f"{counted(answer.futures, 'future')}; {CLEAR}: the difference to all futures, or to those in office held, leaves out "
        f"zero.{unknown}"
    )


def name(pair: PairOfGovernments) -> str:
    """'progressive, conservative': patron first."""
    return f"{pair.patron}, {pair.protege}"


def short(pair: PairOfGovernments) -> str:
    """'prog., cons.': patron first."""
    return ", ".join(f"{side[:4]}." for side in (pair.patron, pair.protege))


def label(answer: Elections, outcome: str) -> str:
    """The name of an outcome; a share continues its condition."""
    line = next(one for one in answer.outcomes if one.name == outcome)
    return f"and {line.label}" if line.kind == "share" else line.label


def shown_years(answer: Elections) -> list[int]:
    """Years of the table of governments: the first, that of the condition, every fifth and the last."""
    first, last = answer.years[0], answer.years[-1]
    return sorted({first, answer.year, *range(first + EVERY - 1, last, EVERY), last})


def _lines(answer: Elections) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.case}: {size(answer.futures, answer.horizon)}, seed {answer.seed}, order {answer.order}, "
            f"beliefs {answer.beliefs}. Governments of {answer.patron} and of {answer.protege}, in this order."
        ],
        mark="",
    )
    yield ""
    years = shown_years(answer)
    head = ("who governs", "strain", *map(str, years), "")
    yield from columns(head, [_governs(answer, pair, years) for pair in answer.pairs])
    yield ""
    yield from wrapped([f"{name(pair)}: {pair.reason}" for pair in answer.pairs if pair.reason], mark="  ")
    for what, told in (("seen", _SEEN), ("imposed", _IMPOSED)):
        yield ""
        yield from wrapped([told.format(year=answer.year, last=answer.years[-1], first=answer.years[0])], mark="")
        yield ""
        head = (f"after {answer.year}", "all", *map(short, answer.pairs))
        yield from columns(head, list(_rows(answer, what)))
    yield ""
    yield from wrapped(list(_notes(answer)), mark="  ")


_SEEN = (
    "Seen: among the futures in which the pair governs in {year}, how many have the outcome in the years after it, to {last}; "
    "in brackets minus all futures, in percentage points. It is not what the pair causes."
)
_IMPOSED = (
    "Imposed: the same, in all futures, with the pair held in office from {first}; in brackets minus those in office on the "
    "day of the case, held as well."
)


def _governs(answer: Elections, pair: PairOfGovernments, years: list[int]) -> tuple[str, ...]:
    at = (numbers.probability(pair.by_year[answer.years.index(year)].value) for year in years)
    return (name(pair), f"{pair.strain:g}", *at, "in office" if pair.in_office else "")


def _rows(answer: Elections, what: str) -> Iterator[tuple[str, ...]]:
    for place, one in enumerate(answer.outcomes):
        lines: list[OutcomeAfter] = [getattr(pair, what)[place] for pair in answer.pairs]
        yield label(answer, one.name), numbers.probability(one.estimate.value), *map(cell, lines)


def cell(line: OutcomeAfter) -> str:
    """'7.4% (+0.5!)'."""
    if line.estimate.value is None:
        return CANNOT_TELL
    value = numbers.probability(line.estimate.value)
    change = numbers.change(line.difference.estimate, PROBABILITY)
    if change == numbers.NO_CHANGE or line.difference.estimate.value is None:
        return value
    return f"{value} ({change}{CLEAR if line.difference.clear else ''})"


def _few(answer: Elections) -> bool:
    """Whether a pair has an outcome that too few futures tell of."""
    return any(line.estimate.value is None for pair in answer.pairs for line in (*pair.seen, *pair.imposed))


def _notes(answer: Elections) -> Iterator[str]:
    yield (
        f"{CLEAR}: the 90% interval of the difference leaves out zero; a large one without it differs as much from one "
        "parameter set to another. Intervals are in the JSON."
    )
    yield (
        f"Of the {len(answer.pairs) * len(answer.outcomes)} differences that are seen one in ten would be clear by chance. "
        f"Prog. and cons.: progressive and conservative, {answer.patron} first."
    )
    yield ELECTED
    if _few(answer):
        yield f"{CANNOT_TELL}: fewer than 30 effective parameter sets have the condition; more futures may help."
    if answer.left_out:
        yield f"Kept for the whole horizon and not by year, so not told here: {', '.join(answer.left_out)}."

"""What follows a condition, in words: seen and made side by side, and where the gap between them comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foedus.assessment.interval import FEWEST_SETS
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.what_if_lines import Column, Gap, WhatIf, WhatIfOutcome
from foedus.report import numbers
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, size

CANNOT_TELL = "cannot tell"
CLEAR = "!"
"""Mark of a gap whose interval leaves out zero."""


def what_if_text(answer: WhatIf) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def parts(answer: WhatIf) -> dict[str, Any]:
    """The same, part by part, for a page."""
    head, rows = _table(answer)
    return {"conditions": [*_conditions(answer)], "head": head, "rows": rows, "notes": [*_notes(answer)]}


def title(answer: WhatIf) -> str:
    """The title of the chart."""
    return f"What if, seen and made: {answer.case}" if answer.seen and answer.made else f"What if: {answer.case}"


def subtitle(answer: WhatIf) -> str:
    """What the chart shows."""
    return (
        f"Probabilities in the years after {answer.year}, to {answer.last_year}, with 90% intervals; events where none happened"
        f" before. {' '.join(_conditions(answer))} {counted(answer.futures, 'future')}."
    )


def label(line: WhatIfOutcome) -> str:
    """The name of an outcome; a share continues its condition."""
    return f"and {line.label}" if line.kind == "share" else line.label


def _lines(answer: WhatIf) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.case}: {size(answer.futures, answer.horizon)} in {counted(answer.parameter_sets, 'parameter set')}, "
            f"seed {answer.seed}, order {answer.order}, beliefs {answer.beliefs}.",
            *_conditions(answer),
        ],
        mark="",
    )
    yield ""
    yield from columns(*_table(answer))
    yield ""
    if answer.seen:
        yield from wrapped([_moved(answer)], mark="")
        rows = [(one.label, f"{one.shift:+.2f}", f"{one.error:.2f}") for one in answer.moved]
        yield from columns(("parameter", "standard deviations", "standard error"), rows) if rows else ()
        yield ""
    yield from wrapped(list(_notes(answer)), mark="  ")


def _conditions(answer: WhatIf) -> Iterator[str]:
    if answer.seen:
        each = "; ".join(f"{one.text} ({counted(one.futures, 'future')})" for one in answer.seen)
        together = f"; together {answer.meet:,}" if len(answer.seen) > 1 else ""
        yield f"Seen: {each}{together}."
    if answer.made:
        yield f"Made, in all futures: {'; '.join(answer.made)}."


def _table(answer: WhatIf) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    kinds = ["all", *(["seen"] if answer.seen else []), *(["made"] if answer.made else [])]
    head = (f"after {answer.year}, to {answer.last_year}", *kinds, answer.gap_of)
    selected = ("from parameters", "share") if answer.seen else ()
    rows = [
        (label(line), *(_value(getattr(line, kind)) for kind in kinds), *_gap(line.gap)[: 1 + len(selected)])
        for line in answer.outcomes
    ]
    return (*head, *selected), rows


def _value(found: Column) -> str:
    return CANNOT_TELL if found.estimate.value is None else numbers.probability(found.estimate.value)


def _gap(found: Gap | None) -> tuple[str, str, str]:
    """The gap with its interval, in points; the part from parameters; its share."""
    if found is None:
        return CANNOT_TELL, "", ""
    change, around = (each(found.estimate, PROBABILITY) for each in (numbers.change, numbers.change_interval))
    told = f"{change} ({around}){CLEAR if found.clear else ''}" if around else change
    part = numbers.change(found.parameters, PROBABILITY) if found.parameters else ""
    return told, part, _share(found.share)


def _share(found: Estimate | None) -> str:
    """'82% (47 to 135)'."""
    value, low, high = (None if x is None else round(100 * x) for _, x in found) if found else (None, None, None)
    return "" if value is None else f"{value}% ({low} to {high})"


def _moved(answer: WhatIf) -> str:
    if not answer.tested:
        return f"What the condition tells of the parameters: {CANNOT_TELL}, under {FEWEST_SETS} effective sets of them meet it."
    looked = f"Of {counted(answer.tested, 'parameter')}, each tested at .05 / {answer.tested:,}"
    if not answer.moved:
        return f"What the condition tells of the parameters: of none clearly. {looked}."
    return f"What the condition tells of the parameters, at most five that it moves most. {looked}:"


def _notes(answer: WhatIf) -> Iterator[str]:
    yield (
        f"An event counts if it happens after {answer.year} in a future without one to {answer.year}; a status if it holds in "
        f"{answer.last_year}. In brackets the 90% interval over parameter sets drawn anew, in points; {CLEAR}: it leaves out "
        "zero, as one in ten would by chance. Intervals of the others are in the JSON."
    )
    if answer.seen:
        yield "Seen is not what the condition does: what brings it about goes with it, parameters and events before it."
        yield (
            "from parameters: the part of the gap that is there because futures that meet the condition have other "
            "parameters, in points. share: that part of a gap that is clear; over 100% or below 0% where the rest of the gap "
            "has the other sign."
        )
    if any(each is not None and each.estimate.value is None for line in answer.outcomes for each in _of(line)):
        yield (
            f"{CANNOT_TELL}: fewer than {FEWEST_SETS} effective parameter sets have futures in which it is counted. More "
            f"futures may help, unless the condition itself brings the event about: then it has happened by {answer.year}."
        )
    if any(text.startswith("without ") for text in answer.made):
        yield "An instrument that is made absent counts as not kept up: what asks for upkeep is then 0% by its definition."
    if answer.precision is not None:
        yield _precision(answer)
    if answer.left_out:
        yield f"Kept for the whole horizon and not by year, so not told here: {', '.join(answer.left_out)}."


def _of(line: WhatIfOutcome) -> tuple[Column | None, ...]:
    return line.all, line.seen, line.made


def _precision(answer: WhatIf) -> str:
    asked = f"a standard error of {100 * (answer.precision or 0.0):.2g} points"
    if answer.reached:
        return f"Every probability told has {asked} or less."
    return f"Not every probability told has {asked}: the number of futures was the limit."

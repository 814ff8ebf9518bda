"""Where an alliance fails, in words: boxes in plain words, and what each holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from foedus.assessment.discover_lines import Discover, Elsewhere, FailureBox, Restriction, Search
from foedus.assessment.outcome_lines import Estimate
from foedus.assessment.signpost_lines import Signposts
from foedus.report import numbers
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, percent, size

UNIT = ""
"""Of lift, which is a ratio."""
CHOSEN = {
    "asked": "asked for",
    "worst-limit": "the limit of the case that is exceeded by the largest factor",
    "no-limit": "the case sets no limit within the horizon",
}


def discover_text(answer: Discover) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: Discover) -> str:
    """The title of the chart."""
    return f"Where it fails: {answer.case}, {failing(answer)}"


def subtitle(answer: Discover) -> str:
    """What the chart shows."""
    return (
        f"Share of futures that fail, in each box (dots, 90% interval) and in all that are counted (grey); {answer.futures:,} "
        f"futures of {counted(answer.horizon, 'year')}. Figures are of the half of the parameter sets that was not searched."
    )


def failing(answer: Discover | Signposts) -> str:
    """'war on South Korea'; several joined by 'or'."""
    return "; or ".join(_failure(answer.labels, one) for one in answer.fails)


def _failure(labels: Mapping[str, str], name: str) -> str:
    outcome, _, way = name.partition("=")
    return labels[outcome] if way == "yes" else f"{labels[outcome]}: no"


def words(one: Restriction) -> str:
    """A restriction in plain words: 'no lethal attack on South Korea by 2028'."""
    if one.kind == "number":
        return f"{one.label} {_range(one)}"
    yes = one.low is not None
    if one.kind == "event":
        return f"{one.label}: {'' if yes else 'not '}by {one.observable_by}"
    return f"{one.label}: {'yes' if yes else 'no'} in {one.observable_by}"


def _range(one: Restriction) -> str:
    unit = f" {one.unit}" if one.unit else ""
    low, high = (None if end is None else f"{end:.3g}" for end in (one.low, one.high))
    if low is None or high is None:
        return f"at least {low}{unit}" if high is None else f"at most {high}{unit}"
    return f"from {low} to {high}{unit}"


def seen(one: Restriction) -> str:
    """When a restriction can be observed."""
    return "never" if one.observable_by is None else f"by {one.observable_by}"


def _lines(answer: Discover) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.case}: {size(answer.futures, answer.horizon)}, seed {answer.seed}, order {answer.order}, "
            f"beliefs {answer.beliefs}. A future fails by: {failing(answer)} ({CHOSEN[answer.chosen]}). "
            f"Half of {counted(answer.parameter_sets, 'parameter set')} are searched{_bumped(answer)}; every figure is of "
            "the other half, with its 90% interval over parameter sets drawn anew."
        ],
        mark="",
    )
    for search in answer.searches:
        yield ""
        yield from _search(search, answer)
    yield ""
    yield from wrapped(list(_notes(answer)), mark="  ")


def _bumped(answer: Discover) -> str:
    return f", {answer.bumps:,} times more with sets drawn anew" if answer.bumps else ""


def _search(search: Search, answer: Discover) -> Iterator[str]:
    yield from wrapped([_head(search)], mark="")
    if search.result == "too-few":
        yield from wrapped(
            ["Cannot tell: a half has fewer than 20 failures, or fewer than 20 futures without one."], mark="  "
        )
        return
    for number, box in enumerate(search.boxes, start=1):
        yield ""
        yield from wrapped([f"Box {number}: {_told(box)}"], mark="  ")
        rows = [(words(one), percent(one.share), seen(one)) for one in box.restrictions]
        yield from columns(("restriction", "leaves in", "observable"), rows, indent=4)
        if box.first:
            yield from wrapped([f"in it and fail: futures {', '.join(map(str, box.first))}"], mark="    ")
        if box.across:
            yield ""
            head = ("the same box", "fail in it", "90% interval", "fail of all", "futures in it")
            yield from columns(head, [_elsewhere(line) for line in box.across], indent=4)
    more = "more " if search.boxes else ""
    if search.refused:
        yield ""
        p = f"the best one, {'; '.join(words(one) for one in search.refused.restrictions)}, has p {search.refused.p:.2g}"
        told = f"No {more}box found: {p} against {counted(answer.permutations, 'search', 'searches')} of permuted outcomes."
        yield from wrapped([told], mark="  ")
    elif not search.boxes:
        yield from wrapped(["No box found: the search ends without one."], mark="  ")


def _elsewhere(line: Elsewhere) -> tuple[str, ...]:
    return (
        f"{'order' if line.change == 'order' else 'without'} {line.name}",
        numbers.value(line.density, PROBABILITY),
        numbers.interval(line.density, PROBABILITY),
        numbers.value(line.rate, PROBABILITY),
        f"{line.futures:,}",
    )


def _head(search: Search) -> str:
    failing = f"{search.failures:,} of {counted(search.futures, 'future')} fail, {_span(search.rate)}"
    told = f"{failing}; {counted(search.candidates, 'candidate')}."
    if search.year is None:
        return f"Along parameters, which nobody observes: {told}"
    return f"Along what has happened by {search.year}, failures counted after it, none before: {told}"


def _span(found: Estimate) -> str:
    return f"{numbers.value(found, PROBABILITY)} ({numbers.interval(found, PROBABILITY)})"


def _told(box: FailureBox) -> str:
    lift = f"{numbers.value(box.lift, UNIT)} ({numbers.interval(box.lift, UNIT)})"
    doubt = "; the interval holds 1" if box.lift.low is not None and box.lift.low <= 1.0 else ""
    return (
        f"{_span(box.density)} fail, against {_span(box.outside)} outside; lift {lift}{doubt}; it holds "
        f"{_span(box.coverage)} of all failures; p {box.p:.2g}."
    )


def _notes(answer: Discover) -> Iterator[str]:
    yield "lift: the share that fails in the box over that of all. p: share of searches of permuted outcomes that do as well."
    yield (
        "Where failures are dense is no cause: what has happened by a year also tells of what brought it about. Two searches "
        "are made, each of which finds a box in noise once in twenty."
    )
    if any(box.first for search in answer.searches for box in search.boxes):
        yield f"in it and fail: the first of that half, for foedus replay CASE --sets {answer.parameter_sets} --future N."
    if any(box.across for search in answer.searches for box in search.boxes):
        yield (
            "A removed instrument counts as not kept up: what asks for upkeep then fails, and a box of what is not kept up "
            "holds every future."
        )
    if any(search.result != "found" for search in answer.searches):
        yield "No box found is no proof that there is none: more futures and more parameter sets find smaller differences."

"""The thesis in words: where it holds, where it fails, what cannot be told, and what no order tests."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.assessment.outcome_lines import Difference, Effect
from foedus.assessment.thesis_lines import Thesis, ThesisCell, ThesisOrder, ThesisOutcome
from foedus.assessment.verdict import FEWEST_FUTURES, FEWEST_SETS
from foedus.report import limits, numbers, order_sentences
from foedus.report.look import sentence_list
from foedus.report.numbers import PROBABILITY
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted, size

CLEAR = "!"
"""Mark of an effect whose interval leaves out zero."""
WHY = {
    "helps": "full adherence keeps the limit, and helps",
    "kept-without-it": "adherence helps, but neglect keeps the limit, too",
    "not-enough": "adherence helps, but full adherence misses the limit, too",
    "limit-missed": "full adherence misses the limit, and no help is clear",
    "harms": "adherence goes the wrong way",
    "limit-unclear": "with full adherence it lies within two Monte Carlo errors of the limit",
    "effect-unclear": "the interval of the effect holds zero, or there is none",
    "counts-the-lever": "the outcome counts the upkeep that adherence itself moves",
    "no-channel": "adherence reaches it through nothing",
    "order-changes-nothing": "the order changes nothing there",
}
ABSENT = "-"
NO_LIMIT = "None of these outcomes has a limit of the case within {}, so there is no finding, but numbers."
FEW = (
    f"These are fewer than {FEWEST_FUTURES:,} futures, or {FEWEST_SETS} parameter sets, by which an assessment would judge: "
    "findings are shaky."
)


def thesis_text(answer: Thesis) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def title(answer: Thesis) -> str:
    """The title of the chart."""
    return f"From neglect to full adherence: {answer.case}"


def subtitle(answer: Thesis) -> str:
    """What the chart shows."""
    return (
        f"To {answer.last_year}, {counted(answer.futures, 'future')} a run, the same in all; 90% intervals. Adherence -1: "
        "neglect, 0: the case as it is, +1: full. Red: the limit of the case. The size of the effect is judgement."
    )


def judged(answer: Thesis) -> list[ThesisOutcome]:
    """The outcomes on which the case sets a limit."""
    return [one for one in answer.outcomes if one.years is not None]


def label(one: ThesisOutcome) -> str:
    """The name of an outcome; a share continues its condition."""
    return f"and {one.label}" if one.kind == "share" else one.label


def _lines(answer: Thesis) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.case}: does adherence to principles and structure keep deterrence in any order? "
            f"{size(answer.futures, answer.horizon)} in "
            f"{counted(answer.parameter_sets, 'parameter set')}, the same in all {counted(answer.runs, 'run')}; "
            f"seed {answer.seed}, beliefs {answer.beliefs}."
        ],
        mark="",
    )
    if judged(answer):
        yield ""
        yield from columns(("limit of the case", *(order.title for order in answer.orders)), _findings(answer))
        yield ""
        yield from wrapped(
            ["In brackets: how far the order moves the outcome, in points.", *_summary(answer)], mark="  "
        )
    else:
        yield from wrapped([NO_LIMIT.format(counted(answer.horizon, "year"))], mark="")
    yield ""
    yield from wrapped([FEW, *_judgement(answer)] if answer.few else list(_judgement(answer)), mark="  ")
    for place, one in enumerate(answer.outcomes):
        yield ""
        yield from wrapped([_about(one)], mark="")
        yield from columns(_head(), [_row(order, order.cells[place], one) for order in answer.orders])
        yield from wrapped(list(_others(answer, place, one)), mark="  ")
    yield ""
    yield from wrapped(list(_notes(answer)), mark="  ")


def _findings(answer: Thesis) -> list[tuple[str, ...]]:
    return [
        (f"{label(one)} {limit(one)}", *(_finding(order.cells[place], one) for order in answer.orders))
        for place, one in enumerate(answer.outcomes)
        if one.years is not None
    ]


def _finding(cell: ThesisCell, one: ThesisOutcome) -> str:
    """The finding, and how far the order moves the outcome."""
    if cell.shift is None:
        return cell.finding or ABSENT
    return f"{cell.finding or ABSENT} ({numbers.signed(cell.shift.difference.estimate.value, one.unit)})"


def limit(one: ThesisOutcome) -> str:
    """'at most 5%'; empty without a limit."""
    return "" if one.years is None else limits.limit(one)


def _summary(answer: Thesis) -> Iterator[str]:
    """A sentence for each finding, with its reasons and where."""
    for found in ("holds", "fails", "cannot tell", "untested"):
        cells = [(order, cell) for order in answer.orders for cell in order.cells if cell.finding == found]
        said = []
        for reason in dict.fromkeys(cell.reason for _, cell in cells):
            where = _where(answer, [(order.title, cell.outcome) for order, cell in cells if cell.reason == reason])
            said.append(f"{where} ({WHY[reason or '']})")
        yield f"{found}: {'; '.join(said) or 'nowhere'}."


def _where(answer: Thesis, cells: list[tuple[str, str]]) -> str:
    """'war on South Korea in Multipolar and Hostile bloc', by outcome."""
    parts = []
    for one in answer.outcomes:
        orders = [order for order, outcome in cells if outcome == one.name]
        if orders:
            every = len(orders) == len(answer.orders) > 1
            parts.append(f"{label(one)} in {'every order' if every else sentence_list(orders)}")
    return ", ".join(parts)


def _judgement(answer: Thesis) -> Iterator[str]:
    told = "; ".join(
        f"{one.lever}: {one.parameter} ~ N({one.mean:g}, {one.sd:g}), {one.provenance} ({one.source})"
        for one in answer.priors
    )
    yield (
        "How much is judgement: all of the size. Adherence acts through two stated priors alone, which no data here moved: "
        f"{told}. With both at zero no future differs. What a loss of the treaty or of upkeep then does: foedus ablate."
    )


def _about(one: ThesisOutcome) -> str:
    record = one.record
    ahead = f" (limit: {limit(one)} within {counted(one.years, 'year')})" if one.years is not None else ""
    if record is None:
        return f"{label(one)}{ahead}. Its class: nothing is counted."
    return f"{label(one)}{ahead}. Its class, {record.narrowest.name}: {numbers.short(record.pooled)}."


def _head() -> tuple[str, ...]:
    levels = ("neglect", "as it is", "full")
    return ("order", "finding", *levels, "effect (90%)", "legal", "structural", "order moves", "and the effect")


def _row(order: ThesisOrder, cell: ThesisCell, one: ThesisOutcome) -> tuple[str, ...]:
    middle = len(cell.steps) // 2
    ends = [numbers.value(cell.steps[place].whole, one.unit) for place in (0, middle, -1)]
    effect = cell.effect.difference
    around = numbers.change_interval(effect.estimate, one.unit)
    return (
        *(order.title, cell.finding or ABSENT, *ends),
        f"{_size(effect, one)} ({around})" if around else _size(effect, one),
        *(_size(each.difference, one) for each in (cell.legal, cell.structural)),
        *(_test(each, one) for each in (cell.shift, cell.change)),
    )


def _size(found: Difference, one: ThesisOutcome) -> str:
    return f"{numbers.change(found.estimate, one.unit)}{CLEAR if found.clear else ''}"


def _test(found: Effect | None, one: ThesisOutcome) -> str:
    """What an order changes, with its Monte Carlo error."""
    if found is None:
        return ABSENT
    size = numbers.change(found.difference.estimate, one.unit)
    if found.error == 0.0:
        return size
    error = numbers.points(found.error).lstrip("+") if one.unit == PROBABILITY else numbers.amount(found.error)
    return f"{size} ± {error}"


def _others(answer: Thesis, place: int, one: ThesisOutcome) -> Iterator[str]:
    """Which prior carries the effect, and how far it goes under other priors and models, in the first order."""
    cell = answer.orders[0].cells[place]
    sizes = {one.parameter: abs(_part(cell, one.lever)) for one in answer.priors}
    if any(sizes.values()):
        yield f"Most of it is carried by the prior {max(sizes, key=lambda name: sizes[name])}."
    moved = [
        f"{prior.parameter} {name} one sd {numbers.difference(each[place].estimate, one.unit)}"
        for prior in answer.priors
        for name, each in (("lower", prior.lower), ("higher", prior.higher))
    ]
    yield f"{answer.orders[0].title}, the effect with a prior moved: {'; '.join(moved)}."
    known = [rival for rival in answer.rivals if rival.effects[place].difference.estimate.value is not None]
    if known:
        ranked = sorted(known, key=lambda rival: rival.effects[place].difference.estimate.value or 0.0)
        ends = " to ".join(
            f"{numbers.signed(rival.effects[place].difference.estimate.value, one.unit)} ({rival.name})"
            for rival in (ranked[0], ranked[-1])
        )
        clear = sum(rival.effects[place].difference.clear for rival in known)
        yield f"Under {counted(len(known), 'other model')}: {ends}; clear in {clear} of them."


def _part(cell: ThesisCell, lever: str) -> float:
    """The effect of one part, 0 where it is unknown."""
    return (cell.legal if lever == "legal" else cell.structural).difference.estimate.value or 0.0


def _notes(answer: Thesis) -> Iterator[str]:
    yield (
        "effect: full adherence minus neglect, in the same futures, in points where probabilities are told; legal, structural: "
        f"the same with the other part off. {CLEAR}: the 90% interval leaves out zero. order moves: the order minus "
        f"{answer.orders[0].title.lower()} at adherence 0, ± Monte Carlo error; and the effect: what it changes in it."
    )
    yield (
        "untested: both are within two Monte Carlo errors, or the outcome cannot test adherence. Chance alone passes one order "
        "in eleven as a test; an order that moves an outcome by a hundredth of a point tests little."
    )
    yield "Adherence has no cost here, and is held at its degree in every year. Class: the rate on record, as in an assessment."
    for gone in answer.absent:
        yield f"{gone.title} touches no state of the case, and is not run."
    for order in answer.orders[1:]:
        yield f"{order.title} imposes: {order_sentences.imposed(order.imposed)}."

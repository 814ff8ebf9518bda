"""The answer as text for a terminal: as wide as asked for, with colour only where asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.text import Text

from foedus.assessment.answer import Answer
from foedus.report import cells, evidence, limits, numbers, order_sentences, reading, sentences
from foedus.report.glossary import ABBREVIATIONS, BELIEFS_NOTE, TERMS, used
from foedus.report.numbers import PROBABILITY
from foedus.report.words import counted, estimate_in_words

COLOURS = {
    "prepared": "bold green",
    "conditionally prepared": "bold yellow",
    "not prepared": "bold red",
    "cannot tell": "bold cyan",
}

CLASS_NOTE = (
    "Its class: the pooled rate of the class of the case, counted on the record, with its 90% interval; * estimate and class "
    "lie outside each other's interval."
)

OUTSIDE_NOTE = (
    "A share of respondents is not a probability, so only probabilities and rates are restated at the horizon."
)

NARROWEST = 80


def as_text(answer: Answer, width: int = 100, colour: bool = False) -> str:
    """The answer as plain text of at most `width` columns (80 or more), for a terminal or a file."""
    width = max(width, NARROWEST)
    body = _render(sections(answer, width), width, colour)
    plain = _render(sections(answer, width), width, colour=False) if colour else body
    return body + _render([glossary(answer, " ".join(plain.split()))], width, colour)


def _render(parts: Iterable[RenderableType], width: int, colour: bool) -> str:
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=colour,
        force_jupyter=False,
        color_system="standard" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
        console.print()
    return "".join(line.rstrip() + "\n" for line in file.getvalue().splitlines())


def sections(answer: Answer, width: int) -> list[RenderableType]:
    """The parts of the text, in order of what a reader asks next, for a width in columns."""
    parts = [
        _head(answer),
        _outcomes(answer, width),
        _tolerances(answer),
        _analysts(answer),
        _records(answer),
        _outside(answer),
        _instruments(answer),
        _counterfactuals(answer, width),
        _beliefs(answer, width),
        cells.bullets("Pacts asked for", map(sentences.pact, answer.pacts)) if answer.pacts else None,
        cells.bullets("Opinion", [sentences.opinion(answer, answer.opinion)]) if answer.opinion else None,
        cells.bullets("Provocations", map(sentences.provocation, answer.provocations)) if answer.provocations else None,
        _orders(answer, width),
        _tolerances_by_order(answer, width),
        _thesis(answer, width),
        _governments(answer),
        _rivals(answer),
        _provenance(answer),
        cells.bullets("Not known, and how it enters", sentences.unknown(answer)) if answer.unknown else None,
        cells.bullets("Not judged, and taken by default", sentences.not_judged(answer)) if answer.not_judged else None,
        cells.bullets("What this cannot say", (line.text for line in answer.cannot_say)),
    ]
    return [part for part in parts if part is not None]


def _head(answer: Answer) -> RenderableType:
    verdict = answer.verdict
    return Group(
        Text(answer.question, style="bold"),
        Text(" · ".join(sentences.setting(answer)), style="dim"),
        Text(),
        Text(sentences.headline(answer).rstrip("."), style=COLOURS[verdict.value]),
        Text(sentences.verdict(answer)),
    )


def _outcomes(answer: Answer, width: int) -> RenderableType:
    table = cells.table_of()
    words = 15 if width >= 100 else 11
    rest = width - sum((11, words, 15, 5)) - 10
    label = rest * 11 // 20
    table.add_column(f"By {answer.by_year}", width=label, overflow="fold")
    table.add_column("probability", width=11, justify="right")
    table.add_column("in words", width=words, overflow="fold")
    table.add_column("90% interval", width=15)
    table.add_column("its class", width=rest - label, overflow="fold")
    table.add_column("skill", width=5)
    letters = reading.footnotes(evidence.skill(line.skill) for line in answer.outcomes)
    for line in answer.outcomes:
        table.add_row(
            Text(reading.label(line)),
            Text(numbers.value(line.estimate, line.unit), style="bold"),
            Text(
                estimate_in_words(line.estimate, reading.counted_in(answer, line)) if line.unit == PROBABILITY else ""
            ),
            Text(numbers.interval(line.estimate, line.unit)),
            Text(f"{numbers.short(line.record.pooled)}{' *' if line.record.apart else ''}" if line.record else "none"),
            Text(letters[evidence.skill(line.skill)]),
        )
    skills = [f"skill {letter}: {text}" for text, letter in letters.items()]
    notes = [f"{reading.plain(line)}: {reading.definition(line)}" for line in answer.outcomes]
    notes += [f"{reading.plain(line)}, by {view}" for line in answer.outcomes for view in evidence.views(line)]
    apart = [f"* {sentences.apart(answer, line)}" for line in answer.outcomes if line.record and line.record.apart]
    defined = [text for text in (sentences.defined(answer),) if text]
    skills = [sentences.of_headline(answer), *defined, CLASS_NOTE, *apart, *skills]
    return Group(table, cells.lines(skills), Text(), Text("What is counted", style="bold"), cells.lines(notes))


def _counterfactuals(answer: Answer, width: int) -> RenderableType | None:
    lines = answer.counterfactuals
    if not lines:
        return None
    rows = [(line.name, [cells.change(x, answer) for x in line.differences]) for line in lines]
    grades = [f"{line.evidence.grade or '-'}  {line.name}: {evidence.evidence(line.evidence)}" for line in lines]
    lapse = [f"{line.name} takes with it: {', '.join(line.also_lapse)}" for line in lines if line.also_lapse]
    return Group(
        *cells.grids("The same futures without", cells.headings(lines[0].differences, answer), rows, width),
        cells.lines([f"{_paired(answer)} * the 90% interval excludes zero.", *lapse]),
        Text(),
        Text("Evidence grade of each", style="bold"),
        cells.lines(grades),
    )


def _beliefs(answer: Answer, width: int) -> RenderableType | None:
    lines = reading.by_beliefs(answer)
    if not lines:
        return None
    first = next(iter(lines[0][1].values()))
    rows = [(name, [cells.change(x, answer) for x in found.values()]) for name, found in lines]
    return Group(
        *cells.grids("Without, under rival beliefs", list(lines[0][1]), rows, width),
        cells.lines(
            [
                f"{cells.headings([first], answer)[0]}. {_paired(answer)} {BELIEFS_NOTE} * the 90% interval excludes zero."
            ]
        ),
    )


def _orders(answer: Answer, width: int) -> RenderableType | None:
    orders = answer.orders
    if not orders:
        return None
    units, labels = reading.units(answer), reading.labels(answer)
    rows = []
    for line in orders[0].outcomes:
        unit = units.get(line.outcome, PROBABILITY)
        by_order = [reading.find(order.outcomes, line.outcome) for order in orders]
        rows.append((labels[line.outcome], [cells.cell(x.estimate if x else None, unit) for x in by_order]))
    for pole in orders[0].poles:
        found = [next((x for x in order.poles if x.index == pole.index), None) for order in orders]
        rows.append(
            (f"effective number of poles by {pole.label}, now {numbers.amount(pole.start)}", cells.pole_cells(found))
        )
    texts = [f"{order.title}: {order_sentences.order(order)}" for order in orders]
    absent = order_sentences.absent_orders(answer)
    return Group(
        *cells.grids("By world order", [order.title for order in orders], rows, width),
        cells.lines(
            [
                f"{order_sentences.of_orders(answer)} Each number with its 90% interval.",
                *texts,
                *absent,
                *order_sentences.idle(answer),
            ]
        ),
    )


def _tolerances(answer: Answer) -> RenderableType | None:
    order = reading.headline(answer)
    if not answer.tolerances or order is None:
        return None
    table, labels = cells.table_of(), reading.labels(answer)
    table.add_column("Tolerances of the case", ratio=1, overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column("probability", justify="right", no_wrap=True)
    table.add_column("analysts", justify="right", no_wrap=True)
    table.add_column("why this limit", ratio=1)
    for line in answer.tolerances:
        table.add_row(
            Text(f"{labels[line.outcome]}:\n{limits.limit(line)}"),
            Text(limits.state(line).replace(" by ", "\nby "), style=cells.STATES[reading.stand(line)]),
            Text(numbers.probability(line.estimate.value), style="bold"),
            Text(cells.stacked(limits.sides(line))),
            Text(line.reason),
        )
    note = f"{sentences.of_headline(answer)} Order: {order.title.lower()}."
    return Group(table, cells.lines([note, *sentences.limits_moved(answer)]))


def _analysts(answer: Answer) -> RenderableType | None:
    lines = [line for line in answer.tolerances if len(line.views) > 1]
    if not lines:
        return None
    said = [limits.told(answer, line) for line in lines]
    units = {line.name: line.record.unit for line in answer.outcomes if line.record}
    labels = reading.labels(answer)
    apart = [
        f"{labels[line.outcome]} would be settled by: {limits.settling(line, units.get(line.outcome, ''))}"
        for line in lines
        if line.settling
    ]
    turned = [f"{labels[line.outcome]} would be turned by {limits.flip(line)}" for line in lines if line.flip]
    every = [f"{labels[line.outcome]}: {limits.everybody(line)}" for line in lines]
    return Group(
        Text("Where the analysts stand", style="bold"),
        Text(sentences.analysts(answer)),
        cells.lines([*said, *apart, *turned]),
        Text(),
        Text("Every analyst, from the lowest probability to the highest", style="bold"),
        cells.lines(every),
    )


def _records(answer: Answer) -> RenderableType | None:
    lines = [(reading.plain(line), line.record) for line in answer.outcomes if line.record]
    if not lines:
        return None
    texts = [f"{name}: {text}" for name, found in lines for text in evidence.record(found)]
    sources = dict.fromkeys(f"{found.counted} {found.source}." for _, found in lines)
    return Group(
        Text(f"Classes of the record, at {counted(answer.horizon, 'year')}", style="bold"),
        cells.lines(texts),
        cells.lines(sources),
    )


def _outside(answer: Answer) -> RenderableType | None:
    lines = [
        f"{reading.plain(line)}: {evidence.outside_view(view)}. {view.text} {view.source}."
        for line in answer.outcomes
        for view in line.outside_views
    ]
    return cells.bullets("What others say", [OUTSIDE_NOTE, *lines]) if lines else None


def _instruments(answer: Answer) -> RenderableType | None:
    if not answer.instruments:
        return None
    table = cells.table_of()
    table.add_column(f"Instruments in {answer.by_year}", ratio=1, overflow="fold")
    for name in ("kept up", "lost on its own", "lost with its base"):
        table.add_column(name, justify="right", no_wrap=True)
    for line in answer.instruments:
        table.add_row(
            Text(f"{line.name}{' (weakest)' if line.weakest else ''}"),
            *(
                Text(numbers.short(found), style=style)
                for found, style in ((line.kept, ""), (line.lost_of_itself, "bold"), (line.lost_with_base, ""))
            ),
        )
    return Group(table, cells.lines([sentences.of_headline(answer)]))


def _tolerances_by_order(answer: Answer, width: int) -> RenderableType | None:
    orders = [order for order in answer.orders if order.tolerances]
    if len(orders) < 2:
        return None
    rows, labels = [], reading.labels(answer)
    for line in orders[0].tolerances:
        by_order = [next((x for x in order.tolerances if x.outcome == line.outcome), None) for order in orders]
        rows.append((f"{labels[line.outcome]}: {limits.limit(line)}", [cells.state(x) for x in by_order]))
    rows.append(("all", [cells.all_within(order) for order in orders]))
    below = (
        "Below each state: the probability. Here the mixture alone judges, in the order of the headline too; the verdict "
        "rests on all analysts, above."
    )
    return Group(
        *cells.grids("Tolerances by order", [order.title for order in orders], rows, width),
        cells.lines([f"{order_sentences.of_orders(answer)} {below}"]),
    )


def _thesis(answer: Answer, width: int) -> RenderableType | None:
    lines = answer.thesis
    if not lines:
        return None
    rows = [(line.title, [cells.change(x, answer) for x in line.differences]) for line in lines]
    size = counted(answer.paired_futures, "future")
    return Group(
        *cells.grids("Full adherence, by order", cells.headings(lines[0].differences, answer), rows, width),
        cells.lines(
            [
                f"Full adherence to principles and structure, minus neglect, in the same {size} of each order: what adherence "
                "changes. * the 90% interval excludes zero."
            ]
        ),
    )


def _governments(answer: Answer) -> RenderableType | None:
    if not answer.governments:
        return None
    table = cells.table_of()
    table.add_column("Patron", no_wrap=True)
    table.add_column("protégé", no_wrap=True)
    table.add_column("probability", justify="right", no_wrap=True)
    table.add_column("90% interval", no_wrap=True)
    table.add_column("strain", justify="right", no_wrap=True)
    table.add_column("reason", ratio=1)
    for line in answer.governments:
        table.add_row(
            Text(line.patron),
            Text(line.protege),
            Text(numbers.probability(line.probability.value), style="bold"),
            Text(numbers.interval(line.probability, PROBABILITY)),
            Text(f"{line.strain:g}"),
            Text(line.reason),
        )
    return Group(
        Text(f"Governments in {answer.by_year}", style="bold"), table, cells.lines([sentences.of_headline(answer)])
    )


def _rivals(answer: Answer) -> RenderableType | None:
    if not answer.agreement:
        return None
    agree, disagree = sentences.agree(answer), sentences.disagree(answer)
    return Group(
        Text("Candidate specifications", style="bold"),
        cells.lines([f"weights   {line}" for line in sentences.weights(answer)]),
        cells.lines([f"disagree  {line}" for line in disagree] or ["disagree  on nothing beyond their intervals"]),
        cells.lines([f"agree     {line}" for line in agree] or ["agree     on nothing"]),
        cells.lines([sentences.of_rivals(answer)]),
    )


def _provenance(answer: Answer) -> RenderableType:
    data = [f"{text}: {', '.join(equations)}" for text, equations in sentences.sources(answer).items()]
    replaced = sentences.replaced(answer)
    own = [Text(sentences.in_place(answer)), cells.lines(replaced)] if replaced else []
    cited = dict.fromkeys(
        f"{reading.plain(line)}, {evidence.base_rate(rate)}: {rate.meaning} {rate.source}."
        for line in answer.outcomes
        for rate in line.base_rates
    )
    return Group(
        Text("Where the numbers come from", style="bold"),
        Text(sentences.rests_on(answer)),
        Text(sentences.sizes(answer)),
        *([Text(late)] if (late := sentences.late_fits(answer)) else []),
        *(Text(line) for line in sentences.known_then(answer)),
        Text("Equations, years and data:"),
        cells.lines(data),
        *own,
        *(
            [Text("Base rates as the case words them; nothing is computed from them:"), cells.lines(cited)]
            if cited
            else []
        ),
        Text(f"foedus {answer.version}, {answer.format}", style="dim"),
    )


def glossary(answer: Answer, text: str) -> RenderableType:
    """The terms and abbreviations that a text uses."""
    entries = used(text, TERMS) | used(text, ABBREVIATIONS | answer.words)
    return cells.bullets("Words", [f"{term}: {meaning}" for term, meaning in entries.items()])


def _paired(answer: Answer) -> str:
    return f"Paired differences in {counted(answer.paired_futures, 'future')}: without it, minus with it."

"""The answer as text for a terminal: as wide as asked for, with colour only where asked for."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.assessment.answer import Answer, Difference, Estimate, OrderLine, PoleLine, ToleranceLine
from foedus.report import limits, numbers, reading, sentences
from foedus.report.glossary import ABBREVIATIONS, BELIEFS_NOTE, TERMS, used
from foedus.report.numbers import PROBABILITY
from foedus.report.words import estimate_in_words

COLOURS = {
    "prepared": "bold green",
    "conditionally prepared": "bold yellow",
    "not prepared": "bold red",
    "cannot tell": "bold cyan",
}
STATES = {"met": "green", "undecided": "yellow", "missed": "red", "by assumption": "cyan"}
CLASS_NOTE = (
    "Its class: the pooled rate of the class of the case, counted on the record, with its 90% interval; * estimate and class "
    "lie outside each other's interval."
)
OUTSIDE_NOTE = (
    "A share of respondents is not a probability, so only probabilities and rates are restated at the horizon."
)
NARROWEST = 80
FIRST_COLUMN, CELL = 20, 15

Row = tuple[str, Sequence[str | Text]]


def as_text(answer: Answer, width: int = 100, colour: bool = False) -> str:
    """The answer as plain text of at most `width` columns (80 or more), for a terminal or a file."""
    width = max(width, NARROWEST)
    body = _render(_sections(answer, width), width, colour)
    plain = _render(_sections(answer, width), width, colour=False) if colour else body
    return body + _render([_glossary(answer, " ".join(plain.split()))], width, colour)


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


def _sections(answer: Answer, width: int) -> list[RenderableType]:
    sections = [
        _head(answer),
        _outcomes(answer, width),
        _tolerances(answer),
        _analysts(answer),
        _records(answer),
        _outside(answer),
        _instruments(answer),
        _counterfactuals(answer, width),
        _beliefs(answer, width),
        _bullets("Pacts asked for", map(sentences.pact, answer.pacts)) if answer.pacts else None,
        _orders(answer, width),
        _tolerances_by_order(answer, width),
        _thesis(answer, width),
        _governments(answer),
        _rivals(answer),
        _provenance(answer),
        _bullets("Not known, and how it enters", sentences.unknown(answer)) if answer.unknown else None,
        _bullets("Not judged, and taken by default", sentences.not_judged(answer)) if answer.not_judged else None,
        _bullets("What this cannot say", (line.text for line in answer.cannot_say)),
    ]
    return [section for section in sections if section is not None]


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
    table = _table()
    words = 15 if width >= 100 else 11
    rest = width - sum((11, words, 15, 5)) - 10
    label = rest * 11 // 20
    table.add_column(f"By {answer.by_year}", width=label, overflow="fold")
    table.add_column("probability", width=11, justify="right")
    table.add_column("in words", width=words, overflow="fold")
    table.add_column("90% interval", width=15)
    table.add_column("its class", width=rest - label, overflow="fold")
    table.add_column("skill", width=5)
    letters = reading.footnotes(sentences.skill(line.skill) for line in answer.outcomes)
    for line in answer.outcomes:
        table.add_row(
            Text(reading.label(line)),
            Text(numbers.value(line.estimate, line.unit), style="bold"),
            Text(
                estimate_in_words(line.estimate, reading.counted_in(answer, line)) if line.unit == PROBABILITY else ""
            ),
            Text(numbers.interval(line.estimate, line.unit)),
            Text(f"{numbers.short(line.record.pooled)}{' *' if line.record.apart else ''}" if line.record else "none"),
            Text(letters[sentences.skill(line.skill)]),
        )
    skills = [f"skill {letter}: {text}" for text, letter in letters.items()]
    notes = [f"{reading.plain(line)}: {reading.definition(line)}" for line in answer.outcomes]
    notes += [f"{reading.plain(line)}, by {view}" for line in answer.outcomes for view in sentences.views(line)]
    apart = [f"* {sentences.apart(answer, line)}" for line in answer.outcomes if line.record and line.record.apart]
    skills = [sentences.of_headline(answer), CLASS_NOTE, *apart, *skills]
    return Group(table, _lines(skills), Text(), Text("What is counted", style="bold"), _lines(notes))


def _counterfactuals(answer: Answer, width: int) -> RenderableType | None:
    lines = answer.counterfactuals
    if not lines:
        return None
    rows = [(line.name, [_change(x, answer) for x in line.differences]) for line in lines]
    evidence = [f"{line.evidence.grade or '-'}  {line.name}: {sentences.evidence(line.evidence)}" for line in lines]
    lapse = [f"{line.name} takes with it: {', '.join(line.also_lapse)}" for line in lines if line.also_lapse]
    return Group(
        *_grids("The same futures without", _headings(lines[0].differences, answer), rows, width),
        _lines([f"{_paired(answer)} * the 90% interval excludes zero.", *lapse]),
        Text(),
        Text("Evidence grade of each", style="bold"),
        _lines(evidence),
    )


def _beliefs(answer: Answer, width: int) -> RenderableType | None:
    lines = reading.by_beliefs(answer)
    if not lines:
        return None
    first = next(iter(lines[0][1].values()))
    rows = [(name, [_change(x, answer) for x in found.values()]) for name, found in lines]
    return Group(
        *_grids("Without, under rival beliefs", list(lines[0][1]), rows, width),
        _lines(
            [f"{_headings([first], answer)[0]}. {_paired(answer)} {BELIEFS_NOTE} * the 90% interval excludes zero."]
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
        cells = [reading.find(order.outcomes, line.outcome) for order in orders]
        rows.append((labels[line.outcome], [_cell(cell.estimate if cell else None, unit) for cell in cells]))
    for pole in orders[0].poles:
        found = [next((x for x in order.poles if x.index == pole.index), None) for order in orders]
        rows.append(
            (f"effective number of poles by {pole.label}, now {numbers.amount(pole.start)}", _pole_cells(found))
        )
    texts = [f"{order.title}: {sentences.order(order)}" for order in orders]
    absent = sentences.absent_orders(answer)
    return Group(
        *_grids("By world order", [order.title for order in orders], rows, width),
        _lines([f"{sentences.of_orders(answer)} Each number with its 90% interval.", *texts, *absent]),
    )


def _tolerances(answer: Answer) -> RenderableType | None:
    order = reading.headline(answer)
    if not answer.tolerances or order is None:
        return None
    table, labels = _table(), reading.labels(answer)
    table.add_column("Tolerances of the case", ratio=1, overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column("probability", justify="right", no_wrap=True)
    table.add_column("analysts", justify="right", no_wrap=True)
    table.add_column("why this limit", ratio=1)
    for line in answer.tolerances:
        table.add_row(
            Text(f"{labels[line.outcome]}:\n{limits.limit(line)}"),
            Text(limits.state(line).replace(" by ", "\nby "), style=STATES[reading.stand(line)]),
            Text(numbers.probability(line.estimate.value), style="bold"),
            Text(_stacked(limits.sides(line))),
            Text(line.reason),
        )
    note = f"{sentences.of_headline(answer)} Order: {order.title.lower()}."
    return Group(table, _lines([note, *sentences.limits_moved(answer)]))


def _stacked(sides: str) -> str:
    """Where the analysts stand, in lines short enough for a column."""
    first, *others = sides.split(", ")
    first = first.replace(" above", "\nabove").replace(" below", "\nbelow")
    return "\n".join([first, *others]).replace(" to call", "\nto call")


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
        _lines([*said, *apart, *turned]),
        Text(),
        Text("Every analyst, from the lowest probability to the highest", style="bold"),
        _lines(every),
    )


def _records(answer: Answer) -> RenderableType | None:
    lines = [(reading.plain(line), line.record) for line in answer.outcomes if line.record]
    if not lines:
        return None
    texts = [f"{name}: {text}" for name, found in lines for text in sentences.record(found)]
    counted = dict.fromkeys(f"{found.counted} {found.source}." for _, found in lines)
    return Group(
        Text(f"Classes of the record, at {sentences.counted(answer.horizon, 'year')}", style="bold"),
        _lines(texts),
        _lines(counted),
    )


def _outside(answer: Answer) -> RenderableType | None:
    lines = [
        f"{reading.plain(line)}: {sentences.outside_view(view)}. {view.text} {view.source}."
        for line in answer.outcomes
        for view in line.outside_views
    ]
    return _bullets("What others say", [OUTSIDE_NOTE, *lines]) if lines else None


def _instruments(answer: Answer) -> RenderableType | None:
    if not answer.instruments:
        return None
    table = _table()
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
    return Group(table, _lines([sentences.of_headline(answer)]))


def _tolerances_by_order(answer: Answer, width: int) -> RenderableType | None:
    orders = [order for order in answer.orders if order.tolerances]
    if len(orders) < 2:
        return None
    rows, labels = [], reading.labels(answer)
    for line in orders[0].tolerances:
        cells = [next((x for x in order.tolerances if x.outcome == line.outcome), None) for order in orders]
        rows.append((f"{labels[line.outcome]}: {limits.limit(line)}", [_state(x) for x in cells]))
    rows.append(("all", [_all_within(order) for order in orders]))
    below = (
        "Below each state: the probability. Here the mixture alone judges, in the order of the headline too; the verdict "
        "rests on all analysts, above."
    )
    return Group(
        *_grids("Tolerances by order", [order.title for order in orders], rows, width),
        _lines([f"{sentences.of_orders(answer)} {below}"]),
    )


def _thesis(answer: Answer, width: int) -> RenderableType | None:
    lines = answer.thesis
    if not lines:
        return None
    rows = [(line.title, [_change(x, answer) for x in line.differences]) for line in lines]
    size = sentences.counted(answer.paired_futures, "future")
    return Group(
        *_grids("Full adherence, by order", _headings(lines[0].differences, answer), rows, width),
        _lines(
            [
                f"Full adherence to principles and structure, minus neglect, in the same {size} of each order: what adherence "
                "changes. * the 90% interval excludes zero."
            ]
        ),
    )


def _governments(answer: Answer) -> RenderableType | None:
    if not answer.governments:
        return None
    table = _table()
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
    return Group(Text(f"Governments in {answer.by_year}", style="bold"), table, _lines([sentences.of_headline(answer)]))


def _rivals(answer: Answer) -> RenderableType | None:
    if not answer.agreement:
        return None
    agree, disagree = sentences.agree(answer), sentences.disagree(answer)
    return Group(
        Text("Candidate specifications", style="bold"),
        _lines([f"weights   {line}" for line in sentences.weights(answer)]),
        _lines([f"disagree  {line}" for line in disagree] or ["disagree  on nothing beyond their intervals"]),
        _lines([f"agree     {line}" for line in agree] or ["agree     on nothing"]),
        _lines([sentences.of_rivals(answer)]),
    )


def _provenance(answer: Answer) -> RenderableType:
    data = [f"{text}: {', '.join(equations)}" for text, equations in sentences.sources(answer).items()]
    replaced = sentences.replaced(answer)
    own = [Text("Fitted by the user, in place of the shipped estimates:"), _lines(replaced)] if replaced else []
    cited = dict.fromkeys(
        f"{reading.plain(line)}, {sentences.base_rate(rate)}: {rate.meaning} {rate.source}."
        for line in answer.outcomes
        for rate in line.base_rates
    )
    return Group(
        Text("Where the numbers come from", style="bold"),
        Text(sentences.rests_on(answer)),
        Text(sentences.sizes(answer)),
        *([Text(late)] if (late := sentences.late_fits(answer)) else []),
        Text("Equations, years and data:"),
        _lines(data),
        *own,
        *([Text("Base rates as the case words them; nothing is computed from them:"), _lines(cited)] if cited else []),
        Text(f"foedus {answer.version}, {answer.format}", style="dim"),
    )


def _bullets(title: str, lines: Iterable[str]) -> RenderableType:
    return Group(Text(title, style="bold"), _lines(lines))


def _glossary(answer: Answer, text: str) -> RenderableType:
    entries = used(text, TERMS) | used(text, ABBREVIATIONS | answer.words)
    return _bullets("Words", [f"{term}: {meaning}" for term, meaning in entries.items()])


def _table(gap: int = 1) -> Table:
    """A table ruled under its head; `gap` blanks and the box's one between columns."""
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, gap, 0, 0))


def _grids(title: str, headings: Sequence[str], rows: Sequence[Row], width: int) -> list[RenderableType]:
    """A table with one row of cells each, cut into tables side under side where it is too wide; balanced."""
    room = max(1, (width - FIRST_COLUMN) // (CELL + 1))
    pieces = math.ceil(len(headings) / room)
    step = math.ceil(len(headings) / pieces)
    tables: list[RenderableType] = []
    for start in range(0, len(headings), step):
        table = _table(gap=0)
        table.add_column(title, ratio=1, overflow="fold")
        for heading in headings[start : start + step]:
            table.add_column(Text(heading), width=CELL, overflow="fold")
        for name, cells in rows:
            table.add_row(Text(name), *cells[start : start + step])
        tables += [table, Text()]
    return tables


def _headings(differences: Sequence[Difference], answer: Answer) -> list[str]:
    units, labels = reading.units(answer), reading.labels(answer)
    return [f"{labels[x.outcome]}, {numbers.unit_of_change(units.get(x.outcome, PROBABILITY))}" for x in differences]


def _change(line: Difference, answer: Answer) -> Text:
    unit = reading.units(answer).get(line.outcome, PROBABILITY)
    found = numbers.change(line.estimate, unit)
    text = Text(f"{found} *" if line.clear else found, style="bold" if line.clear else "")
    return text.append("\n" + numbers.change_interval(line.estimate, unit), style="not bold dim")


def _cell(estimate: Estimate | None, unit: str) -> Text:
    if estimate is None:
        return Text("")
    return Text(numbers.value(estimate, unit)).append("\n" + numbers.interval(estimate, unit), style="dim")


def _pole_cells(lines: Sequence[PoleLine | None]) -> list[Text]:
    """A cell for each order; 'not known' once where no order knows any."""
    if any(line is not None and reading.known(line) for line in lines):
        return [_poles(line) for line in lines]
    return [Text("not known"), *(Text("") for _ in lines[1:])]


def _poles(line: PoleLine | None) -> Text:
    if line is None or not line.median:
        return Text("")
    last = Estimate(value=line.median[-1], low=line.low90[-1], high=line.high90[-1])
    return _cell(last, "poles")


def _state(line: ToleranceLine | None) -> Text:
    if line is None:
        return Text("")
    state = (
        limits.state(line).replace("undecided by assumption", "undecided, assumed").replace("by assumption", "assumed")
    )
    return Text(state, style=STATES[reading.stand(line)]).append(
        f"\n{numbers.probability(line.estimate.value)}", style="dim"
    )


def _all_within(order: OrderLine) -> Text:
    state = {True: "met", False: "missed", None: "undecided"}[order.within]
    return Text(state, style=f"bold {STATES[state]}")


def _paired(answer: Answer) -> str:
    return f"Paired differences in {sentences.counted(answer.paired_futures, 'future')}: without it, minus with it."


def _lines(lines: Iterable[str]) -> RenderableType:
    """One line each; what does not fit goes on indented."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    for line in lines:
        table.add_row("-", Text(line))
    return table

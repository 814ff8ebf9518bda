"""Parts of the answer as text: tables, cells with their colours, bullets and lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.assessment.answer import Answer, OrderLine, PoleLine
from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.verdict_lines import ToleranceLine
from foedus.report import limits, numbers, reading
from foedus.report.numbers import PROBABILITY

STATES = {"met": "green", "undecided": "yellow", "missed": "red", "by assumption": "cyan"}

FIRST_COLUMN, CELL = 20, 15

Row = tuple[str, Sequence[str | Text]]


def stacked(sides: str) -> str:
    """Where the analysts stand, in lines short enough for a column."""
    first, *others = sides.split(", ")
    first = first.replace(" above", "\nabove").replace(" below", "\nbelow")
    return "\n".join([first, *others]).replace(" to call", "\nto call")


def bullets(title: str, texts: Iterable[str]) -> RenderableType:
    """Lines under a title."""
    return Group(Text(title, style="bold"), lines(texts))


def table_of(gap: int = 1) -> Table:
    """A table ruled under its head; `gap` blanks and the box's one between columns."""
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, gap, 0, 0))


def grids(title: str, headings: Sequence[str], rows: Sequence[Row], width: int) -> list[RenderableType]:
    """A table with one row of cells each, cut into tables side under side where it is too wide; balanced."""
    room = max(1, (width - FIRST_COLUMN) // (CELL + 1))
    pieces = math.ceil(len(headings) / room)
    step = math.ceil(len(headings) / pieces)
    tables: list[RenderableType] = []
    for start in range(0, len(headings), step):
        table = table_of(gap=0)
        table.add_column(title, ratio=1, overflow="fold")
        for heading in headings[start : start + step]:
            table.add_column(Text(heading), width=CELL, overflow="fold")
        for name, cells in rows:
            table.add_row(Text(name), *cells[start : start + step])
        tables += [table, Text()]
    return tables


def headings(differences: Sequence[Difference], answer: Answer) -> list[str]:
    """The label and unit of every difference."""
    units, labels = reading.units(answer), reading.labels(answer)
    return [f"{labels[x.outcome]}, {numbers.unit_of_change(units.get(x.outcome, PROBABILITY))}" for x in differences]


def change(line: Difference, answer: Answer) -> Text:
    """A difference with its interval; a star where it is clear."""
    unit = reading.units(answer).get(line.outcome, PROBABILITY)
    found = numbers.change(line.estimate, unit)
    text = Text(f"{found} *" if line.clear else found, style="bold" if line.clear else "")
    return text.append("\n" + numbers.change_interval(line.estimate, unit), style="not bold dim")


def cell(estimate: Estimate | None, unit: str) -> Text:
    """An estimate over its interval."""
    if estimate is None:
        return Text("")
    return Text(numbers.value(estimate, unit)).append("\n" + numbers.interval(estimate, unit), style="dim")


def pole_cells(orders: Sequence[PoleLine | None]) -> list[Text]:
    """A cell for each order; 'not known' once where no order knows any."""
    if any(line is not None and reading.known(line) for line in orders):
        return [_poles(line) for line in orders]
    return [Text("not known"), *(Text("") for _ in orders[1:])]


def _poles(line: PoleLine | None) -> Text:
    if line is None or not line.median:
        return Text("")
    last = Estimate(value=line.median[-1], low=line.low90[-1], high=line.high90[-1])
    return cell(last, "poles")


def state(line: ToleranceLine | None) -> Text:
    """Whether a limit is met, in its colour, over the estimate."""
    if line is None:
        return Text("")
    said = (
        limits.state(line).replace("undecided by assumption", "undecided, assumed").replace("by assumption", "assumed")
    )
    return Text(said, style=STATES[reading.stand(line)]).append(
        f"\n{numbers.probability(line.estimate.value)}", style="dim"
    )


def all_within(order: OrderLine) -> Text:
    """Whether every limit is met in an order."""
    said = {True: "met", False: "missed", None: "undecided"}[order.within]
    return Text(said, style=f"bold {STATES[said]}")


def lines(texts: Iterable[str]) -> RenderableType:
    """One line each; what does not fit goes on indented."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    for text in texts:
        table.add_row("-", Text(text))
    return table

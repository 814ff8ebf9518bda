"""The board as one page: a row an indicator, what their columns mean, sources that are late or part."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.brief.model import Block, Brief, Section, Table, paragraph, said
from foedus.report.watch import phrases
from foedus.report.watch.nowcast import state_in_words
from foedus.report.watch.text import as_text
from foedus.report.words import counted
from foedus.watch.board_lines import Board, Reading

HEAD = ("indicator", "covered to", "last month", "level a month", "state", "rise / fall", "price of an alarm")
WIDTHS = (0.23, 0.1, 0.1, 0.13, 0.17, 0.12, 0.15)
NOTE = (
    "Level: units in a month of the usual season, with its 90% interval. Rise / fall: probability that the level changed by "
    "half or more within two years. Price: threshold of an alarm; share of spans of eight years with a false one; shares of "
    "doublings / halvings told within 24 months, and their median delays. A month that is not over counts nowhere."
)


def board_text(board: Board) -> str:
    """The board for a terminal or a file."""
    return as_text(board_page(board))


def board_page(board: Board) -> Brief:
    """The board as a page."""
    return Brief(
        title=f"The watch: {board.case}",
        subtitle=said(f"Board as of {phrases.day(board.as_of)}. {board.title}"),
        as_of=board.as_of,
        pages=(
            Section("In short", (paragraph(said(_short(board))),)),
            Section("Indicators", (table(board.readings), *_records(board))),
            Section("State that futures start from", tuple(_states(board))),
            Section("Sources", tuple(_sources(board))),
        ),
        annex=(),
        sources={"board": board},
    )


def _short(board: Board) -> str:
    held = [one for one in board.readings if one.alarm is not None]
    watched = [one for one in board.readings if one.level is not None]
    if not held:
        return f"No alarm is in force, of {counted(len(watched), 'indicator')} with a baseline."
    named = "; ".join(f"{one.title}: {phrases.state(one)}" for one in held)
    return f"{counted(len(held), 'alarm')} in force, of {counted(len(watched), 'indicator')} with a baseline. {named}."


def table(readings: tuple[Reading, ...]) -> Table:
    """A row an indicator."""
    rows = tuple(tuple(said(cell) for cell in _row(one)) for one in readings)
    return Table(said("What is counted by month"), tuple(map(said, HEAD)), rows, WIDTHS, (said(NOTE),))


def _row(one: Reading) -> tuple[str, ...]:
    last = phrases.NONE if one.month is None else phrases.units(one.count, one.unit)
    so_far = "" if one.so_far is None else f"; {one.so_far:g} since"
    return (
        one.title,
        phrases.through(one),
        f"{last}{so_far}",
        phrases.usual(one),
        phrases.state(one),
        phrases.chances(one),
        phrases.cost(one.cost),
    )


def _records(board: Board) -> Iterator[Block]:
    told = [f"{one.title}: {phrases.record(one.record, one.unit)}" for one in board.readings if one.record is not None]
    yield paragraph(said(f"{'; '.join(told) or 'no last month is one'}."), lead="Records")


def _states(board: Board) -> Iterator[Block]:
    moved = [one for one in board.states if one.why == "moved"]
    if not moved:
        yield paragraph(said("No indicator moves it."))
    for one in moved:
        yield paragraph(said(state_in_words(one)), kind="item")


def _sources(board: Board) -> Iterator[Block]:
    late = [one for one in board.readings if one.late]
    quiet = [one for one in board.readings if one.silence is not None and one.silence < 0.05]
    yield paragraph(said(f"{late_in_words(late)}"), lead="Late")
    if quiet:
        told = "; ".join(
            f"{one.title}: {one.quiet} months without one, {one.silence:.1%} likely at the level before"
            for one in quiet
        )
        yield paragraph(said(f"{told}."), lead="Silent")
    for one in board.disagreements:
        yield paragraph(said(phrases.agreement(one)), lead="Two sources")


def late_in_words(late: list[Reading]) -> str:
    """Which sources are late, and by how much."""
    if not late:
        return "No source is late."
    told = dict.fromkeys(
        f"{one.source} reaches to {one.month}, {counted(one.behind or 0, 'month')} behind" for one in late
    )
    return f"{'; '.join(told)}."

"""The text of an answer as Markdown: headings, tables and lists in place of columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from foedus.assessment.answer import Answer
from foedus.report import text

UNCUT = 10_000
"""Columns: no table is cut into several."""
SIGNS = "\\`*_[]<>|#"
"""What Markdown would take for its own."""


def as_markdown(answer: Answer) -> str:
    """The whole text of an answer as Markdown, with tables as GitHub and Pandoc read them."""
    parts = text.sections(answer, UNCUT)
    lines = [line for part in [*parts, text.glossary(answer, text.as_text(answer))] for line in _of(part)]
    lines[0] = lines[0].replace("## ", "# ", 1)
    return "\n".join(lines).strip().replace("\n\n\n", "\n\n") + "\n"


def escaped(words: str) -> str:
    """Words that Markdown leaves as they are.

    >>> print(escaped("a*b | c"))
    a\\*b \\| c
    """
    return "".join(f"\\{sign}" if sign in SIGNS else sign for sign in words)


def _of(part: RenderableType) -> Iterator[str]:
    """The lines of a part, each block followed by an empty one."""
    if isinstance(part, Group):
        for each in part.renderables:
            yield from _of(each)
    elif isinstance(part, Table):
        yield from _listed(part) if not part.show_header else _table(part)
        yield ""
    elif isinstance(part, Text) and part.plain.strip():
        title = "bold" in str(part.style)
        yield from ([f"## {escaped(part.plain)}", ""] if title else [escaped(part.plain), ""])


def _listed(table: Table) -> Iterator[str]:
    """A list, made as a grid of marks and texts."""
    *_, texts = (list(column.cells) for column in table.columns)
    yield from (f"- {_cell(each)}" for each in texts)


def _table(table: Table) -> Iterator[str]:
    """A table; the head of its first column is its title."""
    head = [_cell(column.header) for column in table.columns]
    yield from [f"## {head[0]}", "", _row(["", *head[1:]])]
    yield _row(["---", *("---:" if column.justify == "right" else "---" for column in table.columns[1:])])
    yield from (_row(_cell(each) for each in row) for row in zip(*(list(c.cells) for c in table.columns), strict=True))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: RenderableType) -> str:
    words = cell.plain if isinstance(cell, Text) else str(cell)
    return "<br>".join(escaped(line) for line in words.strip().split("\n"))

"""Plain text for a terminal: columns that line up, sentences that wrap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

WIDTH = 100


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], indent: int = 2) -> Iterator[str]:
    """A table with the first column aligned left and the others right, under its head."""
    cells = [list(head), *map(list, rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for row in cells:
        first, *rest = [
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield (" " * indent + "  ".join([first, *rest])).rstrip()


def sentences(texts: Sequence[str], mark: str = "- ") -> Iterator[str]:
    """Each text on its own line, wrapped with a hanging indent after its mark."""
    for text in texts:
        yield from wrap(text, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))

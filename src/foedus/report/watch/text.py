"""A page of the watch as plain text: headings, sentences that wrap, tables as a paragraph a row."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.brief.model import Block, Brief, Paragraph, Table
from foedus.report.plain import sentences as wrapped


def as_text(page: Brief) -> str:
    """The page for a terminal or a file."""
    return "\n".join(_lines(page)).rstrip() + "\n"


def _lines(page: Brief) -> Iterator[str]:
    yield page.title
    yield from wrapped([str(page.subtitle)], mark="")
    for section in page.sections:
        yield ""
        yield section.title.upper()
        for block in section.blocks:
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        lead = f"{block.lead}: " if block.lead else ""
        text = lead + " ".join(map(str, block.sentences))
        yield from wrapped([text], mark="- " if block.kind == "item" else "  ")
    elif isinstance(block, Table):
        yield from _table(block)


def _table(block: Table) -> Iterator[str]:
    """A row by its first cell, the others under their heads."""
    _, *heads = map(str, block.head)
    for row in block.rows:
        first, *cells = map(str, row)
        yield from wrapped([first], mark="  ")
        told = "; ".join(f"{head}: {cell}" for head, cell in zip(heads, cells, strict=True))
        yield from wrapped([told], mark="      ")
    yield from wrapped([str(one) for one in block.note], mark="  ")

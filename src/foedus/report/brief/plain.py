"""The brief as nested lists and texts, for a template: what each block is, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foedus.report.brief.model import Block, Brief, Figure, Paragraph, Section

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def plain(brief: Brief, drawn: bool = True) -> dict[str, Any]:
    """Title, subtitle, date, pages and annex; with blank pictures where they need not be drawn."""
    return {
        "title": brief.title,
        "subtitle": str(brief.subtitle),
        "date": [brief.as_of.year, brief.as_of.month, brief.as_of.day],
        "pages": _sections(brief.pages, drawn),
        "annex": _sections(brief.annex, drawn),
    }


def _sections(sections: Sequence[Section], drawn: bool) -> list[dict[str, Any]]:
    return [{"title": one.title, "blocks": [_block(block, drawn) for block in one.blocks]} for one in sections]


def _block(block: Block, drawn: bool) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        text = " ".join(map(str, block.sentences))
        return {"type": "paragraph", "kind": block.kind, "lead": block.lead, "text": text}
    if isinstance(block, Figure):
        svg = block.chart.svg() if drawn else BLANK
        picture = {"words": block.chart.words, "svg": svg, "height": block.height}
        return {"type": "figure", "title": str(block.title), "reading": str(block.reading), **picture}
    return {
        "type": "table",
        "title": str(block.title),
        "head": list(map(str, block.head)),
        "rows": [list(map(str, row)) for row in block.rows],
        "widths": list(block.widths),
        "note": list(map(str, block.note)),
    }

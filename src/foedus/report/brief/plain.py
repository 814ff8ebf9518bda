"""The brief as nested lists and texts, for a template: what each block is, and its words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from foedus.report.brief.model import Block, Brief, Figure, Paragraph, Section


def plain(brief: Brief) -> dict[str, Any]:
    """Title, subtitle, date, pages and annex."""
    return {
        "title": brief.title,
        "subtitle": str(brief.subtitle),
        "date": [brief.as_of.year, brief.as_of.month, brief.as_of.day],
        "pages": _sections(brief.pages),
        "annex": _sections(brief.annex),
    }


def _sections(sections: Sequence[Section]) -> list[dict[str, Any]]:
    return [{"title": one.title, "blocks": [_block(block) for block in one.blocks]} for one in sections]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        text = " ".join(map(str, block.sentences))
        return {"type": "paragraph", "kind": block.kind, "lead": block.lead, "text": text}
    if isinstance(block, Figure):
        drawn = {"words": block.chart.words, "svg": block.chart.svg(), "height": block.height}
        return {"type": "figure", "title": str(block.title), "reading": str(block.reading), **drawn}
    return {
        "type": "table",
        "title": str(block.title),
        "head": list(map(str, block.head)),
        "rows": [list(map(str, row)) for row in block.rows],
        "widths": list(block.widths),
        "note": list(map(str, block.note)),
    }

"""The brief as JSON: the answer it rests on, and every sentence with the path of each of its numbers."""

from __future__ import annotations

import json
from typing import Any

from foedus.report.brief.model import Block, Brief, Figure, Number, Paragraph, Piece, Sentence

FORMAT = "foedus.brief/1"


def as_json(brief: Brief) -> str:
    """The brief as JSON; `--since` reads the answer in it."""
    found = {
        "format": FORMAT,
        "title": brief.title,
        "subtitle": _sentence(brief.subtitle),
        "pages": [{"title": one.title, "blocks": [_block(block) for block in one.blocks]} for one in brief.pages],
        "annex": [{"title": one.title, "blocks": [_block(block) for block in one.blocks]} for one in brief.annex],
        **{name: document.model_dump(mode="json") for name, document in brief.sources.items()},
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"lead": block.lead, "sentences": [_sentence(one) for one in block.sentences]}
    if isinstance(block, Figure):
        return {"chart": block.name, "title": _sentence(block.title), "words": block.chart.words}
    return {
        "title": _sentence(block.title),
        "head": [_sentence(one) for one in block.head],
        "rows": [[_sentence(one) for one in row] for row in block.rows],
        "note": [_sentence(one) for one in block.note],
    }


def _sentence(sentence: Sentence) -> list[str | dict[str, Any]]:
    return [_piece(piece) for piece in sentence.pieces]


def _piece(piece: Piece) -> str | dict[str, Any]:
    """Own words as they are; a number or a quote with where it stands."""
    if isinstance(piece, str):
        return piece
    where = {"text": piece.text, "source": piece.source, "path": list(piece.path)}
    return {**where, "form": piece.form} if isinstance(piece, Number) else where

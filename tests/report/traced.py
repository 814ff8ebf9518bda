"""What a brief says, and where in the JSON each of its numbers stands."""

from __future__ import annotations

import json

from foedus.report.brief.forms import FORMS
from foedus.report.brief.model import Number, Paragraph


def written(made):
    """Every text of the model."""
    yield made.title
    for section in made.sections:
        yield section.title
        yield from (block.lead for block in section.blocks if isinstance(block, Paragraph))
    for _, line in made.lines():
        yield from map(str, line)


def pieces(made):
    return [piece for _, line in made.lines() for sentence in line for piece in sentence.pieces]


def at(document, path):
    for step in path:
        document = document[step]
    return document


def numbers_stand_at_their_paths(made):
    """Every number of the model is what its form makes of the JSON at its path."""
    documents = {name: json.loads(one.model_dump_json()) for name, one in made.sources.items()}
    for piece in pieces(made):
        if isinstance(piece, Number):
            value = at(documents[piece.source], piece.path)
            form = FORMS[piece.form]
            if form.kind is not None:
                value = form.kind.model_validate(value, extra="ignore")
            assert form.make(value) == piece.text, piece

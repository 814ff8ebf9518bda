"""The brief as data: sections of blocks, blocks of sentences, and of every number where in which JSON it stands.

    Number     a value of a source, by its path in the JSON of that source, and how it is printed
    Quote      words of a source, as they stand in its JSON
    Sentence   own words, numbers and quotes, one after the other

A writer prints the text of a sentence as it is; nothing is counted, rounded or worded after this model is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from pydantic import BaseModel

Path = tuple[str | int, ...]

CONSTANTS = {
    "90": "level of every interval",
    "203": "number of the directive on words of likelihood",
}
"""Numbers in the brief's own words that no JSON holds."""


@dataclass(frozen=True)
class Number:
    """A value of a source as it is printed: `form` names one of `forms.FORMS`."""

    source: str
    path: Path
    form: str
    text: str


@dataclass(frozen=True)
class Quote:
    """Words of a source, of a `chart`, or of the program: of a belief (`beliefs`), of a default of a case (`defaults`).

    `text` may begin with a capital where the source has none.
    """

    source: str
    path: Path
    text: str


Piece = str | Number | Quote


@dataclass(frozen=True)
class Sentence:
    """Pieces that are printed one after the other."""

    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces)

    @property
    def numbers(self) -> list[Number]:
        """Its numbers."""
        return [piece for piece in self.pieces if isinstance(piece, Number)]


@dataclass(frozen=True)
class Paragraph:
    """Sentences in a row, after a few words that say what they are about; an item stands in a list."""

    sentences: tuple[Sentence, ...]
    lead: str = ""
    kind: Literal["plain", "item", "note"] = "plain"


@dataclass(frozen=True)
class Table:
    """A table with a head that is repeated on every page; `widths` are shares of the line."""

    title: Sentence
    head: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    widths: tuple[float, ...]
    note: tuple[Sentence, ...] = ()


class Drawn(Protocol):
    """A chart: its pictures, and words for those who cannot see it."""

    @property
    def words(self) -> str:
        """What the picture shows."""

    def svg(self) -> str:
        """The picture as SVG."""

    def png(self) -> bytes:
        """The picture as PNG."""


@dataclass(frozen=True)
class Figure:
    """A chart under its title."""

    name: str
    title: Sentence
    reading: Sentence
    """How to read it."""
    chart: Drawn
    height: float
    """On paper, in centimetres at most."""


Block = Paragraph | Table | Figure


@dataclass(frozen=True)
class Section:
    """Blocks under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Brief:
    """A brief. `pages` are its two pages, `annex` what follows them, `sources` the documents that its numbers stand in."""

    title: str
    subtitle: Sentence
    as_of: date
    pages: tuple[Section, ...]
    annex: tuple[Section, ...]
    sources: Mapping[str, BaseModel]

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section, in order."""
        return (*self.pages, *self.annex)

    def lines(self) -> Iterator[tuple[str, tuple[Sentence, ...]]]:
        """What is read together, with the section that it is of: a sentence of its own, or a row of a table with its head."""
        yield self.title, (self.subtitle,)
        for section in self.sections:
            for block in section.blocks:
                for line in _lines(block):
                    yield section.title, line

    def pdf(self) -> bytes:
        """The brief as PDF/UA-1."""
        from foedus.report.brief.pdf import as_pdf

        return as_pdf(self)

    def docx(self) -> bytes:
        """The brief as a document of a word processor."""
        from foedus.report.brief.docx import as_docx

        return as_docx(self)

    def json(self) -> str:
        """The brief with its sources and the path of every number."""
        from foedus.report.brief.json import as_json

        return as_json(self)

    def html(self) -> str:
        """The brief as one page without scripts."""
        from foedus.report.brief.html import as_html

        return as_html(self)


def _lines(block: Block) -> Iterator[tuple[Sentence, ...]]:
    """What is read together in a block."""
    if isinstance(block, Paragraph):
        yield from ((one,) for one in block.sentences)
    elif isinstance(block, Figure):
        yield (block.title,)
        yield (block.reading,)
    else:
        yield (block.title,)
        yield block.head
        yield from block.rows
        yield from ((one,) for one in block.note)


def said(*pieces: Piece | tuple[Piece, ...]) -> Sentence:
    """A sentence of pieces, some of them in a tuple."""
    flat: list[Piece] = []
    for piece in pieces:
        flat.extend(piece if isinstance(piece, tuple) else (piece,))
    return Sentence(tuple(piece for piece in flat if piece != ""))


def paragraph(
    *sentences: Sentence | None, lead: str = "", kind: Literal["plain", "item", "note"] = "plain"
) -> Paragraph:
    """A paragraph of those sentences that there are."""
    return Paragraph(tuple(one for one in sentences if one is not None), lead, kind)

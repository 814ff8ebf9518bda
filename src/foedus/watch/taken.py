"""What was found in a file of events: every row of it is counted under one heading, and the first of each kind are named."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from foedus.part import Part

FIRST = 5
"""Most rows of a kind that are named."""


class Row(Part):
    """A row that is no event."""

    line: int
    why: str


class Span(Part):
    """Days, the first and the last included."""

    first: date
    last: date


class Taken(Part):
    """What became of the rows of a file: `rows` is the sum of kept, changed, known, repeated, uncounted and malformed."""

    file: str
    sha256: str
    feed: str
    source: str
    title: str
    unit: str
    tried: bool = Field(description="whether the format was tried on files of the publisher")
    rows: int
    kept: int = Field(description="new in the store")
    changed: int = Field(description="known under their key, and now of another content: the store holds the new one")
    known: int = Field(description="in the store already, as they are")
    repeated: int = Field(description="a second time in the file, under one key: the first row holds")
    differing: int = Field(0, description="of those repeated: say something else than the first row of their key")
    differing_first: int | None = Field(None, description="line of the first of them")
    uncounted: int = Field(description="without a number of units: a note of the publisher's")
    malformed: int = Field(description="no event: wrong number of cells, no date, no key")
    malformed_first: tuple[Row, ...]
    garbled: int = Field(0, description="of all rows: with bytes that are not UTF-8, each of which is read as U+FFFD")
    garbled_first: int | None = Field(None, description="line of the first of them")
    unended: bool = Field(False, description="whether the last row has no end of line: the file may be cut short in it")
    late: int = Field(description="of those kept: dated within what the source covered before")
    absent: int = Field(
        description="in the store from an earlier file of the source, in the days of this one, and not in it; they stay"
    )
    first: date | None
    last: date | None
    through: date | None = Field(description="the last day that the source covers now")
    quiet: Span | None = Field(
        None, description="days after the last row, to that to which the list is said to be complete: without an event"
    )
    gaps: tuple[Span, ...] = Field(
        description="days between the first and the last that the source covers of which it has nothing"
    )
    resumed: bool = Field(False, description="whether an earlier reading was broken off, and gone on with")
    already: bool = Field(False, description="whether the very file had been read before: nothing was changed")

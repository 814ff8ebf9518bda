"""What was found in files of events, in words: no row is left out of the count."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.plain import sentences as wrapped
from foedus.report.words import counted
from foedus.shown import escaped
from foedus.watch.taken import Span, Taken
from foedus.watch.update import Update

GAPS = 3
"""Gaps that are named; the others are counted."""
SIGNS = 200
"""Of why a row is no event."""


def update_text(found: Update) -> str:
    """What was read, a paragraph a file."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Update) -> Iterator[str]:
    for place, one in enumerate(found.files):
        if place:
            yield ""
        yield f"{escaped(one.file, SIGNS)}: {one.title}"
        yield from wrapped(list(_said(one)), mark="  ")
    yield ""
    yield f"store: {found.store}"


def _said(one: Taken) -> Iterator[str]:
    if one.already:
        yield f"read before: {counted(one.known, 'row')} of {one.source} are in the store, and nothing was changed."
        return
    if one.resumed:
        yield "the reading had been broken off, and was gone on with."
    if not one.tried:
        yield f"the format {one.feed} rests on the documented columns; it has not been tried on a file of the publisher."
    yield f"{counted(one.rows, 'row')}: {_parts(one)}. A row counts {one.unit}."
    if one.first is not None:
        through = f"; {one.source} is covered to {one.through}" if one.through else ""
        yield f"events of {one.first} to {one.last}{through}."
    if one.quiet:
        yield f"{_span(one.quiet)}: no row in the file; by --through these are days without an event."
    if one.late:
        yield f"late: {counted(one.late, 'row')} dated within what {one.source} covered before."
    if one.differing:
        rows = f"{counted(one.differing, 'row')}, the first on line {one.differing_first}"
        yield f"twice and not alike: {rows}; of rows with one key the first in the file holds."
    if one.absent:
        yield f"no longer in the file: {counted(one.absent, 'row')} that an earlier file of {one.source} had; they are kept."
    if one.gaps:
        named = ", ".join(map(_span, one.gaps[:GAPS]))
        more = f" and {len(one.gaps) - GAPS} more" if len(one.gaps) > GAPS else ""
        yield f"gaps: {named}{more}; give the files of those days."
    if one.garbled:
        rows = f"{counted(one.garbled, 'row')} with bytes that are none, the first on line {one.garbled_first}"
        yield f"not UTF-8: {rows}; each such byte is read as U+FFFD. Convert the file, and read it again, if names do."
    if one.unended:
        yield "the last row has no end of line: if the publisher's file has one, this file is cut short; fetch it again."
    for row in one.malformed_first:
        yield f"line {row.line} is no event: {escaped(row.why, SIGNS)}."
    left = one.malformed - len(one.malformed_first)
    if left > 0:
        yield f"{counted(left, 'more row')} that {'is' if left == 1 else 'are'} no event."


def _parts(one: Taken) -> str:
    named = {
        "new": one.kept,
        "changed": one.changed,
        "known": one.known,
        "twice in the file": one.repeated,
        "without a number of units": one.uncounted,
        "malformed": one.malformed,
    }
    return ", ".join(f"{number:,} {name}" for name, number in named.items() if number) or "none"


def _span(span: Span) -> str:
    return str(span.first) if span.first == span.last else f"{span.first} to {span.last}"

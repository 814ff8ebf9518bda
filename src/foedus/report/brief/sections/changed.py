"""What changed since an earlier answer: the verdict, and each headline's old and new value."""

from __future__ import annotations

from foedus.assessment.answer import Answer
from foedus.assessment.outcome_lines import Estimate
from foedus.report import reading
from foedus.report.brief.forms import FORMS
from foedus.report.brief.model import Block, Section, Sentence, paragraph, said
from foedus.report.brief.source import Materials, Source

MOST = 5
"""Outcomes that moved within their intervals that are told."""


def section(given: Materials) -> Section:
    """The verdict then and now, what moved beyond the interval, and what moved within it."""
    since = given.since
    if since is None:
        note = said("No earlier answer was handed in: \u2018--since old.json\u2019 says here what changed.")
        return Section("What changed since the last brief", (paragraph(note, kind="note"),))
    moved = _moved(given, since)
    beyond = [name for name, far in moved if far]
    within = [name for name, far in moved if not far]
    blocks: list[Block] = [paragraph(_asked(given, since), _verdict(given, since))]
    if not moved:
        blocks[0] = paragraph(
            _asked(given, since), _verdict(given, since), said("No headline number changed: no change.")
        )
    blocks += [paragraph(_change(given, since, name, "beyond the interval"), kind="item") for name in beyond]
    blocks += [paragraph(_change(given, since, name, "within the interval"), kind="item") for name in within[:MOST]]
    if len(within) > MOST:
        blocks.append(paragraph(said("The other headlines moved within their intervals, or not at all."), kind="note"))
    return Section("What changed since the last brief", tuple(blocks))


def _asked(given: Materials, since: Source[Answer]) -> Sentence:
    return said(
        "The earlier answer is as of ",
        since.number("day", "as_of"),
        ", to ",
        since.number("year", "by_year"),
        ", in ",
        since.number("count", "futures"),
        " futures; this one as of ",
        given.answer.number("day", "as_of"),
        ", to ",
        given.answer.number("year", "by_year"),
        ".",
    )


def _verdict(given: Materials, since: Source[Answer]) -> Sentence:
    before, after = (_worded(one) for one in (since, given.answer))
    if before == after:
        return said(f"The verdict is the same: {after}.")
    return said(f"The verdict was \u201c{before}\u201d and is now \u201c{after}\u201d.")


def _worded(source: Source[Answer]) -> str:
    found = source.document.verdict
    return f"{found.value}, leaning {found.leaning}" if found.leaning else str(found.value)


def _moved(given: Materials, since: Source[Answer]) -> list[tuple[str, bool]]:
    """The headlines whose printed value changed, with whether the new one is outside the old interval, or the old outside the
    new; those first, then by the size of the move."""
    before = {line.name: line.estimate for line in since.document.outcomes}
    printed, found = FORMS["probability"].make, []
    for line in reading.probabilities(given.said):
        old = before.get(line.name)
        if old is not None and old.value is not None and printed(old) != printed(line.estimate):
            found.append((line.name, _outside(old, line.estimate), abs((line.estimate.value or 0.0) - old.value)))
    return [(name, far) for name, far, _ in sorted(found, key=lambda one: (not one[1], -one[2]))]


def _outside(old: Estimate, new: Estimate) -> bool:
    return any(
        one.value is not None
        and other.low is not None
        and other.high is not None
        and not other.low <= one.value <= other.high
        for one, other in ((old, new), (new, old))
    )


def _change(given: Materials, since: Source[Answer], name: str, how: str) -> Sentence:
    place = next(i for i, line in enumerate(since.document.outcomes) if line.name == name)
    return said(
        given.label(name, capital=True),
        ": from ",
        since.number("probability", "outcomes", place, "estimate"),
        " to ",
        given.estimate(name),
        f", {how}; ",
        given.beside(name),
        ".",
    )

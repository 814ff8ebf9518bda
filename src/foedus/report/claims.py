"""The claims of a text in words: how many hold, and each with its check, what was found and the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from foedus.assessment.claims import NO_CHECK, ClaimLine, Claims, FigureLine, Kind, Status
from foedus.report.plain import columns
from foedus.report.plain import sentences as wrapped

WORDS = {"cannot-be-checked": "cannot be checked"}
PLURAL = {"fact": "facts", "forecast": "forecasts", "thesis": "theses"}
NOT_READ = "no page that says so was read"
DIGITS = 3
"""Significant digits of a figure."""


def claims_text(answer: Claims) -> str:
    """The answer for a terminal or a file."""
    return "\n".join(_lines(answer)) + "\n"


def _lines(answer: Claims) -> Iterator[str]:
    yield from wrapped(
        [
            f"{answer.case}: {len(answer.claims)} claims of {answer.text} ({answer.published}). Nothing after "
            f"{answer.known_to} was looked at."
        ],
        mark="",
    )
    yield ""
    kinds = get_args(Kind)
    head = ("status", *(PLURAL[kind] for kind in kinds))
    yield from columns(head, [_count(answer, status) for status in get_args(Status)])
    for one in answer.claims:
        yield ""
        yield from _claim(one)
    if any(figure.not_computed not in (None, NO_CHECK) for one in answer.claims for figure in one.figures):
        yield ""
        yield from wrapped(
            ["Not computed here: the publisher's file is not at hand, or lacks the number (the JSON says which)."],
            mark="  ",
        )


def _count(answer: Claims, status: str) -> tuple[str, ...]:
    found = [one.kind for one in answer.claims if one.status == status]
    return (WORDS.get(status, status), *(str(found.count(kind)) for kind in get_args(Kind)))


def _claim(one: ClaimLine) -> Iterator[str]:
    yield f"{one.id}  {one.kind}: {WORDS.get(one.status, one.status)}"
    texts = [one.claim, f"Check: {one.check}", f"Found: {one.evidence}"]
    if one.happened is not None:
        texts.append(f"{'It came about' if one.happened else 'It did not come about'}; settled by {one.settled_on}.")
    texts += map(_figure, one.figures)
    yield from wrapped([*texts, f"Source: {one.source or NOT_READ}"], mark="     ")


def _figure(one: FigureLine) -> str:
    if one.computed is None:
        how = f"as stated, {one.source}"
    else:
        same = f"{one.computed:.{DIGITS}g}" == f"{one.stated:.{DIGITS}g}"
        how = "computed" if same else f"computed; stated as {one.stated:.{DIGITS}g} by {one.source}"
    value = one.stated if one.computed is None else one.computed
    return f"{one.what}: {value:.{DIGITS}g} {one.unit} ({how})"

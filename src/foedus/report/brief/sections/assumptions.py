"""Key assumptions, and what follows if they are wrong."""

from __future__ import annotations

from collections.abc import Iterator

from foedus.report.brief.model import Piece, Section, Sentence, paragraph, said
from foedus.report.brief.source import Materials

MOST = 4
"""Assumptions that are told."""


def section(given: Materials) -> Section:
    """How much rests on judgement, what would turn each limit, and what is left out."""
    found = [paragraph(one, kind="item") for one in (*_turned(given), *_assumed(given))][:MOST]
    return Section("Key assumptions, and what if they are wrong", (paragraph(_rests(given), _left_out(given)), *found))


def _rests(given: Materials) -> Sentence:
    number = given.answer.number
    share: tuple[Piece, ...] = (".",)
    if given.said.provenance.prior_share is not None:
        share = (
            "; held at their means, the last two take away ",
            number("share", "provenance", "prior_share"),
            " of the spread of the headline.",
        )
    return said(
        "The answer rests on ",
        number("count", "provenance", "fitted"),
        " parameters fitted to data, ",
        number("count", "provenance", "literature"),
        " taken from the literature and ",
        number("count", "provenance", "elicited"),
        " judged",
        *share,
    )


def _left_out(given: Materials) -> Sentence | None:
    """Mechanisms that are off because they are nearly all judgement."""
    names = given.said.off_by_default
    if not names:
        return None
    listed: list[Piece] = []
    for place in range(len(names)):
        listed += ["" if place == 0 else " and " if place == len(names) - 1 else ", "]
        listed += [given.answer.quote("off_by_default", place)]
    return said("Left out, being nearly all judgement: ", *listed, ".")


def _turned(given: Materials) -> Iterator[Sentence]:
    """The judgement whose move alone takes a limit to its other side."""
    for place, line in enumerate(given.said.tolerances):
        if line.flip is None:
            yield said(
                given.label(line.outcome, capital=True),
                ": no judgement alone, moved by up to five of its standard deviations, takes it over its limit.",
            )
            continue
        yield said(
            given.label(line.outcome, capital=True),
            " would cross its limit if \u201c",
            given.answer.quote("tolerances", place, "flip", "prior"),
            "\u201d were ",
            given.answer.number("deviations", "tolerances", place, "flip", "sd"),
            f" of its standard deviations {'higher' if line.flip.sd > 0.0 else 'lower'}.",
        )


def _assumed(given: Materials) -> Iterator[Sentence]:
    """Limits that are judged by assumption alone."""
    for line in given.said.tolerances:
        if line.state.endswith("by-assumption"):
            yield said(
                given.label(line.outcome, capital=True),
                " rests on assumption alone: it has neither a record nor a skill, so it cannot make the case prepared.",
            )

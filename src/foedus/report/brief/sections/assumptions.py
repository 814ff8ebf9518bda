"""Key assumptions, and what follows if they are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foedus.equations.beliefs import beliefs_of, every
from foedus.equations.effects import LITERATURE
from foedus.report.brief.model import Piece, Quote, Section, Sentence, paragraph, said
from foedus.report.brief.source import Materials

MOST = 5
"""Assumptions that are told."""


def section(given: Materials) -> Section:
    """How much rests on judgement, what would turn each limit, and what is left out."""
    found = [paragraph(one, kind="item") for one in (*_turned(given), *_believed(given), *_assumed(given))][:MOST]
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
    if not given.said.off_by_default:
        return None
    return said(
        "Left out, being nearly all judgement: ",
        given.answer.number("count", "off_by_default"),
        " mechanisms, which \u2018--mechanism NAME=on\u2019 of \u2018foedus assess\u2019 puts in; the annex names them.",
    )


def _turned(given: Materials) -> Iterator[Sentence]:
    """The judgement whose move alone takes a limit to its other side, and what no judgement turns."""
    firm = []
    for place, line in enumerate(given.said.tolerances):
        if line.flip is None:
            firm.append(line.outcome)
            continue
        known = every(beliefs_of(LITERATURE)).get(line.flip.prior)
        yield said(
            given.label(line.outcome, capital=True),
            " would cross its limit if one judgement were ",
            given.answer.number("deviations", "tolerances", place, "flip", "sd"),
            f" of its standard deviations {'higher' if line.flip.sd > 0.0 else 'lower'}: \u201c",
            given.answer.quote("tolerances", place, "flip", "prior"),
            "\u201d",
            (", ", Quote("beliefs", (line.flip.prior,), known.meaning)) if known else "",
            ".",
        )
    if firm:
        yield said(
            "No judgement alone, moved by up to five of its standard deviations, takes over its limit: ",
            *_listed(given, firm),
            ".",
        )


def _listed(given: Materials, names: Sequence[str]) -> Iterator[Piece]:
    for number, name in enumerate(names):
        yield "" if number == 0 else " or " if number == len(names) - 1 else ", "
        yield from given.named(name)


def _believed(given: Materials) -> Iterator[Sentence]:
    """The first limit that decides under the rival beliefs about what treaties do."""
    deciding = [reason.outcome for reason in given.said.verdict.reasons if reason.decides]
    for place, line in enumerate(given.said.tolerances):
        views = [i for i, one in enumerate(line.views) if one.kind == "beliefs" and one.value is not None]
        if line.outcome in deciding[:1] and views:
            pieces: list[Piece] = []
            for view in views:
                where = ("tolerances", place, "views", view)
                pieces += [" and " if pieces else "", given.answer.number("chance", *where, "value"), " under "]
                pieces += [given.answer.quote(*where, "analyst")]
            yield said(
                "If treaties do less or more than the literature has it, ",
                given.named(line.outcome),
                " is ",
                *pieces,
                "; ",
                given.beside(line.outcome),
                ".",
            )


def _assumed(given: Materials) -> Iterator[Sentence]:
    """Limits that are judged by assumption alone."""
    names = [line.outcome for line in given.said.tolerances if line.state.endswith("by-assumption")]
    if names:
        yield said(
            "On assumption alone, without record or skill, rests: ",
            *_listed(given, names),
            "; such a limit can be met, but not make the case prepared.",
        )

"""`brief`: the answer, and what was handed in beside it, as a brief."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.assessment.answer import Answer
from foedus.progress import Progress
from foedus.report.brief import handed
from foedus.report.brief.figures import fans
from foedus.report.brief.model import Brief, Section, Sentence, said
from foedus.report.brief.sections import (
    annex,
    assumptions,
    bottom,
    changed,
    failing,
    governments,
    instruments,
    limits,
    orders,
    outcomes,
    used,
    watching,
)
from foedus.report.brief.sections.used import asked
from foedus.report.brief.source import Materials, Source

if TYPE_CHECKING:
    from foedus.world.schema import Case


def brief(
    case: Answer | Case | str | Path,
    *,
    since: Answer | str | Path | None = None,
    beside: Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> Brief:
    """A brief of an answer: two pages and an annex, which `pdf()`, `docx()` and `html()` print.

    case      an answer, the path of one as JSON, or a case or its name, which is then assessed as `assess` does by default
    since     an earlier answer to the same case, or its path: the brief says what changed
    beside    JSON files of `foedus elections`, `orders --regret`, `discover` and `signposts` on the same case and horizon: the
              brief tells of them, and without them which command gives them

    Raises InputError for a file that is damaged or about another case.
    """
    answer = handed.answer_of(case, progress)
    found = handed.beside(answer, beside)
    earlier = handed.earlier(answer, since) if since is not None else None
    return made(Materials(Source("answer", answer), Source("since", earlier) if earlier else None, **found))


def made(given: Materials) -> Brief:
    """The brief of its materials."""
    return Brief(
        title=given.said.question,
        subtitle=_subtitle(given),
        as_of=given.said.as_of,
        pages=tuple(_pages(given)),
        annex=(*annex.sections(given), used.annex(given)),
        sources=given.documents(),
    )


def _pages(given: Materials) -> list[Section]:
    likely = outcomes.section(given)
    return [
        bottom.section(given),
        Section(likely.title, (*likely.blocks, *fans(given))),
        limits.section(given),
        instruments.section(given),
        orders.section(given),
        governments.section(given),
        failing.section(given),
        watching.section(given),
        assumptions.section(given),
        changed.section(given),
        used.section(given),
    ]


def _subtitle(given: Materials) -> Sentence:
    number = given.answer.number
    return said(
        "Brief on ",
        given.answer.quote("case"),
        " as of ",
        number("day", "as_of"),
        ", for the ",
        number("count", "horizon"),
        " years to ",
        number("year", "by_year"),
        *asked(given),
        ". Answer ",
        number("mark"),
    )

"""The kinds of question that are served: how each is checked, answered, and given in other forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from foedus.assessment.answer import Answer
from foedus.assessment.asked import ask, planned
from foedus.assessment.assessment import assess
from foedus.assessment.first import first
from foedus.assessment.question import ASSESS, WHAT_IF, WORKBENCH, Option
from foedus.assessment.what_if import ready, taken_precision, what_if
from foedus.assessment.what_if_lines import WhatIf
from foedus.progress import Progress
from foedus.report import tables
from foedus.report.brief.brief import brief
from foedus.report.gallery import figure_of
from foedus.report.markdown import as_markdown
from foedus.report.page import as_html
from foedus.report.rendering import as_text
from foedus.simulation.store import Store
from foedus.workshop.build import workbench
from foedus.world.schema import Case

Given = dict[str, Any]
TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "svg": "image/svg+xml",
}
"""Media types by suffix."""


@dataclass(frozen=True)
class Kind:
    """A kind of question.

    verb     the command that asks the same
    lane     the queue in which it waits
    options  what may be asked
    check    raises InputError for what the case cannot be asked, before anything runs
    answer   the file that it gives
    main     the name of that file
    read     the answer as the library has it, from its file
    forms    other files, by name, made from the answer
    """

    verb: str
    lane: str
    options: tuple[Option, ...]
    check: Callable[[Case, Given], None]
    answer: Callable[[Case, Given, Store, Progress], bytes]
    main: str
    read: Callable[[bytes], Any] = bytes
    forms: Mapping[str, Callable[[Any], bytes | str]] | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        return (self.main, *(self.forms or {}))


def _plan(case: Case, given: Given) -> None:
    planned(*ask(case, **given))


def _ready(case: Case, given: Given) -> None:
    unread = {name: value for name, value in given.items() if name not in ("futures", "precision")}
    taken_precision(given["precision"])
    ready(case, **unread)


def _json(function: Callable[..., Any], case: Case, given: Given, store: Store, progress: Progress) -> bytes:
    found = function(case, **given, store=store, progress=progress)
    return f"{found.model_dump_json(indent=2)}\n".encode()


def _page(case: Case, given: Given, store: Store, progress: Progress) -> bytes:
    return workbench(case, **given, store=store, progress=progress).html.encode()


def _pdf(answer: Answer) -> bytes:
    return brief(answer).pdf()


KINDS: Mapping[str, Kind] = {
    "assess": Kind(
        verb="assess",
        lane="answers",
        options=ASSESS,
        check=_plan,
        answer=partial(_json, assess),
        main="answer.json",
        read=Answer.model_validate_json,
        forms={
            "answer.html": as_html,
            "answer.csv": tables.as_csv,
            "answer.xlsx": tables.as_xlsx,
            "answer.md": as_markdown,
            "answer.txt": as_text,
            "brief.pdf": _pdf,
            "brief.docx": lambda answer: brief(answer).docx(),
            "brief.html": lambda answer: brief(answer).html(),
        },
    ),
    "what-if": Kind(
        verb="what-if",
        lane="answers",
        options=WHAT_IF,
        check=_ready,
        answer=partial(_json, what_if),
        main="answer.json",
        read=WhatIf.model_validate_json,
        forms={
            "answer.csv": tables.as_csv,
            "answer.xlsx": tables.as_xlsx,
            "answer.txt": as_text,
            "chart.svg": lambda found: figure_of("what-if").draw(found).svg(),
        },
    ),
    "workbench": Kind(
        verb="workbench", lane="pages", options=WORKBENCH, check=_plan, answer=_page, main="workbench.html"
    ),
}
"""Long questions, each a job."""
FIRST = Kind(verb="assess", lane="", options=ASSESS, check=_plan, answer=partial(_json, first), main="first.json")
"""The headline of an assessment, which is answered at once."""
NAMES = tuple(dict.fromkeys(name for kind in KINDS.values() for name in kind.files))
"""Names of files of answers."""

"""What the API answers with, beside answers themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from foedus.assessment.question import Option
from foedus.equations.effects import BELIEFS
from foedus.part import Part
from foedus.web.desk import Desk
from foedus.web.jobs import Job
from foedus.web.kept import State
from foedus.web.kinds import FIRST, KINDS
from foedus.web.refusal import Refused
from foedus.world.case import case_names
from foedus.world.order import load_order, order_names
from foedus.world.outcomes import current, outcomes_of
from foedus.world.schema import Case


class JobLine(Part):
    """A job."""

    id: str
    kind: str = Field(description="assess, what-if or workbench")
    case: str
    question: dict[str, Any] = Field(description="every option, as asked or by default")
    command: str = Field(description="the command line that asks the same")
    state: State = Field(
        description="waiting, running, done, failed, cancelled; forgotten: the answer is kept no more, ask again"
    )
    done: int = Field(description="steps done")
    total: int = Field(description="steps in all; 0: not known yet")
    what: str = Field(description="what is being done")
    left: float | None = Field(description="seconds left, at the pace so far; null where that cannot be told")
    asked: datetime
    ended: datetime | None
    seconds: float | None = Field(description="how long it took; null while it has not ended")
    error: Refused | None = Field(description="why it failed; else null")
    files: dict[str, str] = Field(description="where its files are, by name; empty until it is done")


class JobList(Part):
    """Every job, the one asked last first."""

    jobs: list[JobLine]


class InstrumentOption(Part):
    """An instrument that can be left out."""

    id: str
    name: str
    own: bool = Field(description="of the alliance")


class OrderOption(Part):
    """A world order that can be asked for."""

    name: str
    title: str
    text: str


class LimitOption(Part):
    """A limit that can be another."""

    outcome: str
    label: str
    at_most: float | None
    at_least: float | None
    years: int


class CaseLine(Part):
    """A case."""

    name: str
    title: str
    as_of: str
    ships: bool = Field(description="it comes with foedus; false: it was handed in")


class CaseList(Part):
    """Every case."""

    cases: list[CaseLine]


class CaseOptions(CaseLine):
    """A case, and what can be asked of it."""

    patron: str
    protege: str
    instruments: list[InstrumentOption]
    orders: list[OrderOption]
    limits: list[LimitOption]
    outcomes: dict[str, str] = Field(description="labels by name")
    beliefs: list[str]
    notes: list[str] = Field([], description="what the check of the file says beside that it is valid")


class BeliefsName(Part):
    """Beliefs that questions may name."""

    name: str
    ships: bool = Field(description="they come with foedus; false: a belief file that was handed in")


class BeliefsList(Part):
    """All beliefs that questions may name."""

    beliefs: list[BeliefsName]


class Handed(Part):
    """A file that was handed in, checked and kept."""

    name: str = Field(description="by which questions name it")
    notes: list[str] = Field(description="what the check says beside that it is valid")


class Checked(Part):
    """A question that can be asked."""

    question: dict[str, Any] = Field(description="every option, as asked or by default")
    command: str = Field(description="the command line that asks the same")


def job_line(desk: Desk, job: Job) -> JobLine:
    """A job as it is told."""
    file = job.file
    there = KINDS[file.kind].files if file.state == "done" else ()
    return JobLine(
        **{
            name: getattr(file, name)
            for name in ("id", "kind", "case", "question", "state", "asked", "ended", "seconds")
        },
        command=desk.command(file),
        done=job.done,
        total=job.total,
        what=job.what,
        left=job.left,
        error=file.error,
        files={name: f"/api/jobs/{file.id}/files/{name}" for name in there},
    )


def case_line(name: str, case: Case) -> CaseLine:
    """A case as it is listed."""
    return CaseLine(name=name, title=case.title, as_of=str(case.as_of), ships=name in case_names())


def beliefs_list(desk: Desk) -> BeliefsList:
    """All beliefs as they are listed."""
    return BeliefsList(
        beliefs=[BeliefsName(name=name, ships=name in BELIEFS) for name in desk.uploads.every("beliefs")]
    )


def case_options(desk: Desk, name: str) -> CaseOptions:
    """A case with what can be asked of it."""
    name, case = desk.uploads.spelt(name), desk.uploads.case(name)
    labels = {one.name: one.label for one in outcomes_of(case)}
    return CaseOptions(
        **case_line(name, case).model_dump(),
        patron=case.patron,
        protege=case.protege,
        instruments=[InstrumentOption(id=one.id, name=one.name, own=one.own) for one in case.instruments],
        orders=[
            OrderOption(name=each, title=order.title, text=order.text)
            for each in order_names()
            for order in [load_order(each)]
        ],
        limits=[
            LimitOption(
                outcome=current(one.outcome).name,
                label=labels.get(current(one.outcome).name, one.outcome),
                at_most=one.at_most,
                at_least=one.at_least,
                years=one.years,
            )
            for one in case.tolerances
        ],
        outcomes=labels,
        beliefs=list(desk.uploads.every("beliefs")),
    )


def options_of(kind: str) -> tuple[Option, ...]:
    """The options of a kind of question."""
    return (KINDS.get(kind) or FIRST).options

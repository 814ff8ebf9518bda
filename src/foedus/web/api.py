"""The HTTP API: cases, questions, jobs and files of answers, as JSON."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from foedus.assessment.answer import Answer
from foedus.assessment.first import First
from foedus.assessment.what_if_lines import WhatIf
from foedus.errors import InputError
from foedus.web.answers import (
    BeliefsList,
    CaseList,
    CaseOptions,
    Checked,
    Handed,
    JobLine,
    JobList,
    beliefs_list,
    case_line,
    case_options,
    job_line,
)
from foedus.web.desk import Desk, json_object
from foedus.web.events import events
from foedus.web.guard import COOKIE, Guard
from foedus.web.kinds import FIRST, KINDS, NAMES, TYPES
from foedus.web.refusal import Refused, RefuseError

REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refused, "description": said}
    for status, said in {
        400: "The request is not well formed.",
        401: "The token is missing or wrong.",
        403: "It may not be asked from there, or changed.",
        404: "There is no such thing.",
        409: "There is no answer yet.",
        413: "The body is too large.",
        415: "The body is of another type.",
        421: "It was sent to another name.",
        422: "The question is refused, in the words of the command line.",
        429: "Too much at once.",
        503: "The server is being stopped.",
    }.items()
}
router = APIRouter(prefix="/api", responses=REFUSALS)


def desk_of(request: Request) -> Desk:
    """The desk of the server."""
    found = request.app.state.desk
    assert isinstance(found, Desk)
    return found


At = Annotated[Desk, Depends(desk_of)]
CaseName = Annotated[str, Path(description="the name of a case", min_length=1, max_length=200)]
BeliefsNamed = Annotated[
    str, Path(description="the name of a belief file that was handed in", min_length=1, max_length=200)
]
JobName = Annotated[str, Path(description="the id of a job", pattern="^[0-9a-f]{32}$")]
FileName = Annotated[Literal[NAMES], Path(description="the name of a file of the answer")]  # type: ignore[valid-type]


async def read(request: Request, most: int, kinds: tuple[str, ...]) -> bytes:
    """The body of a request. Raises RefuseError where it is too large, too slow, broken off or of another type."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in kinds:
        raise RefuseError(415, f"Content-Type {kind[:60]!r} is not allowed: {' or '.join(kinds)}")
    found, within = bytearray(), request.app.state.desk.limits.body_seconds
    try:
        async with asyncio.timeout(within):
            async for part in request.stream():
                found += part
                if len(found) > most:
                    raise RefuseError(413, f"a body of more than {most:,} bytes; at most {most:,} are read")
    except (TimeoutError, ClientDisconnect) as error:
        raise RefuseError(400, f"the body did not come whole within {within:g} seconds; send it again") from error
    return bytes(found)


async def question_body(request: Request, desk: At) -> bytes:
    """The body of a question."""
    return await read(request, desk.limits.question_bytes, ("application/json",))


async def file_body(request: Request, desk: At) -> bytes:
    """A file that is handed in."""
    return await read(request, desk.limits.upload_bytes, ("application/yaml", "text/yaml", "text/plain"))


Question = Annotated[bytes, Depends(question_body)]
File = Annotated[bytes, Depends(file_body)]
YAML = {"requestBody": {"required": True, "content": {"application/yaml": {"schema": {"type": "string"}}}}}


def asks(kind: str) -> dict[str, Any]:
    """What OpenAPI says of the body of a question; the server fills in the options within its limits."""
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": {"x-question": kind}}}}}


def as_json(content: bytes) -> Response:
    """An answer as it is kept."""
    return Response(content, media_type="application/json")


@router.get("/cases", operation_id="cases")
def cases(desk: At) -> CaseList:
    """Every case: those that ship, and those handed in."""
    return CaseList(cases=[case_line(name, one) for name, one in desk.uploads.readable().items()])


@router.post("/cases", status_code=201, operation_id="hand_in_case", openapi_extra=YAML)
def hand_in_case(desk: At, body: File, response: Response) -> Handed:
    """Hand in a case file, as `foedus case check` reads it: it is checked and kept, or refused with a line for each problem."""
    return _handed(desk, "cases", body, response)


@router.post("/beliefs", status_code=201, operation_id="hand_in_beliefs", openapi_extra=YAML)
def hand_in_beliefs(desk: At, body: File, response: Response) -> Handed:
    """Hand in a belief file, as `--beliefs FILE` reads it: it is checked and kept, or refused with a line for each problem.

    Every question that has the option `beliefs` may name it; an effect that a case does not have is refused when that is asked.
    """
    return _handed(desk, "beliefs", body, response)


def _handed(desk: Desk, kind: str, body: bytes, response: Response) -> Handed:
    found = desk.uploads.keep(kind, body)
    response.status_code = 201 if found.new else 200
    return Handed(name=found.name, notes=found.notes)


@router.get("/beliefs", operation_id="beliefs")
def beliefs(desk: At) -> BeliefsList:
    """All beliefs that questions may name: those that ship, and those handed in."""
    return beliefs_list(desk)


@router.get(
    "/beliefs/{beliefs}/file",
    operation_id="beliefs_file",
    response_class=Response,
    responses={200: {"content": {"application/yaml": {}}}},
)
def beliefs_file(desk: At, beliefs: BeliefsNamed) -> Response:
    """A belief file that was handed in."""
    return Response(desk.uploads.text("beliefs", beliefs), media_type="application/yaml")


@router.delete("/beliefs/{beliefs}", status_code=204, operation_id="remove_beliefs")
def remove_beliefs(desk: At, beliefs: BeliefsNamed) -> None:
    """Remove a belief file that was handed in."""
    desk.uploads.remove("beliefs", beliefs)


@router.get("/cases/{case}", operation_id="case")
def case(desk: At, case: CaseName) -> CaseOptions:
    """A case, and what can be asked of it."""
    return case_options(desk, case)


@router.get(
    "/cases/{case}/file",
    operation_id="case_file",
    response_class=Response,
    responses={200: {"content": {"application/yaml": {}}}},
)
def case_file(desk: At, case: CaseName) -> Response:
    """The file of a case that was handed in."""
    return Response(desk.uploads.text("cases", case), media_type="application/yaml")


@router.delete("/cases/{case}", status_code=204, operation_id="remove_case")
def remove_case(desk: At, case: CaseName) -> None:
    """Remove a case that was handed in."""
    desk.uploads.remove("cases", case)


@router.post("/cases/{case}/first", operation_id="first", response_model=First, openapi_extra=asks("first"))
def first(desk: At, case: CaseName, body: Question) -> Response:
    """The outcomes of the headline alone, at once: the numbers of `assess`, without a verdict."""
    return as_json(desk.first(case, desk.taken(FIRST, body)))


@router.post("/cases/{case}/check/{kind}", operation_id="check", openapi_extra=asks("check"))
def check(desk: At, case: CaseName, kind: Literal["assess", "what-if", "workbench"], body: Question) -> Checked:
    """Whether a question could be asked, without asking it: its options, and the command line that asks the same."""
    asked = desk.checked(kind, case, desk.taken(KINDS[kind], body))
    return Checked(question=asked, command=desk.command_of(KINDS[kind], desk.uploads.spelt(case), asked))


@router.post("/cases/{case}/assess", status_code=202, operation_id="assess", openapi_extra=asks("assess"))
def assess(desk: At, case: CaseName, body: Question, response: Response) -> JobLine:
    """Ask as `foedus assess` does. The same question has the same job, and the same stored answer."""
    return _asked(desk, "assess", case, body, response)


@router.post("/cases/{case}/what-if", status_code=202, operation_id="what_if", openapi_extra=asks("what-if"))
def what_if(desk: At, case: CaseName, body: Question, response: Response) -> JobLine:
    """Ask what follows a condition, as `foedus what-if` does."""
    return _asked(desk, "what-if", case, body, response)


@router.post("/cases/{case}/workbench", status_code=202, operation_id="workbench", openapi_extra=asks("workbench"))
def workbench(desk: At, case: CaseName, body: Question, response: Response) -> JobLine:
    """Ask for the workbench of a case, as `foedus workbench` makes it."""
    return _asked(desk, "workbench", case, body, response)


def _asked(desk: Desk, kind: str, case: str, body: bytes, response: Response) -> JobLine:
    job = desk.ask(kind, case, desk.taken(KINDS[kind], body))
    line = job_line(desk, job)
    response.status_code = 202 if job.open else 200
    response.headers["Location"] = f"/api/jobs/{line.id}"
    return line


for route in router.routes[-3:]:
    route.responses[200] = {"model": JobLine, "description": "It was answered before."}  # type: ignore[attr-defined]


@router.get("/jobs", operation_id="jobs")
def jobs(desk: At) -> JobList:
    """Every job, the one asked last first."""
    return JobList(jobs=[job_line(desk, one) for one in desk.jobs.every()])


@router.get("/jobs/{job}", operation_id="job")
def job(desk: At, job: JobName) -> JobLine:
    """A job, and how far it is."""
    return job_line(desk, desk.job(job))


@router.delete("/jobs/{job}", operation_id="cancel")
def cancel(desk: At, job: JobName) -> JobLine:
    """Let a job stop; one that has ended stays as it is."""
    return job_line(desk, desk.jobs.cancel(job))


@router.get(
    "/jobs/{job}/events",
    operation_id="events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def job_events(request: Request, desk: At, job: JobName) -> StreamingResponse:
    """Progress as it comes, as server-sent events: `progress` and `end`, each with the job as JSON."""
    found, state = desk.jobs.get(job), request.app.state
    if state.streams >= desk.limits.streams:
        raise RefuseError(429, f"{desk.limits.streams} streams are open, which is the most", {"Retry-After": "10"})

    async def told() -> AsyncIterator[str]:
        state.streams += 1
        try:
            async for one in events(desk, found):
                yield one
        finally:
            state.streams -= 1

    return StreamingResponse(told(), media_type="text/event-stream")


@router.get("/answers/{job}", operation_id="answer", response_model=Answer)
def answer(desk: At, job: JobName) -> Response:
    """The answer of a job of `assess`: what `foedus assess --format json` writes."""
    return _answer(desk, job, "assess")


@router.get("/what-ifs/{job}", operation_id="what_if_answer", response_model=WhatIf)
def what_if_answer(desk: At, job: JobName) -> Response:
    """The answer of a job of `what-if`: what `foedus what-if --format json` writes."""
    return _answer(desk, job, "what-if")


def _answer(desk: Desk, job: str, kind: str) -> Response:
    if (found := desk.job(job).file.kind) != kind:
        raise RefuseError(404, f"the job is one of {found} and not of {kind}; see its files at /api/jobs/{job}")
    return as_json(desk.file(job, KINDS[kind].main))


@router.get(
    "/jobs/{job}/files/{file}",
    operation_id="file",
    response_class=Response,
    responses={200: {"content": {kind.partition(";")[0]: {} for kind in TYPES.values()}}},
)
def file(desk: At, job: JobName, file: FileName) -> Response:
    """A file of the answer of a job."""
    content, kind = desk.file(job, file), TYPES[file.rpartition(".")[2]]
    case = desk.jobs.get(job).file.case
    headers = {"Content-Disposition": f'attachment; filename="{case}-{file}"'}
    return Response(content, media_type=kind, headers=headers)


@router.post("/login", status_code=204, operation_id="login", openapi_extra=asks("login"))
def login(request: Request, body: Question, response: Response) -> None:
    """Open the pages to a browser that has the token: a cookie."""
    guard: Guard = request.app.state.guard
    given = json_object(body)
    if set(given) != {"token"} or not isinstance(given["token"], str) or not given["token"]:
        raise InputError('the body is not allowed: {"token": "..."}, the token that \'foedus serve\' has')
    right = guard.tried(request.client.host if request.client else "", given["token"])
    if right is None:
        raise RefuseError(429, "too many wrong tokens; wait a minute", {"Retry-After": "60"})
    if not right:
        raise RefuseError(401, "this is not the token; 'foedus serve' printed it when it started")
    response.set_cookie(COOKIE, guard.doors.cookie, httponly=True, samesite="strict", path="/")

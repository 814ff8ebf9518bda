"""The pages: choose and ask, look at progress, read an answer. They show what the API gives, and ask it for more."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from html import unescape
from importlib.resources import files
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FunctionLoader, StrictUndefined

import foedus
from foedus.assessment import question as asking
from foedus.assessment.question import Option
from foedus.errors import FoedusError
from foedus.report import screen, what_if
from foedus.web.answers import case_line, case_options, job_line
from foedus.web.api import JobName, desk_of
from foedus.web.desk import Desk
from foedus.web.kinds import KINDS, TYPES
from foedus.web.refusal import RefuseError

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
At = Annotated[Desk, Depends(desk_of)]
FOLDER = files("foedus.web")
WORKBENCH = files("foedus.workshop") / "templates" / "workbench"
SHARED = ("numbers", "dom")
"""Modules of the script of the workbench."""
STATIC = {"serve.css": "text/css; charset=utf-8", "serve.js": "text/javascript; charset=utf-8"}
VIEWED = ("answer.html", "brief.html", "workbench.html", "chart.svg")
"""Files that a browser opens."""
STYLED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'; sandbox"
)
"""Policy of a document that has style of its own and no script."""
TAKEN = {
    "answer.json": "JSON",
    "answer.csv": "CSV",
    "answer.xlsx": "Excel",
    "answer.md": "Markdown",
    "answer.txt": "Text",
    "chart.svg": "Chart",
}
RECENT = 30
"""Most questions that the first page lists."""


@router.get("/")
def home(desk: At) -> str:
    """Every case, and what was asked."""
    cases = desk.uploads.readable()
    return _page(
        "home",
        cases=[case_line(name, one) for name, one in cases.items()],
        beliefs=desk.uploads.names("beliefs"),
        jobs=[job_line(desk, one) for one in desk.jobs.every()[:RECENT]],
    )


@router.get("/cases/{case}")
def ask(request: Request, desk: At, case: str) -> str:
    """The form of a question; the address holds what is asked."""
    found = case_options(desk, case)
    options = _every()
    try:
        asked, said = asking.taken(options, _given(request, options)), ""
    except FoedusError as error:
        asked, said = asking.taken(options, {}), str(error)
    return _page(
        "ask",
        case=found,
        asked=asked,
        said=said,
        given=asked["given"],
        do=asked["do"],
        tolerances=_percent(asked["tolerance"]),
        limits=desk.limits,
        orders=json.dumps({one.name: one.text for one in found.orders}).replace("<", "\\u003c"),
    )


@router.get("/jobs/{job}")
def job(desk: At, job: JobName) -> str:
    """A job: how far it is, or what came out."""
    line = job_line(desk, desk.job(job))
    shown: dict[str, Any] = {}
    if line.state == "done" and line.kind in ("assess", "what-if"):
        answer = KINDS[line.kind].read(desk.file(job, KINDS[line.kind].main))
        if line.kind == "assess":
            shown = {"screen": screen.parts(answer), "value": answer.verdict.value, "leaning": answer.verdict.leaning}
        else:
            shown = {"what_if": what_if.parts(answer)}
    return _page(
        "job",
        job=line,
        title=_title(desk, line.case, line.kind),
        form=_form(line.case, line.kind, line.question),
        question=json.dumps(line.question).replace("<", "\\u003c"),
        taken=[(name, label) for name, label in TAKEN.items() if name in line.files],
        **shown,
    )


@router.get("/jobs/{job}/view/{file}")
def view(desk: At, job: JobName, file: str) -> Response:
    """A document of an answer, to be read in the browser, with a policy of its own."""
    if file not in VIEWED:
        raise RefuseError(404, f"there is no view {file[:40]!r} (known: {', '.join(VIEWED)})")
    content = desk.file(job, file)
    policy = STYLED
    if file == "workbench.html":
        policy = _policy_of(content.decode())
        content = served(content, f"/cases/{desk.jobs.get(job).file.case}")
    kind = TYPES[file.rpartition(".")[2]]
    return Response(content, media_type=kind, headers={"Content-Security-Policy": policy})


@router.get("/workbench/{case}", response_model=None)
def workbench(desk: At, case: str) -> Response:
    """The workbench of a case, or the button that makes it."""
    name = desk.uploads.spelt(case)
    found = desk.known("workbench", name, asking.taken(KINDS["workbench"].options, {}))
    if found and found.file.state != "forgotten":
        done = found.file.state == "done"
        return RedirectResponse(f"/jobs/{found.file.id}{'/view/workbench.html' if done else ''}", 303)
    return HTMLResponse(_page("build", case=case_line(name, desk.uploads.case(name))))


@router.get("/api")
def described(request: Request) -> str:
    """The API for a reader."""
    found = request.app.openapi()
    operations = [
        (method.upper(), path, one["description"], _options_of(path))
        for path, methods in found["paths"].items()
        for method, one in methods.items()
    ]
    base = str(request.base_url).rstrip("/")
    return _page("api", operations=operations, openapi=found["openapi"], base=base)


@router.get("/login")
def login() -> str:
    """Where the token is typed in."""
    return _page("login")


@router.get("/static/{name}")
def static(name: str) -> Response:
    """The look and the script of the pages."""
    if name not in STATIC:
        raise RefuseError(404, f"there is no {name[:40]!r}")
    return Response(_static(name), media_type=STATIC[name], headers={"Cache-Control": "no-cache"})


@cache
def _static(name: str) -> str:
    """A file of the pages; the script after the modules of the workbench that write numbers and elements."""
    text = (FOLDER / "static" / name).read_text(encoding="utf-8")
    if not name.endswith(".js"):
        return text
    parts = [(WORKBENCH / f"{module}.js").read_text(encoding="utf-8") for module in SHARED]
    return "\n".join(['"use strict";', "(() => {", *parts, text, "})();", ""])


def _every() -> tuple[Option, ...]:
    """Every option of the form: those of an assessment, and conditions."""
    conditions = (one for one in KINDS["what-if"].options if one.name in ("given", "do"))
    return (*KINDS["assess"].options, *conditions)


def _given(request: Request, options: tuple[Option, ...]) -> dict[str, Any]:
    """What the address says, each option in its kind; what has another name is left out."""
    found: dict[str, Any] = {}
    for one in options:
        texts = [text for text in request.query_params.getlist(one.name) if text]
        if texts:
            found[one.name] = texts if one.kind == "texts" else _number(one, texts[-1])
    return found


def _number(one: Option, text: str) -> Any:
    if one.kind == "text":
        return text
    try:
        return int(text) if one.kind == "whole" else float(text)
    except ValueError:
        return text


def _percent(stated: list[str]) -> dict[str, str]:
    """Limits in percent, by outcome."""
    found = {}
    for text in stated:
        name, _, limit = text.partition("=")
        try:
            found[name] = f"{100 * float(limit):.6g}"
        except ValueError:
            continue
    return found


def _form(case: str, kind: str, question: Mapping[str, Any]) -> str:
    """The address of the form that asks a question; of a workbench there is none."""
    if kind == "workbench":
        return ""
    rows = {one.name: one for one in _every()}
    pairs = [
        (name, each)
        for name, value in question.items()
        if name in rows and value != (list(rows[name].default) if rows[name].kind == "texts" else rows[name].default)
        for each in (value if isinstance(value, list) else [value])
    ]
    return f"/cases/{case}?{'&'.join(f'{name}={_escaped(str(each))}' for name, each in pairs)}"


def _escaped(text: str) -> str:
    """A text as a part of an address.

    >>> _escaped("war:CHN-TAW in 2027")
    'war%3ACHN-TAW%20in%202027'
    """
    return "".join(
        sign
        if sign.isascii() and (sign.isalnum() or sign in "-._~")
        else "".join(f"%{byte:02X}" for byte in sign.encode())
        for sign in text
    )


def _title(desk: Desk, case: str, kind: str) -> str:
    try:
        title = desk.uploads.case(case).title
    except FoedusError:
        title = case
    return f"Workbench: {title}" if kind == "workbench" else title


def _policy_of(page: str) -> str:
    """The policy that a workbench states: its one script and style, by their hashes."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    return f"{unescape(found[1]) if found else STYLED}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def served(page: bytes, form: str) -> bytes:
    """A workbench that knows where a question that it does not hold can be asked."""
    return page.replace(b"<head>", f'<head>\n<meta name="foedus-form" content="{form}">'.encode(), 1)


def _options_of(path: str) -> tuple[Option, ...]:
    kind = path.rpartition("/")[2]
    return KINDS[kind].options if kind in KINDS else KINDS["assess"].options if kind == "first" else ()


def _spoken(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def _page(name: str, **shown: Any) -> str:
    return _templates().get_template(f"{name}.html.j2").render(version=foedus.__version__, **shown)


@cache
def _templates() -> Environment:
    def source(name: str) -> str:
        return (FOLDER / "templates" / name).read_text(encoding="utf-8")

    environment = Environment(
        loader=FunctionLoader(source), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["spoken"] = _spoken
    return environment

"""The application: routes, refusals in one shape, its own OpenAPI, behind the guard."""

from __future__ import annotations

import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

import foedus
from foedus.errors import FoedusError
from foedus.intake.wanted import wanted
from foedus.shown import quoted
from foedus.simulation.store import Store
from foedus.web import api, pages, schema
from foedus.web.answers import options_of
from foedus.web.desk import Desk
from foedus.web.guard import Doors, Guard
from foedus.web.kinds import KINDS
from foedus.web.limits import Limits
from foedus.web.refusal import RefuseError, response

SPECIFICATION = "/api/openapi.json"
LOGIN = {
    "type": "object",
    "additionalProperties": False,
    "required": ["token"],
    "properties": {"token": {"type": "string", "minLength": 1}},
}
HTTP = {404: "there is nothing at {path}", 405: "{method} is not allowed at {path}"}


def application(
    folder: Path,
    store: Store,
    doors: Doors,
    limits: Limits | None = None,
    threads: int | None = None,
    warm: bool = False,
) -> Guard:
    """The application of a folder and a store, behind its guard; `warm`: the simulator is made ready at its start."""
    desk = Desk(folder, store, limits or Limits(), threads)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        desk.start(warm)
        yield
        desk.jobs.close()

    app = FastAPI(
        title="foedus",
        version=foedus.__version__,
        description="Is this alliance prepared for the world it is entering? What the command line asks, over HTTP.",
        docs_url=None,
        redoc_url=None,
        openapi_url=SPECIFICATION,
        lifespan=life,
    )
    app.include_router(api.router)
    app.include_router(pages.router)
    app.state.desk, app.state.streams = desk, 0
    app.state.guard = Guard(app, doors, desk.limits)
    _refuse(app)
    _described(app, desk.limits)
    return app.state.guard  # type: ignore[no-any-return]


def _refuse(app: FastAPI) -> None:
    """Every error in one shape."""

    def own(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefuseError)
        return response(error.status, str(error), error.headers)

    def asked(request: Request, error: Exception) -> Response:
        said = str(error)
        return response(404 if said.startswith(("unknown case", "unknown file")) else 422, said)

    def form(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:])
        return response(422, f"{place} {quoted(first.get('input'))} is not allowed: it {wanted(first)}")

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        said = HTTP.get(error.status_code, str(error.detail))
        path = quoted(request.url.path)
        return response(error.status_code, said.format(path=path, method=request.method), error.headers)

    def failed(request: Request, error: Exception) -> Response:
        traceback.print_exception(error, file=sys.stderr)
        return response(500, "the program failed on this request; the server has printed where")

    app.add_exception_handler(RefuseError, own)
    app.add_exception_handler(FoedusError, asked)
    app.add_exception_handler(RequestValidationError, form)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, failed)


def _described(app: FastAPI, limits: Limits) -> None:
    """OpenAPI with the questions as they may be asked here."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            found = plain()
            for path in found["paths"].values():
                for operation in path.values():
                    _filled(operation.get("requestBody", {}).get("content", {}), limits)
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]


def _filled(content: dict[str, Any], limits: Limits) -> None:
    for body in content.values():
        name = body["schema"].pop("x-question", None)
        if name is not None:
            body["schema"] = LOGIN if name == "login" else _question(name, limits)


def _question(name: str, limits: Limits) -> dict[str, Any]:
    """The body of a kind of question; of any kind where it is only checked."""
    if name != "check":
        return schema.question(options_of(name), limits)
    return {"anyOf": [schema.question(kind.options, limits) for kind in KINDS.values()]}

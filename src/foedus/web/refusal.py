"""One shape for every refusal: the line that the command line prints, and its parts as far as the line tells them apart."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi.responses import JSONResponse
from pydantic import Field

from foedus.part import Part

PLACE = re.compile(r"(?P<file>[^:\s]+\.ya?ml):(?P<line>\d+): (?P<rest>.*)", re.DOTALL)
ALLOWED = re.compile(
    r" (?:is|are) not allowed: (?P<allowed>[^;]*)|\(known: (?P<known>.*)\)|(?:; )?allowed: (?P<range>[^;]*)"
)
VALUE = re.compile(r"'(?P<quoted>[^']*)'|\b[a-z_-]+ (?P<bare>-?[\d,.]+) is not allowed")
MEANT = re.compile(r"did you mean '(?P<name>[^']*)'")


class Refusal(Part):
    """Why something was refused."""

    what: str = Field(description="the one line that the command line prints")
    value: str | None = Field(None, description="the value that was refused; null where the line names none")
    allowed: str | None = Field(None, description="what is allowed; null where the line does not say it apart")
    fix: str | None = Field(None, description="what to do; null where the line does not say it apart")
    file: str | None = Field(None, description="of a file: its name")
    line: int | None = Field(None, description="of a file: the line")


class Refused(Part):
    """The answer to a request that was refused."""

    error: Refusal
    more: list[Refusal] = Field([], description="further problems of the same file")


class RefuseError(Exception):
    """A request that is refused with a status of its own."""

    def __init__(self, status: int, said: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(said)
        self.status = status
        self.headers = dict(headers or {})


def refusal(line: str) -> Refusal:
    """A line of the command line in its parts.

    >>> refusal("unknown order 'polar'; did you mean 'bipolar'? (known: bipolar, multipolar)").allowed
    'bipolar, multipolar'
    """
    place = PLACE.fullmatch(line)
    said = place["rest"] if place else line
    value, allowed, meant = VALUE.search(said), ALLOWED.search(said), MEANT.search(said)
    _, semicolon, last = said.rpartition("; ")
    fix = f"write '{meant['name']}'" if meant else last if semicolon and not last.startswith("allowed:") else None
    return Refusal(
        what=line,
        value=next((each for each in value.groups() if each), None) if value else None,
        allowed=next((each.strip() for each in allowed.groups() if each), None) if allowed else None,
        fix=fix,
        file=place["file"] if place else None,
        line=int(place["line"]) if place else None,
    )


def refused(said: str) -> Refused:
    """A refusal of one line or, for a file, of several."""
    first, *others = said.splitlines() or [""]
    return Refused(error=refusal(first), more=[refusal(one) for one in others])


def response(status: int, said: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """A refusal as it is sent."""
    return JSONResponse(refused(said).model_dump(), status, dict(headers or {}))

"""Who may ask: checks before any route sees a request, and the headers of every answer.

A page of another site can make the reader's browser send requests here. It is stopped by the name that the browser believes
it talks to (Host: a name of another that was pointed at this machine is refused), by Origin and Sec-Fetch-Site on requests
that change something, and by the absence of CORS: nothing that is answered can be read elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from foedus.shown import quoted
from foedus.web.limits import Limits
from foedus.web.refusal import response

COOKIE = "foedus"
OPEN = frozenset({"/login", "/api/login", "/static/serve.css", "/static/serve.js"})
"""Paths that need no token."""
SAFE = ("GET", "HEAD")
ADDRESSES = 10_000
"""Most addresses whose requests are counted."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Doors:
    """By which names the server is reached, and the token that opens it; None: nobody else reaches it."""

    hosts: frozenset[str]
    token: str | None = field(default=None, repr=False)

    @property
    def cookie(self) -> str:
        """What a browser shows in place of the token."""
        return hmac.new((self.token or "").encode(), b"foedus cookie", hashlib.sha256).hexdigest()

    def opened(self, given: str) -> bool:
        """Whether a token is the one, in constant time."""
        return self.token is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def known(self, cookie: str) -> bool:
        """Whether a cookie is that of the token, in constant time."""
        return hmac.compare_digest(cookie.encode(), self.cookie.encode())


class Buckets:
    """Requests that an address has left: `burst` at once, `rate` a second on average."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str, cost: float = 1.0) -> bool:
        """Whether it has one left; then it has one less."""
        now = time.monotonic()
        left, since = self._left.pop(address, (float(self._burst), now))
        left = min(float(self._burst), left + (now - since) * self._rate)
        allowed = left >= 1.0
        self._left[address] = (left - cost if allowed else left, now)
        if len(self._left) > ADDRESSES:
            self._left.popitem(last=False)
        return allowed


class Guard:
    """The application behind its checks."""

    def __init__(self, app: ASGIApp, doors: Doors, limits: Limits) -> None:
        self.app = app
        self.doors = doors
        self._limits = limits
        self._requests = Buckets(limits.rate, limits.burst)
        self._tries = Buckets(limits.tries / 60.0, limits.tries)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        answer = self.refused(scope, headers) or self.locked(scope, headers)
        await (answer or self.app)(scope, receive, sealed)

    def refused(self, scope: Mapping[str, Any], headers: Headers) -> Response | None:
        """The refusal of a request by where it comes from, how often and how large; None: it may go on."""
        host, address = headers.get("host", ""), (scope.get("client") or ("",))[0]
        if len(headers.getlist("host")) != 1 or host.lower() not in self.doors.hosts:
            return response(421, f"Host {quoted(host)} is not allowed: the address that 'foedus serve' printed")
        if not self._requests.take(address):
            return response(429, "too many requests; wait some seconds", {"Retry-After": "5"})
        if scope["method"] not in SAFE and (other := _elsewhere(headers, host)):
            return response(403, f"a request from {quoted(other)} is not allowed: only pages of this server may ask")
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit() and len(length) <= 18):
            return response(400, f"Content-Length {quoted(length)} is not allowed: a whole number of bytes")
        if int(length) > self._limits.upload_bytes:
            return response(413, f"a body of {int(length):,} bytes; at most {self._limits.upload_bytes:,} are read")
        return None

    def locked(self, scope: Mapping[str, Any], headers: Headers) -> Response | None:
        """The refusal of a request without the token; None: it may go on."""
        path, address = scope["path"], (scope.get("client") or ("",))[0]
        if self.doors.token is None or path in OPEN:
            return None
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            if not self._tries.take(address, 0.0):
                return response(429, "too many wrong tokens; wait a minute", {"Retry-After": "60"})
            if self.doors.opened(given.strip()):
                return None
            self._tries.take(address)
        elif self.doors.known(cookie_of(headers)):
            return None
        if scope["method"] in SAFE and "text/html" in headers.get("accept", ""):
            return RedirectResponse("/login", 303)
        return response(
            401,
            "the token is missing or wrong; send 'Authorization: Bearer TOKEN' with the token that 'foedus serve' has",
            {"WWW-Authenticate": "Bearer"},
        )

    def tried(self, address: str, given: str) -> bool | None:
        """Whether a token that is typed in is the one; None: too many were wrong."""
        if not self._tries.take(address, 0.0):
            return None
        right = self.doors.opened(given)
        if not right:
            self._tries.take(address)
        return right


def cookie_of(headers: Headers) -> str:
    """The value of our cookie; empty if there is none."""
    pairs = (each.strip().partition("=") for each in headers.get("cookie", "").split(";"))
    return next((value for name, _, value in pairs if name == COOKIE), "")


def _elsewhere(headers: Headers, host: str) -> str:
    """Where a request that changes something comes from, if that is not a page of this server or a program."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    if origin is not None and origin.partition("://")[2].lower() != host.lower():
        return origin
    return site if site not in ("same-origin", "none") else ""

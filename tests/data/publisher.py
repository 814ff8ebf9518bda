"""A publisher's server on this machine, which behaves as a script says, and small files of our own to serve."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from foedus.data import catalog
from foedus.data.files.download import Patience

KEY = "cow-majors"
HEAD = "ccode,styear,stmonth,stday,endyear,endmonth,endday\n"
OLD = (HEAD + "200,1816,1,1,2024,12,31\n").encode()
NEW = (HEAD + "200,1816,1,1,2024,12,31\n" + "".join(f"{n},1900,1,1,1950,1,1\n" for n in range(300, 400))).encode()
CHANGED = NEW.replace(b"1950", b"1951")
HASTE = Patience(tries=3, connect=2.0, stall=0.1, pause=0.001, longest=0.002, retry_after=5.0, redirects=3)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Publisher:
    """Serves `body` at `address`; each request takes the next behaviour of `script`, and after the last 'well'."""

    address: str
    body: bytes = NEW
    etag: str | None = '"1"'
    script: list[str] = field(default_factory=list)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    def change(self) -> None:
        self.body, self.etag = CHANGED, '"2"'


class Desk(BaseHTTPRequestHandler):
    """Answers one request as the script says."""

    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.publisher.asked.append(dict(self.headers))
        behaviour = self.publisher.script.pop(0) if self.publisher.script else "well"
        with contextlib.suppress(OSError):
            getattr(self, "_" + behaviour.replace("-", "_"), self._status)(behaviour)

    def _status(self, code: str) -> None:
        number, _, after = code.partition(":")
        self._send(int(number), b"", {"Retry-After": after} if after else {})

    def _well(self, _: str) -> None:
        self._file()

    def _changed(self, _: str) -> None:
        self.publisher.change()
        self._file()

    def _no_range(self, _: str) -> None:
        self._file(ranges=False)

    def _corrupt(self, _: str) -> None:
        self._send(200, self.publisher.body.replace(b"1816", b"1817"), {"ETag": '"x"'})

    def _cut(self, _: str) -> None:
        self._file(share=0.5)

    def _stall(self, _: str) -> None:
        self._file(share=0.5, wait=True)

    def _drop(self, _: str) -> None:
        self.close_connection = True

    def _html(self, _: str) -> None:
        self._send(200, b"<!DOCTYPE html><title>Log in</title>", {"Content-Type": "text/html; charset=utf-8"})

    def _html_as_csv(self, _: str) -> None:
        self._send(200, b"\n<HTML><title>Log in</title>", {"Content-Type": "text/csv"})

    def _there(self, _: str) -> None:
        self._send(302, b"", {"Location": "/there"})

    def _loop(self, _: str) -> None:
        self.publisher.script.insert(0, "loop")
        self._send(302, b"", {"Location": "/loop"})

    def _ftp(self, _: str) -> None:
        self._send(302, b"", {"Location": "ftp://127.0.0.1/majors.csv"})

    def _other_range(self, _: str) -> None:
        whole = self.publisher.body
        self._send(206, whole[5:], {"Content-Range": f"bytes 5-{len(whole) - 1}/{len(whole)}", "ETag": '"1"'})

    def _no_length(self, _: str) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(self.publisher.body)
        self.close_connection = True

    def _gzip(self, _: str) -> None:
        self._send(200, self.publisher.body, {"Content-Encoding": "gzip"})

    def _chunked(self, _: str) -> None:
        self._chunks(ended=True)

    def _chunked_cut(self, _: str) -> None:
        self._chunks(ended=False)

    def _chunks(self, *, ended: bool) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        body = self.publisher.body if ended else self.publisher.body[:100]
        self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body) + (b"0\r\n\r\n" if ended else b""))
        self.close_connection = not ended

    def _file(self, *, ranges: bool = True, share: float = 1.0, wait: bool = False) -> None:
        body, etag = self.publisher.body, self.publisher.etag
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        if not ranges or self.headers.get("If-Range") != etag:
            start = 0
        if start and start >= len(body):
            self._send(416, b"", {"Content-Range": f"bytes */{len(body)}"})
            return
        due = body[start:]
        headers = {"ETag": etag} if etag else {}
        headers |= {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"} if start else {}
        self._send(206 if start else 200, due[: round(len(due) * share)], headers, len(due))
        if wait:
            self.publisher.go_on.wait(10)

    def _send(self, code: int, content: bytes, headers: Mapping[str, str], length: int | None = None) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()
        self.close_connection = self.close_connection or (length is not None and len(content) < length)


class Server(ThreadingHTTPServer):
    """Ends with the test, whatever its requests are doing."""

    daemon_threads = True

    def handle_error(self, *arguments: object) -> None:
        """A client that went away is what the tests are about."""


@contextmanager
def publishing(*script: str) -> Iterator[Publisher]:
    """A server for one test."""
    desk = type("Desk", (Desk,), {})
    with Server(("127.0.0.1", 0), desk) as server:
        publisher = Publisher(f"http://127.0.0.1:{server.server_address[1]}/majors.csv", script=list(script))
        desk.publisher = publisher
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield publisher
        finally:
            publisher.go_on.set()
            server.shutdown()
            thread.join(10)


def unmeasured(patch: pytest.MonkeyPatch) -> None:
    """Nothing is known of how much a version holds at the least, so that small files of our own are whole."""
    patch.setattr("foedus.data.files.bounds.bounds", lambda: {})
    patch.setattr("foedus.data.files.landmarks.landmarks", lambda: {})


@contextmanager
def catalogued(root: Path, **fields: object) -> Iterator[Path]:
    """The place of the source KEY under `root`, while the catalogue gives it `fields`."""
    listed = {**catalog.sources(), KEY: replace(catalog.source(KEY), **fields)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOEDUS_DATA", str(root))
        patch.setattr(catalog, "sources", lambda: listed)
        unmeasured(patch)
        yield catalog.places(KEY)[0]


def put_old(place: Path, content: bytes = OLD) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)

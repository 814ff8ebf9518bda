"""Download one file over HTTP, into a part file that a later run can resume. Nothing else in foedus opens a connection.

A companion of the part file records what the server said of the file (validator and size), so that a range is requested
only with If-Range and appended only when the server confirms that it belongs to the same file (RFC 9110, sections
13.1.5 and 15.3.7).
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from foedus.data.readers.text import is_page
from foedus.errors import DataError
from foedus.shown import first_line

Progress = Callable[[int, int | None], None]
INCOMPLETE = "unable to get local issuer certificate"
"""What the verification of a certificate says of a chain whose middle is missing."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Timeouts in seconds, and the number of attempts.

    The pause doubles from `pause` to `longest`, less a random part of up to one half, so that many users do not return
    at once. `stall` bounds the silence within a file, not its length: publishers' servers are slow. `retry_after`
    bounds what a server may ask for. Redirects: publishers use one or two.
    """

    tries: int = 5
    connect: float = 10.0
    stall: float = 30.0
    pause: float = 1.0
    longest: float = 30.0
    retry_after: float = 120.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class _Claim:
    """What the server said of a file that was partly downloaded."""

    address: str
    etag: str | None
    modified: str | None
    size: int | None

    @property
    def validator(self) -> str | None:
        """The value for If-Range: a strong ETag, else the date of the last change."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


class _PassingError(Exception):
    """A fault that may be gone at the next attempt, after at least `wait` seconds."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


def download(
    address: str,
    part: Path,
    *,
    patience: Patience | None = None,
    progress: Progress = lambda done, total: None,
    transport: httpx.BaseTransport | None = None,
) -> None:
    """Download all of `address` into `part`, resuming from what `part` holds if the server allows it.

    Raises DataError, in one line, when the file cannot be had; what has arrived stays in `part` unless it is useless.
    `progress` is called with the bytes here and the bytes expected (None if the server does not say). OSError comes
    from the disk.
    """
    patience = patience or Patience()
    timeout = httpx.Timeout(patience.stall, connect=patience.connect)
    # Compressed transfer would make a range of the file something else than a range of the transfer.
    headers = {"Accept-Encoding": "identity", "User-Agent": "foedus (research software)"}
    with httpx.Client(timeout=timeout, headers=headers, transport=transport) as client:
        for attempt in range(1, patience.tries + 1):
            try:
                _attempt(client, address, part, patience, progress)
                break
            except _PassingError as fault:
                if attempt == patience.tries:
                    raise DataError(f"{fault}, {attempt} times{_kept(part, address)}") from None
                wait = min(patience.longest, patience.pause * 2 ** (attempt - 1)) * random.uniform(0.5, 1.0)
                time.sleep(max(wait, fault.wait))
    _refuse_page(part, address)
    _claim_path(part).unlink(missing_ok=True)


def discard(part: Path) -> None:
    """Remove a part file and its companion."""
    part.unlink(missing_ok=True)
    _claim_path(part).unlink(missing_ok=True)


def _attempt(client: httpx.Client, address: str, part: Path, patience: Patience, progress: Progress) -> None:
    claim = _claim(part, address)
    have = part.stat().st_size if claim else 0
    headers = {"Range": f"bytes={have}-", "If-Range": claim.validator or ""} if claim and have else {}
    try:
        with _opened(client, address, headers, patience.redirects) as response:
            if headers and response.status_code == 416:
                discard(part)
                raise _PassingError(f"{address} is no longer as long as it was")
            _refuse_status(response, address, patience)
            if claim and response.status_code == 206:
                _confirm(response, claim, have, part)
            else:
                claim, have = _start(response, address, part), 0
            _receive(response, part, have, claim.size, progress)
    except httpx.TransportError as error:
        raise _explained(error, address, patience) from error
    if claim.size is not None and part.stat().st_size != claim.size:
        raise _PassingError(f"{address} sent {part.stat().st_size:,} of {claim.size:,} bytes")


@contextmanager
def _opened(client: httpx.Client, address: str, headers: Mapping[str, str], redirects: int) -> Iterator[httpx.Response]:
    """The response at the end of the redirects."""
    url = httpx.URL(address)
    for _ in range(redirects + 1):
        with client.stream("GET", url, headers=headers) as response:
            if not response.has_redirect_location:
                yield response
                return
            url = _redirected(url, response.headers["location"])
    raise DataError(f"{address} redirects more than {redirects} times; look at it in a browser, then import the file")


def _redirected(url: httpx.URL, location: str) -> httpx.URL:
    try:
        target = url.join(location)
    except httpx.InvalidURL:
        raise DataError(f"{url} redirects to '{location}', which is no address") from None
    if target.scheme not in ("http", "https") or (url.scheme == "https" and target.scheme == "http"):
        raise DataError(f"{url} redirects to {target}, which is not secure; nothing was fetched from there")
    return target


def _refuse_status(response: httpx.Response, address: str, patience: Patience) -> None:
    code = response.status_code
    if code in (404, 410):
        raise DataError(f"{address} is gone ({code}); look for the file on the publisher's page, then import it")
    if code in (401, 403):
        raise DataError(f"{address} requires a login ({code}); download the file in a browser, then import it")
    if code == 429 or code >= 500:
        wait = _retry_after(response)
        if wait > patience.retry_after:
            raise DataError(f"{address} asks to come back in {wait:,.0f} seconds ({code}); run this again then")
        raise _PassingError(f"{address} answered {code} {response.reason_phrase}".strip(), wait)
    if code not in (200, 206):
        raise DataError(f"{address} answered {code} {response.reason_phrase}; expected the file".strip())


def _retry_after(response: httpx.Response) -> float:
    """Seconds the server asks to wait; 0 if it does not, or in an unknown form."""
    asked = response.headers.get("retry-after", "")
    if asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, (parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _confirm(response: httpx.Response, claim: _Claim, have: int, part: Path) -> None:
    """Check that the range sent continues the same file; else begin again."""
    sent = response.headers.get("content-range", "").removeprefix("bytes ")
    span, _, total = sent.partition("/")
    tag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    strong = claim.validator == claim.etag
    same = tag == claim.etag if strong else tag in (None, claim.etag) and modified in (None, claim.modified)
    if not (span.startswith(f"{have}-") and total in (str(claim.size), "*") and same):
        discard(part)
        raise _PassingError(f"{claim.address} changed while it was fetched")


def _start(response: httpx.Response, address: str, part: Path) -> _Claim:
    """Record what is coming, and empty the part file."""
    if response.status_code != 200:
        discard(part)
        raise _PassingError(f"{address} sent a part of the file unasked")
    kind = response.headers.get("content-type", "").lower()
    if kind.startswith(("text/html", "application/xhtml")):
        raise _page(address)
    encoding = response.headers.get("content-encoding", "identity").lower()
    length = response.headers.get("content-length")
    chunked = "chunked" in response.headers.get("transfer-encoding", "").lower()
    if encoding != "identity" or (length is None and not chunked):
        raise DataError(
            f"{address} is sent in a way that would hide a truncated transfer (encoding {encoding}, "
            f"length {length or 'not given'}); download the file in a browser, then import it"
        )
    claim = _Claim(
        address,
        response.headers.get("etag"),
        response.headers.get("last-modified"),
        int(length) if length is not None and length.isdecimal() else None,
    )
    discard(part)
    part.touch()
    _claim_path(part).write_text(json.dumps(asdict(claim)), encoding="utf-8")
    return claim


def _receive(response: httpx.Response, part: Path, have: int, size: int | None, progress: Progress) -> None:
    with part.open("ab") as stream:
        progress(have, size)
        for chunk in response.iter_raw():
            stream.write(chunk)
            have += len(chunk)
            progress(have, size)


def _claim(part: Path, address: str) -> _Claim | None:
    """The record of a part file that can be resumed; None if there is none."""
    try:
        claim = _Claim(**json.loads(_claim_path(part).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return claim if claim.address == address and claim.validator and claim.size and part.is_file() else None


def _claim_path(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _refuse_page(part: Path, address: str) -> None:
    with part.open("rb") as stream:
        page = is_page(stream.read(512))
    if page:
        discard(part)
        raise _page(address)


def _page(address: str) -> DataError:
    return DataError(
        f"{address} sent a web page where a file is due (a login or a notice, it seems); "
        "download the file in a browser, then import it"
    )


def _explained(error: httpx.TransportError, address: str, patience: Patience) -> Exception:
    """A failed connection as an exception to raise: transient or final."""
    host = httpx.URL(address).host
    causes = {type(each).__name__: each for each in _chain(error)}
    if "SSLCertVerificationError" in causes:
        why = getattr(causes["SSLCertVerificationError"], "verify_message", "") or "not trusted"
        if why == INCOMPLETE:
            return DataError(
                f"{host} sends its certificate without the ones between it and a trusted one; browsers find those, foedus does "
                f"not guess: nothing was fetched; download {address} in a browser, then import the file"
            )
        return DataError(
            f"the certificate of {host} cannot be verified ({why}); nothing was fetched: download the file in a browser, "
            "then import it"
        )
    if isinstance(error, httpx.UnsupportedProtocol):
        return DataError(f"{address} is not an http or https address")
    if "gaierror" in causes:
        return _PassingError(f"the name {host} cannot be resolved (are you connected?)")
    if isinstance(error, httpx.ConnectTimeout):
        return _PassingError(f"{host} did not answer within {patience.connect:g} seconds")
    if isinstance(error, httpx.ConnectError):
        return _PassingError(f"{host} cannot be reached ({first_line(error)})")
    if isinstance(error, httpx.TimeoutException):
        return _PassingError(f"{host} fell silent for {patience.stall:g} seconds")
    return _PassingError(f"{host} broke off ({first_line(error)})")


def _chain(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__


def _kept(part: Path, address: str) -> str:
    have = part.stat().st_size if _claim(part, address) else 0
    return f"; {have:,} bytes are kept, the same command goes on from them" if have else "; try again later"

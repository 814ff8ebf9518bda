"""Serve the application until it is interrupted."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import IO, TYPE_CHECKING

from platformdirs import user_data_dir

from foedus.errors import InputError, lacking
from foedus.shown import quoted
from foedus.simulation.store import LIMIT, Store, users_store
from foedus.taken import whole
from foedus.web.limits import Limits

if TYPE_CHECKING:
    from foedus.web.guard import Doors, Guard

PORT = 8765
TOKEN = "FOEDUS_TOKEN"
"""Environment variable: the token; else one is made up where one is needed."""
NAME = re.compile(r"[A-Za-z0-9_.-]+|\[?[0-9A-Fa-f:.]+\]?")
"""What a request can name a server by, without its port."""
SHORTEST = 16
"""Fewest characters of a token."""
NEEDED = ("fastapi", "starlette", "uvicorn", "anyio")


def users_folder() -> Path:
    """Where jobs and files that were handed in are kept."""
    return Path(user_data_dir("foedus")) / "served"


def loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def doors(host: str, port: int, names: tuple[str, ...], token: str | None) -> Doors:
    """By which names the server is reached. Raises InputError where another machine could reach it and no name is given."""
    from foedus.web.guard import Doors

    for name in names:
        if not NAME.fullmatch(name):
            raise InputError(f"name {quoted(name)} is not allowed: a name or an address alone, as alliance.example.org")
    own = {"127.0.0.1", "localhost", "[::1]"}
    if not loopback(host):
        everywhere = host in ("0.0.0.0", "::")
        if everywhere and not names:
            raise InputError(
                f"host {host} is every address of this machine; add --name with the name or address by which it is reached"
            )
        own |= set() if everywhere else {_bracketed(host)}
    own |= {_bracketed(name) for name in names}
    return Doors(frozenset(f"{name.lower()}:{port}" for name in own) | _bare(own, port), token)


def _bare(names: set[str], port: int) -> frozenset[str]:
    """Without the port where it is that of the protocol, or a proxy may stand before it."""
    return frozenset(name.lower() for name in names) if port in (80, 443) else frozenset()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def token_for(host: str) -> str | None:
    """The token: that of the environment; where others can reach the server, one is made up if there is none.

    Raises InputError for one that is short.
    """
    said = os.environ.get(TOKEN)
    if said is None:
        return None if loopback(host) else secrets.token_urlsafe(32)
    if len(said) < SHORTEST or not said.isascii() or not said.isprintable() or " " in said:
        raise InputError(f"{TOKEN} is not allowed: {SHORTEST} or more letters, digits and signs without a space")
    return said


def serve(
    host: str,
    port: int,
    names: tuple[str, ...],
    folder: Path,
    threads: int | None,
    limits: Limits,
    said: Callable[[str], None],
) -> None:
    """Serve until an interrupt. Raises InputError where that cannot be."""
    try:
        from foedus.web.app import application
        from foedus.web.server import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in NEEDED:
            raise
        raise InputError(lacking("foedus serve", "serve", error)) from error
    if threads is not None:
        whole("threads", threads, 1, 1024)
    token = token_for(host)
    doors(host, port, names, token)
    store = _store()

    def made(taken: int) -> Guard:
        return application(folder, store, doors(host, taken, names, token), limits, threads, warm=True)

    with alone(folder):
        run(made, host, port, lambda taken: _greet(host, taken, token, said))


def _greet(host: str, port: int, token: str | None, said: Callable[[str], None]) -> None:
    """Where the server is, and the token if it was made up: the only time that it is told."""
    said(f"serving at http://{_bracketed(host)}:{port}/ (Ctrl-C ends it; what is not done goes on at the next start)")
    if token is not None and not os.environ.get(TOKEN):
        said(f"the token is {token} (set {TOKEN} to choose one)")


def _store() -> Store:
    store = users_store()
    if store is None:
        raise InputError(f"{LIMIT} is 0, and a server keeps its answers; leave it unset, or give megabytes")
    return store


@contextmanager
def alone(folder: Path) -> Iterator[IO[str] | None]:
    """Hold a folder. Raises InputError where another server does, or it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise InputError(f"{folder} cannot be used: {error.strerror}; choose another with --folder") from error
    with lock:
        with suppress(ImportError):
            import fcntl

            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise InputError(
                    f"another foedus serve uses {folder}; stop it, or choose another with --folder"
                ) from error
        yield lock

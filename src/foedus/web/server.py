"""uvicorn, as foedus runs it: without a log, whose lines could hold addresses, and with an interrupt as the usual end."""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from foedus.errors import InputError

SIGNALS = (signal.SIGINT, signal.SIGTERM)
GRACE = 3
"""Seconds that open connections have at the end."""


class Server(uvicorn.Server):
    """A server that says when it is ready, and whose end by a signal is no error."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals end the server, and are not raised again after it."""
        before = {number: signal.signal(number, self.handle_exit) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run(made: Callable[[int], ASGIApp], host: str, port: int, ready: Callable[[int], None]) -> None:
    """Serve the application that is made for a port, until a signal. Raises InputError where the port cannot be had."""
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    with _bound(host, port) as bound:
        taken = bound.getsockname()[1]
        config = uvicorn.Config(
            made(taken),
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=10,
            timeout_graceful_shutdown=GRACE,
            limit_concurrency=200,
            ws="none",
        )
        Server(config, lambda: ready(taken)).run([bound])


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.create_server(address[:2], family=family)
    except (OSError, OverflowError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or error
        raise InputError(
            f"port {port} of {host} cannot be had: {said}; choose another with --port or --host"
        ) from error
    # Connections take it over: without it a body that follows its head waits 40 ms for a receipt.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound

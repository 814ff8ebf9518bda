"""What the server takes at most. Each limit is far above what a person asks for, and far below what would stop the machine."""

from __future__ import annotations

from dataclasses import dataclass

from foedus.intake.limits import TEXT_BYTES


@dataclass(frozen=True)
class Limits:
    """Limits of one server.

    question_bytes  of a request that asks
    upload_bytes    of a case or belief file
    body_seconds    in which a body has to come whole
    futures         of a question; the command line runs more
    waiting         jobs that wait or run
    jobs            job files kept; those that ended first go first
    uploads         files kept
    streams         open streams of progress
    at_once         first numbers counted at the same time; others wait `patience` seconds and are then refused
    rate, burst     requests a second of one address, on average and at once
    tries           tokens a minute that one address may get wrong
    """

    question_bytes: int = 64_000
    upload_bytes: int = TEXT_BYTES
    body_seconds: float = 60.0
    futures: int = 1_000_000
    waiting: int = 20
    jobs: int = 1_000
    uploads: int = 100
    streams: int = 20
    at_once: int = 2
    patience: float = 20.0
    rate: float = 30.0
    burst: int = 150
    tries: int = 10

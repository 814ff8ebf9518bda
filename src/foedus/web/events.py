"""Progress of a job as it comes: server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from foedus.web.answers import job_line
from foedus.web.desk import Desk
from foedus.web.jobs import Job

PACE = 0.25
"""Seconds between two looks at a job."""
HEARTBEAT = 15.0
"""Seconds after which an open stream says that it is open."""


async def events(desk: Desk, job: Job) -> AsyncIterator[str]:
    """An event `progress` whenever the job is further, and one `end` when it has ended; both are the job as JSON."""
    last, quiet = "", 0.0
    while True:
        open_, said = job.open, job_line(desk, job).model_dump_json()
        if not open_:
            yield f"event: end\ndata: {said}\n\n"
            return
        if desk.jobs.closing:
            return
        here = f"{job.file.state} {job.done} {job.total} {job.what}"
        if here != last:
            last, quiet = here, 0.0
            yield f"event: progress\ndata: {said}\n\n"
        elif quiet >= HEARTBEAT:
            quiet = 0.0
            yield ": open\n\n"
        await asyncio.sleep(PACE)
        quiet += PACE

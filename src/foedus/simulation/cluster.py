"""Chunks of futures counted by the workers of a Dask cluster that is running already.

A chunk is named by all that it depends on, so a worker that is lost costs the chunks it had in hand, and they are counted again
elsewhere. Results come back in the order in which they are asked for, as bytes without code in them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from foedus.errors import InputError, ModelError, lacking
from foedus.shown import shown
from foedus.simulation.kernel import source_digest
from foedus.simulation.store import unpacked

if TYPE_CHECKING:
    from foedus.simulation.engine import Question

ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:\d{1,5}")
EXAMPLE = "tcp://127.0.0.1:8786"
WAIT = 15
"""Seconds to wait for a scheduler, and for its first worker."""
AHEAD = 3
"""Chunks that are asked for ahead, for each thread of the workers."""
TRIES = 10
"""Times that a chunk is counted again when its worker is lost."""


class Cluster:
    """The workers of a running cluster (`connected`)."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = Lock()
        self._sent: tuple[Question, Any] | None = None
        self.threads = sum(client.nthreads().values())

    @property
    def ahead(self) -> int:
        """How many chunks are asked for at once."""
        return AHEAD * self.threads

    def count(self, question: Question, piece: tuple[Any, ...], key: str) -> Mapping[str, NDArray[Any]]:
        """The arrays of a chunk: `piece` is its first future, their number, and whether they are kept one by one.

        Raises ModelError if the cluster is lost.
        """
        from distributed import CancelledError, KilledWorker
        from distributed.comm import CommClosedError

        from foedus.simulation.chunks import packed

        try:
            name = f"chunk-{key}"
            task = self._client.submit(packed, self._given(question), *piece, key=name, retries=TRIES, pure=True)
            return unpacked(task.result())
        except (CancelledError, KilledWorker, CommClosedError, OSError, TimeoutError) as error:
            raise ModelError(
                f"the cluster was lost ({type(error).__name__}); what was counted is kept: give the same command again"
            ) from error

    def _given(self, question: Question) -> Any:
        """A question, sent once for all of its chunks."""
        with self._lock:
            if self._sent is None or self._sent[0] is not question:
                self._sent = question, self._client.submit(_same, question, pure=False)
            return self._sent[1]


def _same(question: Question) -> Question:
    """A question as a task: what is sent to one worker alone would be lost with it."""
    return question


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The cluster of a scheduler, as `tcp://127.0.0.1:8786`.

    Raises InputError if none answers, it has no worker, or a worker has another simulator; ModelError without the extra.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ModelError(lacking("a scheduler", "cluster", error)) from error
    if not ADDRESS.fullmatch(address):
        raise InputError(
            f"scheduler '{shown(address)}' is no address; give that which 'dask scheduler' prints, as {EXAMPLE}"
        )
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what is lost is said once, by us
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(
            f"no scheduler answers at '{address}'; give the address that 'dask scheduler' prints, as {EXAMPLE}"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT)
        except TimeoutError as error:
            raise InputError(
                f"the scheduler at {address} has no worker; start one with 'dask worker {address}'"
            ) from error
        for worker, digest in client.run(source_digest).items():
            if digest != source_digest():
                raise InputError(
                    f"the worker at {worker} has another simulator ({digest}, here {source_digest()}); install this one there"
                )
        yield Cluster(client)

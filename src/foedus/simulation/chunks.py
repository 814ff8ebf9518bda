"""Futures in chunks: what an answer reads of each, counted anew or taken from a store.

A chunk is a run of consecutive futures of a question, so that ten thousand of them extend to a hundred thousand, and what was
counted for one answer serves the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foedus.arrays import Bits, Floats
from foedus.simulation import store as stored
from foedus.simulation.cluster import Cluster
from foedus.simulation.engine import Question, in_order, workers
from foedus.simulation.kernel import source_digest
from foedus.simulation.outcomes import TOTALS
from foedus.simulation.sizes import SIZE
from foedus.simulation.store import Store
from foedus.simulation.tally import COLUMNS, Tally, empty


class Kept(NamedTuple):
    """What is kept of futures one by one, to be compared with those of another question: R futures."""

    events: Bits  # R, E
    totals: Floats  # R, M
    sums: Floats  # R, X yearly probabilities over the horizon, of the outcomes that have them


class Chunk(NamedTuple):
    """Futures, counted, and one by one where they were asked for so."""

    tally: Tally
    kept: Kept


class Asked(NamedTuple):
    """Futures first .. first + futures - 1 of a question."""

    question: Question
    first: int
    futures: int
    one_by_one: bool


def spans(futures: int, cuts: Iterable[int]) -> list[tuple[int, int]]:
    """The chunks of futures 0 .. futures - 1 as (first, number), none across a cut."""
    edges = sorted({*range(0, futures, SIZE), *(cut for cut in cuts if 0 < cut < futures), futures})
    return [(first, last - first) for first, last in pairwise(edges)]


def run(
    asked: Iterable[Asked], store: Store | None = None, threads: int | None = None, cluster: Cluster | None = None
) -> Iterator[Chunk]:
    """The chunks that are asked for, in their order, over threads here or the workers of a cluster."""
    prepared = False

    def piece(one: Asked) -> Callable[[], Chunk]:
        nonlocal prepared
        key = key_of(one) if store or cluster else ""
        found = store.get(key) if store else None
        if found is not None:
            chunk = _chunk(found)
            return lambda: chunk
        if not (prepared or cluster):
            one.question.prepare()
            prepared = True
        return lambda: _kept(one, key, store, cluster)

    return in_order((piece(one) for one in asked), cluster.ahead if cluster else workers(threads, "compiled"))


def _kept(one: Asked, key: str, store: Store | None, cluster: Cluster | None) -> Chunk:
    """Count a chunk, here or elsewhere, and store it."""
    chunk = _chunk(cluster.count(one.question, tuple(one[1:]), key)) if cluster else counted(one)
    if store:
        store.put(key, arrays(chunk))
    return chunk


def counted(one: Asked) -> Chunk:
    """Simulate a chunk and count it."""
    question, rows = one.question, one.futures if one.one_by_one else 0
    provocations = len(question.setting.provocations)
    instruments, events = len(question.setting.instruments), question.events
    tally = empty(len(question.sets), question.horizon, provocations, instruments, events)
    kept = Kept(
        np.empty((rows, events), np.uint64),
        np.empty((rows, len(TOTALS) + provocations)),
        np.empty((rows, len(COLUMNS))),
    )
    for start, out in question.blocks(one.first, one.futures, tally=tally):
        if rows:
            here = slice(start - one.first, start - one.first + out.rows)
            kept.events[here] = out.events[:, : out.rows].T
            kept.totals[here] = out.totals[:, : out.rows].T
            kept.sums[here] = out.yearly[:, list(COLUMNS), : out.rows].sum(axis=0).T
    return Chunk(tally, kept)


def packed(question: Question, first: int, futures: int, one_by_one: bool) -> bytes:
    """A chunk counted on another machine, as bytes."""
    question.prepare()
    return stored.packed(arrays(counted(Asked(question, first, futures, one_by_one))))


def key_of(one: Asked) -> str:
    """The name of a chunk in a store."""
    question = one.question
    what = f"{question.engine}, one by one" if one.one_by_one else question.engine
    return stored.key(
        question.digest,
        question.sets.digest,
        question.seed,
        one.first,
        one.futures,
        question.horizon,
        source_digest(),
        what,
    )


def arrays(chunk: Chunk) -> dict[str, NDArray[Any]]:
    """The arrays of a chunk by name."""
    parts = {"tally": chunk.tally._asdict(), "kept": chunk.kept._asdict()}
    return {f"{part}.{name}": array for part, arrays in parts.items() for name, array in arrays.items()}


def _chunk(found: Mapping[str, NDArray[Any]]) -> Chunk:
    """A chunk from its arrays."""
    tally = Tally(*(found[f"tally.{name}"] for name in Tally._fields))
    return Chunk(tally, Kept(*(found[f"kept.{name}"] for name in Kept._fields)))

"""Chunks of futures by what was counted in them, and the identity that they give an answer.

Only whole numbers are digested: the event words of the futures that are kept one by one, and the counts of futures by parameter
set. They are the same for any number of threads or workers, and on every processor tried; sums of floats differ in last bits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import starmap

from foedus.assessment.identity import Asked, Identity, Piece, RunIdentity
from foedus.assessment.plan import Run
from foedus.simulation.chunks import Chunk

COUNTED = ("futures", "holds", "by", "kept", "fallen")
"""Counts of a tally that are digested. Those of poles are bins of floats, and are not."""
DIGITS = 16
"""Hexadecimal digits of a digest that are kept: two chunks that differ agree by chance once in 2^64."""


def counts(chunk: Chunk) -> str:
    """Digest of the whole numbers of a chunk."""
    found = hashlib.sha256(chunk.kept.events.tobytes())
    for name in COUNTED:
        found.update(getattr(chunk.tally, name).tobytes())
    return found.hexdigest()[:DIGITS]


def identity(asked: Asked, pieces: Mapping[Run, Sequence[Piece]]) -> Identity:
    """The identity of an answer, from all that was asked and the chunks of every run."""
    return Identity(
        **{name: getattr(asked, name) for name in Asked.model_fields}, runs=[*starmap(_identified, pieces.items())]
    )


def _identified(run: Run, pieces: Sequence[Piece]) -> RunIdentity:
    return RunIdentity(
        what=run.what,
        futures=run.futures,
        order=run.order,
        beliefs=run.beliefs,
        specification=dict(run.specification),
        without=list(run.without),
        adherence=run.adherence,
        frozen=sorted(run.frozen),
        shift=dict(run.shift),
        paired=run.paired,
        pieces=list(pieces),
    )


def run_of(one: RunIdentity) -> Run:
    """The question of a run, as a plan has it."""
    return Run(
        one.futures,
        one.order,
        one.beliefs,
        tuple(sorted(one.specification.items())),
        tuple(one.without),
        one.adherence,
        frozenset(one.frozen),
        tuple(one.shift.items()),
        one.what,
        paired=one.paired,
    )

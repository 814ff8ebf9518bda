"""Verify an answer: its chunks of futures are simulated again, all of them or some drawn at random, and counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from foedus.assessment.answer import Answer
from foedus.assessment.asked import planned, study_of
from foedus.assessment.assessment import answered, asked_chunks
from foedus.assessment.identity import Identity, Piece, RunIdentity
from foedus.assessment.pieces import DIGITS, counts, run_of
from foedus.assessment.read import contradiction
from foedus.assessment.sealed import digest
from foedus.errors import InputError
from foedus.progress import Progress
from foedus.rendered import Rendered
from foedus.simulation.chunks import run as chunks
from foedus.simulation.chunks import spans
from foedus.simulation.study import Study

SHARE = 0.01
"""Share of the chunks that is simulated again unless all are asked for."""
TOLERANCE = 1e-9
"""Relative difference up to which two numbers are the same: sums of floats differ in last bits between processors."""


@dataclass(frozen=True)
class Difference:
    """A chunk whose counts are others, or a part of the answer that says something else."""

    where: str
    stated: str
    found: str


@dataclass(frozen=True, repr=False)
class Verified(Rendered):
    """What came out.

    chunks, of       chunks that were simulated again, of all
    futures          futures in them
    whole            whether every line of the answer was made again too
    differences      where it is not the same
    """

    chunks: int
    of: int
    futures: int
    whole: bool
    differences: tuple[Difference, ...]

    @property
    def same(self) -> bool:
        """Whether all of it is the same."""
        return not self.differences


def verify(
    answer: Answer,
    *,
    whole: bool = False,
    seed: int = 1,
    fits: Path | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Verified:
    """Simulate chunks of an answer again, and compare what is counted in them. No stored result is used.

    whole   every chunk, and every line of the answer; else one chunk in a hundred, and at least one, drawn by `seed`
    fits    the folder of posteriors that took the place of shipped ones, if any did

    The sample checks that the futures counted are those of the case. Before it the seal tells whether the answer was edited;
    one that was edited and sealed anew is found by `whole` alone.

    Raises InputError for an answer without an identity or a seal, of another version or simulator, or whose posteriors are
    missing.
    """
    said = answer.identity
    if said is None or answer.seal is None:
        what = "identity" if said is None else "seal"
        raise InputError(f"the answer has no {what}: it is of an earlier version; make it again with 'foedus assess'")
    if not any(run.pieces for run in said.runs):
        raise InputError("the identity of the answer names no chunk of futures: the file is damaged")
    every = [(run, piece) for run in said.runs for piece in run.pieces]
    edited = tuple(_edited(answer))
    if edited and not whole:
        return Verified(0, len(every), 0, False, edited)
    study = study_of(said, "the answer", fits, threads=threads)
    _check_runs(study, answer, said)
    advance = progress or (lambda done, total, what: None)
    if whole:
        found = _whole(study, answer, said, advance)
        return replace(found, differences=(*edited, *found.differences))
    number = max(1, round(SHARE * len(every)))
    chosen = sorted(np.random.default_rng(seed).choice(len(every), number, replace=False).tolist())
    return _sampled(study, [every[place] for place in chosen], len(every), advance)


def _edited(answer: Answer) -> Iterator[Difference]:
    """That an answer is not as it was sealed."""
    stated, found = str(answer.seal), digest(answer)
    if stated != found:
        yield Difference("the seal (a line of the answer was edited)", stated[:DIGITS], found[:DIGITS])


def _check_runs(study: Study, answer: Answer, said: Identity) -> None:
    """Refuse an identity that is not of the question: one that says something else than the answer, or lacks its runs."""
    if other := contradiction(answer):
        raise InputError(other)
    stated = {run_of(run): [(piece.first, piece.futures) for piece in run.pieces] for run in said.runs}
    if len(stated) < len(said.runs):
        raise InputError("the identity of the answer holds a run twice: it was written over")
    for run in planned(study, said).runs:
        if stated.get(run) != spans(run.futures, run.cuts):
            raise InputError(
                f"the identity of the answer does not hold the run '{run.what}' that its question asks for: it was "
                "shortened or written over"
            )


def _sampled(study: Study, chosen: Sequence[tuple[RunIdentity, Piece]], of: int, progress: Progress) -> Verified:
    work = [(run_of(run), piece.first, piece.futures) for run, piece in chosen]
    total, done, found = sum(futures for _, _, futures in work), 0, []
    for (run, piece), chunk in zip(chosen, chunks(asked_chunks(study, work), None, study.threads), strict=True):
        if (now := counts(chunk)) != piece.counts:
            last = piece.first + piece.futures - 1
            found.append(Difference(f"{run.what}, futures {piece.first:,} to {last:,}", piece.counts, now))
        done += piece.futures
        progress(done, total, run.what)
    return Verified(len(chosen), of, total, False, tuple(found))


def _whole(study: Study, answer: Answer, said: Identity, progress: Progress) -> Verified:
    again = answered(study, said, progress)
    stated, made = (one.model_dump(mode="json", exclude={"seal"}) for one in (answer, again))
    found = tuple(_differences("answer", stated, made))
    pieces = [piece for run in said.runs for piece in run.pieces]
    return Verified(len(pieces), len(pieces), sum(piece.futures for piece in pieces), True, found)


def _differences(where: str, stated: object, found: object) -> Iterator[Difference]:
    """Every part that is not the same; numbers may differ in last digits."""
    if isinstance(stated, dict) and isinstance(found, dict) and stated.keys() == found.keys():
        for key, value in stated.items():
            yield from _differences(f"{where}.{key}", value, found[key])
    elif isinstance(stated, list) and isinstance(found, list) and len(stated) == len(found):
        for place, (one, other) in enumerate(zip(stated, found, strict=True)):
            yield from _differences(f"{where}[{place}]", one, other)
    elif isinstance(stated, float) and isinstance(found, float):
        if not np.isclose(stated, found, rtol=TOLERANCE, atol=TOLERANCE):
            yield Difference(where, repr(stated), repr(found))
    elif stated != found:
        yield Difference(where, repr(stated)[:80], repr(found)[:80])

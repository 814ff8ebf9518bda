"""An assessment in parts: each simulates its share of the chunks into one folder, anywhere, and `gather` makes the answer.

The folder holds what is asked (`asked.json`) and the chunks, each under the name of all that it depends on. A part that was cut
short goes on where it was; one that is run twice changes nothing.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import Field

from foedus.assessment.answer import Answer
from foedus.assessment.asked import ask, planned, study_of
from foedus.assessment.assessment import answered, asked_chunks, work_of
from foedus.assessment.identity import Asked
from foedus.assessment.read import read_model
from foedus.errors import InputError
from foedus.part import Part
from foedus.progress import Progress
from foedus.simulation.chunks import key_of
from foedus.simulation.chunks import run as chunks
from foedus.simulation.store import Store
from foedus.world.schema import Case

ASKED = "asked.json"
NO_LIMIT = 2**62
"""Bytes of a folder of chunks: nothing that another part needs is ever removed."""
SHOWN = 8
"""Most parts that are named in a message."""


class InParts(Part):
    """What is asked, and in how many parts."""

    asked: Asked
    parts: int = Field(ge=1)


def part_of(text: str) -> tuple[int, int]:
    """Part and number of parts of `3/40`.

    >>> part_of("3/40")
    (3, 40)

    Raises InputError for anything else.
    """
    part, _, parts = text.partition("/")
    if not all(each.isascii() and each.isdigit() and len(each) < 7 for each in (part, parts)):
        raise InputError(f"part '{text}' is not K/N, for example 3/40")
    if not 1 <= int(part) <= int(parts):
        raise InputError(f"part {text} is none: the first is 1, the last {max(1, int(parts))}/{max(1, int(parts))}")
    return int(part), int(parts)


def chunks_in(folder: Path) -> Store:
    """The chunks of a folder."""
    return Store(folder / "chunks", NO_LIMIT)


def keep_part(
    case: Case | str | Path, part: int, parts: int, folder: Path, *, progress: Progress | None = None, **options: Any
) -> int:
    """Simulate one part of the chunks of an assessment into a folder; `options` as in `assess`. Returns their number.

    Raises InputError if the folder holds parts of another question, or of another number of parts, or could not keep them.
    """
    study, asked = ask(case, store=chunks_in(folder), **options)
    work = work_of(planned(study, asked).runs)[part - 1 :: parts]
    _begin(folder, InParts(asked=asked, parts=parts))
    total, done = sum(futures for _, _, futures in work), 0
    for (run, _, count), _ in zip(work, chunks(asked_chunks(study, work), study.store, study.threads), strict=True):
        done += count
        if progress:
            progress(done, total, run.what)
    if not all(chunks_in(folder).has(key_of(one)) for one in asked_chunks(study, work)):
        raise InputError(f"what was simulated could not be kept in {folder}; make room, and run the part again")
    return len(work)


def _begin(folder: Path, new: InParts) -> None:
    """Write what is asked into a new folder, and see that it is what the folder holds."""
    if not (folder / ASKED).exists():
        _ask(folder, new)
    known = read_asked(folder)
    if known.parts != new.parts:
        raise InputError(f"{folder} holds {known.parts} parts, not {new.parts}; choose another folder")
    if known != new:
        raise InputError(f"{folder} holds parts of another question; choose another folder")


def _ask(folder: Path, new: InParts) -> None:
    """Write what is asked into a folder that holds nothing; of parts that begin together the first one asks."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = [each for each in folder.iterdir() if not each.name.startswith(f".{ASKED}")]
        if others and not (folder / ASKED).exists():
            raise InputError(f"{folder} is no folder of parts, and not empty; give a new folder")
        with tempfile.NamedTemporaryFile("w", dir=folder, prefix=f".{ASKED}.", encoding="utf-8") as part:
            part.write(new.model_dump_json())
            part.flush()
            with suppress(FileExistsError):
                os.link(part.name, folder / ASKED)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}; choose another folder") from error


def read_asked(folder: Path) -> InParts:
    """What is asked in a folder of parts. Raises InputError if it is none."""
    if not (folder / ASKED).is_file():
        raise InputError(f"{folder} is no folder of parts: it has no {ASKED}; 'foedus assess --part' makes one")
    return read_model(folder / ASKED, InParts, "what was asked in parts")


def gather(
    folder: Path, *, fits: Path | None = None, threads: int | None = None, progress: Progress | None = None
) -> Answer:
    """The answer that the parts in a folder give together; the few runs that analysts need beside them are simulated here.

    Raises InputError if a part is missing, or the folder is of another version or simulator.
    """
    found, store = read_asked(folder), chunks_in(folder)
    study = study_of(found.asked, f"{folder}", fits, store=store, threads=threads)
    every = asked_chunks(study, work_of(planned(study, found.asked).runs))
    missing = [place for place, one in enumerate(every) if not store.has(key_of(one))]
    if missing:
        parts = sorted({place % found.parts + 1 for place in missing})
        named = ", ".join(f"{part}/{found.parts}" for part in parts[:SHOWN]) + (", ..." if len(parts) > SHOWN else "")
        raise InputError(
            f"{folder} lacks {len(missing):,} of the chunks; run {named} with 'foedus assess --part', then gather again"
        )
    return answered(study, found.asked, progress)

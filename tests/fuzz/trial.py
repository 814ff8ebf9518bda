"""Many mutants tried on one reader, and what came of them.

FOEDUS_FUZZ        how many of each kind (`make fuzz`: 10,000); without it a few
FOEDUS_FUZZ_FIRST  the seed of the first (0); other seeds are other mutants
FOEDUS_FUZZ_KEEP   the folder in which the mutant of a fault is kept, and a line for each kind in came.txt; without it the
                   mutant is in the folder of the test, which the failure names

A fault is any exception but a refusal; a refusal that a terminal cannot show; a number that is not finite; and more than
2 s for one mutant, twice. The time is that of the processor, which a loaded machine does not lengthen; what waits is ended
after a minute.
"""

from __future__ import annotations

import math
import os
import signal
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from pydantic import BaseModel

SECONDS, WAIT = 2.0, 60.0
MOST_FAULTS = 10
ROOT = str(Path(__file__).parents[2])


class Kind(NamedTuple):
    """A kind of file: the suffix of its name, a mutant from chance, and its reader.

    The reader is true for what was read and false for what was refused as it should be; it raises for a fault.
    """

    suffix: str
    mutant: Callable[[Random], bytes]
    judge: Callable[[Path], bool]


class TooLongError(BaseException):
    """A mutant that takes too long; no Exception, which a reader may take for a refusal of its own."""


def seeds(few: int, most: int | None = None, share: int = 1) -> range:
    """Seeds of the mutants to try: `few`, or FOEDUS_FUZZ by `share`, at most `most`."""
    asked = os.environ.get("FOEDUS_FUZZ")
    first = int(os.environ.get("FOEDUS_FUZZ_FIRST", "0"))
    number = int(asked) // share if asked else few
    return range(first, first + (number if most is None else min(number, most)))


@contextmanager
def within(seconds: float = SECONDS) -> Iterator[None]:
    """Raise TooLongError after so much time of the processor, or a minute of any; only in the main thread, not on Windows."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def end(number: int, frame: object) -> None:
        raise TooLongError(
            f"over {seconds:.3g} s of the processor" if number == signal.SIGPROF else f"waits for {WAIT:g} s"
        )

    before = {each: signal.signal(each, end) for each in (signal.SIGPROF, signal.SIGALRM)}
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, WAIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for each, handler in before.items():
            signal.signal(each, handler)


class Trial:
    """The mutants of one kind: how many were read and refused, the slowest, and the first of each fault."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, Path(os.environ.get("FOEDUS_FUZZ_KEEP") or folder)
        self.came: Counter[str] = Counter()
        self.faults: dict[str, str] = {}
        self.times: Counter[str] = Counter()
        self.slowest = self.spent = 0.0

    def attempt(self, seed: int, path: Path, judge: Callable[[Path], str], seconds: float = SECONDS) -> None:
        """What comes of one mutant; one that takes too long is tried once more, when nothing is read for the first time."""
        for again in (True, False):
            start = time.process_time()
            try:
                with within(seconds):
                    came = judge(path)
            except TooLongError as error:
                if again:
                    continue
                self._fault(seed, path, error)
            except Exception as error:
                self._fault(seed, path, error)
            else:
                self.came[came] += 1
            taken = time.process_time() - start
            self.slowest, self.spent = max(self.slowest, taken), self.spent + taken
            return

    def _fault(self, seed: int, path: Path, error: BaseException) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        own = [each for each in frames if each.filename.startswith(ROOT) and each.filename != __file__]
        at = (own or frames)[-1]
        where = f"{type(error).__name__} at {at.filename.removeprefix(ROOT)[1:]}:{at.lineno}"
        self.came["fault"] += 1
        self.times[where] += 1
        if where in self.faults or len(self.faults) == MOST_FAULTS:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = self.folder / f"{self.name}--seed-{seed}{path.suffix}"
        kept.write_bytes(path.read_bytes())
        self.faults[where] = f"seed {seed}: {error!r:.300} (kept as {kept})"

    def said(self) -> str:
        """What came of the mutants, in a line."""
        came = ", ".join(f"{number:,} {what}" for what, number in sorted(self.came.items(), reverse=True))
        spent = f"{self.spent:.1f} s of CPU, the slowest {self.slowest:.2f} s"
        return f"{self.name}: {self.came.total():,} mutants: {came}; {spent}"

    def check(self, record: Callable[[str, object], None], more: str = "") -> None:
        """Put what came of the mutants on record, and fail with every fault."""
        line = f"{self.said()}; {more}" if more else self.said()
        record("fuzz", line)
        if os.environ.get("FOEDUS_FUZZ_KEEP"):
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "came.txt").open("a", encoding="utf-8") as log:
                log.write(f"{line}\n")
        found = [f"{where}, {self.times[where]} times; {first}" for where, first in self.faults.items()]
        assert not found, "\n".join([self.said(), *found, "copy a kept file to tests/fuzz/found, then mend its kind"])


def run(name: str, kind: Kind, folder: Path, tried: range, seconds: float = SECONDS) -> Trial:
    """The mutants of a kind with these seeds."""
    trial, path = Trial(name, folder), folder / f"mutant{kind.suffix}"
    for seed in tried:
        path.write_bytes(kind.mutant(Random(f"{name} {seed}")))
        trial.attempt(seed, path, lambda one: "read" if kind.judge(one) else "refused", seconds)
    return trial


def finite(value: Any) -> bool:
    """Whether every number inside of a value is finite."""
    if isinstance(value, BaseModel):
        return finite(value.model_dump())
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return all(map(finite, value))
    return not isinstance(value, float) or math.isfinite(value)

"""Damaged publishers' files are refused, in one line, where the file is known; elsewhere most of them.

FOEDUS_FUZZ=300 damages the file of every source so often, and no more where it is larger: a table of `LARGE` bytes and more
`LARGE_TIMES`. Every source has a line at the end: what was accepted, by kind of damage. `harmless` is what changes nothing of
what is read.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from tests.fuzz.damage import DAMAGES, File, table_of
from tests.fuzz.trial import SECONDS, Trial, seeds

from foedus.data.catalog import located, present, sources
from foedus.data.files.accept import accept
from foedus.data.files.bounds import counted
from foedus.data.files.landmarks import marked
from foedus.data.library import reader
from foedus.errors import FoedusError

MOST, LARGE, LARGE_TIMES = 300, 10_000_000, 30
KNOWN = frozenset(key for key, each in sources().items() if each.sha256)
"""Sources whose file the catalogue knows."""
WHOLE = frozenset(("gml-directed", "wdi-gdp", "cow-contiguity", "sipri-milex"))
"""Sources of which no file is known and what is cut short or thinned is always refused."""
OPEN = frozenset(("doubled", "short", "turned", "shifted", "swapped"))
"""Damages that may pass where no file is known: a row of a table without keys twice, a cell that may be empty, other values of
a few rows."""
KEYS = [key for key in sources() if "FOEDUS_FUZZ" in os.environ or key in KNOWN | WHOLE]


class Damaged:
    """The file of a source, damaged again and again: what came of it, by kind of damage."""

    def __init__(self, file: File, folder: Path) -> None:
        self.file, self.trial = file, Trial(file.key, folder)
        self.accepted: Counter[str] = Counter()
        self.path, whole = folder / "damaged.csv", folder / "whole.csv"
        whole.write_bytes(file.content)
        started = time.process_time()
        try:
            accept(file.key, whole)
        except FoedusError as refused:
            pytest.skip(f"what is here of {file.key} is not the whole of it: {refused}")
        self.seconds = max(SECONDS, 5 * (time.process_time() - started))
        self.whole = table_of(file.key, whole)

    def damage(self, seed: int) -> None:
        """A damage by its seed; nothing where it does not apply."""
        kind = tuple(DAMAGES)[seed % len(DAMAGES)]
        content = DAMAGES[kind](self.file, Random(f"{self.file.key} {seed}"))
        if content is None or content == self.file.content:
            return
        self.path.write_bytes(content)
        before = self.trial.came["accepted"]
        self.trial.attempt(seed, self.path, self._came, self.seconds)
        self.accepted[kind] += self.trial.came["accepted"] - before

    def _came(self, path: Path) -> str:
        said = ""
        try:
            accept(self.file.key, path)
        except FoedusError as refused:
            said = str(refused)
        assert said.isprintable(), said
        if said:
            return "refused"
        table = table_of(self.file.key, path)
        return "harmless" if self.whole is not None and table is not None and table.equals(self.whole) else "accepted"

    def said(self) -> str:
        """Which damages were accepted how often."""
        kinds = ", ".join(f"{kind} {number}" for kind, number in self.accepted.items() if number)
        return f"{'known' if self.file.key in KNOWN else 'not known'}; accepted: {kinds or 'none'}"


def made_up() -> bytes:
    """A table of capabilities that nobody published, of the years of the version."""
    rows = [
        f"{code},{year},{year * code},{code + year % 7},{year},{code},{1000 + year}.5,{100 + code}.25,{code / 10000:.4f}"
        for code in (2, 20, 200, 365, 710)
        for year in range(1816, 2023)
    ]
    return "\n".join(["ccode,year,milex,milper,irst,pec,tpop,upop,cinc", *rows, ""]).encode()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> File:
    """A file of our own, with what its version holds counted and marked."""
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    path = tmp_path / "own.csv"
    path.write_bytes(made_up())
    table = reader("cow-nmc")(path)
    monkeypatch.setattr("foedus.data.files.bounds.bounds", lambda: {"cow-nmc": tuple(counted(table, "cow-nmc"))})
    monkeypatch.setattr("foedus.data.files.landmarks.landmarks", lambda: {"cow-nmc": marked(table, "cow-nmc")})
    assert accept("cow-nmc", path).check == "unverified"
    return File.of("cow-nmc", path)


def test_damaged_files_of_our_own_are_refused(
    own: File, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    damaged = Damaged(own, tmp_path)
    for seed in seeds(30, MOST):
        damaged.damage(seed)
    damaged.trial.name = "a file of our own"
    damaged.trial.check(record_property, damaged.said())
    assert set(+damaged.accepted) <= {"shifted", "cut"}


@pytest.mark.data
@pytest.mark.parametrize("key", KEYS)
def test_no_damaged_file_passes_where_the_file_is_known(
    key: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    if not present(key):
        pytest.skip(f"the file of {key} is absent")
    damaged = Damaged(File.of(key, *located(key)), tmp_path)
    for seed in seeds(10, LARGE_TIMES if len(damaged.file.content) > LARGE else MOST):
        damaged.damage(seed)
    damaged.trial.check(record_property, damaged.said())
    assert key not in KNOWN or not +damaged.accepted
    assert key not in WHOLE or set(+damaged.accepted) <= OPEN

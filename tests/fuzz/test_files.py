"""Damaged publishers' files are refused, in one line; FOEDUS_FUZZ=300 damages each source so often.

`python -m tests.fuzz.test_files` prints the share of damaged files that were accepted, by source and by kind of damage.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from tests.fuzz.damage import DAMAGES, File, table_of

from foedus.data.catalog import located, present, source, sources
from foedus.data.files.accept import accept
from foedus.data.files.bounds import counted
from foedus.data.files.landmarks import marked
from foedus.data.library import reader
from foedus.errors import FoedusError

TIMES = int(os.environ.get("FOEDUS_FUZZ") or 0)
LARGEST = 3_000_000
"""Bytes of the largest file that is damaged without FOEDUS_FUZZ."""
OPEN = frozenset(("doubled", "short", "turned", "shifted", "swapped"))
"""Damages that may pass where no file is known: a row of a table without keys twice, a cell that may be empty, other values of
a few rows."""


def tried(file: File, seed: int, kinds: tuple[str, ...] = tuple(DAMAGES)) -> tuple[str, str] | None:
    """A damage by its seed and what came of it: 'refused', 'accepted' or 'harmless'; None where it does not apply."""
    random = Random(seed)
    kind = kinds[seed % len(kinds)]
    content = DAMAGES[kind](file, random)
    if content is None or content == file.content:
        return None
    with tempfile.TemporaryDirectory() as folder:
        whole, path = Path(folder, "whole.csv"), Path(folder, "damaged.csv")
        whole.write_bytes(file.content)
        path.write_bytes(content)
        try:
            accept(file.key, path)  # any other exception than a refusal ends the test
        except FoedusError as refused:
            return kind, "refused" if "\n" not in str(refused) else "refused in several lines"
        before, after = table_of(file.key, whole), table_of(file.key, path)
        same = before is not None and after is not None and before.equals(after)
        return kind, "harmless" if same else "accepted"


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


@pytest.mark.parametrize("seed", range(max(30, TIMES)))
def test_damaged_files_of_our_own_are_refused(own: File, seed: int) -> None:
    done = tried(own, seed)
    assert done is None or done[1] == "refused" or done[0] in ("shifted", "cut")


def damaged(key: str, times: int) -> Counter[tuple[str, str]]:
    """What came of damaging the file of a source so often, by kind of damage and outcome."""
    file = File.of(key, located(key)[0])
    return Counter(done for seed in range(times) if (done := tried(file, seed)))


def _sizes() -> list[str]:
    """Sources whose one file is small enough, or all of one file with FOEDUS_FUZZ."""
    one = [key for key in sources() if len(present(key)) == 1 and source(key).module != "gdelt"]
    return [
        key for key in one if TIMES or (present(key)[0].suffix == ".csv" and present(key)[0].stat().st_size < LARGEST)
    ]


@pytest.mark.data
@pytest.mark.parametrize("key", [key for key, each in sources().items() if each.sha256 and each.copies == ()])
def test_no_damaged_file_passes_where_the_file_is_known(key: str) -> None:
    assert not [kind for kind, came in damaged(key, max(10, TIMES)) if came == "accepted"]


@pytest.mark.data
@pytest.mark.parametrize("key", ["gml-directed", "wdi-gdp", "cow-contiguity", "sipri-milex"])
def test_what_is_cut_short_or_thinned_is_refused_where_it_is_not(key: str) -> None:
    found = damaged(key, max(10, TIMES))
    assert not [kind for kind, came in found if came == "accepted" and kind not in OPEN]


def main() -> None:
    """Print the share of damaged files that were accepted."""
    times = TIMES or 20
    kinds: Counter[tuple[str, str, bool]] = Counter()
    for key in _sizes():
        found = damaged(key, times)
        known = source(key).sha256 is not None
        for (kind, came), count in found.items():
            kinds[kind, came, known] += count
        accepted = {kind: count for (kind, came), count in found.items() if came == "accepted"}
        harmful = sum(count for (_, came), count in found.items() if came != "harmless")
        sys.stdout.write(
            f"{key:30} {'hash' if known else '-':5} {sum(accepted.values()):4} of {harmful:4} {accepted}\n"
        )
        sys.stdout.flush()
    for known in (True, False):
        taken = sum(n for (_, came, k), n in kinds.items() if came == "accepted" and k is known)
        harmful = sum(n for (_, came, k), n in kinds.items() if came != "harmless" and k is known)
        sys.stdout.write(f"{'with' if known else 'without'} hash: {taken} of {harmful} damaged files accepted\n")
    for kind in DAMAGES:
        taken, refused = kinds[kind, "accepted", False], kinds[kind, "refused", False]
        sys.stdout.write(f"  without hash, {kind}: {taken} of {taken + refused}\n")


if __name__ == "__main__":
    main()

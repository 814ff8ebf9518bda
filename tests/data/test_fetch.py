"""From a publisher's server to a file in place: what was there stays until what comes is whole and the right one."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.data.publisher import CHANGED, HASTE, HEAD, KEY, NEW, OLD, catalogued, publishing, put_old, sha256

from foedus.data.files.fetch import get
from foedus.data.files.manifest import records
from foedus.data.library import read
from foedus.errors import DataError

FAULTS = [
    *("well", "no-range", "chunked", "there", "changed", "corrupt"),
    *("cut", "chunked-cut", "stall", "drop", "other-range", "no-length", "gzip", "html", "html-as-csv", "loop", "ftp"),
    *("403", "404", "416", "429:0", "429:999", "500"),
]


@given(script=st.lists(st.sampled_from(FAULTS), max_size=4), there=st.booleans(), runs=st.integers(1, 2))
@settings(max_examples=40, deadline=None)
def test_whatever_a_server_does_the_file_is_the_old_one_or_the_verified_new_one(
    script: list[str], there: bool, runs: int
) -> None:
    with (
        tempfile.TemporaryDirectory() as root,
        publishing(*script) as publisher,
        catalogued(Path(root), address=publisher.address, sha256=sha256(NEW)) as place,
    ):
        if there:
            put_old(place)
        arrived, refusals = False, []
        for _ in range(runs):
            try:
                arrived |= get(KEY, force=True, patience=HASTE) is not None
            except DataError as refused:
                refusals.append(str(refused))
        assert "\n" not in "".join(refusals)
        assert (place.read_bytes() if place.exists() else None) == (NEW if arrived else OLD if there else None)
        assert (KEY in records()) == arrived
        kept = [f"{place.name}.{sha256(OLD)[:12]}.old"] * (arrived and there)
        beside = {path.name for path in place.parent.iterdir()} - {place.name, *kept}
        assert beside <= {f"{place.name}.part", f"{place.name}.part.json"}
        assert all((place.parent / name).read_bytes() == OLD for name in kept)


def test_a_fetched_file_can_be_read_and_is_on_record(tmp_path: Path) -> None:
    with publishing() as publisher, catalogued(tmp_path, address=publisher.address) as place:
        arrival = get(KEY, patience=HASTE)
        assert arrival is not None
        assert (arrival.path, arrival.accepted.rows, arrival.kept) == (place, 101, None)
        assert read(KEY).height == 101
        assert records()[KEY] == arrival.record
        assert (arrival.record.sha256, arrival.record.origin) == (sha256(NEW), publisher.address)
        assert get(KEY, patience=HASTE) is None
        assert len(publisher.asked) == 1


def test_a_file_the_publisher_changed_is_refused_until_accepted(tmp_path: Path) -> None:
    with (
        publishing("changed", "well") as publisher,
        catalogued(tmp_path, address=publisher.address, sha256=sha256(NEW)) as place,
    ):
        put_old(place)
        with pytest.raises(DataError, match=rf"SHA-256 {sha256(CHANGED)}, known {sha256(NEW)}.*--accept-changed"):
            get(KEY, force=True, patience=HASTE)
        assert place.read_bytes() == OLD
        arrival = get(KEY, accept_changed=True, patience=HASTE)
        assert place.read_bytes() == CHANGED
        assert arrival is not None
        assert arrival.kept is not None
        assert arrival.kept.read_bytes() == OLD
        assert (arrival.accepted.check, records()[KEY].check) == ("changed", "changed")
        assert "accepted as it is" in arrival.accepted.notes[-1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (HEAD.encode(), "no rows"),
        (b"a,b\n1,2\n", "missing column ccode"),
        (b"\x00\xff" * 500, "bytes of zero"),
        (b"", "not a readable"),
        (NEW.replace(b"1816", b"1817"), "holds the years 1817 to 2024.*holds 1816 to 2024"),
        (NEW + b"200,1816,1,1,2024,12,31\n", r"repeat the key ccode, start"),
    ],
)
def test_a_whole_file_that_is_not_the_sources_is_refused(body: bytes, message: str, tmp_path: Path) -> None:
    with publishing() as publisher, catalogued(tmp_path, address=publisher.address) as place:
        put_old(place)
        publisher.body = body
        with pytest.raises(DataError, match=message):
            get(KEY, force=True, patience=HASTE)
        assert place.read_bytes() == OLD
        assert sorted(path.name for path in place.parent.iterdir()) == [place.name]


def test_a_zip_is_unpacked_through_a_zip_inside(tmp_path: Path) -> None:
    def zipped(name: str, content: bytes) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, content)
        return packed.getvalue()

    with (
        publishing() as publisher,
        catalogued(tmp_path, address=publisher.address, member="inner.zip/majors.csv", sha256=sha256(NEW)) as place,
    ):
        publisher.body = zipped("folder/inner.zip", zipped("majors.csv", NEW))
        get(KEY, patience=HASTE)
        assert place.read_bytes() == NEW
        publisher.body = zipped("folder/inner.zip", zipped("other.csv", NEW))
        with pytest.raises(
            DataError, match=r"inner.zip holds 0 files named majors.csv, not one \(it holds: other.csv\)"
        ):
            get(KEY, force=True, patience=HASTE)
        publisher.body = publisher.body[:60]
        with pytest.raises(DataError, match="is not a sound zip archive"):
            get(KEY, force=True, patience=HASTE)
        assert place.read_bytes() == NEW


def test_a_source_without_an_address_says_how_to_get_it(tmp_path: Path) -> None:
    with (
        catalogued(tmp_path, address=None, member=None),
        pytest.raises(DataError, match=r"no address.*download it from http.*data import cow-majors"),
    ):
        get(KEY)


@pytest.mark.parametrize("mode", ["ab", "wb"], ids=["while it comes", "while it is unpacked"])
def test_a_full_disk_is_said_and_the_old_file_stays(mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    opened = Path.open
    copied = "foedus.data.files.store.shutil.copyfile"
    with publishing() as publisher, catalogued(tmp_path, address=publisher.address) as place:
        put_old(place)
        if mode == "ab":
            monkeypatch.setattr(Path, "open", lambda path, *a, **k: Full() if mode in a else opened(path, *a, **k))
        else:
            monkeypatch.setattr(copied, lambda *_: Full().write(b""))
        with pytest.raises(
            DataError, match=r"the disk that holds .* is full; make room and run the same command again"
        ):
            get(KEY, force=True, patience=HASTE)
        monkeypatch.undo()
        assert place.read_bytes() == OLD


RUN = """
import sys
from dataclasses import replace
from foedus.data import catalog
listed = dict(catalog.sources())
listed["cow-majors"] = replace(listed["cow-majors"], address=sys.argv[1])
catalog.sources = lambda: listed
from foedus.data.files import bounds, landmarks
bounds.bounds = landmarks.landmarks = dict
del sys.argv[1]
from foedus.cli import main
main()
"""


def command(root: Path, address: str, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", RUN, address, *words],
        env={**os.environ, "FOEDUS_DATA": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_interrupt_keeps_the_part_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with publishing("stall") as publisher, catalogued(tmp_path) as place:
        process = command(tmp_path, publisher.address, "data", "get", KEY)
        noted = place.with_name(f"{place.name}.part.json")
        while process.poll() is None and not noted.exists():
            time.sleep(0.02)
        time.sleep(0.3)  # the first half is on its way into the part file by now
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=60)
        assert process.returncode == 130
        assert error.strip() == (
            f"foedus: interrupted while fetching {KEY}; run the same command again to resume (where the server allows it)"
        )
        assert not place.exists()
        have = place.with_name(f"{place.name}.part").stat().st_size
        again = command(tmp_path, publisher.address, "data", "get", KEY)
        out, error = again.communicate(timeout=60)
        assert again.returncode == 0, error
        assert place.read_bytes() == NEW
        if have:
            assert publisher.asked[-1]["Range"] == f"bytes={have}-"
        assert [path.name for path in place.parent.iterdir()] == [place.name]
        assert out.startswith(f"{KEY}: 101 rows, {len(NEW):,} bytes, SHA-256 {sha256(NEW)[:12]}...")

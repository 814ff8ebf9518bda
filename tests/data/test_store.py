"""Files put in place: accepted only as what they are, in one piece, on record, and nothing that was there is lost."""

from __future__ import annotations

import errno
import json
import os
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest
from tests.data.publisher import HEAD, KEY, NEW, OLD, put_old, sha256, unmeasured

from foedus.data.catalog import files_first, locate, located, places, source, sources
from foedus.data.files.accept import accept
from foedus.data.files.manifest import NAME, records
from foedus.data.files.store import changing, import_file, status
from foedus.data.library import read
from foedus.errors import DataError, InputError


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "data"))
    unmeasured(monkeypatch)
    return tmp_path / "data"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_bytes(NEW)
    return path


def held(folder: Path) -> dict[str, bytes]:
    """Every file under `folder`, but for the lock."""
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_an_import_is_a_copy_on_record(root: Path, mine: Path) -> None:
    arrival = import_file(KEY, mine)
    assert mine.read_bytes() == NEW
    assert (arrival.path, arrival.accepted.rows, arrival.kept) == (root / source(KEY).file, 101, None)
    assert locate(KEY).read_bytes() == NEW
    assert records() == {KEY: arrival.record}
    assert (arrival.record.sha256, arrival.record.size) == (sha256(NEW), len(NEW))
    assert arrival.record.origin == "imported from mine.csv"
    assert set(held(root)) == {arrival.path.name, NAME}


def test_the_file_before_is_kept_beside_the_new_one(root: Path, mine: Path) -> None:
    put_old(places(KEY)[0])
    first = import_file(KEY, mine)
    assert first.kept is not None
    assert first.kept.read_bytes() == OLD
    assert first.kept.name == f"cow_majors2024.csv.{sha256(OLD)[:12]}.old"
    before = held(root)
    again = import_file(KEY, mine)
    assert again.kept is None
    assert held(root) == before


def test_importing_the_file_in_place_changes_nothing(root: Path) -> None:
    put_old(places(KEY)[0])
    import_file(KEY, places(KEY)[0])
    assert places(KEY)[0].read_bytes() == OLD
    assert set(held(root)) == {places(KEY)[0].name, NAME}


@pytest.mark.usefixtures("root")
def test_a_link_is_replaced_and_what_it_leads_to_is_not_written(mine: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_bytes(OLD)
    places(KEY)[0].parent.mkdir(parents=True)
    places(KEY)[0].symlink_to(elsewhere)
    kept = import_file(KEY, mine).kept
    assert (locate(KEY).read_bytes(), elsewhere.read_bytes()) == (NEW, OLD)
    assert kept is not None
    assert kept.read_bytes() == OLD


def test_a_table_under_another_suffix_is_refused_naming_both(root: Path, mine: Path, tmp_path: Path) -> None:
    parquet = tmp_path / "mine.parquet"
    pl.read_csv(mine).write_parquet(parquet)
    import_file(KEY, parquet)
    assert read(KEY).height == 101
    before = held(root)
    with pytest.raises(DataError, match=r"already at .*majors2024.parquet and would be at .*majors2024.csv.*move"):
        import_file(KEY, mine)
    assert held(root) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not a readable csv"),
        ("a,b\n1,2\n", r"missing column ccode, styear.*\(required: ccode, styear"),
        (HEAD, "no rows"),
        (
            HEAD + "200,1816,1,1,2012,12,31\n",
            "holds the years 1816 to 2012, but version 2024 .* 1816 to 2024; .*--accept-changed",
        ),
        (HEAD + "200,1946,1,1,2024,12,31\n", "holds the years 1946 to 2024"),
        (HEAD + "200,1816,1,1,2024,12,31\n" * 2, "2 rows repeat the key ccode, start"),
        (HEAD + ",1816,1,1,2024,12,31\n", "1 rows have no ccode"),
        (HEAD + "200,1816,1,1,2024,12,31\n9999,1816,1,1,2024,12,31\n", "'ccode' has 1 values out of range"),
        (HEAD + "2OO,1816,1,1,2024,12,31\n", "ccode"),
    ],
)
def test_what_is_not_the_file_is_refused_and_the_old_one_stays(
    content: str, message: str, root: Path, tmp_path: Path
) -> None:
    put_old(places(KEY)[0])
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=message) as refused:
        import_file(KEY, wrong)
    assert "\n" not in str(refused.value)
    assert held(root) == {places(KEY)[0].name: OLD}


def test_another_version_is_taken_where_asked_but_not_another_table(root: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.csv"
    older.write_text(HEAD + "200,1816,1,1,2012,12,31\n", encoding="utf-8")
    assert import_file(KEY, older, accept_changed=True).accepted.rows == 1
    older.write_text(HEAD + "200,1816,1,1,2012,12,31\n" * 2, encoding="utf-8")
    with pytest.raises(DataError, match="repeat the key"):
        import_file(KEY, older, accept_changed=True)


def test_an_archive_without_the_table_is_refused_in_a_short_line(root: Path, tmp_path: Path) -> None:
    archive = tmp_path / "many.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for number in range(1000):
            opened.writestr(f"folder/\x1b[2Ja file of a rather long name {number}.csv", "")
    with pytest.raises(DataError, match=r"holds 0 files named majors2024\.csv, not one .*, 995 more") as refused:
        import_file(KEY, archive)
    assert len(str(refused.value)) < 600
    assert not held(root)


def test_a_table_that_unpacks_to_more_than_a_table_has_is_not_unpacked(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foedus.data.files.store.UNPACKED", 100)
    archive = tmp_path / "large.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("majors2024.csv", NEW)
    with pytest.raises(DataError, match=rf"large\.zip unpacks to {len(NEW):,} bytes; at most 100 are read"):
        import_file(KEY, archive)
    assert not held(root)


def test_the_list_of_states_is_not_that_of_major_powers(root: Path, tmp_path: Path) -> None:
    states = tmp_path / "states.csv"
    states.write_text(f"stateabb,statenme,{HEAD}UKG,United Kingdom,200,1816,1,1,2024,12,31\n", encoding="utf-8")
    with pytest.raises(
        DataError, match=r"the file of source 'cow-states', not of 'cow-majors' \(it has the columns sta"
    ):
        import_file(KEY, states, accept_changed=True)
    assert import_file("cow-states", states, accept_changed=True).accepted.check == "changed"


@pytest.mark.data
def test_capabilities_to_2016_are_not_version_7() -> None:
    older = locate("cow-nmc-6")
    with pytest.raises(
        DataError, match=r"holds the years 1816 to 2016, but version 7\.0 of source 'cow-nmc' holds 1816 to 2022"
    ):
        accept("cow-nmc", older)
    assert accept("cow-nmc", older, accept_changed=True).rows == 15_951


@pytest.mark.data
@pytest.mark.parametrize("key", [key for key in sources() if key != "cow-nmc" and not source(key).parts])
def test_every_publishers_file_is_accepted_as_what_it_is(key: str) -> None:
    accepted = accept(key, locate(key))
    assert accepted.rows > 0
    assert accepted.check == ("verified" if source(key).sha256 else "unverified")
    assert accepted.notes == ()


@pytest.mark.data
@pytest.mark.parametrize("key", [key for key in sources() if source(key).parts])
def test_a_part_is_not_the_whole_and_the_whole_reads_as_its_parts_do(key: str, tmp_path: Path) -> None:
    parts = located(key)
    assert len(parts) == 2
    with pytest.raises(DataError, match=r"but version .* holds 1816 to 2014"):
        accept(key, parts[0])
    whole = tmp_path / f"whole{parts[0].suffix}"
    if whole.suffix == ".csv":
        first, second = (part.read_text(encoding="utf-8").splitlines(keepends=True) for part in parts)
        whole.write_text("".join([*first, *second[1:]]), encoding="utf-8")
    else:
        pl.concat(pl.read_parquet(part) for part in parts).write_parquet(whole)
    assert accept(key, whole).rows == read(key).height
    with files_first({key: whole}):
        together = read(key)
    assert together.equals(read(key))


@pytest.mark.parametrize(("make", "message"), [(False, "does not exist"), (True, "is a folder")])
def test_a_path_that_is_no_file(make: bool, message: str, root: Path, tmp_path: Path) -> None:
    path = tmp_path / "nothing"
    if make:
        path.mkdir()
    with pytest.raises(InputError, match=f"{message}; give the publisher's file"):
        import_file(KEY, path)
    assert not root.exists()


def test_a_file_of_somebody_else(root: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foedus.data.files.store.os.access", lambda *_: False)
    with pytest.raises(InputError, match="cannot be read; ask its owner"):
        import_file(KEY, mine)
    assert not root.exists()


@pytest.mark.parametrize("what", ["file", "folder", "root"])
def test_what_its_owner_made_read_only_is_not_written(what: str, root: Path, mine: Path) -> None:
    place = places(KEY)[0]
    put_old(place)
    locked = {"file": place, "folder": place.parent, "root": root}[what]
    mode = locked.stat().st_mode
    locked.chmod(mode & ~0o222)
    try:
        with pytest.raises(DataError, match=r"is read-only; point FOEDUS_DATA at a folder of your own"):
            import_file(KEY, mine)
    finally:
        locked.chmod(mode)
    assert held(root) == {place.name: OLD}


def test_a_full_disk_leaves_the_old_file_and_its_record(
    root: Path, mine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tmp_path / "first.csv"
    first.write_bytes(OLD)
    import_file(KEY, first)
    before = held(root)

    def full(*_: object, **__: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for function in ("pathlib.Path.write_text", "shutil.copyfile", "shutil.copy2"):
        with monkeypatch.context() as patch:
            patch.setattr(function, full)
            with pytest.raises(DataError, match="is full; make room"):
                import_file(KEY, mine)
        assert held(root) == before


def test_a_manifest_that_cannot_be_read_is_refused_before_anything_is_replaced(root: Path, mine: Path) -> None:
    put_old(places(KEY)[0])
    for text in ("{", "[]", '{"cow-majors": {"sha": 1}}'):
        (root / NAME).write_text(text, encoding="utf-8")
        with pytest.raises(DataError, match=f"{NAME} is not a record of files"):
            import_file(KEY, mine)
        assert places(KEY)[0].read_bytes() == OLD


@pytest.mark.skipif(sys.platform == "win32", reason="no such lock there")
def test_two_do_not_change_the_root_at_once(root: Path, mine: Path) -> None:
    with changing("cow-states"), pytest.raises(DataError, match=r"another foedus is changing .*; run this again when"):
        import_file(KEY, mine)
    assert import_file(KEY, mine).path.is_relative_to(root)


def test_status_tells_present_absent_and_changed(root: Path, mine: Path) -> None:
    import_file(KEY, mine)
    put_old(places("cow-states")[0])
    found = {each.key: each for each in status()}
    assert list(found) == list(sources())
    assert (found[KEY].state, found[KEY].sha256, found[KEY].size) == ("present", sha256(NEW), len(NEW))
    assert (found["cow-states"].state, found["cow-states"].record) == ("present", None)
    assert (found["cow-nmc"].state, found["cow-nmc"].path) == ("absent", root / "state" / "nmc7.parquet")
    places(KEY)[0].write_bytes(OLD)
    changed = next(each for each in status() if each.key == KEY)
    assert changed.state == "changed"
    assert json.loads((root / NAME).read_text(encoding="utf-8"))[KEY]["sha256"] == sha256(NEW)

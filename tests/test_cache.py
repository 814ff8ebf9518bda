"""A folder of things that can be made again: whole or absent, bounded, and never in the way of the work."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.cache import FORMAT, HEAD, PART, SUFFIX, Cache

ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
"""Nothing is read-only for root."""


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "kept", 1000, "a thing")


def path_of(cache, name="a"):
    return cache.folder / (name + SUFFIX)


def test_what_is_put_is_got_also_by_another_process_and_after_being_replaced(cache):
    assert cache.get("a") is None
    cache.put("a", b"first")
    cache.put("a", b"second")
    cache.put("empty", b"")
    other = Cache(cache.folder, 1000, "a thing")
    assert (other.get("a"), other.get("empty")) == (b"second", b"")
    assert other.status() == (cache.folder, 2, 2 * HEAD + 6, 1000)


@given(st.binary(max_size=60), st.data())
def test_an_entry_with_a_byte_flipped_cut_off_or_added_is_absent_and_removed(tmp_path_factory, content, data):
    cache = Cache(tmp_path_factory.mktemp("kept"), 1000, "a thing")
    cache.put("a", content)
    path = path_of(cache)
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[place] ^= data.draw(st.integers(1, 255))
    for damaged in (bytes(flipped), whole[:place], whole + b"\0", b"", os.urandom(len(whole))):
        path.write_bytes(damaged)
        assert cache.get("a") is None
        assert not path.exists()


def test_an_entry_under_another_name_is_absent(cache):
    cache.put("a", b"content")
    path_of(cache).rename(path_of(cache, "b"))
    assert cache.get("b") is None


def test_damage_is_said_once_and_another_version_is_not(cache, capsys):
    for name in "ab":
        cache.put(name, b"content")
        path_of(cache, name).write_bytes(b"")
        assert cache.get(name) is None
    assert capsys.readouterr().err == f"foedus: a thing kept in {cache.folder} was damaged; it is made again\n"
    other = Cache(cache.folder / "other", 1000, "a thing")
    other.put("a", b"content")
    path_of(other).write_bytes(FORMAT.replace(b"1", b"0") + b"something else")
    assert other.get("a") is None
    assert not path_of(other).exists()
    assert capsys.readouterr().err == ""


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 400), st.booleans()), max_size=30))
def test_the_bytes_stay_within_the_limit_and_what_was_used_last_is_there(tmp_path_factory, uses):
    cache = Cache(tmp_path_factory.mktemp("kept"), 1000, "a thing")
    for name, size, reading in uses:
        if reading:
            assert cache.get(name) in (None, b"") or path_of(cache, name).exists()
        else:
            cache.put(name, b"x" * size)
            assert cache.get(name) == b"x" * size
        assert cache.status().bytes <= 1000


def test_entries_not_used_for_longest_go_first(cache):
    for age, name in enumerate("abcd"):
        cache.put(name, b"x" * 200)
        os.utime(path_of(cache, name), (1000 + age, 1000 + age))
    cache.get("a")
    cache.put("e", b"x" * 200)
    assert [name for name in "abcde" if path_of(cache, name).exists()] == ["a", "d", "e"]


def test_what_is_larger_than_the_limit_is_not_kept(cache):
    cache.put("a", b"x" * 1000)
    assert cache.get("a") is None
    assert not cache.folder.exists()


def test_clearing_removes_entries_and_what_a_killed_process_left_and_nothing_else(cache):
    cache.put("a", b"content")
    ours, theirs, old = cache.folder / f".new{PART}", cache.folder / "letter.txt", cache.folder / f".old{PART}"
    for each in (ours, theirs, old):
        each.write_text("")
    os.utime(old, (time.time() - 7200,) * 2)
    assert cache.clear().entries == 1
    assert sorted(cache.folder.iterdir()) == sorted([ours, theirs])
    assert cache.clear().entries == 0
    assert Cache(cache.folder / "nowhere", 1000, "a thing").clear().entries == 0


def refused(cache, capsys, why):
    """Two entries that the disk refuses are not kept, and one line says so."""
    cache.put("a", b"content")
    cache.put("b", b"content")
    assert cache.get("a") is None
    assert cache.status().entries == 0
    said = capsys.readouterr().err
    assert said == f"foedus: a thing cannot be kept in {cache.folder} ({why}); the work goes on without\n"


def test_a_file_in_place_of_the_folder_is_said_once(tmp_path, capsys):
    (tmp_path / "kept").write_text("a file")
    refused(Cache(tmp_path / "kept", 1000, "a thing"), capsys, os.strerror(errno.EEXIST))
    refused(Cache(tmp_path / "kept" / "deeper", 1000, "a thing"), capsys, os.strerror(errno.ENOTDIR))


def test_a_full_disk_is_said_once_and_leaves_nothing_behind(cache, capsys, monkeypatch):
    def full(self, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    refused(cache, capsys, os.strerror(errno.ENOSPC))
    assert list(cache.folder.iterdir()) == []


@pytest.mark.skipif(ROOT, reason="nothing is read-only for root")
def test_a_folder_that_is_read_only_still_gives_what_it_holds(cache, capsys):
    cache.put("a", b"content")
    cache.folder.chmod(0o500)
    try:
        cache.put("b", b"content")
        assert cache.get("a") == b"content"
        assert "cannot be kept" in capsys.readouterr().err
    finally:
        cache.folder.chmod(0o700)


USE = """
import pathlib, sys
from foedus.cache import Cache
cache, seed = Cache(pathlib.Path(sys.argv[1]), 3000, "a thing"), int(sys.argv[2])
for step in range(300):
    put, got = "abcdef"[(seed * 7 + step * 5) % 6], "abcdef"[step % 6]
    cache.put(put, put.encode() * 500)
    assert cache.get(got) in (None, got.encode() * 500)
    if step % 50 == seed:
        cache.clear()
"""


def test_processes_that_write_and_clear_at_once_get_whole_entries_or_none(tmp_path):
    folder = tmp_path / "kept"
    command = [sys.executable, "-c", USE, str(folder)]
    running = [subprocess.Popen([*command, str(seed)], stderr=subprocess.PIPE, text=True) for seed in range(3)]
    assert [(process.communicate(timeout=60)[1], process.returncode) for process in running] == [("", 0)] * 3
    assert list(folder.glob(f"*{PART}")) == []

"""Files that a user names: an ordinary file of UTF-8 is read, and anything else is refused in one line."""

from __future__ import annotations

import gzip
import os
import socket
from pathlib import Path

import pytest

from foedus.errors import CaseError, FoedusError, InputError
from foedus.intake.file import read_bytes, read_text

TEXTS = [
    (b"\xef\xbb\xbfa: 1\n", "a: 1\n"),
    ("a: é\n".encode(), "a: é\n"),
    (b"", ""),
]

OTHERS = [
    (gzip.compress(b"{}", mtime=0), "1: not UTF-8 text but a gzip archive; give the text file itself"),
    (b"PK\x03\x04", "1: not UTF-8 text but a zip archive or an Excel workbook; give the text file itself"),
    ("a: é\n".encode("utf-16"), "1: not UTF-8 text but UTF-16; save the file as UTF-8"),
    (b"a: 1\nb: C\xf4te\n", "2: not UTF-8 text (byte 0xf4, in Latin-1 'ô'); save the file as UTF-8"),
    (b"a: 1\nb: \x92\n", "2: not UTF-8 text (byte 0x92); save the file as UTF-8"),
]


@pytest.mark.parametrize(("content", "text"), TEXTS)
def test_utf8_is_read_with_or_without_a_mark(content: bytes, text: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    assert read_text(tmp_path / "a.yaml") == text


@pytest.mark.parametrize(("content", "said"), OTHERS)
def test_other_encodings_are_refused_with_the_line(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    with pytest.raises(CaseError) as refused:
        read_text(tmp_path / "a.yaml")
    assert str(refused.value) == f"{tmp_path}/a.yaml:{said}"


def made(kind: str, folder: Path) -> Path:
    """A path that is no ordinary file."""
    path = folder / "a.yaml"
    if kind == "a folder":
        path.mkdir()
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(path))
    elif kind == "a link to nothing":
        path.symlink_to(folder / "none")
    else:
        return Path("/dev/zero")
    return path


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a socket", "a device"])
def test_what_is_no_file_is_refused_at_once(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=f"^cannot read .*: it is {kind}; give the path of a file$"):
        read_text(made(kind, Path()))


@pytest.mark.parametrize("name", ["none.yaml", "a\0b.yaml", "x" * 5000, "file/inside.yaml"])
def test_what_is_not_there_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    made("a link to nothing", tmp_path)
    for path in (tmp_path / name, tmp_path / "a.yaml"):
        with pytest.raises(FoedusError) as refused:
            read_text(path)
        assert str(refused.value).isprintable()
        assert len(str(refused.value)) < 500


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.yaml").touch()
    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(InputError, match=r"a\.yaml: Permission denied"):
        read_text(tmp_path / "a.yaml")


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as stream:
        stream.truncate(10**12)
    with pytest.raises(InputError, match=r"it has 1,000,000,000,000 bytes; at most 100,000,000 are read"):
        read_text(path)


def test_a_file_that_says_it_is_empty_is_read_no_further_than_the_limit() -> None:
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("no /proc here")
    with pytest.raises(InputError, match="grows past 10 bytes"):
        read_bytes(path, 10)

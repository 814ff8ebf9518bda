"""A text file that a user names: an ordinary file of UTF-8 within its size, or a refusal in one line."""

from __future__ import annotations

import stat
from pathlib import Path

from foedus.atomic import KINDS
from foedus.errors import InputError
from foedus.intake.limits import TABLE_BYTES
from foedus.intake.refusal import FILE, refused
from foedus.intake.signature import other_format
from foedus.shown import escaped

UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text saved as UTF-16 begins."""


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file of at most `most` bytes.

    Raises InputError if it does not exist, is no ordinary file, cannot be read, or is larger: it is then not read at all.
    """
    named = escaped(str(path), FILE)
    try:
        found = path.stat()
        other = KINDS.get(stat.S_IFMT(found.st_mode))
        if other:
            raise InputError(f"cannot read {named}: it is {other}; give the path of a file")
        if found.st_size > most:
            raise InputError(f"cannot read {named}: it has {found.st_size:,} bytes; at most {most:,} are read")
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise InputError(f"cannot read {named}: {error.strerror or error}") from error
    except ValueError as error:  # a null character in a path
        raise InputError(f"cannot read {named}: {error}") from error
    if len(content) > most:
        raise InputError(
            f"cannot read {named}: it grows past {most:,} bytes while it is read; at most {most:,} are read"
        )
    return content


def read_text(path: Path, most: int = TABLE_BYTES) -> str:
    """The text of a file of at most `most` bytes, without a byte order mark.

    Raises InputError as `read_bytes` does, CaseError if it is not UTF-8, with the line of the first byte that is not.
    """
    return decoded(read_bytes(path, most), str(path))


def decoded(content: bytes, named: str) -> str:
    """The text of bytes that a file or an upload of this name holds, without a byte order mark.

    Raises CaseError if it is another format, or not UTF-8, with the line of the first byte that is not.
    """
    if what := other_format(content):
        raise refused(named, 1, f"not UTF-8 text but {what}; give the text file itself")
    if content.startswith(UTF16):
        raise refused(named, 1, "not UTF-8 text but UTF-16; save the file as UTF-8")
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        meant = bytes([byte]).decode("latin-1")
        hint = f", in Latin-1 '{meant}'" if meant.isprintable() else ""
        said = f"not UTF-8 text (byte 0x{byte:02x}{hint}); save the file as UTF-8"
        raise refused(named, line, said) from error

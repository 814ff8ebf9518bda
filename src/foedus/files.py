"""Files in one piece: written beside and renamed when complete, so that what was there is lost only to what replaces it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from foedus.errors import InputError


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file to write beside the one asked for, renamed to it when complete and removed otherwise."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)

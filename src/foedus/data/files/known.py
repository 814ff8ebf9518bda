"""Whether a file is the one its publisher gave out, as far as the catalogue can tell."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from foedus.data.catalog import Edition, Source, digest
from foedus.data.readers.taken import Taken
from foedus.data.readers.text import same_text

Check = Literal["verified", "unverified", "changed"]
"""verified: the publisher's file, or the same text; unverified: no hash is known; changed: it is not the file that is known."""

PARQUET = ".parquet"


@dataclass(frozen=True, slots=True)
class Held:
    """What a shelf read of a source: the SHA-256 of its files, what they are, and what became of their rows."""

    sha256: str
    version: str
    check: Check
    rows: int
    taken: Taken


def known_as(each: Source, *paths: Path) -> Edition | None:
    """The version whose known file this is, byte for byte or but for the ends of its lines; None if it is none's."""
    editions = [edition for edition in each.editions if edition.sha256]
    if not editions or len(paths) != 1:
        return None
    found = digest(*paths)
    text = None if paths[0].suffix == PARQUET else hashlib.sha256(same_text(paths[0].read_bytes())).hexdigest()
    for edition in editions:
        if found == edition.sha256 or (text and text in (edition.text, *edition.copies)):
            return edition
    return None


def check_of(each: Source, *paths: Path) -> tuple[Check, str]:
    """What is known of the files of a source where they stand, and which version they are, for all that is known."""
    edition = known_as(each, *paths)
    if edition is not None:
        return "verified", edition.version
    return ("changed" if each.sha256 and len(paths) == 1 else "unverified"), each.version

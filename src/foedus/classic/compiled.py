"""Compile the loops of the classic models, once for each state of their source."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import foedus.compiled
from foedus.cache import digest_of

FOLDER = Path(__file__).parent


@lru_cache
def source_digest() -> str:
    """Digest of the source of the classic models: names and text of their files."""
    return digest_of(sorted(FOLDER.glob("*.py")), FOLDER)


compiled = foedus.compiled.compiled(source_digest, nogil=True)
"""Decorates a function that is compiled when it is first called, or loaded if it was compiled before."""

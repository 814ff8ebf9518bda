"""The compiled loop over futures, and the digest of all that is compiled into it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from foedus.cache import digest_of
from foedus.jitable import register_all

PACKAGE = Path(__file__).parents[1]
SOURCES = (
    "compiler.py",
    "elementary.py",
    "jitable.py",
    "equations/**/*.py",
    "equations/effects.csv",
    "measures/memory.py",
    "simulation/**/*.py",
    "world/*.py",
    "world/*.csv",
)
"""What the compiled block is made of, within the package; of the world it has the numbers of kinds and of outcomes, of
the effects those of channels, and of measures how fast memory fades."""


@lru_cache
def compiled(function: Callable[..., None]) -> Callable[..., None]:
    """The function, compiled when it is first called, or loaded if it was compiled before."""
    from foedus.compiled import compiled as kept
    from foedus.compiler import OPTIONS, Whole

    register_all()
    return kept(source_digest, nogil=True, pipeline_class=Whole, **OPTIONS)(function)


@lru_cache
def source_digest(package: Path = PACKAGE) -> str:
    """Digest of the source of the compiled block: names and text of the files of SOURCES, in every subfolder."""
    files = (path for source in SOURCES for path in sorted(package.glob(source)) if path.is_file())
    return digest_of(files, package)

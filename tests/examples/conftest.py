"""The examples, imported as modules, and the pages that print what they find."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def load_example() -> Iterator[Callable[[str], ModuleType]]:
    """An example by its name."""
    folder = str(ROOT / "examples")
    sys.path.insert(0, folder)
    yield import_module
    sys.path.remove(folder)


@pytest.fixture(scope="session")
def page() -> Callable[[str], str]:
    """The text of a page of the documentation, by its path there."""
    return lambda name: (ROOT / "docs" / name).read_text(encoding="utf-8")

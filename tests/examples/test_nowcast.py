"""The page on coverage says what the example finds, and a nowcast is offered just where it has beaten no change."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from foedus.data.coverage import GROWING

pytestmark = pytest.mark.data

ROOT = Path(__file__).parents[2]


def test_the_table_of_the_page_is_that_of_the_example() -> None:
    specification = importlib.util.spec_from_file_location("nowcast", ROOT / "examples" / "nowcast.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    page = (ROOT / "docs/explanation/coverage.md").read_text(encoding="utf-8")
    printed = re.findall(r"\| (\.\d{3}) \| (\.\d{3}) \| (\.\d{3}) \| (\.\d{3}) \| (offered|refused) \|", page)
    found = set()
    for key, names in module.COLUMNS.items():
        for name in names:
            numbers = [number for horizon in (1, 5) for number in module.errors(key, name, horizon)]
            beats = numbers[1] < numbers[0] and numbers[3] < numbers[2]
            assert beats == (name in GROWING), name
            found.add((*(f"{number:.3f}"[1:] for number in numbers), "offered" if beats else "refused"))
    assert found == set(printed)

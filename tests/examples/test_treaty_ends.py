"""The record of treaties' ends says what the page prints of it."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "treaties.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ends():
    sys.path.insert(0, str(ROOT / "examples"))
    yield import_module("treaty_ends")
    sys.path.remove(str(ROOT / "examples"))


@pytest.mark.data
def test_the_page_prints_what_the_example_finds(ends):
    found = ends.ending()
    raw = ends.raw(found)
    assert raw["by treaty"][0] == 5
    assert f"({raw['by dyad'][0]} ends in {raw['by dyad'][1]:,} years" in PAGE
    held = ends.held_out(found)
    printed = [f"| {gain:+.1f} | {ended} | {years:,} |" for gain, ended, years in ends.sides(found, held, 20).values()]
    assert [line for line in printed if line not in PAGE] == []
    weights = list(ends.weights(found, held, 20).values())
    told = [f"{each['changes']:.2f}"[1:] for each in weights] + [f"{each['patrons']:.2f}"[1:] for each in weights]
    said = PAGE[PAGE.index("the weight of changes") : PAGE.index("The mixture")]
    assert [value for value in told if value not in said] == []

"""The page on coverage says what the example finds, and a nowcast is offered just where it has beaten no change."""

from __future__ import annotations

import re

import pytest

from foedus.data.panel.coverage import GROWING

pytestmark = pytest.mark.data


def test_the_table_of_the_page_is_that_of_the_example(load_example, page):
    module = load_example("nowcast")
    printed = re.findall(
        r"\| (\.\d{3}) \| (\.\d{3}) \| (\.\d{3}) \| (\.\d{3}) \| (offered|refused) \|", page("explanation/coverage.md")
    )
    found = set()
    for key, names in module.COLUMNS.items():
        for name in names:
            numbers = [number for horizon in (1, 5) for number in module.errors(key, name, horizon)]
            beats = numbers[1] < numbers[0] and numbers[3] < numbers[2]
            assert beats == (name in GROWING), name
            found.add((*(f"{number:.3f}"[1:] for number in numbers), "offered" if beats else "refused"))
    assert found == set(printed)

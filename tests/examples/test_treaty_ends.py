"""The page carries the tables of the record of treaties' ends as the example prints them."""

import pytest


@pytest.mark.data
def test_the_page_prints_what_the_example_finds(load_example, page):
    ends, text = load_example("treaty_ends"), page("explanation/treaties.md")
    printed = [line for line in ends.tables() if line.startswith("|")]
    assert len(printed) > 40
    assert [line for line in printed if line not in text] == []

"""The record of treaties' ends says what the page prints of it."""

import re

import pytest


@pytest.mark.data
def test_the_page_prints_what_the_example_finds(load_example, page):
    ends, text = load_example("treaty_ends"), page("explanation/treaties.md")
    found = ends.treaty_end.sample()
    raw = ends.raw(found)
    assert raw["by treaty"][0] == 5
    assert f"({raw['by dyad'][0]} ends in {raw['by dyad'][1]:,} years" in text
    held = ends.held_out(found)
    printed = [f"| {gain:+.1f} | {ended} | {years:,} |" for gain, ended, years in ends.sides(found, held, 20).values()]
    assert [line for line in printed if line not in text] == []
    weights = list(ends.weights(found, held, 20).values())
    told = [f"{each[rival]:.2f}"[1:] for rival in ("changes", "patrons", "politics") for each in weights]
    assert re.findall(r"\.\d\d", text[text.index("the weight of changes") : text.index("relies mainly")]) == told

"""An interval holds about as many parameter sets as it says, also from few futures, and the page says how many."""

import numpy as np
import pytest


@pytest.fixture(scope="module")
def example(load_example):
    return load_example("few_futures")


def test_the_page_has_the_table_and_the_interval_holds_what_it_says(example, page):
    text = page("decisions/0050-how-much-parameter-sets-differ.md")
    for row in example.PLANTED:
        held = example.planted(*row)
        n, mean, tau = row
        assert f"| {n} | {mean:g} | {tau:g} | {held.by_moments:.2f} | {held.now:.2f} |" in text
        assert held.now >= 0.8
        assert n > 3 or held.by_moments < 0.8
    for row in example.PAIRED:
        held = example.paired(*row)
        n, comes, goes, tau = row
        assert f"| {n} | {comes:g} | {goes:g} | {tau:g} | {held.by_moments:.2f} | {held.now:.2f} |" in text
        assert held.now >= 0.8


def test_the_scale_of_the_prior_is_that_of_the_shipped_cases(example):
    """Of one case in a fifth of the futures, so roughly."""
    taus = example.shipped("us-philippines", 2000)
    assert len(taus) > 8
    assert 0.6 <= np.median(taus) <= 1.2

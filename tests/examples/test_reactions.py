"""The table of the decision is what the example prints, and its estimators find what is known."""

from __future__ import annotations

import re

import numpy as np
import pytest


@pytest.fixture(scope="module")
def reactions(load_example):
    return load_example("reactions")


@pytest.mark.data
def test_the_table_of_the_note_is_what_the_example_prints(reactions, page):
    printed = [f"{line.value:+.3f} ({line.error:.3f})" for part in reactions.PARTS for line in part()]
    note = page("decisions/0010-reactions.md")
    assert re.findall(r"\| ([+-]\d\.\d{3} \(\d\.\d{3}\)) \|", note) == printed


def test_the_heavy_tailed_regression_recovers_a_known_slope(reactions):
    rng = np.random.default_rng(4)
    x = np.column_stack([rng.normal(size=4000), np.ones(4000)])
    y = x @ np.array([0.05, 0.02]) + 0.1 * rng.standard_t(1.5, 4000)
    value, error = reactions._student(y, x, np.zeros(2), np.arange(4000) // 20)
    assert abs(value[0] - 0.05) < 4 * error[0]
    assert error[0] < 0.01


def test_means_of_every_group_are_taken_out(reactions):
    rng = np.random.default_rng(5)
    state, year = rng.integers(0, 9, 500), rng.integers(0, 12, 500)
    left = reactions._within(rng.normal(size=500) + state - 0.3 * year, state, year)
    for group in (state, year):
        assert np.bincount(group, left) == pytest.approx(np.zeros(group.max() + 1), abs=1e-8)

"""The table of the decision is what the example prints, and its estimators find what is known."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
NOTE = (ROOT / "docs" / "decisions" / "0010-reactions.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def reactions():
    sys.path.insert(0, str(ROOT / "examples"))
    yield import_module("reactions")
    sys.path.remove(str(ROOT / "examples"))


@pytest.mark.data
def test_the_table_of_the_note_is_what_the_example_prints(reactions):
    parts = (reactions.coercion, reactions.race, reactions.attraction, reactions.pacts)
    parts += (reactions.armament, reactions.provocation)
    printed = [f"{line.value:+.3f} ({line.error:.3f})" for part in parts for line in part()]
    assert re.findall(r"\| ([+-]\d\.\d{3} \(\d\.\d{3}\)) \|", NOTE) == printed


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

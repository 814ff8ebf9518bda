"""Scores of past alliances: a known rate is recovered, a share counts as one, groups are drawn whole."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.simulation.alliances.scores import FEWEST, MODEL, REFERENCE, cell


def _made(p: np.ndarray, y: np.ndarray, groups: np.ndarray, rate: float = 0.5):
    both = {MODEL: p, REFERENCE: np.full(len(p), rate)}
    return cell(both, y, groups, horizon=20, target="treaty in force", subset="by alliance", seed=1)


def test_forecasts_that_are_right_have_slope_one_and_skill():
    rng = np.random.default_rng(1)
    p = rng.uniform(0.05, 0.95, 2000)
    y = (rng.random(2000) < p).astype(float)
    found = _made(p, y, np.arange(2000))
    slope, low, high = found.scores[MODEL]["calibration_slope"]
    assert low < 1.0 < high
    assert abs(slope - 1.0) < 0.15
    assert found.scores[MODEL]["brier_skill"][0] == pytest.approx(1 / 3, abs=0.08)
    assert found.expected[MODEL] == pytest.approx(found.events, abs=3 * np.sqrt(500))
    for line in found.curve:
        if line.model == MODEL:
            assert line.happened[1] - 0.02 <= line.forecast <= line.happened[2] + 0.02


def test_shares_are_scored_as_they_are():
    y = np.array([0.25, 0.5, 0.75, 0.5])
    found = _made(y, y, np.arange(4))
    assert found.scores[MODEL]["brier"][0] == 0.0
    assert found.events == 2
    assert not [line for line in found.curve if line.rows < FEWEST]


def test_groups_are_drawn_whole():
    rng = np.random.default_rng(2)
    y = np.repeat(rng.integers(0, 2, 10), 20).astype(float)
    p = np.full(200, 0.5) + rng.normal(0.0, 0.01, 200)
    apart, together = (_made(p, y, groups, rate=0.3) for groups in (np.arange(200), np.repeat(np.arange(10), 20)))

    def width(found):
        _, low, high = found.scores[REFERENCE]["brier"]
        return high - low

    assert width(together) > 2 * width(apart)

"""The measurements of the watch measure what they say; nothing is timed here."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import watch


def test_a_change_within_the_window_has_happened_and_an_older_one_has_not() -> None:
    path = np.array([np.where(np.arange(60) < 40, 2.0, 4.0), np.where(np.arange(60) < 20, 2.0, 4.0), np.full(60, 2.0)])
    assert watch.happened(path, 1, 50).tolist() == [True, False, False]
    assert watch.happened(1.0 / path, -1, 50).tolist() == [True, False, False]
    assert watch.happened(path, 1, 30).tolist() == [False, True, False]


def test_the_gain_of_a_planted_step_is_its_sum_of_squares_and_signed() -> None:
    counts = np.where(np.arange(30) < 24, 1.0, 16.0)[None]
    [gain] = watch.gains(counts, 29)[0]
    root = np.sqrt(counts[0] + 0.375)
    assert gain == pytest.approx(30 * root.var())
    assert watch.gains(counts[:, ::-1], 29)[0, 0] <= 0.0


def test_kinds_of_series_have_the_level_they_are_drawn_with() -> None:
    for name, one in watch.worlds(200, np.random.default_rng(1)).items():
        times = 3.0 if "units counted" in name else 1.0
        assert one.counts.mean() == pytest.approx(times * one.path.mean(), rel=0.15)

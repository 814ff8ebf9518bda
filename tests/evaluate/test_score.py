"""Scores against values worked out by hand, and the properties they must have."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from foedus.evaluate import score

Y = np.array([1.0, 0.0, 1.0, 0.0])
P = np.array([0.9, 0.8, 0.6, 0.1])


def test_by_hand() -> None:
    assert score.brier(P, Y) == pytest.approx((0.01 + 0.64 + 0.16 + 0.01) / 4)
    assert score.brier_skill(P, Y, 0.5) == pytest.approx(1.0 - 0.205 / 0.25)
    assert score.log_score(P, Y) == pytest.approx((math.log(0.9) + math.log(0.2) + math.log(0.6) + math.log(0.9)) / 4)
    assert score.auc(P, Y) == pytest.approx(3 / 4)
    assert score.average_precision(P, Y) == pytest.approx((1 / 1 + 2 / 3) / 2)


@given(st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=2, max_size=60))
def test_scores_are_those_of_scikit_learn(rows: list[tuple[float, bool]]) -> None:
    p = np.array([row[0] for row in rows])
    y = np.array([float(row[1]) for row in rows])
    assert score.brier(p, y) == pytest.approx(brier_score_loss(y, p, pos_label=1), abs=1e-12)
    assert -score.log_score(p, y) == pytest.approx(log_loss(y, p, labels=[0, 1]))
    if 0 < y.sum() < len(y):
        assert score.auc(p, y) == pytest.approx(roc_auc_score(y, p))
        assert score.average_precision(p, y) == pytest.approx(average_precision_score(y, p))


def test_ties_count_half() -> None:
    same = np.full(4, 0.3)
    assert score.auc(same, Y) == 0.5
    assert score.average_precision(same, Y) == 0.5


def test_without_events_there_is_no_rank_score() -> None:
    none = np.zeros(4)
    assert math.isnan(score.auc(P, none))
    assert math.isnan(score.average_precision(P, none))
    assert math.isnan(score.calibration_slope(P, none))


@pytest.mark.parametrize("slope", [0.5, 1.0, 2.0])
def test_calibration_slope_recovers_over_and_under_confidence(slope: float) -> None:
    rng = np.random.default_rng(3)
    odds = rng.normal(-2.0, 1.0, 200_000)
    y = (rng.random(len(odds)) < 1.0 / (1.0 + np.exp(-slope * odds))).astype(float)
    assert score.calibration_slope(1.0 / (1.0 + np.exp(-odds)), y) == pytest.approx(slope, abs=0.04)


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=2, max_size=40))
def test_auc_survives_monotone_change_and_reverses(rows: list[tuple[float, bool]]) -> None:
    p = np.array([row[0] for row in rows])
    y = np.array([float(row[1]) for row in rows])
    if 0 < y.sum() < len(y):
        assert score.auc(p, y) == pytest.approx(score.auc(np.argsort(np.argsort(p)) * 1.0, y)) or len(set(p)) < len(p)
        assert score.auc(p, y) + score.auc(-p, y) == pytest.approx(1.0)


def test_interval_of_skill_holds_the_skill_and_widens_with_clustering() -> None:
    rng = np.random.default_rng(1)
    p = rng.beta(1.0, 20.0, 5000)
    y = (rng.random(5000) < p).astype(float)
    base = float(y.mean())
    low, high = score.skill_interval(p, y, base, np.arange(5000))
    assert low < score.brier_skill(p, y, base) < high
    coarse = score.skill_interval(p, y, base, np.arange(5000) // 500)
    assert coarse[0] < coarse[1]
    found = score.scores(p, y, base, np.arange(5000))
    assert found["events"] == int(y.sum())
    assert found["expected"] == pytest.approx(p.sum(), abs=0.05)

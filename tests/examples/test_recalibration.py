"""Recalibration learns from earlier origins alone, and mends what it can mend."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit

pytest.importorskip("sklearn")

from foedus.evaluate.score import calibration

METHODS = ("level", "platt", "beta", "by-record")

pytestmark = pytest.mark.fit


@pytest.fixture(scope="module")
def example(load_example):
    return load_example("recalibration")


def timid(rng: np.random.Generator, rows: int = 20_000) -> tuple[np.ndarray, np.ndarray]:
    """Forecasts of slope 1.3 and what happened."""
    p = expit(rng.normal(-3.0, 1.0, rows))
    return p, (rng.random(rows) < expit(0.6 + 1.3 * logit(p))).astype(float)


@pytest.mark.parametrize("method", ["platt", "beta", "by-record"])
def test_timid_forecasts_are_mended(example, method):
    rng = np.random.default_rng(1)
    (past, happened), (p, y) = timid(rng), timid(rng)
    group = np.arange(len(p)) % 2 == 0
    constant, slope = calibration(example.recalibrated(method, p, group, past, group, happened), y)
    assert calibration(p, y)[1] == pytest.approx(1.3, abs=0.08)
    assert (constant, slope) == pytest.approx((0.0, 1.0), abs=0.15)


def test_a_level_moves_the_sum_and_not_the_order(example):
    rng = np.random.default_rng(2)
    (past, happened), (p, y) = timid(rng), timid(rng)
    group = np.zeros(len(p), bool)
    found = example.recalibrated("level", p, group, past, group, happened)
    assert (np.argsort(found) == np.argsort(p)).all()
    assert found.sum() == pytest.approx(y.sum(), rel=0.1)


@pytest.mark.parametrize("method", METHODS)
def test_without_a_past_nothing_changes(example, method):
    p = np.array([0.01, 0.2, 0.7])
    none = np.zeros(0, bool)
    assert (example.recalibrated(method, p, np.zeros(3, bool), np.empty(0), none, np.empty(0)) == p).all()


@pytest.mark.parametrize("method", METHODS)
def test_what_happened_after_an_origin_is_not_learnt_from(example, method):
    rng = np.random.default_rng(3)
    p, happened = timid(rng, 6000)

    def pieces(outcomes: np.ndarray) -> list:
        return [
            example.Piece(
                origin,
                origin + 5,
                {"full": p[part]},
                outcomes[part],
                np.arange(2000),
                np.zeros(2000, bool),
            )
            for origin, part in zip((1960, 1965, 1970), np.arange(6000).reshape(3, -1), strict=True)
        ]

    first = example.rolling(method, pieces(happened), "full")
    other = example.rolling(method, pieces(np.where(np.arange(6000) >= 2000, 1.0 - happened, happened)), "full")
    assert (first[0] == p[:2000]).all()
    assert (first[1] == other[1]).all()
    assert (first[1] != p[2000:4000]).any()
    assert (first[2] != other[2]).any()

"""Simulation-based calibration of dispute initiation: its parts do what they say, and a fit finds what made the data."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

import recovery

pytestmark = pytest.mark.fit


def test_years_of_peace_follow_from_the_disputes() -> None:
    _, found, _ = recovery.world(1)
    shape = (recovery.YEARS, 2, recovery.PAIRS)
    spell, started = (found[name].reshape(shape) for name in ("peace", "initiated"))
    np.testing.assert_array_equal(spell[:, 0], spell[:, 1])
    fought = started.max(axis=1) > 0
    assert fought[:-1].any()
    np.testing.assert_allclose(spell[1:, 0], np.where(fought[:-1], 0.0, spell[:-1, 0] + 0.1), atol=1e-9)


def test_data_sets_are_those_of_their_number_and_within_the_share() -> None:
    one, again = recovery.world(3), recovery.world(3)
    np.testing.assert_array_equal(one[1]["initiated"], again[1]["initiated"])
    assert recovery.SHARE[0] <= one[1]["initiated"].mean() <= recovery.SHARE[1]
    assert not np.array_equal(one[0]["b"], recovery.world(4)[0]["b"])


def result(rank: int, inside: bool = True) -> dict[str, Any]:
    size = len(recovery.NAMES)
    end = [-1.0, 1.0] if inside else [1.0, 2.0]
    return {
        "drawn": 1, "events": 60, "seconds": 9.0, "true": [0.0] * size, "mean": [0.5] * size, "sd": [1.0] * size,
        "ends": [[end] * size for _ in recovery.LEVELS], "rank": [rank] * size, "units_within": 0.9,
        "diagnostics": {"max_rhat": 1.002, "min_ess_bulk": 500.0, "divergences": 0.0, "draws": 1000},
    }  # fmt: skip


def test_the_table_counts_what_is_covered_and_sees_ranks_that_are_not_uniform() -> None:
    even = [result(rank, inside=rank != 50) for rank in range(100)]
    table = recovery.markdown(even)
    low, high = recovery.exact(99, 100)
    assert f"| sigma | 0.990 | 0.990 | 0.990 | {low:.3f} to {high:.3f} | +0.50 | 0.500 | 1.000 | 1.000 |" in table
    assert "| 0.000 |" in recovery.markdown([result(95) for _ in range(50)])


def test_the_interval_of_a_share_is_clopper_and_pearsons() -> None:
    assert recovery.exact(48, 50) == pytest.approx((0.8629, 0.9951), abs=1e-4)
    assert recovery.exact(50, 50)[1] == 1.0


def test_a_run_goes_on_where_its_file_stops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def one(index: int) -> dict[str, Any]:
        asked.append(index)
        return result(index)

    monkeypatch.setattr(recovery, "one", one)
    out = tmp_path / "recovery.json"
    out.write_text(json.dumps([result(0), result(1)]))
    assert [each["rank"][0] for each in recovery.run(4, out)] == [0, 1, 2, 3]
    assert asked == [2, 3]
    assert len(json.loads(out.read_text())) == 4


def test_a_data_set_is_recovered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recovery, "WARMUP", 150)
    monkeypatch.setattr(recovery, "DRAWS", 250)
    monkeypatch.setattr(recovery, "PAIRS", 60)
    monkeypatch.setattr(recovery, "YEARS", 20)
    found = [recovery.one(index) for index in (1,)]
    true, mean, sd = (np.array([each[name] for each in found]) for name in ("true", "mean", "sd"))
    assert np.abs((mean - true) / sd).max() < 4.0
    assert min(each["units_within"] for each in found) > 0.85
    informed = sd[:, recovery.NAMES.index("major_initiator")]
    assert informed.max() < 1.0, "the posterior is narrower than the prior"

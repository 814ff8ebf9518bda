"""The samples of initiation and escalation, on a hand-made panel and on the publishers' files."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.errors import InputError
from foedus.estimate.samples import disputes, escalation, initiation
from foedus.estimate.samples.sample import span


def test_years_outside_the_coding_are_refused_in_one_line() -> None:
    with pytest.raises(InputError, match=r"years 1900:1950 are not within 1946:2010"):
        span((1900, 1950), escalation.YEARS)
    assert span(None, (1946, 2010)) == (1946, 2010)


def test_known_before_moves_values_one_year_on_and_marks_entrants() -> None:
    frame = pl.DataFrame(
        {"ccode1": [2, 2, 20], "ccode2": [20, 20, 2], "year": [1950, 1951, 1951], "peace": [1, 2, 0], "x": [5, 6, 7]},
        schema_overrides={"year": pl.Int16},
    )
    known = {(a, b, y): (x, entrant) for a, b, y, x, entrant in disputes.known_before(frame).iter_rows()}
    assert known[2, 20, 1951] == (5, False)
    assert known[2, 20, 1952] == (6, False)
    assert known[20, 2, 1951] == (7, True)


@pytest.mark.data
def test_initiation_rows_follow_their_definition() -> None:
    sample = initiation.sample((1990, 2000))
    assert sample.notes["rows"] == sample.rows > 20_000
    assert sample.notes["events"] == sample["initiated"].sum() > 100
    assert (sample["year"].min(), sample["year"].max()) == (1990, 2000)
    relevant = (sample["contiguous"] == 1) | (sample["major_initiator"] == 1) | (sample["major_target"] == 1)
    assert relevant.all()
    assert (sample["polyarchy_low"] <= sample["polyarchy_high"]).all()
    assert (sample["ideal_gap"][sample["ideal_unknown"] == 1] == 0).all()
    assert not any(np.isnan(array).any() for array in sample.arrays.values())
    both = {(d, y): r for d, y, r in zip(sample["dyad"], sample["year"], sample["capability_ratio"], strict=True)}
    assert both[2365, 1995] == pytest.approx(-both[365002, 1995])


@pytest.mark.data
def test_peace_starts_again_in_the_year_after_a_dispute() -> None:
    sample = initiation.sample((1990, 2000))
    key = sample["pair"] * 10_000 + sample["year"]
    after = np.isin(key - 1, key[sample["onset"] == 1])
    assert after.sum() > 50
    assert (sample["peace"][after] == 0).all()


@pytest.mark.data
def test_escalation_reproduces_known_counts() -> None:
    sample = escalation.sample()
    assert sample.notes["events"]["war"] == (sample["hostility"] == disputes.HOSTILITY_WAR).sum()
    korea = (sample["pair"] == 731732) & (sample["year"] >= 1954)
    assert korea.sum() == 22
    assert (sample["hostility"][korea] >= disputes.HOSTILITY_FORCE).sum() == 16
    assert (sample["hostility"][korea] == disputes.HOSTILITY_WAR).sum() == 0
    rates = sample.notes["war per pair"]
    assert rates["target with a nuclear defender"]["rate"] == pytest.approx(0.008, abs=0.001)
    assert rates["target defended"]["rate"] < rates["target undefended"]["rate"]

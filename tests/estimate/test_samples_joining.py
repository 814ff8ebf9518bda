"""The sample of joining on the publishers' files, against rates found elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from foedus.estimate.samples import joining
from foedus.estimate.samples.joining import rates


def test_rates_group_by_pact_and_war() -> None:
    arrays = {
        "pact": np.array([1, 1, 0, 0]),
        "bilateral_pact": np.array([1, 0, 0, 0]),
        "war": np.array([1, 0, 1, 0]),
    }
    found = rates(arrays, np.array([1.0, 0.0, 0.5, 0.0]))
    assert found["allies"] == {"rows": 2, "joined": 1.0, "rate": 0.5}
    assert found["allies by a bilateral pact, war"]["rate"] == 1.0
    assert found["not allies, war"]["rate"] == 0.5
    assert found["allies by multilateral pacts only, war"]["rows"] == 0


@pytest.mark.data
def test_joining_follows_its_definition() -> None:
    sample = joining.sample()
    assert sample.notes["events"] == sample["joined"].sum()
    assert (sample["bilateral_pact"] <= sample["pact"]).all()
    allies = sample.notes["rates of joining"]
    assert allies["allies"]["rate"] == pytest.approx(0.010, abs=0.002)
    assert allies["allies, war"]["rate"] == pytest.approx(0.10, abs=0.03)
    key = sample["dispute"] * 10_000 + sample["state"] * 2 + sample["target_side"].astype(int)
    assert len(np.unique(key)) == sample.rows

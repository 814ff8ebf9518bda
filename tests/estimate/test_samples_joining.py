"""The sample of joining on the publishers' files, against rates found elsewhere."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.data.library import Shelf
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
def test_a_patron_that_fights_from_the_first_day_has_not_stayed_away() -> None:
    """By hand, from the participants: the sixteen disputes at force of 1954-2010 between the Koreas with the South in from the
    first day. The United States was an originator on its side in four, came later in five, stayed out of seven."""
    sample = joining.sample()
    parts = Shelf().read("gml-participants")
    level = Shelf().read("gml-disputes").filter(pl.col("hostlev") >= 4, pl.col("styear").is_between(1954, 2010))
    sides = {
        name: dict(parts.filter(pl.col("ccode") == code, pl.col("orig") == 1).select("dispnum", "sidea").iter_rows())
        for name, code in (("north", 731), ("south", 732))
    }
    own = {d: side for d, side in sides["south"].items() if sides["north"].get(d) == 1 - side}
    own = {d: side for d, side in own.items() if d in set(level["dispnum"])}
    america = (sample["state"] == 2) & np.isin(sample["dispute"], list(own))
    beside = america & np.array(
        [own.get(d) == 1 - t for d, t in zip(sample["dispute"], sample["target_side"], strict=True)]
    )
    assert (beside.sum(), sample["joined"][beside].sum(), sample["original"][beside].sum()) == (16, 9, 4)
    assert set(sample["dyad"][beside]) == {2732}


@pytest.mark.data
def test_an_originator_has_the_row_of_its_own_side_alone() -> None:
    sample = joining.sample()
    original = sample["original"] == 1
    assert (sample["joined"][original] == 1).all()
    keys = list(zip(sample["dispute"][original], sample["state"][original], strict=True))
    everyone = list(zip(sample["dispute"], sample["state"], strict=True))
    assert len(set(keys)) == len(keys) == sum(key in set(keys) for key in everyone)


@pytest.mark.data
def test_joining_follows_its_definition() -> None:
    sample = joining.sample()
    assert sample.notes["events"] == sample["joined"].sum()
    assert (sample["bilateral_pact"] <= sample["pact"]).all()
    allies = sample.notes["rates of joining"]
    assert allies["allies"]["rate"] == pytest.approx(0.015, abs=0.002)
    assert allies["allies, war"]["rate"] == pytest.approx(0.14, abs=0.03)
    key = sample["dispute"] * 10_000 + sample["state"] * 2 + sample["target_side"].astype(int)
    assert len(np.unique(key)) == sample.rows

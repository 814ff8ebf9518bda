"""The samples of initiation and escalation, on a hand-made panel and on the publishers' files."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from foedus.data.library import Shelf
from foedus.data.panel.build import build_panel
from foedus.errors import InputError
from foedus.estimate.samples import disputes, escalation, initiation
from foedus.estimate.samples.sample import AS_OF, span


def test_years_outside_the_coding_are_refused_in_one_line() -> None:
    with pytest.raises(InputError, match=r"years 1900:1950 are not within 1946:2014"):
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
    korea = (sample["pair"] == 731732) & (sample["year"] >= 1954) & (sample["year"] <= 2010)
    assert korea.sum() == 22
    assert (sample["hostility"][korea] >= disputes.HOSTILITY_FORCE).sum() == 16
    assert (sample["hostility"][korea] == disputes.HOSTILITY_WAR).sum() == 0
    rates = sample.notes["war per pair"]
    assert rates["target with a nuclear defender"]["rate"] == pytest.approx(0.008, abs=0.001)
    assert rates["target defended"]["rate"] < rates["target undefended"]["rate"]


@pytest.mark.data
def test_a_dispute_has_one_coding_that_of_the_year_it_began_in() -> None:
    shelf = Shelf()
    found = disputes.disputes(shelf)
    assert found["dispnum"].is_unique().all()
    gml, cow = shelf.read("gml-disputes"), shelf.read("cow-mid-disputes")
    early = pl.col("styear") <= disputes.SEAM
    assert found.filter(early).sort("dispnum").equals(gml.select(found.columns).sort("dispnum"))
    assert found.filter(~early).height == cow.filter(~early).height == 121
    sides = disputes.participants(shelf)
    assert set(sides["dispnum"]) == set(found["dispnum"])


@pytest.mark.data
def test_a_dispute_that_goes_on_over_the_seam_is_no_new_one_and_ends_by_cow() -> None:
    shelf = Shelf()
    panel = build_panel("dyad-year", (2010, 2012), ["disputes", "peace"]).frame
    in_2010, in_2011 = (panel.filter(year=year, ongoing=1).select("ccode1", "ccode2", "onset") for year in (2010, 2011))
    both = in_2010.join(in_2011, on=["ccode1", "ccode2"], suffix="_2011")
    begun = shelf.read("cow-mid-disputes").filter(pl.col("styear") == 2011)
    new = shelf.read("cow-mid-directed").filter(year=2011, midonset=1).join(begun, on="dispnum", how="semi")
    expected = both.join(new.select("ccode1", "ccode2").unique(), on=["ccode1", "ccode2"], how="semi")
    assert (both.height, both["onset_2011"].sum()) == (15, expected.height)
    cambodia = panel.filter(ccode1=800, ccode2=811)
    assert cambodia.select("onset", "ongoing", "peace").rows()[1:] == [(0, 1, 0), (0, 0, 0)]
    cheonan = 4483
    over = [set(disputes.ended(shelf, date(year, 12, 31))["dispnum"]) for year in (2010, 2012, 2013)]
    assert [cheonan in each for each in over] == [False, False, True]
    going = shelf.read("cow-mid-disputes").filter(ongoing=1)["dispnum"]
    assert not set(disputes.ended(shelf, AS_OF)["dispnum"]) & set(going)


@pytest.mark.data
def test_memory_and_peace_go_on_over_the_seam() -> None:
    sample = initiation.sample((2009, 2014))
    year = sample["year"]
    rate = [sample["initiated"][year == each].mean() for each in range(2009, 2015)]
    assert max(rate) < 3 * min(rate)
    korea = sample["dyad"] == 731_732
    assert (sample["peace"][korea] == 0.0).all()
    assert sample["memory"][korea].min() > 1.0

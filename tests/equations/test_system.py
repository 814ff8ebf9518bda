"""What concentration adds to the level of disputes, how a bloc is measured, and the means at which channels are centred."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from foedus.data.library import Shelf
from foedus.data.panel.lookup import look_up
from foedus.equations import bloc, initiation, system
from foedus.estimate.samples.capabilities import CURRENT, panel
from foedus.estimate.samples.disputes import DYAD, HOSTILITY_FORCE, ended, known_before, originator_pairs
from foedus.estimate.samples.sample import AS_OF
from foedus.measures.polarity import concentration, ray_singer
from foedus.simulation.steps.escalation import COVERED


def test_concentration_is_that_of_the_measure_and_its_level_is_zero_at_the_usual():
    shares = np.array([0.5, 0.3, 0.1, 0.1])
    assert ray_singer(float((shares**2).sum()), 4) == concentration(shares)
    assert system.level(-3.0, system.USUAL) == 0.0
    assert system.level(-3.0, system.USUAL + 0.1) == pytest.approx(-0.3)


def test_a_tie_lies_between_nothing_and_all():
    assert bloc.tie(0.0, 1.0, 1.0, 1.0) == 1.0
    assert bloc.tie(2.0, 0.0, 0.0, 0.0) == pytest.approx(math.exp(-2.0) / 4)
    for name in ("pact", "treaty", "transfers"):
        none = {"pact": 0.0, "treaty": 0.0, "transfers": 0.0}
        assert bloc.tie(1.0, **none | {name: 1.0}) == pytest.approx(bloc.tie(1.0, **none) + 0.25)


def test_wedge_and_opportunism_are_zero_at_the_start_and_at_the_usual_load():
    assert bloc.wedge(0.5, 0.6, 0.3) == 0.0
    assert bloc.wedge(1.0, 0.6, 0.3) == pytest.approx(0.3)
    assert initiation.opportunism(0.2, 0.0) == 0.0
    assert initiation.opportunism(0.2, 0.5) == pytest.approx(0.1)


@pytest.mark.data
def test_the_usual_concentration_is_the_mean_of_the_years_before_the_fit():
    frame, _ = panel("state-year", (1946, 2013), ["majors", "capabilities"], CURRENT)
    powers = frame.filter(pl.col("major") == 1).group_by("year").agg("cinc").sort("year")
    assert np.mean([concentration(each) for each in powers["cinc"]]) == pytest.approx(system.USUAL, abs=5e-5)
    assert powers.filter(pl.col("year") >= 1950)["cinc"].list.len().min() == system.FEWEST


@pytest.mark.data
def test_initiators_are_covered_as_often_as_the_centre_says():
    shelf = Shelf()
    frame, _ = panel(
        "directed-dyad-year",
        (1945, 2014),
        ["contiguity", "majors", "capabilities", "alliances", "defenders", "peace"],
        CURRENT,
    )
    pairs = originator_pairs(shelf, (1946, 2014)).join(ended(shelf, AS_OF), on="dispnum", how="semi")
    keys = (*DYAD, "year")
    lagged = known_before(frame)
    back = pairs.rename(dict(zip(DYAD, reversed(DYAD), strict=True))).select(*keys)
    covered = look_up(back, lagged, keys).select(covered="nuclear_defended2")
    rows = pairs.hstack(look_up(pairs, lagged, keys)).hstack(covered)
    force = rows.filter(pl.col("cinc1") > 0, pl.col("cinc2") > 0, pl.col("hostlev") >= HOSTILITY_FORCE)
    assert force["covered"].cast(pl.Float64).mean() == pytest.approx(COVERED, abs=5e-4)
    by = force.group_by("covered").agg(pairs=pl.len(), wars=(pl.col("hostlev") == 5).sum()).sort("covered")
    assert by.rows() == [(0, 940, 38), (1, 303, 15)]

"""Initiation: what is used, what is not, and that the better account wins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from foedus.estimate.samples.sample import AS_OF, Sample
from foedus.evaluate.forecasters.own import INITIATION
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.stacking import mean_stack, of_what_happened, stack
from foedus.evaluate.tasks.initiation import forecasts
from foedus.evaluate.windows import STEP, windows

ORIGIN = 1985


def made(seed: int = 3, dyads: int = 120, years: int = 40) -> Sample:
    """Initiations by dyads that differ, 1961 to 2000, with a ratio of capabilities that matters."""
    rng = np.random.default_rng(seed)
    dyad, year = (grid.ravel() for grid in np.meshgrid(np.arange(dyads), np.arange(years), indexing="ij"))
    arrays = {name: np.zeros(len(dyad)) for name in INITIATION.predictors}
    arrays |= {"dyad": 2001 + dyad, "pair": 2001 + dyad, "year": 1961 + year}
    arrays["capability_ratio"] = rng.normal(size=len(dyad))
    odds = -2.5 + 0.8 * arrays["capability_ratio"] + rng.normal(0.0, 1.5, dyads)[dyad]
    arrays["initiated"] = (rng.random(len(dyad)) < 1.0 / (1.0 + np.exp(-odds))).astype(float)
    arrays["onset"] = arrays["initiated"]
    return Sample(arrays, (1961, 1960 + years), {}, {}, AS_OF)


FOUND = made()


def window(found: Sample = FOUND, step: int | None = STEP):
    return windows([ORIGIN], found.years[1], step)[0]


def contest(found: Sample, horizons: list[int]) -> list[Forecasts]:
    return forecasts(found, window(found), horizons)


def test_dyads_that_differ_are_best_told_by_an_intercept_for_each() -> None:
    one = contest(FOUND, [1])[0]
    score = {name: np.log(given).mean() for name, given in one.given.items()}
    assert score["hierarchical"] > score["capability"] > score["history"]


def test_outcomes_after_the_origin_are_not_used() -> None:
    after = FOUND["year"] > ORIGIN
    changed = np.where(after, 1.0 - FOUND["initiated"], FOUND["initiated"])
    other = replace(FOUND, arrays={**FOUND.arrays, "initiated": changed})
    ours, theirs = (contest(each, [10])[0] for each in (FOUND, other))
    assert (ours.outcome != theirs.outcome).all()
    for name in ours.forecast:
        np.testing.assert_array_equal(ours.forecast[name], theirs.forecast[name])


def test_frozen_rows_carry_the_predictors_of_the_first_year() -> None:
    rows, source = window().targets(FOUND["year"], FOUND["dyad"], 10) or pytest.fail("the horizon is in the sample")
    assert set(FOUND["year"][source]) == {ORIGIN + 1}
    assert (FOUND["dyad"][source] == FOUND["dyad"][rows]).all()
    rows, source = window().targets(FOUND["year"], FOUND["dyad"], 1) or pytest.fail("the years are in the sample")
    assert (rows == source).all()
    assert set(FOUND["year"][rows]) == set(range(ORIGIN + 1, ORIGIN + STEP + 1))
    assert window().targets(FOUND["year"], FOUND["dyad"], 20) is None


def test_stacking_prefers_the_better_forecast_and_shares_where_luck_decides() -> None:
    rng = np.random.default_rng(7)
    p = rng.beta(1.0, 8.0, 4000)
    y = (rng.random(4000) < p).astype(float)
    given = of_what_happened({"right": p, "flat": np.full(4000, y.mean()), "wrong": rng.permutation(p)}, y)
    chosen = stack(given)
    assert sum(chosen.values()) == pytest.approx(1.0, abs=1e-3)
    assert chosen["right"] > 0.8
    mixture = sum(chosen[name] * each for name, each in given.items())
    assert np.log(mixture).mean() >= max(np.log(each).mean() for each in given.values()) - 1e-6
    flips = rng.normal(0.0, 0.3, 60)
    twins = {"one": given["right"][:60], "two": given["right"][:60] * np.exp(flips - flips.mean() + 0.02)}
    shared = mean_stack(twins, np.arange(60), draws=20)
    assert max(stack(twins).values()) > max(shared.values())
    assert min(shared.values()) > 0.0

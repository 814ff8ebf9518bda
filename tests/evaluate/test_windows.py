"""Windows: which years an origin forecasts, and that no forecast knows what came after it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedus.estimate.samples.sample import Sample
from foedus.evaluate.forecasters.own import INITIATION
from foedus.evaluate.tasks import initiation
from foedus.evaluate.windows import Window, windows

FIRST, LAST, ORIGIN = 1950, 1990, 1975
DYADS = 12


@given(st.lists(st.integers(1950, 1989), min_size=1, max_size=6), st.integers(0, 3))
def test_one_step_ahead_every_year_after_the_first_origin_is_met_once(origins, late):
    year, unit = (each.ravel() for each in np.meshgrid(np.arange(FIRST, LAST + 1), np.arange(4), indexing="ij"))
    entered = (unit < 3) | (year >= FIRST + 30 + late)
    year, unit = year[entered], unit[entered]
    met = np.concatenate([w.targets(year, unit, 1)[0] for w in windows(origins, LAST)])
    assert sorted(met) == np.flatnonzero(year > min(origins)).tolist()


@given(st.integers(1951, 1989), st.integers(2, 50))
def test_frozen_rows_keep_the_predictors_of_the_first_year_or_are_none(origin, horizon):
    year, unit = (each.ravel() for each in np.meshgrid(np.arange(FIRST, LAST + 1), np.arange(4), indexing="ij"))
    found = Window(origin, LAST, LAST).targets(year, unit, horizon)
    assert (found is None) == (origin + horizon > LAST)
    if found is not None:
        rows, source = found
        assert set(year[rows]) == set(range(origin + 1, origin + horizon + 1))
        assert set(year[source]) == {origin + 1}
        assert (unit[rows] == unit[source]).all()


def directed(seed: int = 5) -> Sample:
    rng = np.random.default_rng(seed)
    years = np.arange(FIRST, LAST + 1)
    dyad, year = (each.ravel() for each in np.meshgrid(2003 + np.arange(DYADS), years, indexing="ij"))
    arrays = {name: rng.normal(size=len(dyad)) for name in INITIATION.predictors}
    arrays |= {"dyad": dyad, "pair": dyad, "year": year, "initiated": (rng.random(len(dyad)) < 0.2).astype(float)}
    return Sample(arrays, (FIRST, LAST), {}, {})


FOUND = directed()
WINDOW = Window(ORIGIN, LAST, LAST)
FROZEN = initiation.forecasts(FOUND, WINDOW, [10])[0]


@given(st.sampled_from([*INITIATION.predictors, "initiated"]), st.integers(0, 99), st.floats(-5, 5))
@settings(max_examples=4, deadline=None)
def test_changing_any_later_row_leaves_frozen_forecasts_unchanged(name, place, by):
    """Outcomes after the origin, and predictors after the year that follows it, which rest on the year of the origin."""
    later = np.flatnonzero(FOUND["year"] > (ORIGIN if name == "initiated" else ORIGIN + 1))
    values = FOUND[name].copy()
    values[later[place % len(later)]] += by
    other = initiation.forecasts(replace(FOUND, arrays={**FOUND.arrays, name: values}), WINDOW, [10])[0]
    for one, forecast in FROZEN.forecast.items():
        np.testing.assert_array_equal(other.forecast[one], forecast)


def test_the_table_of_forecasts_has_a_row_for_each_unit_year_and_forecaster():
    from foedus.evaluate.resample import REFERENCE
    from foedus.evaluate.rows import table

    found = table([FROZEN], "initiates")
    assert found.columns[:5] == ["ccode1", "ccode2", "year", "origin", "horizon"]
    assert found.height == DYADS * 10 * (1 + len(FROZEN.forecast))
    assert set(found["forecaster"]) == {REFERENCE, *FROZEN.forecast}
    keys = ("ccode1", "ccode2", "year", "forecaster")
    assert not found.select(keys).is_duplicated().any()
    rich = found.filter(forecaster="rich")
    np.testing.assert_array_equal(rich["probability"], FROZEN.forecast["rich"])
    np.testing.assert_array_equal(rich["outcome"], FROZEN.outcome)
    assert set(found["target"]) == {"initiates"}


@pytest.mark.parametrize(("step", "fixed", "until"), [(5, True, [1965, 1970]), (None, False, [1965, LAST])])
def test_rivals_meet_the_same_units_for_five_years_and_others_all_to_the_next_origin(step, fixed, until):
    found = windows([1965, 1960], LAST, step)
    assert [w.origin for w in found] == [1960, 1965]
    assert [w.until for w in found] == until
    assert all(w.fixed == fixed for w in found)

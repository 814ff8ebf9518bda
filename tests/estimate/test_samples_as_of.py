"""As of a day: no year that had not ended, no event dated later, no dispute whose end was not known."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.errors import InputError
from foedus.estimate.samples import escalation, provocation, treaty_end
from foedus.estimate.samples.sample import AS_OF, last_year, span

ALLOWED = (1946, 2010)


@given(st.dates(date(1948, 1, 1), date(2023, 11, 6)), st.integers(0, 1))
def test_no_year_of_a_sample_had_not_ended(day: date, ahead: int) -> None:
    first, last = span(None, ALLOWED, day, ahead=ahead)
    assert first == 1946
    assert last == min(2010, last_year(day) - ahead)
    assert date(last + ahead, 12, 31) <= day


def test_a_year_that_had_not_ended_on_the_day_of_what_ships_is_left_out() -> None:
    assert last_year(AS_OF) == 2022
    assert span(None, (1946, 2023)) == (1946, 2022)
    assert span(None, (1946, 2023), whole=False) == (1946, 2023)
    assert span((1950, 1960), ALLOWED, date(1990, 6, 1)) == (1950, 1960)
    assert last_year(date(1990, 12, 31)) == 1990
    assert last_year(date(1990, 12, 30)) == 1989


def test_a_day_before_the_data_or_after_what_is_coded_is_refused() -> None:
    with pytest.raises(InputError, match="as of 1946-06-01 nothing of 1946:2010 is known yet"):
        span(None, ALLOWED, date(1946, 6, 1))
    with pytest.raises(InputError, match="as of 2023-11-08 is not allowed"):
        span(None, ALLOWED, date(2023, 11, 8))


@pytest.mark.data
def test_missiles_count_to_the_day_and_the_year_for_its_part() -> None:
    found = provocation.sample("missile-launches", as_of=date(2014, 7, 2))
    assert found["year"].tolist() == list(range(1984, 2015))
    assert found["exposure"].tolist() == pytest.approx([1.0] * 30 + [182 / 365])
    every = provocation.sample("missile-launches", as_of=date(2014, 12, 31))
    assert found["count"][:-1].tolist() == every["count"][:-1].tolist()
    assert found["count"][-1] <= every["count"][-1]
    assert provocation.sample("missile-launches")["exposure"][-1] == 310 / 365


@pytest.mark.data
def test_a_dispute_still_going_is_not_in_the_sample() -> None:
    whole = escalation.sample((1946, 1960))
    early = escalation.sample((1946, 1960), date(1951, 12, 31))
    assert early.as_of == date(1951, 12, 31)
    assert early["year"].max() <= 1951
    known = set(early["dispute"].tolist())
    begun = set(whole["dispute"][whole["year"] <= 1951].tolist())
    assert known < begun, "the war in Korea had not ended"
    rows = np.isin(whole["dispute"], list(known))
    for name in ("hostility", "capability_ratio", "recent", "defended"):
        assert (whole[name][rows] == early[name]).all(), name


@pytest.mark.data
def test_an_end_needs_the_year_after_it() -> None:
    assert treaty_end.sample((1946, 1980), date(1970, 12, 31)).years == (1946, 1969)
    assert treaty_end.sample((1946, 1960)).as_of == AS_OF

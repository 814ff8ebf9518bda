"""Governments in office: the closed form against counted futures, and what each part of the equation does to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus.equations import government
from foedus.equations.government import in_office

SHARE = st.floats(0.0, 1.0)
TERM = st.integers(1, 7)


def one(
    due: int, every: int, years: int, alternation: float, early: float, removed: float, restarts: bool = True
) -> float:
    """`in_office` of a single state."""
    whole, share = (
        (np.array([due]), np.array([every])),
        (np.array([alternation]), np.array([early]), np.array([removed])),
    )
    return float(in_office(*whole, years, alternation=share[0], early=share[1], removed=share[2], restarts=restarts)[0])


@pytest.mark.parametrize(("due", "every", "years"), [(1, 4, 1), (3, 5, 5), (4, 4, 9), (2, 1, 6)])
def test_the_closed_form_is_what_counted_futures_say(due: int, every: int, years: int) -> None:
    rng = np.random.default_rng(1)
    futures, alternation, early, removed = 100_000, 0.4, 0.15, 0.05
    following, stands = np.full(futures, due), np.ones(futures, np.bool_)
    for year in range(1, years + 1):
        called, loss, out = rng.random((3, futures))
        votes = (year >= following) | (called < early)
        following = np.where(votes, year + every, following)
        changed = np.array(
            [
                government.democracy_changes(bool(v), alternation, removed, loss=a, exit=b)
                for v, a, b in zip(votes, loss, out, strict=True)
            ]
        )
        stands &= ~changed
    assert one(due, every, years, alternation, early, removed) == pytest.approx(stands.mean(), abs=0.006)


@given(due=TERM, every=TERM, years=st.integers(1, 12), alternation=SHARE, early=SHARE, removed=SHARE)
def test_it_is_a_probability_that_falls_with_time(
    due: int, every: int, years: int, alternation: float, early: float, removed: float
) -> None:
    now, later = (one(due, every, t, alternation, early, removed) for t in (years, years + 1))
    assert -1e-12 <= later <= now + 1e-12 <= 1.0 + 2e-12
    assert (
        one(due, every, years, alternation, early, 1.0) <= one(due, every, years, alternation, early, removed) + 1e-12
    )


@given(due=TERM, every=TERM, years=st.integers(1, 12), alternation=SHARE)
def test_by_the_calendar_alone_only_elections_that_fall_due_count(
    due: int, every: int, years: int, alternation: float
) -> None:
    held = 0 if years < due else 1 + (years - due) // every
    for restarts in (True, False):
        assert one(due, every, years, alternation, 0.0, 0.0, restarts) == pytest.approx((1.0 - alternation) ** held)


def test_the_calendar_restarts_after_an_early_election() -> None:
    sure = {"alternation": 0.5, "early": 1.0, "removed": 0.0}
    assert one(3, 4, 1, **sure) == 0.5  # called at once
    assert one(1, 4, 3, 0.5, 0.2, 0.0) > one(1, 4, 3, 0.5, 0.2, 0.0, restarts=True) - 1e-12
    apart = [one(2, 6, 2, 0.5, 0.3, 0.0, restarts) for restarts in (True, False)]
    assert apart[0] > apart[1]  # called in the first year, it is not due again in the second


def test_each_constitution_has_its_own_rates() -> None:
    b = government.Coefficients(*np.arange(1.0, 12.0))
    assert [government.early(b, kind) for kind in range(4)] == [1.0, 2.0, 3.0, 4.0]
    assert [government.removal(b, kind) for kind in range(4)] == [5.0, 6.0, 7.0, 8.0]
    assert len(government.CONSTITUTIONS) == 3

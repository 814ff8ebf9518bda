"""Ideal points: positions known because they were simulated, refusals, and the published series."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from foedus.data.library import read
from foedus.errors import InputError, ModelError
from foedus.measures.ideal_points import ideal_points

STATES, YEARS, CALLS = 120, 6, 50


@pytest.fixture(scope="module")
def simulated() -> tuple[pl.DataFrame, pl.DataFrame, np.ndarray]:
    """Votes of 120 states on 50 roll calls in each of 6 years, a tenth of them missing, and the positions behind them."""
    rng = np.random.default_rng(11)
    theta = np.cumsum(np.hstack((rng.normal(size=(STATES, 1)), rng.normal(0, 0.2, (STATES, YEARS - 1)))), axis=1)
    theta[0] = 2.0  # the anchor
    theta = (theta - theta.mean()) / theta.std()
    rcid = np.arange(YEARS * CALLS)
    session = rcid // CALLS + 1
    alpha, beta = rng.normal(0, 0.7, rcid.size), rng.normal(0, 1, rcid.size)
    latent = beta * theta[:, session - 1] + rng.normal(size=(STATES, rcid.size))
    vote = 1 + (latent > alpha - 0.4).astype(int) + (latent > alpha + 0.4)
    state, call = np.nonzero(rng.random(vote.shape) > 0.1)
    votes = pl.DataFrame({"rcid": call, "ccode": state + 2, "vote": vote[state, call]})
    return votes, pl.DataFrame({"rcid": rcid, "session": session}), theta


def test_simulated_positions_are_recovered(simulated: tuple[pl.DataFrame, pl.DataFrame, np.ndarray]) -> None:
    votes, calls, theta = simulated
    found = ideal_points(votes, calls)
    truth = theta[found["ccode"].to_numpy() - 2, found["year"].to_numpy() - 1946]
    error = found["ideal"].to_numpy() - truth
    assert np.corrcoef(found["ideal"], truth)[0, 1] > 0.97
    assert 0.92 < np.mean(np.abs(error) < 2 * found["ideal_se"].to_numpy()) < 0.98
    assert found["votes"].sum() == votes.filter(pl.col("vote").n_unique().over("rcid") > 1).height


def test_scale_and_sign_are_pinned(simulated: tuple[pl.DataFrame, pl.DataFrame, np.ndarray]) -> None:
    votes, calls, theta = simulated
    found = ideal_points(votes, calls)
    assert found["ideal"].mean() == pytest.approx(0.0, abs=1e-9)
    assert found["ideal"].std(ddof=0) == pytest.approx(1.0)
    assert found.filter(pl.col("ccode") == 2)["ideal"].mean() > 0
    far = int(np.argmin(theta.mean(axis=1))) + 2
    turned = ideal_points(votes, calls, anchor=far)
    assert np.corrcoef(found["ideal"], turned["ideal"])[0, 1] < -0.99


def test_the_order_of_the_rows_does_not_matter(simulated: tuple[pl.DataFrame, pl.DataFrame, np.ndarray]) -> None:
    votes, calls, _ = simulated
    shuffled = ideal_points(votes.sample(fraction=1.0, shuffle=True, seed=3), calls)
    assert shuffled.equals(ideal_points(votes, calls))


def test_a_unanimous_roll_call_changes_nothing(simulated: tuple[pl.DataFrame, pl.DataFrame, np.ndarray]) -> None:
    votes, calls, _ = simulated
    extra = pl.DataFrame({"rcid": [9999] * STATES, "ccode": range(2, STATES + 2), "vote": [1] * STATES})
    more = ideal_points(pl.concat([votes, extra]), pl.concat([calls, pl.DataFrame({"rcid": [9999], "session": [3]})]))
    assert more.equals(ideal_points(votes, calls))


def test_what_cannot_be_placed_is_refused(simulated: tuple[pl.DataFrame, pl.DataFrame, np.ndarray]) -> None:
    votes, calls, _ = simulated
    with pytest.raises(InputError, match="anchor 999 cast no vote"):
        ideal_points(votes, calls, anchor=999)
    with pytest.raises(InputError, match="votes must be 1 yes, 2 abstention or 3 no"):
        ideal_points(votes.with_columns(vote=pl.lit(8)), calls)
    with pytest.raises(InputError, match="no roll call divides the states"):
        ideal_points(votes.with_columns(vote=pl.lit(1)), calls)
    with pytest.raises(ModelError, match="after 1 steps"):
        ideal_points(votes, calls, steps=1)


@pytest.mark.data
def test_the_published_series_of_the_years_after_the_cold_war() -> None:
    """All sessions take half a minute; these take a second."""
    calls = read("unga-roll-calls").filter(pl.col("session").is_between(50, 58))
    votes = read("unga-votes").join(calls, on="rcid", how="semi")
    both = ideal_points(votes, calls).join(
        read("unga-ideal-points").rename({"ideal": "published"}), on=["ccode", "year"]
    )
    by_year = both.drop_nulls("published").group_by("year").agg(r=pl.corr("ideal", "published"))
    assert by_year.height == 9
    assert by_year["r"].min() > 0.97

"""Fatal disputes: what is counted, once and in its first year; scored as it ships, and read by no future."""

from __future__ import annotations

import polars as pl
import pytest

from foedus.equations.provocation import TYPES
from foedus.equations.registry import SERIES
from foedus.evaluate.run import backtest
from foedus.evaluate.tables import OUTCOME, shipped
from foedus.evaluate.tasks import fatal_disputes
from foedus.simulation.mechanisms import mechanisms

COLUMNS = ("dispnum", "ccode1", "ccode2", "year", "midonset", "fatality1", "fatality2")


def test_a_dispute_counts_once_in_its_first_year_if_one_of_the_pair_has_dead() -> None:
    rows = [
        (1, 731, 732, 1975, 1, 0, 0),  # with both, a death of the second in a later year
        (1, 731, 732, 1976, 0, 0, 0),
        (1, 731, 2, 1976, 1, 0, 1),
        (2, 731, 732, 1980, 1, 0, 0),  # nobody died
        (3, 731, 740, 1985, 1, 3, 0),  # of another pair
        (4, 732, 731, 1990, 1, 2, 2),  # the other direction of a row, which is not counted again
        (5, 731, 732, 2011, 0, 1, 1),  # under way, and not in the coding before
        (6, 731, 732, 2012, 1, None, 1),
    ]
    made = fatal_disputes.first_years(pl.DataFrame(rows, schema=COLUMNS, orient="row"))
    assert sorted(made.rows()) == [(1, 1975), (6, 2012)]


def test_no_future_can_follow_the_series() -> None:
    assert fatal_disputes.NAME not in TYPES
    assert not any(fatal_disputes.NAME in name for name in (*SERIES, *mechanisms()))


@pytest.mark.data
def test_sixteen_fatal_disputes_began_from_1954_to_2014() -> None:
    found = fatal_disputes.sample()
    assert found.years == (1954, 2014)
    years = [int(year) for year, n in zip(found["year"], found["count"], strict=True) if n]
    assert found["count"].max() == 1
    assert years[:3] == [1954, 1958, 1962]
    assert years[-4:] == [1992, 1993, 2001, 2009]
    assert len(years) == found.notes["events"] == 16


@pytest.mark.data
def test_the_scores_that_ship_are_made_again() -> None:
    (made,) = backtest(fatal_disputes.NAME, horizons=[10]).cells
    [kept] = [cell for cell in shipped(OUTCOME, fatal_disputes.NAME).cells if cell.horizon == 10]
    assert made.rows == kept.rows == 10
    for name, scores in made.scores.items():
        for score in ("crps", "log_score", "coverage_90", "width_90"):
            assert scores[score] == pytest.approx(kept.scores[name][score], rel=1e-3)

"""The episode of 2016-17, imposed in every future, costs what the page says and moves nothing else."""

import pytest

import foedus


@pytest.fixture(scope="module")
def example(load_example):
    return load_example("coercion_again")


def test_the_page_has_what_the_example_prints_and_marks_it(example, page):
    found, text = example.again(), page("how-to/stress-test-coercion.md")
    assert found.moved == 0
    assert "{:.2f}% of one year's GDP ({:.2f} to {:.2f}".format(*found.cost) in text
    assert f"{found.own:.1%} of futures" in text
    assert "an illustration, and no forecast" in text


def test_exposure_as_it_is_by_then_makes_the_cost(example):
    sooner, later = (example.again(year=year, futures=400, horizon=12) for year in (2024, 2034))
    assert later.cost[2] - later.cost[1] > sooner.cost[2] - sooner.cost[1]


def test_a_replay_tells_it_in_the_year_that_is_named():
    found = foedus.replay("us-rok", 17, do="coercion in 2025", horizon=3)
    [cost] = [one.number for one in found.twin.years[1].happenings if one.what == "coercion"]
    assert (found.parts, found.differing) == (2025, [2025])
    totals = [
        next(one.total for one in each.results if one.outcome == "coercion_cost") for each in (found.twin, found.told)
    ]
    assert cost > 0.0
    assert totals[0] - totals[1] == pytest.approx(cost)

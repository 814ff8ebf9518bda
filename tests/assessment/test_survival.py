"""Instruments by year, and ties of a year: they agree with an answer at its horizon and with the case at its start."""

import pytest

import foedus
from foedus.errors import InputError

YEARS, FUTURES = 3, 40


@pytest.fixture(scope="module")
def lives():
    return foedus.survival("russia-dprk", futures=FUTURES, horizon=YEARS)


@pytest.fixture(scope="module")
def answer():
    return foedus.assess(foedus.load_case("russia-dprk"), futures=FUTURES, horizon=YEARS, orders=["as-measured"])


def test_the_last_year_is_that_of_an_answer_and_every_year_that_of_a_shorter_run(lives, answer):
    shorter = foedus.survival("russia-dprk", futures=FUTURES, horizon=YEARS - 1)
    for one in shorter.instruments:
        longer = next(each for each in lives.instruments if each.instrument == one.instrument)
        assert longer.kept[: YEARS - 1] == one.kept
    assert {one.instrument: one.kept[-1] for one in lives.instruments} == {
        line.instrument: line.kept for line in answer.instruments
    }


def test_bands_hold_the_curve_and_one_another_and_end_at_the_estimate(answer):
    curved = [line for line in answer.outcomes if line.curve]
    assert len(curved) > 5
    for line in curved:
        edges = zip(line.bands.low90, line.bands.low50, line.curve, line.bands.high50, line.bands.high90, strict=True)
        known = [row for row in edges if None not in row]
        assert all(list(row) == sorted(row) for row in known), line.name
        if line.kind == "event":
            assert all(list(edge) == sorted(edge) for edge in zip(*known, strict=True)), line.name
        if line.estimate.value is not None and line.kind == "status":
            assert (line.bands.low90[-1], line.bands.high90[-1]) == (line.estimate.low, line.estimate.high), line.name
    assert all(line.bands is None for line in answer.outcomes if not line.curve)


def test_ties_at_the_start_are_those_of_the_case_and_later_ones_are_counted():
    case = foedus.load_case("us-rok")
    start = foedus.network(case)
    assert (start.year, start.futures) == (2023, 0)
    assert ("USA", "ROK") in [tie.states for tie in start.ties if tie.pact_now]
    rivals = {frozenset(one.states) for one in case.relations if one.rivalry.value}
    assert {frozenset(tie.states) for tie in start.ties if tie.rivals} == rivals
    assert all(tie.pact.value == float(tie.pact_now) and tie.disputes is None for tie in start.ties)
    later = foedus.network(case, year=2025, futures=20)
    assert all(0.0 <= tie.pact.low <= tie.pact.value <= tie.pact.high <= 1.0 for tie in later.ties)
    assert sum(tie.disputes for tie in later.ties) > 0


def test_what_cannot_be_is_refused_in_one_line():
    case = foedus.load_case("russia-dprk")
    alone = case.model_copy(update={"instruments": ()})
    with pytest.raises(InputError, match="has no instrument"):
        foedus.survival(alone, futures=1, horizon=1)
    with pytest.raises(InputError, match="year 1900 is not allowed"):
        foedus.network(case, year=1900)

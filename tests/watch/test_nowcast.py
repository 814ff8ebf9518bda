"""Indicators move the state that futures start from: which, by how much, and what that does to the odds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from foedus.arrays import Floats
from foedus.errors import InputError
from foedus.watch.alarm import Watched, watched
from foedus.watch.indicator import Indicator
from foedus.watch.nowcast import Nowcast, nowcast
from foedus.watch.series import Series
from foedus.watch.state import move
from foedus.world.case import taken_case
from foedus.world.schema import Case

MONTHS = np.datetime64("2015-01") + np.arange(106)


def series(counts: Floats, unit: str = "event") -> Series:
    return Series("one", unit, "press", MONTHS, np.asarray(counts, float), MONTHS[-1], None, None)


def indicator(informs: str | None, name: str = "one", **fields: Any) -> Indicator:
    given = {"unit": "event", "actor": ("PRK",), "target": ("RUS",), "reason": "none" if informs is None else None}
    return Indicator(name=name, title=name, source="press", informs=informs, **given | fields)


@pytest.fixture(scope="module")
def case() -> Case:
    return taken_case("us-rok")


@pytest.fixture(scope="module")
def risen() -> tuple[Series, Watched]:
    counts = np.random.default_rng(1).poisson(np.where(np.datetime64("2023-05") > MONTHS, 2.0, 10.0))
    one = series(counts, "missile")
    return one, watched(one, runs=2)


@pytest.fixture(scope="module")
def told(case: Case, risen: tuple[Series, Watched]) -> Nowcast:
    heard = [
        (indicator("missile-launches", "missiles", unit="missile"), *risen),
        (indicator("load", "deaths", unit="death"), series(np.zeros(106), "death"), None),
        (indicator("transfers", "arms"), series(np.ones(106)), None),
        (indicator(None, "nothing"), series(np.ones(106)), None),
    ]
    return nowcast(case, heard, futures=64, horizon=4, mechanisms=["wedge=on"])


def test_a_risen_level_raises_the_tempo_above_that_on_record_and_no_odds(told: Nowcast) -> None:
    tempo = told.states[0]
    assert (tempo.state, tempo.why, tempo.odds) == ("tempo", "moved", False)
    assert tempo.low < tempo.after < tempo.high
    assert tempo.after > 1.1 * tempo.before
    assert all(part.indicator != "missiles" for line in told.outcomes for part in line.parts)


def test_the_parts_add_up_to_the_difference_of_the_same_futures(told: Nowcast) -> None:
    assert [(one.indicator, one.odds) for one in told.states if one.odds] == [("deaths", True), ("arms", True)]
    assert told.runs == 4
    for line in told.outcomes:
        if line.difference.estimate.value is not None:
            parts = sum(part.part.value for part in line.parts)
            assert parts == pytest.approx(line.difference.estimate.value, abs=1e-9)
            assert line.after.value - line.before.value == pytest.approx(line.difference.estimate.value, abs=1e-9)
    assert any(line.difference.estimate.value for line in told.outcomes)


def test_what_moves_nothing_leaves_the_odds_as_they_are_and_says_why(case: Case) -> None:
    heard = [(indicator(None), series(np.ones(106)), None), (indicator("opinion", "polls"), series(np.ones(106)), None)]
    found = nowcast(case, heard, futures=16, horizon=2)
    assert [one.why for one in found.states] == ["informs-nothing", "no-state"]
    assert all(line.difference.estimate.value in (0.0, None) for line in found.outcomes)
    assert found.runs == 1


@pytest.mark.parametrize(
    ("informs", "fields", "counts", "why"),
    [
        ("missile-launches", {"unit": "missile"}, np.ones(106), "no-baseline"),
        ("chinese-zone-entries", {"unit": "sortie"}, np.ones(106), "no-state"),
        ("load", {"unit": "death"}, np.full(106, 5.0), "as-it-is"),
        ("load", {"unit": "event"}, np.full(106, 5.0), "no-state"),
        ("transfers", {"target": ()}, np.ones(106), "no-parties"),
        ("transfers", {}, np.zeros(106), "as-it-is"),
        ("transfers", {}, np.full(106, np.nan), "no-baseline"),
        ("transfers", {"target": ("USA",)}, np.ones(106), "as-it-is"),
    ],
)
def test_the_reason_is_said(case: Case, informs: str, fields: dict[str, Any], counts: Floats, why: str) -> None:
    unit = fields.get("unit", "event")
    ready = (informs, None) if why == "no-baseline" else (informs, watched(series(np.ones(106), unit), runs=2))
    assert move(case, indicator(informs, **fields), series(counts, unit), ready[1]).why == why


def test_acts_of_years_that_the_case_lists_none_of_become_disputes(case: Case) -> None:
    counts = np.where(np.isin(MONTHS, np.array(["2018-03", "2020-05", "2021-07"], "M8[M]")), 2.0, 0.0)
    one = indicator("disputes", target=("ROK",))
    found = move(case, one, series(counts), None)
    assert (found.state, found.why, found.after - found.before) == ("disputes", "moved", 2.0)
    asked = found.put({"case": case.model_dump(mode="json")})
    [korea] = [each for each in asked["case"]["relations"] if set(each["states"]) == {"ROK", "PRK"}]
    assert {each["year"]: each["level"] for each in korea["incidents"][-2:]} == {2018: "display", 2021: "display"}
    again = nowcast(case, [(one, series(counts), None)], futures=32, horizon=2)
    assert (again.runs, again.states[0].odds) == (2, True)
    listed = move(case, one, series(np.where(np.datetime64("2020-05") == MONTHS, 1.0, 0.0)), None)
    assert listed.why == "as-it-is"


def test_a_fit_that_has_seen_later_years_is_not_moved(case: Case, risen: tuple[Series, Watched]) -> None:
    one, heard = risen
    early = Series("one", "missile", "press", MONTHS[:72], one.counts[:72], MONTHS[71], None, None)
    assert move(case, indicator("missile-launches", unit="missile"), early, heard).why == "fitted"


def test_more_indicators_than_can_be_told_apart_are_refused(case: Case) -> None:
    heard = [(indicator("transfers", f"arms-{name}"), series(np.ones(106)), None) for name in "abcdef"]
    with pytest.raises(InputError, match="6 indicators change the futures, and at most 5 can be told apart"):
        nowcast(case, heard, futures=16, horizon=2)

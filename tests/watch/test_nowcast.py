"""Indicators move the state that futures start from: which, by how much, and what that does to the odds."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from foedus.arrays import Floats
from foedus.errors import InputError
from foedus.report.watch.nowcast import nowcast_text
from foedus.watch.alarm import Watched, watched
from foedus.watch.indicator import Indicator
from foedus.watch.nowcast import Nowcast, headline, moved, nowcast
from foedus.watch.series import Series
from foedus.watch.shift import Shift, shifted
from foedus.watch.state import move
from foedus.watch.verdicts import verdict_on
from foedus.world.case import taken_case
from foedus.world.schema import Case
from foedus.world.views import Poll

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
    with pytest.raises(InputError, match="change 6 things that the futures read, and at most 5 can be told apart"):
        nowcast(case, heard, futures=16, horizon=2, mechanisms=["wedge=on"])


def shares(*rows: tuple[str, str, float]) -> Series:
    polls = tuple(
        Poll(pollster=who, asked=when, question="own", share=part, source="polls") for who, when, part in rows
    )
    return Series("one", "percent", "polls", MONTHS[:0], np.empty(0), None, None, None, polls)


READ = ["provoked-escalation=on", "alarm=on"]


def test_a_tempo_moves_odds_where_it_is_read_and_is_divided_among_those_that_say_it(
    case: Case, risen: tuple[Series, Watched]
) -> None:
    heard = [(indicator("missile-launches", name, unit="missile"), *risen) for name in ("missiles", "launches")] + [
        (indicator("transfers", "arms"), series(np.ones(106)), None)
    ]
    found = nowcast(case, heard, futures=64, horizon=3, mechanisms=READ)
    assert found.runs == 2
    assert [(one.odds, one.asleep) for one in found.states] == [(True, ())] * 2 + [(False, ("wedge", "transfers"))]
    assert any(line.difference.estimate.value for line in found.outcomes)
    for line in found.outcomes:
        if line.difference.estimate.value is not None:
            one, other = (part.part.value for part in line.parts)
            assert one == pytest.approx(other, abs=1e-12)
            assert one + other == pytest.approx(line.difference.estimate.value, abs=1e-9)
    said = " ".join(nowcast_text(found).split())
    assert "counts move, and odds" in said
    assert f"foedus watch nowcast us-rok --as-of {found.as_of} --mechanism alarm=on" in said


def test_the_case_that_is_run_has_the_mean_of_what_is_said_of_a_type(case: Case) -> None:
    asked = {"case": case.model_dump(mode="json")}
    said = [
        Shift("missile-launches", 0.4, "one"),
        Shift("missile-launches", 0.2, "two"),
        Shift("opinion", -9.0, "polls"),
    ]
    made = Case.model_validate_json(json.dumps(shifted(asked, said)["case"]))
    assert [(one.provocation, one.change) for one in made.tempo] == [("missile-launches", pytest.approx(0.3))]
    assert made.opinion.change == -5.0
    assert shifted(asked, ()) is asked
    rounding = Case.model_validate_json(json.dumps(shifted(asked, [Shift("opinion", 1e-16, "polls")])["case"]))
    assert rounding.opinion.change == 0.0


def test_newer_polls_move_opinion_by_its_equation_and_odds_only_where_it_is_on(case: Case) -> None:
    one = indicator("opinion", "polls", unit="percent")
    newer = shares(("Realmeter", "2023-10", 0.75), ("Realmeter", "2022-01", 0.1))
    found = move(case, one, newer, None)
    alone = move(case, one, shares(("Somebody else", "2023-10", 0.75)), None)
    assert (found.state, found.why, found.asleep, found.odds) == ("opinion", "moved", ("opinion",), False)
    assert found.before < alone.after < found.after
    assert found.low < found.after < found.high
    assert found.shift.change > alone.shift.change > 0.0  # who asked before tells more than a house that is new
    on = nowcast(case, [(one, newer, None)], futures=200, horizon=10, mechanisms=["opinion=on"])
    assert (on.runs, on.states[0].odds) == (2, True)
    off = nowcast(case, [(one, newer, None)], futures=16, horizon=2)
    said = " ".join(nowcast_text(off).split())
    assert (off.runs, off.states[0].odds) == (1, False)
    assert "by the polls of the case; it moves odds only with opinion on." in said
    assert "--mechanism opinion=on" in said


def test_polls_that_are_not_newer_or_of_a_case_without_any_move_nothing(case: Case) -> None:
    one = indicator("opinion", "polls", unit="percent")
    assert move(case, one, shares(("Realmeter", "2023-04", 0.9)), None).why == "as-it-is"
    without = case.model_copy(update={"polls": ()})
    assert move(without, one, shares(("Realmeter", "2023-10", 0.9)), None).why == "not-in-case"


def test_more_new_polls_than_support_is_estimated_from_are_refused(case: Case) -> None:
    one = indicator("opinion", "polls", unit="percent")
    many = shares(*(("Realmeter", "2023-10", 0.5 + n / 1000) for n in range(301)))
    with pytest.raises(InputError, match="has 301 polls newer than the last of the case, and at most 300 are read"):
        move(case, one, many, None)


def test_polls_that_inform_no_opinion_move_nothing_though_they_were_read(case: Case) -> None:
    one = indicator("missile-launches", "polls", unit="percent")
    assert move(case, one, shares(("Realmeter", "2023-10", 0.9)), None).why == "no-state"


def test_only_what_futures_read_makes_another_case_and_a_tie_is_of_the_order(
    case: Case, risen: tuple[Series, Watched]
) -> None:
    heard = [(indicator("missile-launches", "missiles", unit="missile"), *risen)]
    asked = headline(case, horizon=20, seed=1)
    assert moved(asked, case, heard) == asked
    read = moved(asked, case, heard, ["alarm=on"])
    assert read["order"] == asked["order"]
    assert [one["provocation"] for one in read["case"]["tempo"]] == ["missile-launches"]
    tie = [(indicator("transfers", "arms"), series(np.ones(106)), None)]
    assert verdict_on(case, tie, horizon=20, seed=1, mechanisms=("wedge=on",)) is None

"""An alarm is a forecast: written once, settled by the counts, scored; a signpost that is crossed is one, too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.watch.made import line, priced, signposts

from foedus.assessment import ledger as module
from foedus.assessment.ledger import ledger_list
from foedus.assessment.ledger_score import ledger_score
from foedus.assessment.signpost_lines import Signposts
from foedus.errors import InputError
from foedus.watch.alarm import Watched, watched
from foedus.watch.indicator import indicators
from foedus.watch.level import USUAL
from foedus.watch.registered import forecast, register, settle
from foedus.watch.series import Series
from foedus.watch.signpost import read_signposts, register_signposts, signpost_indicators, signpost_watch
from foedus.world.case import taken_case
from foedus.world.schema import Case

MONTHS = np.datetime64("2012-01") + np.arange(144)


@pytest.fixture(scope="module")
def case() -> Case:
    return taken_case("us-rok")


def series(counts: Any, name: str = "launches") -> Series:
    months = MONTHS[: len(counts)]
    return Series(name, "missile", "cns", months, np.asarray(counts, float), months[-1], None, None)


@pytest.fixture(scope="module")
def fresh() -> tuple[Series, Watched]:
    """A rise in January 2022, known to the month in which its alarm begins; and the counts to the end of 2023."""
    whole = series(np.random.default_rng(2).poisson(np.where(np.arange(144) < 120, 1.0, 9.0)))
    for cut in range(121, 130):
        one = watched(series(whole.counts[:cut]), threshold=0.8, runs=2)
        if one.alarms and one.alarms[-1].month == MONTHS[cut - 1]:
            return whole, one
    raise AssertionError("no alarm")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the clock of the ledger."""

    def clock(day: date) -> None:
        monkeypatch.setattr(module, "now", lambda: datetime(day.year, day.month, day.day, tzinfo=UTC))

    return clock


def test_an_alarm_is_written_once_and_settled_by_its_twelve_months(
    case: Case, fresh: tuple[Series, Watched], tmp_path: Path, at: Any
) -> None:
    whole, one = fresh
    at(date(2022, 6, 20))
    file = tmp_path / "ledger.jsonl"
    [line] = register(case, [one], file).entries
    [again] = register(case, [one], file).entries
    assert (line.number, again.number, len(ledger_list(file).entries)) == (1, 1, 1)
    assert line.probability > 0.7 > 0.2 > line.class_rate
    assert (line.state, line.retrodiction, line.outcome_kind) == ("open", False, "status")
    assert settle([one.series], file) == []
    at(date(2024, 2, 1))
    assert settle([replace(whole, indicator="others")], file) == []
    assert settle([whole], file) == [1]
    assert ledger_list(file).entries[0].state == "happened"
    assert settle([whole], file) == []
    [scored] = ledger_score(file).forecasts
    assert scored.log_score == pytest.approx(np.log(line.probability))
    assert scored.log_score > scored.class_log_score


def test_an_old_alarm_is_not_written(case: Case, fresh: tuple[Series, Watched], tmp_path: Path) -> None:
    whole, _ = fresh
    old = watched(whole, threshold=0.8, runs=2)
    assert old.alarms
    assert register(case, [old], tmp_path / "ledger.jsonl") is None
    assert not (tmp_path / "ledger.jsonl").exists()


def test_an_alarm_that_does_not_hold_is_settled_as_such(
    case: Case, fresh: tuple[Series, Watched], tmp_path: Path, at: Any
) -> None:
    whole, one = fresh
    at(date(2022, 6, 20))
    file = tmp_path / "ledger.jsonl"
    register(case, [one], file)
    at(date(2024, 2, 1))
    counts = whole.counts.copy()
    counts[len(one.series.counts) :] = 1.0
    assert settle([replace(whole, counts=counts)], file) == [1]
    assert ledger_list(file).entries[0].state == "not"


def test_the_probability_that_a_level_holds_is_right_as_often_as_it_says(case: Case) -> None:
    """On series drawn as the detector has them."""
    random, said, came = np.random.default_rng(6), [], []
    steps = random.normal(0.0, USUAL.jump, (40, 144)) * (random.random((40, 144)) < USUAL.hazard)
    k = random.choice(USUAL.dispersions, (40, 1))
    counts = random.poisson(random.gamma(k, 2.0 * np.exp(steps.cumsum(axis=1)) / k))
    for row in counts:
        one = watched(series(row), threshold=0.5, prices=[priced(0.5)])
        for alarm in one.alarms:
            place = int((alarm.month - MONTHS[0]).astype(int))
            if place < 132:
                told = forecast(case, one, alarm)
                limit = float(told["definition"].split(" is at ")[1].split()[1])
                mean = row[place + 1 : place + 13].mean()
                said.append(told["probability"])
                came.append(mean >= limit if alarm.direction == "up" else mean <= limit)
    assert len(said) > 25
    error = np.sqrt(np.sum(np.multiply(said, np.subtract(1.0, said)))) / len(said)
    assert abs(np.mean(said) - np.mean(came)) < 3.0 * error


@pytest.fixture
def found() -> Signposts:
    return signposts()


def test_a_signpost_that_is_counted_becomes_an_indicator_and_the_others_say_why(case: Case, found: Signposts) -> None:
    known = indicators(case)
    [made] = signpost_indicators(found, known)
    assert (made.name, made.unit, made.source) == ("signpost-missile-launches", "missile", "cns")
    told = signpost_watch(found, known, [])
    assert [one.state for one in told.signposts] == ["not-known", "no-indicator", "does-not-pass", "not-measured"]
    with pytest.raises(InputError, match="none of the 1 signposts passes"):
        signpost_indicators(found.model_copy(update={"signposts": [line("disputes_protege")]}), known)


def test_a_crossing_has_its_month_and_is_written_down(case: Case, found: Signposts, tmp_path: Path, at: Any) -> None:
    known = indicators(case)
    counter = next(one.name for one in known if one.unit == "missile")
    counts = np.zeros(144)
    counts[120:] = 50.0  # 2022, which is not watched
    counts[132:] = 4.0
    before, after = series(counts[:141], counter), series(counts[:143], counter)
    assert signpost_watch(found, known, [before]).signposts[0].state == "not-yet"
    told = signpost_watch(found, known, [after])
    assert (told.signposts[0].state, told.signposts[0].month, told.signposts[0].so_far) == ("crossed", "2023-10", 44.0)
    at(date(2023, 12, 1))
    [written] = register_signposts(case, found, told, [after], tmp_path / "ledger.jsonl").entries
    assert (written.probability, written.class_rate, written.first_day.year, written.last_day.year) == (
        0.3,
        0.2,
        2026,
        2042,
    )
    late = series(counts, counter)
    assert (
        register_signposts(case, found, signpost_watch(found, known, [late]), [late], tmp_path / "other.jsonl") is None
    )


def test_signposts_of_another_case_are_refused(case: Case, found: Signposts, tmp_path: Path) -> None:
    file = tmp_path / "signposts.json"
    file.write_text(found.model_copy(update={"case": "us-japan"}).model_dump_json())
    with pytest.raises(InputError, match="the signposts are of us-japan, and the case is us-rok"):
        read_signposts(file, case)

"""Counts by month: known where the source covers, zero where nothing was, unknown elsewhere, and nothing from after the day."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.watch import files

from foedus.errors import InputError
from foedus.report.watch.board import board_text
from foedus.watch.board import watch_board
from foedus.watch.indicator import Indicator
from foedus.watch.monthly import monthly, so_far, without_baseline
from foedus.watch.store import open_store

DAYS = Indicator(name="days", title="Days", source="cns", unit="launch-day", actor=("PRK",), informs="missile-launches")
MISSILES = DAYS.model_copy(update={"name": "missiles", "unit": "missile"})
REPORTS = Indicator(
    name="reports", title="Reports", source="gdelt", unit="report", kinds=("19",), informs=None, reason="none"
)


def counted(store, indicator, day):
    with open_store(store) as opened:
        return monthly(opened, indicator, date.fromisoformat(day))


@pytest.fixture
def launches(tmp_path, read):
    """A list that begins in mid-January, with a salvo in March, complete to the end of June."""
    rows = [
        files.missile("2022-01-15"),
        *(files.missile("2022-03-02", n) for n in (1, 2, 3)),
        files.missile("2022-03-20"),
        files.missile("2022-06-10"),
    ]
    return read(files.write(tmp_path / "m.csv", files.CNS, *rows), through=date(2022, 6, 30))


def test_months_are_counted_from_the_first_whole_one_that_is_covered(launches, store):
    found = counted(store, MISSILES, "2022-12-31")
    assert list(map(str, found.months)) == ["2022-02", "2022-03", "2022-04", "2022-05", "2022-06"]
    assert found.counts.tolist() == [0, 4, 0, 0, 1]
    assert (str(found.through), found.last_event, found.last_seen) == ("2022-06", date(2022, 6, 10), date(2022, 6, 30))


def test_a_day_with_a_salvo_is_one_launch_day(launches, store):
    assert counted(store, DAYS, "2022-12-31").counts.tolist() == [0, 2, 0, 0, 1]


def test_nothing_after_the_day_asked_about_is_used(launches, store):
    found = counted(store, MISSILES, "2022-05-17")
    assert list(map(str, found.months)) == ["2022-02", "2022-03", "2022-04"]
    assert (found.last_event, found.last_seen) == (date(2022, 3, 20), date(2022, 5, 17))
    whole = counted(store, MISSILES, "2022-12-31")
    assert np.array_equal(found.counts, whole.counts[: found.counts.size])


def test_the_month_that_is_not_over_is_told_apart(launches, store):
    with open_store(store) as opened:
        day = date(2022, 3, 10)
        series = monthly(opened, MISSILES, day)
        assert (str(series.through), so_far(opened, MISSILES, series, day)) == ("2022-02", 3.0)


def test_a_month_with_a_day_that_was_not_read_is_unknown(tmp_path, read, store):
    days = [day for day in range(1, 91) if day != 40]  # 40: 9 February
    rows = [files.report(day, str(np.datetime64("2023-01-01") + day - 1).replace("-", "")) for day in days]
    read(files.reports(tmp_path / "a.CSV", *rows))
    found = counted(store, REPORTS, "2023-06-01")
    assert list(map(str, found.months)) == ["2023-01", "2023-02", "2023-03"]
    assert found.counts[[0, 2]].tolist() == [31, 31]
    assert np.isnan(found.counts[1])


def test_a_report_counts_when_it_was_seen(tmp_path, read, store):
    days = [str(np.datetime64("2023-01-01") + day).replace("-", "") for day in range(59)]
    rows = [files.report(place, day) for place, day in enumerate(days)]
    rows.append(files.report(900, "20230105", "20230210"))
    read(files.reports(tmp_path / "a.CSV", *rows))
    assert counted(store, REPORTS, "2023-01-31").counts.tolist() == [31]
    assert counted(store, REPORTS, "2023-02-28").counts.tolist() == [32, 28]


def test_a_unit_that_does_not_match_is_refused(launches, store):
    with pytest.raises(InputError, match="counts sortie, and cns is in the unit missile"):
        counted(store, DAYS.model_copy(update={"unit": "sortie"}), "2022-12-31")


def test_an_indicator_without_a_baseline_says_so(launches, store):
    said = str(without_baseline(counted(store, DAYS, "2022-12-31")))
    assert said.startswith("indicator 'days' has no baseline: cns covers 5 whole months")


def test_a_source_that_was_not_read_has_no_months(launches, store):
    found = counted(store, REPORTS, "2023-06-01")
    assert (found.months.size, found.through, found.last_event) == (0, None, None)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.integers(0, 400), min_size=2, max_size=25), cut=st.integers(60, 460))
def test_counts_are_those_of_a_calendar(tmp_path_factory, case, days, cut):
    """Against a count by hand, of any list, as of any day."""
    from foedus.watch.update import watch_update

    folder = tmp_path_factory.mktemp("calendar")
    dates = sorted(np.datetime64("2021-01-01") + day for day in days)
    rows = [files.missile(str(day), place) for place, day in enumerate(dates)]
    store = folder / "store.duckdb"
    watch_update(case, [files.write(folder / "m.csv", files.CNS, *rows)], store=store, today=date(2023, 1, 1))
    as_of = np.datetime64("2021-01-01") + cut
    found = counted(store, MISSILES, str(as_of))
    for month, count in zip(found.months, found.counts, strict=True):
        first, last = month.astype("datetime64[D]"), (month + 1).astype("datetime64[D]") - 1
        assert dates[0] <= first
        assert last <= min(dates[-1], as_of)
        assert count == sum(first <= day <= last for day in dates)


POLLS = """
source: polls
title: Polls on own nuclear weapons
unit: percent
date: { column: date, format: "%Y-%m" }
columns: { count: yes, actor: pollster, kind: question }
"""


def test_polls_are_read_one_by_one_and_have_no_month_and_no_level(tmp_path, read, store, case):
    (tmp_path / "polls.yaml").write_text(POLLS)
    rows = ["2023-06,Gallup,own: yes,70", "2023-08,Gallup,host: yes,40", "2023-09,,own: yes,60.5", "2023-10,A,own,101"]
    rows += [f"2023-10,A,own,{none}" for none in ("0", "1e-323", "1e-300", "100")]
    taken = read(files.write(tmp_path / "p.csv", "date,pollster,question,yes", *rows), mapping=tmp_path / "polls.yaml")
    assert (taken.kept, taken.malformed) == (7, 1)
    assert "a number from 0 to 100 is allowed" in taken.malformed_first[0].why
    one = Indicator(name="own", title="Own", source="polls", unit="percent", kinds=("own",), informs="opinion")
    found = counted(store, one, "2023-11-07")
    assert [(poll.pollster, poll.asked, poll.share) for poll in found.polls] == [
        ("Gallup", "2023-06", 0.7),
        ("polls", "2023-09", 0.605),
    ]
    assert [poll.asked for poll in counted(store, one, "2023-08-31").polls] == ["2023-06"]
    assert (found.months.size, found.counts.size, found.through) == (0, 0, None)
    assert "is of polls, which are no counts" in str(without_baseline(found))
    own = tmp_path / "own.yaml"
    own.write_text(
        "indicators:\n  - { name: own, title: Own weapons, source: polls, unit: percent, kinds: [own], informs: opinion }\n"
    )
    board = watch_board(case, as_of=date(2023, 9, 15), store=store, own=own)
    assert [(one.state, one.count, one.so_far) for one in board.readings if one.name == "own"] == [
        ("no-baseline", None, None)
    ]
    said = " ".join(board_text(board).split())
    assert "polls, which have no level" in said
    assert "own: support for own nuclear weapons is" in said

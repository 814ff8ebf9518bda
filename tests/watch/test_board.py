"""Board and change sheet: what is on them is what the store says as of each day, in the same order every time."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from itertools import pairwise
from types import SimpleNamespace

import pytest
from tests.watch import files, made

from foedus.assessment.outcome_lines import Difference, Estimate
from foedus.assessment.verdict_lines import Verdict
from foedus.cli import main
from foedus.errors import InputError
from foedus.report.rendering import as_text
from foedus.report.watch import phrases
from foedus.report.watch.board import board_page, board_text
from foedus.report.watch.sheet import sheet_page, sheet_text
from foedus.watch import board as board_module
from foedus.watch import sheet as sheet_module
from foedus.watch import verdicts as verdicts_module
from foedus.watch.board import watch_board
from foedus.watch.board_lines import Cost
from foedus.watch.kept import kept
from foedus.watch.nowcast import Nowcast, OddsLine, PartLine, StateLine
from foedus.watch.price import Price
from foedus.watch.sheet import watch_sheet, watch_sheets
from foedus.workshop.beside import beside

SHARE = Estimate(value=0.06, low=0.04, high=0.09)
PRICE = Price(0.5, SHARE, SHARE, 9.0, SHARE, 9.0, 0.02, 2.0, 100)
"""What an alarm costs is simulated elsewhere: here it is given."""
ORDER = [
    "In short",
    "What moved",
    "What should have moved and did not",
    "Late sources",
    "Verdict and odds, before and after",
    "Signposts crossed",
    "To read",
    "Next dates",
    "Forecasts due",
]
SINCE, DAY = date(2022, 3, 31), date(2022, 12, 31)


@pytest.fixture(autouse=True)
def given_prices(monkeypatch):
    def priced(series, threshold, seed, **options):
        return kept(series, threshold, seed, **{**options, "prices": (PRICE,)})

    monkeypatch.setattr(board_module, "kept", priced)


@pytest.fixture
def watched(tmp_path, read, store):
    """Four quiet years of launches by two lists; then the one leaps from May 2022 on, and the other does not."""
    quiet = [f"{year}-{month:02d}-10" for year in range(2018, 2022) for month in (3, 9)]
    many = [f"2022-{month:02d}-{day:02d}" for month in range(5, 13) for day in (2, 7, 12, 17, 22, 27)]
    many.append("2022-12-29")
    rows = [files.missile("2017-12-31"), *map(files.missile, [*quiet, *many])]
    read(files.write(tmp_path / "m.csv", files.CNS, *rows), through=DAY)
    rows = [files.provocation(day) for day in ["2017-12-31", *quiet, "2022-06-03"]]
    read(files.write(tmp_path / "b.csv", files.PROVOCATIONS, *rows), through=date(2022, 9, 30))
    return store


def reading(found, name):
    return next(one for one in found.readings if one.name == name)


def test_the_board_says_what_each_indicator_says_as_of_a_day(watched, case):
    quiet = watch_board(case, as_of=SINCE, store=watched)
    assert reading(quiet, "dprk-launch-days").state == "steady"
    leapt = watch_board(case, as_of=DAY, store=watched)
    one = reading(leapt, "dprk-launch-days")
    assert (one.state, one.month, one.count, one.alarm.direction) == ("up", "2022-12", 7.0, "up")
    assert "2022-05" <= one.alarm.month <= "2022-08"
    assert one.level > 5 * reading(quiet, "dprk-launch-days").level
    assert reading(leapt, "dprk-launch-days-csis").behind == 2
    assert reading(leapt, "dprk-launch-days-csis").late
    assert {each.state for each in leapt.readings} == {"up", "steady", "not-read"}


def test_nothing_after_the_day_is_on_the_board(watched, case, tmp_path, read):
    before = watch_board(case, as_of=SINCE, store=watched)
    read(files.write(tmp_path / "more.csv", files.CNS, files.missile("2023-02-01"), files.missile("2023-02-02")))
    assert watch_board(case, as_of=SINCE, store=watched) == before


def test_two_sources_that_part_are_told(watched, case):
    (told,) = watch_board(case, as_of=DAY, store=watched).disagreements
    assert (told.first, told.second, told.disagree) == ("dprk-launch-days", "dprk-launch-days-csis", True)
    assert "have come to count differently" in board_text(watch_board(case, as_of=DAY, store=watched))


def test_the_sheet_tells_what_moved_and_what_should_have(watched, case):
    found = watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0)
    assert {(one.name, one.how) for one in found.moved} == {
        ("dprk-launch-days", "alarm"),
        ("dprk-launch-days", "record"),
        ("dprk-missiles", "alarm"),
        ("dprk-missiles", "record"),
    }
    assert [(one.name, one.as_other, one.by) for one in found.still] == [
        ("dprk-launch-days-csis", "dprk-launch-days", "about")
    ]
    assert [one.link for one in found.events] == ["https://news.example/2022-06-03"]
    assert {one.source for one in found.late} >= {"beyond-parallel", "taiwan-mnd"}


def test_sources_that_part_have_moved_and_are_told_once(watched, case):
    found = watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0)
    assert [(one.first, one.second) for one in found.parted] == [("dprk-launch-days", "dprk-launch-days-csis")]
    said = " ".join(sheet_text(found).split())
    assert "indicators moved, and 1 pair of sources parted" in said
    assert said.count("have come to count differently") == 1
    assert said.index("have come to count differently") < said.index("LATE SOURCES")
    again = watch_sheet(case, date(2022, 11, 30), as_of=DAY, store=watched, futures=0)
    assert not again.parted
    said = " ".join(sheet_text(again).split())
    assert said.index("LATE SOURCES") < said.index("have come to count differently")


def test_the_board_tells_the_record(watched, case):
    said = " ".join(board_text(watch_board(case, as_of=DAY, store=watched)).split())
    assert "Records: Days with a North Korean missile launch (CNS, 300 km and more): 7 launch days in 2022-12" in said
    quiet = " ".join(board_text(watch_board(case, as_of=SINCE, store=watched)).split())
    assert "Records: no last month is one." in quiet


def test_an_alarm_of_a_fall_is_told_with_the_price_of_falls():
    cost = Cost(threshold=0.7, false_alarms=0.1, found=0.6, delay=5.0, found_fall=0.2, delay_fall=11.0)
    assert "20% of halvings told within 24 months, after a median of 11 months" in phrases.cost_in_words(cost, "down")
    assert "60% of doublings told within 24 months, after a median of 5 months" in phrases.cost_in_words(cost, "up")
    assert phrases.cost(cost) == "70%: 10%; 60% / 20%, 5 / 11 months"


def test_a_sheet_of_a_quiet_time_says_no_change_in_the_same_order(watched, case):
    loud = sheet_page(watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0))
    quiet = sheet_page(watch_sheet(case, date(2021, 3, 31), as_of=date(2021, 6, 30), store=watched, futures=0))
    assert [one.title for one in loud.pages] == [one.title for one in quiet.pages] == ORDER
    said = {
        one.title: " ".join(str(text) for _, line in quiet.lines() for text in line if _ == one.title)
        for one in quiet.pages
    }
    assert said["What moved"] == "No change."
    assert said["What should have moved and did not"] == "Nothing."
    assert said["To read"] == "No event between the days has a link."
    assert said["In short"].startswith("None of ")


def line(value, after, parts):
    def estimate(p):
        return Estimate(value=p, low=None, high=None)

    change = Difference(outcome="war_outside", estimate=estimate(after - value), clear=True)
    return OddsLine.model_construct(
        outcome="war_outside",
        label="war on South Korea",
        unit="probability",
        before=estimate(value),
        after=estimate(after),
        difference=change,
        error=0.001,
        parts=[PartLine(indicator=name, part=estimate(part)) for name, part in parts.items()],
    )


def test_odds_before_and_after_are_attributed(watched, case, monkeypatch):
    sides = iter([line(0.04, 0.04, {}), line(0.04, 0.06, {"dprk-missiles": 0.02})])

    def told(case, heard, **options):
        state = StateLine(
            indicator="dprk-missiles",
            informs="missile-launches",
            state="tempo",
            why="moved",
            before=10.0,
            after=20.0,
            low=15.0,
            high=25.0,
            odds=True,
        )
        assert options["mechanisms"] == ("alarm=on",)
        return Nowcast.model_construct(outcomes=[next(sides)], states=[state], futures=options["futures"])

    monkeypatch.setattr(sheet_module, "nowcast", told)
    found = watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=500, mechanisms=["alarm=on"])
    (change,) = found.odds
    assert change.change == pytest.approx(0.02)
    assert change.parts == {"dprk-missiles": pytest.approx(0.02)}
    kept = {one.outcome: (one.kept_then, one.kept_now) for one in found.limits}
    assert kept["war_outside"] == (True, False)
    text = " ".join(sheet_text(found).split())
    assert "+2.0 points: dprk-missiles +2.0" in text
    assert "1 of 1 odds changed" in text
    assert "The odds are those with alarm=on." in text
    assert "By the estimate alone 1 of 5 limits of the case are exceeded; before, 0." in text


def test_the_verdict_is_asked_of_the_case_as_it_stands_on_either_day(watched, case, monkeypatch):
    """Nothing that futures read is moved, so that both days are one case, which is asked once."""
    asked = []

    def told(case, **options):
        asked.append((case.tempo, options["mechanisms"], options["horizon"]))
        one = Verdict(value="cannot tell", leaning="prepared", order="as-measured", reasons=[])
        return SimpleNamespace(verdict=one)

    monkeypatch.setattr(verdicts_module, "assess", told)
    verdicts_module._verdict.cache_clear()
    found = watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0, verdict=True)
    assert asked == [(case.tempo, (), 20)]
    assert found.verdicts.then == found.verdicts.now
    assert "The verdict is 'cannot tell', leaning 'prepared', as before." in " ".join(sheet_text(found).split())
    assert watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0).verdicts is None
    verdicts_module._verdict.cache_clear()


def test_a_verdict_that_changed_is_told_and_one_that_cannot_be_asked_too(watched, case, monkeypatch):
    def sides(*values):
        of = iter(values)
        monkeypatch.setattr(sheet_module, "verdict_on", lambda *_, **__: next(of))
        return " ".join(sheet_text(watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0, verdict=True)).split())

    one, other = (
        Verdict(value=value, leaning=None, order="as-measured", reasons=[]) for value in ("prepared", "not prepared")
    )
    assert "The verdict is 'not prepared'; before, 'prepared'." in sides(one, other)
    assert "The verdict cannot be asked again: what moved is part of the order" in sides(None, one)


def test_a_change_within_chance_is_no_change_of_odds(watched, case, monkeypatch):
    """Either day's difference from the case has an error of .001, so one of .002 between them may be chance."""
    sides = iter([line(0.04, 0.041, {}), line(0.04, 0.043, {"dprk-missiles": 0.003})])

    def told(case, heard, **options):
        return Nowcast.model_construct(outcomes=[next(sides)], states=[], futures=options["futures"])

    monkeypatch.setattr(sheet_module, "nowcast", told)
    found = watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=500)
    assert (found.odds[0].change, found.odds[0].clear) == (pytest.approx(0.002), False)
    text = " ".join(sheet_text(found).split())
    assert "no odds changed by more than chance can." in text
    assert "None of 1 outcome changed by more than chance can." in text
    assert "no more than chance" in text


def test_monthly_sheets_follow_one_another(watched, case):
    found = list(watch_sheets(case, SINCE, as_of=date(2022, 7, 15), store=watched, futures=0))
    days = [date(2022, 3, 31), date(2022, 4, 30), date(2022, 5, 31), date(2022, 6, 30)]
    assert [(one.since, one.as_of) for one in found] == list(pairwise(days))
    alone = watch_sheet(case, days[2], as_of=days[3], store=watched, futures=0)
    assert found[-1].moved == alone.moved
    with pytest.raises(InputError, match="no month ends after"):
        next(watch_sheets(case, date(2022, 7, 2), as_of=date(2022, 7, 15), store=watched, futures=0))


def test_next_dates_are_those_of_the_case_after_the_day(watched, case):
    found = watch_sheet(case, date(2022, 11, 30), as_of=DAY, store=watched, futures=0)
    names = [one.name for one in found.triggers]
    assert names == ["Taiwan", "United States"]
    later = watch_sheet(case, SINCE, as_of=date(2023, 11, 7), store=watched, futures=0).triggers
    assert [str(one.on or one.year) for one in later] == sorted(str(one.on or one.year) for one in later)


def test_a_signpost_that_is_crossed_is_told_with_its_threshold_and_count(watched, case, tmp_path):
    """Forty missiles are reached in December 2022; from four years on none can be, and the sheet says that none is open."""
    file = tmp_path / "signposts.json"
    for first, said in (
        (2021, "Crossed in 2022-"),
        (2026, "1 signpost may still be"),
        (None, "None of 1 signpost is open"),
    ):
        one = made.line("missile-launches") if first else made.line("disputes_protege")
        years = {"first_year": first or 2021, "year": (first or 2021) + 4, "signposts": [one]}
        file.write_text(made.signposts().model_copy(update=years).model_dump_json())
        text = sheet_text(watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0, signposts=file))
        assert said in " ".join(text.split())
        assert ("missiles by now, 40 or more" in text) == (first == 2021)


def test_forecasts_that_fall_due_are_read_from_a_ledger(watched, case, tmp_path):
    found = watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0)
    assert found.due is None
    with pytest.raises(InputError, match=r"none\.jsonl"):
        watch_sheet(case, SINCE, as_of=DAY, store=watched, futures=0, ledger=tmp_path / "none.jsonl")


def test_days_in_the_wrong_order_and_a_missing_store_are_refused(watched, case, tmp_path):
    with pytest.raises(InputError, match="--since 2022-12-31 is not before 2022-12-31"):
        watch_sheet(case, DAY, as_of=DAY, store=watched)
    with pytest.raises(InputError, match="there is no store at"):
        watch_board(case, as_of=DAY, store=tmp_path / "none.duckdb")


def test_an_own_indicator_without_a_baseline_is_refused_and_one_that_ships_is_told(watched, case, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "indicators:\n  - {name: own, title: Own, source: cns, unit: missile, since: 2022-01-01, informs: missile-launches}\n"
    )
    before = watched.read_bytes()
    with pytest.raises(InputError, match="indicator 'own' has no baseline: cns covers 12 whole months"):
        watch_board(case, as_of=DAY, store=watched, own=own)
    assert watched.read_bytes() == before


def test_pages_are_whole_in_every_format(watched, case):
    found = watch_board(case, as_of=DAY, store=watched)
    page = board_page(found)
    assert page.pdf().startswith(b"%PDF")
    assert "Annex" not in page.html()
    with zipfile.ZipFile(io.BytesIO(page.docx())) as document:
        assert b"Annex" not in document.read("word/document.xml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("board", "us-rok", "--format", "pdf"), "is for a file and not for a screen"),
        (("board", "us-rok", "--out", "board.xyz"), "cannot tell the format"),
        (("sheet", "us-rok", "--since", "soon"), "--since 'soon' is not a day"),
        (("sheet", "us-rok", "--since", "2022-01-01", "--monthly"), "give --out FOLDER"),
        (("board", "us-rok", "--store", "none.duckdb"), "there is no store at none.duckdb"),
    ],
)
def test_commands_refuse_in_one_line(monkeypatch, capfd, tmp_path, words, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["foedus", "watch", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    err = capfd.readouterr().err
    assert stopped.value.code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1


def test_the_command_writes_the_board_as_json(watched, monkeypatch, tmp_path, capfd):
    monkeypatch.setattr(
        "sys.argv",
        [
            "foedus",
            "watch",
            "board",
            "us-rok",
            "--as-of",
            str(DAY),
            "--store",
            str(watched),
            "--out",
            str(tmp_path / "b.json"),
        ],
    )
    with pytest.raises(SystemExit) as stopped:
        main()
    assert not stopped.value.code
    assert json.loads((tmp_path / "b.json").read_text())["format"] == "foedus.watch-board/1"


def test_the_workbench_tells_the_board(watched, tmp_path):
    board = watch_board("us-rok", store=watched, as_of=DAY)
    path = tmp_path / "board.json"
    path.write_text(board.model_dump_json())
    told = {
        each.name: each.text
        for each in beside(SimpleNamespace(case="us-rok", horizon=20, beliefs="literature"), [path])
    }
    assert told["board"] == as_text(board)
    assert told["discover"] is None

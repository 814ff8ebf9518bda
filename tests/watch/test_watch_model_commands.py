"""`foedus watch price`, `backtest`, `nowcast`, `signposts` and `ledger` as a person meets them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.watch import files
from tests.watch.made import line, priced, signposts

from foedus.watch import alarm

AS_OF = "2022-07-15"
YOUNG = """
indicators:
  - {{name: {}, title: Own, source: cns, unit: missile, since: 2022-01-01, informs: missile-launches}}
"""


@pytest.fixture
def filled(run, tmp_path):
    """A store with made-up missiles of 1998 to June 2022: one in two months, and three a month from March 2022."""
    random, months = np.random.default_rng(1), np.datetime64("1998-01") + np.arange(294)
    counts = np.where(months < np.datetime64("2022-03"), random.poisson(0.5, 294), 9)
    days = [f"{month}-{day + 1:02d}" for month, n in zip(months, counts, strict=True) for day in range(n)]
    files.write(tmp_path / "m.csv", files.CNS, *map(files.missile, days))
    assert run("update", "us-rok", "m.csv", "--through", "2022-07-14", "--as-of", AS_OF).returncode == 0
    return run


@pytest.fixture
def cheap(monkeypatch):
    """Prices that nobody counts, where a test is of something else."""
    monkeypatch.setattr(alarm, "known_price", lambda baseline, asked, **_: tuple(priced(each) for each in (0.6,)))


def test_the_price_of_an_alarm_is_printed_by_threshold(filled):
    done = filled("price", "us-rok", "dprk-launch-days", "dprk-nuclear-tests", "--runs", "20", "--as-of", AS_OF)
    assert done.returncode == 0
    assert "threshold  false alarm in 8 years  rises found" in done.stdout
    assert done.stdout.count("*") == 2
    assert "no baseline: too few months are known." in done.stdout
    told = json.loads(
        filled("price", "us-rok", "dprk-launch-days", "--runs", "20", "--as-of", AS_OF, "--format", "json").stdout
    )
    [one] = told["indicators"]
    assert [each["chosen"] for each in one["prices"]].count(True) == 1
    assert 0.3 < one["level"] < 0.8


def test_a_new_alarm_is_written_down_once(filled, cheap, tmp_path):
    when = ("--as-of", "2022-05-10")
    first = filled("ledger", "us-rok", *when)
    assert (first.returncode, first.stderr) == (0, "")
    assert "entry 1: the level of dprk-launch-days stays up, " in first.stdout
    again = filled("ledger", "us-rok", *when, "--format", "json")
    assert len(json.loads(again.stdout)["entries"]) == 2
    assert len((tmp_path / "ledger.jsonl").read_text().splitlines()) == 2
    assert (
        "No new alarm as of 2021-12-01; nothing is written."
        in filled("ledger", "us-rok", "--as-of", "2021-12-01").stdout
    )


def test_signposts_become_indicators_that_the_board_reads(filled, tmp_path):
    given = signposts().model_copy(update={"first_year": 2022, "year": 2024})
    (tmp_path / "signposts.json").write_text(given.model_dump_json())
    done = filled("signposts", "us-rok", "signposts.json", "--make", "own.yaml", "--as-of", AS_OF)
    assert (done.returncode, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    assert "missile-launches: at least 40 missiles by 2024. Not crossed: 36 so far." in said
    assert (
        "Not watched, because no indicator of the case counts it: disputes_protege: at least 40 missiles by 2024"
        in said
    )
    told = json.loads(
        filled("indicators", "us-rok", "--indicators", "own.yaml", "--as-of", AS_OF, "--format", "json").stdout
    )
    [made] = [one for one in told["indicators"] if one["name"] == "signpost-missile-launches"]
    assert made["months"] == 293


def test_a_nowcast_says_what_each_indicator_moves(filled, cheap):
    done = filled("nowcast", "us-rok", "--futures", "16", "--horizon", "2", "--as-of", AS_OF)
    said = " ".join(done.stdout.split())
    assert "dprk-launch-days: says nothing of months that the fit of missile-launches has not seen." in said
    assert "dprk-nuclear-tests: no file of its source has been read." in said
    assert "china-taiwan-sorties: informs nothing in the simulator." in said
    assert "so the odds are those of the case." in said


@pytest.mark.data
def test_the_past_is_played_as_of_each_month(filled):
    done = filled("backtest", "us-rok", "--from", "2018-01", "--to", "2022-06", "--runs", "20")
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    assert "- the detector: 1 alarm: 2022-0" in said
    assert "around 2012 none" in said
    assert "too few to show any skill" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("price", "us-rok", "dprk-launchdays"),
            "unknown indicator 'dprk-launchdays'; did you mean 'dprk-launch-days'",
        ),
        (("backtest", "us-rok", "--from", "2003"), "first '2003' is not a month as YYYY-MM"),
        (("backtest", "us-rok", "--from", "2020-01", "--to", "2019-01"), "first 2020-01 is not before last 2019-01"),
        (("backtest", "us-rok", "--from", "1998-06"), "no indicator has 24 months known before 1998-06"),
        (("signposts", "us-rok", "m.csv"), "is not an answer on signposts of this version"),
        (("signposts", "us-rok", "s.json", "--make", "s.txt"), "--make s.txt does not end in .yaml"),
        (("signposts", "us-rok", "s.json", "--make", "s.yaml", "--out", "s.yaml"), "is named as make and as out"),
        (("ledger", "us-rok", "--ledger", "m.csv"), "m.csv"),
        (
            ("backtest", "us-rok", "--from", "2018-01", "--to", "2030-01"),
            "last 2030-01 is after 2022-06, the last month",
        ),
        (("price", "us-rok", "mine", "--indicators", "young.yaml"), "indicator 'mine' has no baseline"),
        (("ledger", "us-rok", "--indicators", "young.yaml"), "indicator 'mine' has no baseline"),
        (("backtest", "us-rok", "--indicators", "young.yaml"), "indicator 'mine' has no baseline"),
        (("board", "us-rok", "--indicators", "shipped.yaml"), "indicator 'dprk-missiles' has no baseline"),
        (("board", "us-rok", "--out", "s.duckdb", "--format", "json"), "is named as store and as out"),
        (("price", "us-rok", "--as-of", "soon"), "--as-of 'soon' is not a day as YYYY-MM-DD"),
    ],
)
def test_a_refusal_is_one_line_with_code_2_and_leaves_nothing(filled, cheap, tmp_path, words, said):
    (tmp_path / "s.json").write_text(signposts().model_dump_json())
    for file, name in (("young.yaml", "mine"), ("shipped.yaml", "dprk-missiles")):
        (tmp_path / file).write_text(YOUNG.format(name))
    before, there = (tmp_path / "s.duckdb").read_bytes(), sorted(each.name for each in tmp_path.iterdir())
    done = filled(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert (tmp_path / "s.duckdb").read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == there


def test_signposts_of_which_none_is_counted_make_no_file(filled, tmp_path):
    given = signposts().model_copy(update={"signposts": [line("disputes_protege")]})
    (tmp_path / "s.json").write_text(given.model_dump_json())
    done = filled("signposts", "us-rok", "s.json", "--make", "own.yaml")
    assert (done.returncode, (tmp_path / "own.yaml").exists()) == (2, False)
    assert "none of the 1 signposts passes and is counted" in done.stderr

"""foedus evaluate: names, refusals, later years from a folder, and the table of forecasts."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from foedus.cli import app
from foedus.data.catalog import files_first, locate, located, source
from foedus.data.panel.build import build_panel
from foedus.errors import DataError, FoedusError
from foedus.estimate.samples import initiation
from foedus.evaluate import later, registry, run
from foedus.evaluate.forecasters.own import LOGITS, initiation_sample
from foedus.evaluate.forecasts import Forecasts
from foedus.evaluate.tasks import disputes
from foedus.evaluate.windows import HORIZONS

REFUSED = [
    (["initation"], "unknown equation or outcome 'initation'; did you mean 'initiation'?"),
    (["joyning"], "did you mean 'joining'?"),
    (["nothing"], "outcome/joining"),
    (["outcome/initiation"], "unknown outcome 'initiation'"),
    (["war", "--years", "2011"], "years '2011' is not A:B"),
    (["war", "--years", "2005:2001"], "years 2005:2001 contain no year"),
    (["war", "--model", "full"], "models can be chosen for disputes only"),
    (["war", "--horizons", "1,x"], "horizons '1,x' is not a list of whole numbers"),
    (["war", "--table", "a.txt"], "a.txt: cannot tell the format from '.txt'; name it .parquet or .csv"),
    (["war", "--table", "nowhere/a.csv"], "the folder nowhere does not exist"),
    (["war", "--table", "/proc/a.csv"], "/proc/a.csv cannot be written"),
    (["war", "--table", ".csv"], ".csv: cannot tell the format from ''; name it .parquet or .csv"),
    (["war", "--out", "a.pdf"], "a.pdf: cannot tell the format from '.pdf'; end the name in .txt or .text or .json"),
    (["war", "--out", "a.json", "--format", "text"], "has the suffix of json, but --format is text"),
    (["war", "--chart", "/proc/a.png"], "/proc/a.png cannot be written"),
    (["war", "--data", "nowhere"], "--data nowhere is not a folder"),
    (
        ["war", "--data", "{tmp}"],
        "contains no file of the catalogue, for example conflict/cow_mid5_directed.csv",
    ),
    (["growth-cinc", "--chart", "a.png"], "growth-cinc forecasts amounts"),
]


def evaluate(*arguments):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


@pytest.mark.parametrize(("arguments", "says"), REFUSED)
def test_the_command_refuses_in_one_line(arguments, says, tmp_path):
    done = evaluate(*(each.format(tmp=tmp_path) for each in arguments))
    assert isinstance(done.exception, FoedusError)
    assert says in str(done.exception)
    assert "\n" not in str(done.exception)


def test_the_list_has_every_equation_and_outcome_under_a_name_that_finds_it():
    named = [line.split()[0] for line in evaluate("list").output.splitlines()[1:]]
    tasks = [registry.task(name) for name in named]
    assert len(tasks) == len(registry.EQUATIONS) + len(registry.OUTCOMES) == len({(t.kind, t.name) for t in tasks})


@pytest.mark.parametrize(
    ("origins", "years", "last", "ahead"),
    [
        ([1990], None, 2010, [1, 5, 10, 20]),
        ([2010], (2011, 2014), 2014, [1, 4]),
        ([1990, 2000], None, 2004, [1, 5, 10]),
    ],
)
def test_usual_horizons_are_those_that_end_by_the_last_year(origins, years, last, ahead):
    assert run._horizons(registry.task("initiation"), origins, None, years, last) == ahead
    assert run._horizons(registry.task("war"), origins, None, years, last) == [1]
    assert set(ahead) - {4} <= set(HORIZONS)


def test_what_never_happened_is_not_scored_and_named():
    def made(horizon, outcome, forecast=True):
        y = np.array(outcome, dtype=float)
        return Forecasts(1990, horizon, {}, {"one": y / 2} if forecast else {}, y, np.arange(len(y)))

    kept, said = run._with_events([made(1, [0, 0]), made(5, [0, 0]), made(5, [0, 1]), made(9, [], forecast=False)])
    assert [each.horizon for each in kept] == [5, 5]
    assert said == ["Without an event, and so not scored: 1 year ahead, all; 9 years ahead, all."]


def test_a_horizon_lies_in_the_years_if_all_its_years_do():
    def at(horizon, target):
        return Forecasts(1990, horizon, {}, {}, np.empty(0), np.empty(0), target=target)

    assert run._inside(at(10, disputes.WITHIN), (1991, 2000))
    assert not run._inside(at(10, disputes.WITHIN), (1992, 2000))
    assert not run._inside(at(11, disputes.WITHIN), (1991, 2000))
    assert run._inside(at(11, disputes.YEARLY), (1992, 2000))


@pytest.mark.parametrize("equation", ["treaty-formation"])
def test_an_equation_without_rivals_is_its_whole_self(equation):
    one = LOGITS[equation].specifications["full"]
    assert one.terms == LOGITS[equation].terms
    assert registry.EQUATIONS[equation].rivals == {"full": one}


@pytest.mark.parametrize(
    "name",
    [
        "conflict/cow_mid5_directed_to2010.csv",
        "cow_mid5_directed_to2010.parquet",
        "cow-mid-directed.csv",
        "cow_mid5_directed_2011_2014.csv",
        "conflict/cow_mid5_directed.csv",
    ],
)
def test_a_file_is_found_by_its_place_its_name_or_the_key_of_its_source(name, tmp_path):
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.touch()
    (tmp_path / "cow_mid5_directed_whittled_2011_2014.parquet").touch()
    assert later._in(tmp_path, "cow-mid-directed") == path
    assert later._in(tmp_path, "gml-directed") is None


def test_a_file_of_ones_own_goes_first_while_it_is_open_and_no_longer(tmp_path):
    path = tmp_path / "mine.csv"
    with files_first({"cow-nmc": path}):
        assert locate("cow-nmc") == path
    with suppress(DataError):  # no publishers' files on this machine
        assert locate("cow-nmc") != path


@pytest.mark.parametrize(
    ("years", "dispute", "says"),
    [
        ([2011, 2013], [1, 2], "no dispute-year of 2012, though there are some of 2013"),
        ([2011, 2011], [1, 1], "repeat"),
    ],
)
def test_later_disputes_with_a_hole_or_a_row_twice_are_refused(years, dispute, says):
    rows = pl.DataFrame({"dispnum": dispute, "ccode1": 2, "ccode2": 20, "year": years})
    with pytest.raises(DataError, match=says):
        later._check(rows, Path("mid.csv"), 2010)


def test_what_ends_before_a_year_is_carried_to_it_and_nothing_else():
    assert later.carried(("contiguity", "majors", "democracy"), 2013) == {}
    assert later.carried(("contiguity", "majors", "disputes"), 2018) == {"contiguity": "carry:2"}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A folder with the whole of a later COW MID under its name, and one with its later part alone: those of 2011 to 2014,
    as if of 2015 to 2018."""
    try:
        before, last = located("cow-mid-directed")
    except DataError:
        pytest.skip("COW MID 5 is absent")
    whole, part = (tmp_path_factory.mktemp(each) for each in ("whole", "part"))
    (whole / "conflict").mkdir()
    late = pl.read_csv(last, infer_schema=False).with_columns((pl.col("year").cast(pl.Int32) + 4).cast(pl.String))
    every = [pl.read_csv(each, infer_schema=False) for each in (before, last)]
    pl.concat([*every, late]).write_csv(whole / source("cow-mid-directed").file)
    late.write_csv(part / "cow_mid5_directed_2015_2018.csv")
    return whole, part


@pytest.mark.data
def test_the_whole_file_and_its_later_part_give_the_same_disputes(folders):
    found = []
    for folder in folders:
        with later.opened(folder) as opened:
            found.append(opened.later)
    assert found[0].directed.equals(found[1].directed)
    assert found[0].last == found[1].last == 2018


@pytest.mark.data
def test_disputes_and_peace_to_the_usual_end_are_those_of_the_panel(folders):
    with later.opened(folders[1]) as opened:
        made = opened.later.outcomes(directed=False, groups=()).frame
    years = (1990, 2014)
    panel = build_panel("dyad-year", years, ["disputes", "peace"]).frame
    made = made.filter(pl.col("year").is_between(*years)).sort("ccode1", "ccode2", "year")
    for name in ("onset", "ongoing", "peace", "peace_censored"):
        assert made[name].to_list() == panel[name].to_list(), name


@pytest.mark.data
def test_the_sample_of_initiation_goes_on_and_does_not_change_before(folders):
    with later.opened(folders[1]) as opened:
        longer = initiation_sample(opened.later)
    usual = initiation.sample()
    before = longer.where(longer["year"] <= 2014)
    for name in usual.arrays:
        np.testing.assert_array_equal(before[name], usual[name], err_msg=name)
    assert usual["initiated"][usual["year"] > 2010].sum() == 124
    assert longer["year"].max() == 2018
    assert longer["initiated"][longer["year"] > 2014].sum() > 90
    assert any(key.startswith("cow-mid-directed") for key in longer.sources)


@pytest.mark.data
def test_the_command_scores_the_years_asked_for_and_writes_a_table(tmp_path):
    table, out = tmp_path / "rows.parquet", tmp_path / "found.json"
    done = evaluate(
        *("treaty-end", "--origin", 1985, "--origin", 1990, "--years", "1991:2000", "--horizons", "10"),
        *("--table", table, "--format", "json", "--out", out),
    )
    assert done.exit_code == 0, done.exception
    found = json.loads(out.read_text())
    rows = pl.read_parquet(table)
    assert (rows["year"].min(), rows["year"].max()) == (1991, 2000)
    assert set(rows["origin"]) == {1985, 1990} == set(found["origins"])
    cell = found["cells"][0]
    one = rows.filter(forecaster="patrons")
    assert (one.height, one["outcome"].sum()) == (cell["rows"], cell["events"])
    assert one["probability"].sum() == pytest.approx(cell["expected"]["patrons"], rel=1e-3)
    brier = ((one["probability"] - one["outcome"]) ** 2).mean()
    assert brier == pytest.approx(cell["scores"]["patrons"]["brier"][0], rel=1e-3)
    assert "mixture" not in cell["scores"]


@pytest.mark.data
def test_years_that_are_not_coded_are_refused_and_what_is_coded_is_said(folders):
    done = evaluate("treaty-end", "--origin", 1990, "--years", "1991:2020", "--data", folders[1])
    assert "years 1991:2020 are not all coded: treaty-end is coded from" in str(done.exception)


@pytest.mark.data
@pytest.mark.parametrize(
    ("arguments", "says", "not_said"),
    [
        (["treaty-end", "--origin", 3000], "origin 3000 leaves no year to score: treaty-end is coded from", "horizon"),
        (["treaty-end", "--origin", 1900, "--years", "1901:1905"], "years 1901:1905 are not all coded", "--data"),
        (["initiation", "--years", "2015:2018"], "for later ones give --data a folder", "horizon"),
    ],
)
def test_years_out_of_reach_are_refused_with_the_advice_that_helps(arguments, says, not_said):
    said = str(evaluate(*arguments).exception)
    assert says in said
    assert not_said not in said

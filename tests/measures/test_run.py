"""Measures over years: the table agrees with the runs, small tables by hand, refusals, and the publishers' files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from inspect import getdoc

import numpy as np
import polars as pl
import pytest

from foedus.data.catalog import source
from foedus.errors import DataError, InputError
from foedus.measures import run as module
from foedus.measures.run import run
from foedus.measures.table import measures

STATES = pl.DataFrame(
    {
        "ccode": [2, 200, 255, 365],
        "stateabb": ["USA", "UKG", "GMY", "RUS"],
        "start": [date(1816, 1, 1)] * 4,
        "end": [date(2016, 12, 31)] * 4,
    },
    schema_overrides={"ccode": pl.Int16},
)
PACTS = pl.DataFrame(
    {"ccode1": [2, 200, 200, 255], "ccode2": [200, 2, 255, 365], "year": [1950] * 4, "atop_defense": [1, 1, 1, 0]},
    schema_overrides={"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16},
).with_columns(atop_offense=0, atop_neutral=0, atop_nonagg=1 - pl.col("atop_defense"), atop_consul=0)
TABLES = {
    "cow-states": STATES,
    "atop-dyads": PACTS,
    "gml-directed": pl.DataFrame({"ccode1": [2, 255], "ccode2": [255, 2], "year": [1950] * 2}),
    "cow-nmc": pl.DataFrame({"ccode": [2, 200, 255], "year": [1950] * 3, "cinc": [0.5, 0.3, 0.2]}).with_columns(
        **dict.fromkeys(("milex", "milper", "irst", "pec", "tpop", "upop"), pl.col("cinc") * 100)
    ),
    "cow-majors": pl.DataFrame({"ccode": [2, 200], "start": [date(1945, 1, 1)] * 2, "end": [date(1960, 1, 1)] * 2}),
    "cow-trade": pl.DataFrame(
        {"ccode1": [2, 2], "ccode2": [200, 255], "year": [1950] * 2, "imports": [3.0, 1.0], "exports": [1.0, None]}
    ),
    "wdi-gdp": pl.DataFrame({"ccode": [2, 200], "year": [1950] * 2, "gdp_current": [4e8, 1e8]}),
    "unga-roll-calls": pl.DataFrame({"rcid": range(12), "session": [5] * 12}),
    "unga-votes": pl.DataFrame(
        [
            (rcid, code, 1 + (rcid % 3 if code == 2 else (rcid + code) % 3))
            for rcid in range(12)
            for code in (2, 200, 365)
        ],
        schema=["rcid", "ccode", "vote"],
        orient="row",
    ),
    "unga-ideal-points": pl.DataFrame(
        {"ccode": [2, 200, 255], "year": [1950] * 3, "ideal": [2.0, 2.0, None]}, schema_overrides={"year": pl.Int16}
    ),
    "capitals": pl.DataFrame(
        {
            "ccode": [2, 200],
            "start": [date(1900, 1, 1)] * 2,
            "end": [date(2024, 12, 31)] * 2,
            "lat": [38.9, 51.5],
            "lng": [-77.0, -0.1],
            "capital": ["Washington", "London"],
        }
    ),
    "min-distance": pl.DataFrame({"ccode1": [2], "ccode2": [200], "year": [1950], "mindist": [3300.0]}),
}


@pytest.fixture(autouse=True)
def coverage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every source covers every year, so that small tables of 1950 will do; not where the real files are read."""
    if not request.node.get_closest_marker("data"):
        monkeypatch.setattr(module, "source", lambda key: replace(source(key), first_year=1816, last_year=2020))


def over(name: str, **options: object) -> pl.DataFrame:
    return run(name, (1950, 1950), read=TABLES.__getitem__, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", measures())
def test_every_measure_runs_and_has_its_keys_and_a_docstring(name: str) -> None:
    row = measures()[name]
    found = over(name, states="USA,UKG") if row.rows == "bloc-year" else over(name)
    assert found.height
    keys = {
        "year": ["year"],
        "bloc-year": ["year"],
        "state-year": ["ccode", "state", "year"],
        "dyad-year": ["ccode1", "ccode2", "state1", "state2", "year"],
    }
    expected = keys[row.rows.removeprefix("directed-")]
    assert found.columns[: len(expected)] == expected
    assert found["year"].unique().to_list() == [1950]
    assert all(not found[column].is_nan().any() for column in found.columns if found[column].dtype.is_float())
    assert len(getdoc(row.function) or "") > 80


def test_no_run_is_without_a_row() -> None:
    assert set(module._RUNS) == set(measures())


def value(table: pl.DataFrame, column: str, **keys: object) -> float:
    return table.row(by_predicate=pl.all_horizontal(pl.col(k) == v for k, v in keys.items()), named=True)[column]


def test_by_hand() -> None:
    assert value(over("cinc"), "cinc", ccode=2) == pytest.approx(0.5)
    assert value(over("poles"), "poles", among="all") == 2
    assert value(over("parity"), "lead", among="majors") == pytest.approx(5 / 3)
    # The United States and the United Kingdom owe each other defence, and the latter Germany besides.
    assert value(over("s-score"), "s_absolute", ccode1=2, ccode2=200) == pytest.approx(1 - 2 * 3 / 12)
    assert value(over("degree"), "degree", ccode=200) == 2
    assert value(over("degree"), "degree", ccode=365) == 0  # a promise of non-aggression makes no friend
    assert value(over("dependence"), "dependence", ccode2=200) == pytest.approx(4 / 400)
    assert value(over("dependence"), "dependence_other", ccode2=200) == pytest.approx(4 / 100)
    assert value(over("dependence"), "dependence", ccode2=255) is None
    assert value(over("minimum-distance"), "minimum_distance", ccode1=2, ccode2=200) == 3300
    assert value(over("capital-distance"), "capital_distance", ccode1=2, ccode2=255) is None


def test_a_bloc_by_hand() -> None:
    # Both directions of a pact are one pact, which counts as a treaty too.
    assert over("tightness", states="USA,UKG").row(0) == (1950, 0.75, 1.0, 1.0, 1.0, None)
    # Of two of the three pairs a pact; no ideal point of Germany, so that neither nearness nor the index is known.
    assert over("tightness", states="GMY,USA,UKG").row(0)[1:] == pytest.approx((None, None, 2 / 3, 2 / 3, None))
    # A promise of non-aggression is a treaty below a pact.
    assert over("tightness", states="GMY,RUS").row(0)[3:] == (0.0, 1.0, None)


def test_a_bloc_with_a_state_that_is_no_member_is_unknown() -> None:
    gone = STATES.with_columns(end=pl.when(pl.col("ccode") == 200).then(date(1949, 6, 1)).otherwise("end"))
    tables = TABLES | {"cow-states": gone}
    found = run("tightness", (1949, 1950), states="USA,UKG", read=tables.__getitem__)
    assert found["pacts"].to_list() == [0.0, None]


def test_friends_and_enemies() -> None:
    found = over("balance-triangle")
    assert found.row(0) == (1950, 3, 2, 1, 0.0)  # two friends of one state at odds: the triangle is unbalanced


def test_votes_instead_of_alliances() -> None:
    found = over("s-score", data="unga")
    assert found["ccode1"].to_list() == [2, 2, 200]
    same = 1 + np.arange(12) % 3
    other = 1 + (np.arange(12) + 200) % 3
    assert value(found, "s_absolute", ccode1=2, ccode2=200) == pytest.approx(1 - 2 * np.abs(same - other).sum() / 24)


def test_states_choose_rows() -> None:
    assert over("tau-b", states=["usa"]).height == 3
    assert over("tau-b", states=["USA", "255"])["ccode2"].to_list() == [255]
    assert over("degree", states=["USA", "RUS"])["ccode"].to_list() == [2, 365]


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("s-scor", {}, "did you mean 's-score'"),
        ("s-score", {"data": "votes"}, "unknown data 'votes'"),
        ("degree", {"data": "unga"}, "does not compare portfolios"),
        ("tightness", {"states": ["USA"]}, "tightness is of two or more states, got 1; write for example CHN,RUS,PRK"),
        ("tightness", {"states": ["USA", "2"]}, "named twice"),
        ("poles", {"states": ["USA"]}, "one number for the whole system"),
        ("cinc", {"states": ["Korea"]}, "unknown state 'Korea'; write a COW abbreviation"),
        ("cinc", {"years": (1960, 1950)}, "end before they begin"),
        ("cinc", {"years": (1700, 1950)}, "cinc reads cow-nmc, which cover 1816:2020; years 1700:1950 are outside"),
    ],
)
def test_refusals(name: str, options: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        run(name, **({"years": (1950, 1950), "read": TABLES.__getitem__} | options))  # type: ignore[arg-type]


def test_progress_is_told_by_year() -> None:
    told: list[tuple[int, int, str]] = []
    over("blocs", progress=lambda *step: told.append(step))
    assert told == [(0, 1, "year 1950")]


@pytest.fixture
def foedus(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The command line in this process: exit code, output, errors."""
    from foedus.cli import main

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["foedus", *arguments])
        with pytest.raises(SystemExit) as stop:
            main()
        text = capsys.readouterr()
        return int(stop.value.code or 0), text.out, text.err

    return call


def test_the_list_names_every_measure(foedus: Callable[..., tuple[int, str, str]]) -> None:
    code, text, _ = foedus("measure", "list")
    assert code == 0
    assert [line.split()[0] for line in text.splitlines()[1:]] == list(measures())


@pytest.mark.data
def test_the_command_shows_and_writes(foedus: Callable[..., tuple[int, str, str]], tmp_path: object) -> None:
    code, text, _ = foedus("measure", "degree", "--years", "2000:2001")
    assert code == 0
    assert text.splitlines()[0].split() == ["ccode", "state", "year", "degree", "strength"]
    assert "more rows; --out FILE.csv writes all" in text
    out = f"{tmp_path}/degree.csv"
    assert foedus("measure", "degree", "--years", "2000:2001", "--states", "USA", "--out", out)[0] == 0
    assert pl.read_csv(out)["ccode"].to_list() == [2, 2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["degree"], "degree needs --years A:B"),
        (["degre", "--years", "2000:2001"], "did you mean 'degree'"),
        (["degree", "--years", "2000"], "years '2000' is not A:B"),
        (["degree", "--years", "2000:2001", "--out", "x.txt"], "name it .parquet or .csv or .xlsx"),
    ],
)
def test_the_command_refuses_in_one_line(
    foedus: Callable[..., tuple[int, str, str]], arguments: list[str], words: str
) -> None:
    code, text, error = foedus("measure", *arguments)
    assert (code, text, len(error.splitlines())) == (2, "", 1)
    assert words in error


def test_a_missing_file_is_one_line(
    foedus: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path))
    code, _, error = foedus("measure", "degree", "--years", "2000:2001")
    assert code == 2
    assert "source 'cow-states' is not at" in error
    with pytest.raises(DataError):
        run("degree", (2000, 2001))

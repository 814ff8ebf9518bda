"""`foedus watch update` and `foedus watch indicators` as a person meets them."""

from __future__ import annotations

import json

import pytest
from tests.watch import files


def test_what_was_read_is_told_with_what_is_wrong_with_it(run, tmp_path):
    rows = [
        files.missile("2022-11-02"),
        files.missile("2022-11-02"),
        files.missile("then"),
        files.missile("2022-11-18"),
    ]
    path = files.write(tmp_path / "m.csv", files.CNS, *rows)
    done = run("update", "us-rok", "m.csv", "--through", "2022-12-31", "--as-of", "2023-11-07")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "m.csv: CNS North Korea Missile Test Database: missiles flown",
        "  4 rows: 2 new, 1 twice in the file, 1 malformed. A row counts missile.",
        "  events of 2022-11-02 to 2022-11-18; cns is covered to 2022-12-31.",
        "  2022-11-19 to 2022-12-31: no row in the file; by --through these are days without an event.",
        "  line 4 is no event: date 'then' is no date of the form YYYY-MM-DD or YYYY-MM.",
        "",
        "store: s.duckdb",
    ]
    again = run("update", "us-rok", path, "--format", "json")
    found = json.loads(again.stdout)["files"][0]
    assert (found["already"], found["kept"], found["known"]) == (True, 0, 2)


def test_indicators_are_listed_before_and_after_anything_is_read(run, tmp_path):
    before = json.loads(run("indicators", "us-rok", "--format", "json").stdout)
    assert {one["months"] for one in before["indicators"]} == {None}
    files.write(tmp_path / "m.csv", files.CNS, files.missile("2019-01-01"), files.missile("2022-11-18"))
    run("update", "us-rok", "m.csv")
    said = run("indicators", "us-rok", "--as-of", "2022-12-31").stdout

    assert "46 whole months are known, to 2022-10; last event 2022-11-18." in said
    assert "no file of beyond-parallel has been read." in said
    assert "informs nothing in the simulator: no equation of the simulator reads flights" in " ".join(said.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("update", "us-rok", "none.csv"), "none.csv: it does not exist"),
        (("update", "us-rok", "m.csv", "--feed", "cn"), "unknown feed 'cn'; did you mean 'cns'"),
        (("update", "us-rok", "m.csv", "--as-of", "soon"), "--as-of 'soon' is not a day as YYYY-MM-DD"),
        (("update", "us-rok", "m.csv", "--feed", "cns", "--mapping", "dprk-russia"), "both say what a file is"),
        (("update", "us-rok", "g.CSV", "--through", "2022-12-01"), "--through is for lists, and gdelt covers the days"),
        (("update", "us-rok", "m.csv", "--feed", "gdelt"), "is no file of gdelt as its publisher documents it"),
        (("indicators", "us-rok", "--indicators", "none.yaml"), "cannot read none.yaml"),
        (("update", "us-rok", "m.csv", "--store", "."), ". is a folder; give the name of a file"),
        (("update", "us-rok", "m.csv", "--store", "/dev/null"), "it leads to a device"),
        (("update", "us-rok", "m.csv", "--store", "m.csv"), "m.csv cannot be opened as a store"),
        (("indicators", "us-rok", "--as-of", "20231001"), "--as-of '20231001' is not a day as YYYY-MM-DD"),
        (
            ("board", "us-rok", "--as-of", "9999-12-31"),
            "--as-of 9999-12-31 is in the future; give a day from 1816-01-01 to",
        ),
        (
            ("sheet", "us-rok", "--since", "0001-01-01"),
            "--since 0001-01-01 is before any source; give a day from 1816-01-01",
        ),
    ],
)
def test_a_refusal_is_one_line_with_code_2_and_leaves_nothing(run, tmp_path, words, said):
    files.write(tmp_path / "m.csv", files.CNS, files.missile("2022-11-02"))
    files.reports(tmp_path / "g.CSV", files.report(1, "20221102"))
    done = run(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["g.CSV", "m.csv"]


def test_a_store_is_a_file_whatever_it_is_called(run, tmp_path):
    files.write(tmp_path / "m.csv", files.CNS, files.missile("2022-11-02"))
    assert run("update", "us-rok", "m.csv", "--store", ":memory:").returncode == 0
    assert "read before: 1 row of cns" in run("update", "us-rok", "m.csv", "--store", ":memory:").stdout


@pytest.mark.parametrize("damage", ["cut", "changed", "another"])
def test_a_damaged_store_is_refused_in_one_line_and_left_as_it_is(run, tmp_path, damage):
    import duckdb

    files.write(tmp_path / "m.csv", files.CNS, files.missile("2022-11-02"))
    store = tmp_path / "damaged.duckdb"
    run("update", "us-rok", "m.csv", "--store", store)
    content = store.read_bytes()
    if damage == "cut":
        store.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        store.write_bytes(content[: 3 * 4096] + bytes(len(content) - 3 * 4096))
    else:
        with duckdb.connect(str(store)) as connection:
            connection.execute("DROP TABLE files; CREATE TABLE files (a INTEGER)")
    before = store.read_bytes()
    for words in (("update", "us-rok", "m.csv"), ("indicators", "us-rok")):
        done = run(*words, "--store", store)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert "damaged.duckdb" in done.stderr
        assert "in use" not in done.stderr
    assert store.read_bytes() == before


def test_a_mapping_that_ships_is_found_in_capitals(run, tmp_path):
    (tmp_path / "p.csv").write_text("a\n1\n")
    assert (
        "is no file of joint-air-patrols" in run("update", "us-rok", "p.csv", "--mapping", "Joint_Air_Patrols").stderr
    )


@pytest.mark.data
def test_the_publishers_files_are_read_whole(run):
    import os
    from pathlib import Path

    folder = Path(os.environ["FOEDUS_DATA"]) / "neasia"
    names = (
        "missile_tests_cns_to2023-11.csv",
        "provocations_beyond_parallel_to2023-11.csv",
        "taiwan_adiz_daily_to2023-11.csv",
    )
    done = run("update", "us-rok", *(folder / name for name in names), "--format", "json")
    found = json.loads(done.stdout)["files"]
    assert [one["rows"] for one in found] == [258, 375, 733]
    assert [one["malformed"] for one in found] == [0, 0, 0]
    assert [one["kept"] for one in found] == [258, 375, 674]

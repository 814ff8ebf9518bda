"""foedus data, as a person meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.data.publisher import HEAD, KEY, NEW, OLD, catalogued, publishing, put_old, sha256, unmeasured
from typer.testing import CliRunner, Result

from foedus.cli import app, main
from foedus.data.catalog import places, sources


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["data", *map(str, words)])


def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: object) -> str:
    """What a refused command says: one line on standard error, nothing else, exit code 2."""
    monkeypatch.setattr("sys.argv", ["foedus", "data", *map(str, words)])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    assert stopped.value.code == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    return said.err


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "data"))
    unmeasured(monkeypatch)
    return tmp_path / "data"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_bytes(NEW)
    return path


def test_the_list_has_a_line_a_source_and_says_what_can_be_fetched() -> None:
    head, *lines = run("list").stdout.splitlines()
    assert head.split() == ["name", "title", "version", "latest", "years", "licence", "file", "known", "fetch"]
    assert [line.split()[0] for line in lines] == list(sources())
    fetched = [key for key, line in zip(sources(), lines, strict=True) if line.endswith(" get")]
    assert fetched == [key for key, each in sources().items() if each.fetched]


def test_the_list_as_json_is_the_catalogue() -> None:
    listed = json.loads(run("list", "--format", "json").stdout)
    assert [each["key"] for each in listed] == list(sources())
    assert {"version", "first_year", "last_year", "cite", "address"} <= set(listed[0])


def test_import_then_status(root: Path, mine: Path) -> None:
    put_old(places(KEY)[0])
    done = run("import", KEY, mine)
    kept = places(KEY)[0].with_name(f"cow_majors2024.csv.{sha256(OLD)[:12]}.old")
    assert done.stdout == (
        f"{KEY}: 101 rows, {len(NEW):,} bytes, SHA-256 {sha256(NEW)[:12]}..., at {places(KEY)[0]} "
        f"(imported from mine.csv); the file before it is kept as {kept}\n"
        "  version 2024, unverified: no file of this version is known, its rows were checked\n"
        "  read 101 rows, kept 101\n"
        "  whether its states are members in their years was not checked: import cow-states first\n"
    )
    said = run("status").stdout
    assert said.startswith(f"data root: {root} (set by FOEDUS_DATA)\n")
    line = next(line for line in said.splitlines() if line.startswith(f"{KEY} "))
    assert line.split()[1:4] == ["present", f"{len(NEW):,}", sha256(NEW)[:12]]
    found = json.loads(run("status", "--format", "json").stdout)
    assert found["root"] == str(root)
    assert next(each for each in found["sources"] if each["key"] == KEY)["record"]["sha256"] == sha256(NEW)


def test_status_writes_nothing(root: Path) -> None:
    assert run("status").exit_code == 0
    assert not root.exists()


def test_get_goes_on_to_the_next_source_after_a_refusal(tmp_path: Path) -> None:
    with publishing() as publisher, catalogued(tmp_path, address=publisher.address):
        done = run("get", "gml-disputes", KEY, KEY)
    assert done.exit_code == 2
    assert done.stdout.startswith(f"{KEY}: 101 rows")
    assert done.stdout.count(KEY) == 1
    assert "source 'gml-disputes' is at https://bit.ly/gml_mid_221, but the address is a shortener" in done.stderr


def test_get_leaves_what_is_here(tmp_path: Path) -> None:
    with publishing() as publisher, catalogued(tmp_path, address=publisher.address) as place:
        put_old(place)
        done = run("get", KEY)
        assert publisher.asked == []
        assert (done.exit_code, done.stdout) == (0, f"{KEY}: already at {place}; --force fetches it again\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["get", "cow-stats"], "unknown source 'cow-stats'; did you mean 'cow-states'?"),
        (["get", "gml-disputes", "cow-stats"], "unknown source 'cow-stats'"),
        (["import", "cow-stats", "x.csv"], "unknown source 'cow-stats'"),
        (["import", KEY, "nowhere.csv"], "nowhere.csv does not exist; give the publisher's file"),
        (["cite", "cow-stats"], "unknown source 'cow-stats'"),
        (["list", "--format", "xml"], "'xml' is not one of"),
    ],
)
def test_a_refusal_is_one_line(
    words: list[str], message: str, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert message in refused(capsys, monkeypatch, *words)
    assert not root.exists()


def test_force_takes_another_version(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    older = tmp_path / "older.csv"
    older.write_text(f"{HEAD}200,1816,1,1,2012,12,31\n", encoding="utf-8")
    assert "accept this one with --accept-changed" in refused(capsys, monkeypatch, "import", KEY, older)
    assert run("import", KEY, older, "--force").exit_code == 0


def test_cite_as_text_and_as_bibtex() -> None:
    text = run("cite", "cow-nmc", "cow-states").stdout.splitlines()
    assert [line.split(" (")[0] for line in text] == [
        "Correlates of War Project",
        "Singer, J. David, Bremer, Stuart & Stuckey, John",
        "Singer, J. David",
    ]
    assert run("cite", "cow-nmc", "--format", "bibtex").stdout.count("@") == 2


def test_without_a_word_the_help_is_shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["foedus", "data"])
    with pytest.raises(SystemExit) as stopped:
        main()
    said = capsys.readouterr()
    assert stopped.value.code == 2
    assert "import" in said.out
    assert said.err == ""

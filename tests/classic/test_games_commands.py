"""The commands bargain, deter, deter-fit and race as a person meets them: words, JSON, pictures, refusals."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.cases.filled import filled

from foedus.classic.bargaining_answer import BargainAnswer
from foedus.classic.deterrence_answer import DeterAnswer, Game
from foedus.classic.issue import Issue
from foedus.classic.race_answer import RaceAnswer
from foedus.classic.strategic_file import ProbitAnswer, Specification
from foedus.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "games.md"
GAME = """title: A strait
precision: 1
challenger: {name: East, status_quo: 0, concede: 1, back_down: -0.6, war: -0.2}
defender: {name: West, status_quo: 1, concede: -0.5, back_down: 0.8, war: -0.3}
"""


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["foedus", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capsys.readouterr()
        return stopped.value.code or 0, said.out, said.err

    return call


@pytest.fixture
def game(tmp_path):
    path = tmp_path / "strait.yaml"
    path.write_text(GAME, encoding="utf-8")
    return path


@pytest.fixture
def arms(tmp_path):
    path = tmp_path / "arms.csv"
    rows = [f"{1950 + i},{10 + i + (i * 7) % 5},{20 + 2 * i - (i * 3) % 7}" for i in range(25)]
    path.write_text("\n".join(["year,east,west", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def few(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("year,east,west\n1909,115,84\n1910,119,85\n1911,128,87\n1912,145,94\n", encoding="utf-8")
    return path


def test_bargaining_works_without_data_files(run, monkeypatch):
    monkeypatch.setenv("FOEDUS_DATA", "/nowhere")
    code, out, _ = run("bargain", "us-rok-cost-sharing", "--draws", 50)
    assert code == 0
    for words in (
        "Nine games in ten end between",
        "Scholz, Calbert and Smith 2011",
        "illustrative",
        "13.9",
        "Side by side",
    ):
        assert words in out
    code, out, _ = run("bargain")
    assert "rok-nuclear-armament" in out


def test_deterrence_works_without_data_files(run, monkeypatch):
    monkeypatch.setenv("FOEDUS_DATA", "/nowhere")
    code, out, _ = run("deter", "us-rok")
    assert code == 0
    for words in ("North Korea challenges", "belief that the patron fights", "elicited", "not of a year"):
        assert words in out


def test_a_case_file_is_a_case_and_not_a_game(run, tmp_path):
    code, out, _ = run("deter", filled(tmp_path))
    assert code == 0
    assert "Adversaria against Protecta, with Patria as its patron" in out


def test_a_game_of_ones_own_is_the_worked_example(run, game):
    code, out, _ = run("deter", game, "--format", "json")
    assert code == 0
    found = json.loads(out)["found"]
    assert [round(found[move], 6) for move in ("challenge", "resist", "press")] == [0.52716, 0.65508, 0.598688]


def test_a_race_says_how_it_stands_to_plainer_forecasts(run, arms, few):
    code, out, _ = run("race", arms)
    assert code == 0
    assert "last year's figure" in out
    assert "error / own past" in out
    assert "too few to tell the two sides apart" in run("race", few)[1]


def schema_of(answer, out):
    found = json.loads(out)
    assert answer.model_validate(found).model_dump(mode="json") == found
    return found


def test_json_is_what_its_schema_says(run, game, arms):
    schema_of(BargainAnswer, run("bargain", "rok-nuclear-armament", "--draws", 20, "--format", "json")[1])
    schema_of(DeterAnswer, run("deter", "us-rok", "--format", "json")[1])
    schema_of(DeterAnswer, run("deter", game, "--format", "json")[1])
    schema_of(RaceAnswer, run("race", arms, "--format", "json")[1])


@pytest.mark.parametrize("model", [BargainAnswer, DeterAnswer, RaceAnswer, ProbitAnswer, Issue, Game, Specification])
def test_every_field_stands_in_the_reference_page(model):
    text = PAGE.read_text(encoding="utf-8")
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        for field in part.get("properties", {}):
            assert re.search(rf"`{field}`", text), f"{part['title']}.{field}"


@pytest.mark.parametrize("suffix", ["png", "svg", "html"])
def test_pictures_are_written_in_every_format(run, tmp_path, suffix):
    chart = tmp_path / f"picture.{suffix}"
    assert run("deter", "us-rok", "--chart", chart)[0] == 0
    content = chart.read_bytes()
    assert content.startswith({"png": b"\x89PNG", "svg": b"<svg", "html": b"<!doctype html>"}[suffix])
    assert b"http" not in content.replace(b"http://www.w3.org", b"")
    assert [path.name for path in tmp_path.iterdir()] == [chart.name]


@pytest.mark.parametrize(
    "words", ["bargain us-rok-cost-sharing --draws 20", "bargain rok-nuclear-armament --draws 20", "race FILE"]
)
def test_pictures_say_who_plays(run, tmp_path, arms, words):
    chart = tmp_path / "picture.svg"
    assert run(*words.replace("FILE", str(arms)).split(), "--chart", chart)[0] == 0
    said = " ".join(
        x.text or "" for x in ElementTree.fromstring(chart.read_text(encoding="utf-8")).iter() if x.tag.endswith("text")
    )
    wanted = {"us-rok-cost-sharing": "White House", "rok-nuclear-armament": "China", "FILE": "east"}
    assert wanted[words.split()[1]] in said
    assert "NaN" not in said


def test_the_picture_of_few_years_is_that_of_the_sum(run, tmp_path, few):
    chart = tmp_path / "sum.svg"
    assert run("race", few, "--chart", chart)[0] == 0
    assert "1910-1911" in chart.read_text(encoding="utf-8")


REFUSALS = [
    ("bargain us-rok-cost-share", "did you mean 'us-rok-cost-sharing'"),
    ("bargain us-rok-cost-sharing --variant scholz", "unknown variant 'scholz'"),
    ("bargain us-rok-cost-sharing --rounds 0", "rounds 0 is not allowed: 1 to 10,000"),
    ("bargain us-rok-cost-sharing --draws 0", "draws 0"),
    ("bargain us-rok-cost-sharing --seed -1", "Input should be greater than or equal to 0"),
    ("bargain us-rok-cost-sharing --chart picture.gif", "picture's format from '.gif'"),
    ("bargain us-rok-cost-sharing --chart nowhere/picture.png", "the folder nowhere does not exist"),
    ("bargain us-rok-cost-sharing --out a.svg --chart a.svg", "named by both --out and --chart"),
    ("deter us-rock", "did you mean 'us-rok'"),
    ("deter us-rok --lambda -1", "lambda -1 is not allowed: 0"),
    ("deter us-rok --belief 2", "belief 2 is not allowed"),
    ("deter us-rok --belief nan", "belief nan is not allowed"),
    ("deter us-rok --lambda inf", "lambda inf is not a finite number"),
    ("deter us-rok --challenger JPN", "unknown challenger 'JPN'"),
    ("deter strait.yaml --belief 0.5", "a game file states its payoffs itself"),
    ("deter missing.yaml", "cannot read missing.yaml"),
    ("deter-fit missing.csv --spec missing.yaml", "cannot read missing.yaml"),
    ("race", "name the sides:"),
    ("race arms.csv --states AAA,BBB", "has its own spending"),
    ("race arms.csv --sides east,north", "unknown column 'north'"),
    ("race --states ROK,PRK --years 1990", "is not A:B"),
    ("race missing.csv", "cannot read missing.csv"),
]


@pytest.mark.usefixtures("game", "arms")
@pytest.mark.parametrize(("words", "said"), REFUSALS, ids=[words for words, _ in REFUSALS])
def test_bad_input_is_one_line_and_exit_two(run, tmp_path, words, said):
    before = sorted(tmp_path.iterdir())
    code, out, err = run(*words.split())
    assert code == 2
    assert out == ""
    assert len(err.strip().splitlines()) == 1, err
    assert said in err
    assert sorted(tmp_path.iterdir()) == before


def test_a_game_file_is_checked_with_its_line(run, tmp_path, game):
    game.write_text(GAME.replace("precision: 1", "precision: -1").replace("war: -0.3", "war: much"), encoding="utf-8")
    code, _, err = run("deter", game)
    assert code == 2
    assert f"{game}:2: precision: " in err
    assert f"{game}:4: defender.war: " in err

"""foedus landscape and foedus balance as a person meets them: words, JSON, pictures and refusals."""

import json
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from foedus.classic.balance_answer import BalanceAnswer
from foedus.classic.landscape_answer import LandscapeAnswer
from foedus.cli import app
from foedus.errors import InputError

LANDSCAPE = "name,size,A,B,C,D\nA,1,,2,-1,1\nB,1,2,,-1,1\nC,1,-1,-1,,1\nD,1,1,1,1,\n"
NETWORK = "i,j,sign\nA,B,1\nB,C,-1\nA,C,-1\nC,D,1\nA,D,1\n"


COMMANDS = [("landscape", "states.csv"), ("landscape", "us-rok", "--draws", 5), ("balance", "ties.csv")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "states.csv").write_text(LANDSCAPE)
    (tmp_path / "ties.csv").write_text(NETWORK)
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


def said(*arguments):
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_case_is_answered_without_the_publishers_files(monkeypatch):
    monkeypatch.setenv("FOEDUS_DATA", "/nowhere")
    text = said("landscape", "us-rok", "--draws", 20)
    assert (
        "One alignment is stable: United States, South Korea and Japan against North Korea, China and Russia." in text
    )
    assert "under 20 sets of weights" in text
    assert "All 32 alignments were surveyed." in text
    assert all(len(line) <= 200 for line in text.splitlines())


def test_the_json_is_the_answer_and_the_same_each_time():
    arguments = ("landscape", "us-rok", "--states", "all", "--draws", 20, "--format", "json")
    first = said(*arguments)
    answer = LandscapeAnswer.model_validate_json(first)
    assert answer.format == "foedus.landscape/1"
    assert (answer.configurations, len(answer.actors), len(answer.pairs)) == (2048, 12, 66)
    assert sum(line.basin for line in answer.alignments) == pytest.approx(1.0)
    assert answer.pairs[0].terms.keys() == {row.term for row in answer.weights}
    assert said(*arguments) == first


def test_a_file_has_no_weights_and_so_no_draws(folder):
    answer = LandscapeAnswer.model_validate_json(said("landscape", "states.csv", "--format", "json"))
    assert answer.draws == 0
    assert answer.weights == []
    assert answer.alignments[0].basin_draws is None
    text = said("landscape", "states.csv")
    assert "states.csv" in text
    assert "weights" not in text


def test_three_blocs_are_allowed(folder):
    answer = json.loads(said("landscape", "states.csv", "--blocs", 3, "--format", "json"))
    assert answer["configurations"] == 14
    assert max(len(line["blocs"]) for line in answer["alignments"]) <= 3


def test_balance_of_a_file(folder):
    answer = BalanceAnswer.model_validate_json(said("balance", "ties.csv", "--format", "json"))
    assert (answer.actors, answer.positive, answer.negative, answer.frustrated) == (4, 3, 2, 1)
    assert answer.proved
    assert sorted(name for side in answer.sides for name in side) == list("ABCD")
    assert sum(tie.frustrated for tie in answer.ties) == 1
    assert "No split in two leaves fewer than 1 of 5 ties out of place (proved)." in said("balance", "ties.csv")


def test_without_time_the_text_says_so(folder):
    text = said("balance", "ties.csv", "--time-limit", "1e-9")
    assert "not proved" in text
    assert "give more with --time-limit" in text


@pytest.mark.parametrize(
    "command", [("landscape", "states.csv"), ("landscape", "us-rok", "--draws", 5), ("balance", "ties.csv")]
)
@pytest.mark.parametrize("suffix", ["png", "svg", "html"])
def test_pictures_are_whole_files(folder, command, suffix):
    path = folder / f"picture.{suffix}"
    said(*command, "--chart", path)
    content = path.read_bytes()
    if suffix == "png":
        assert content.startswith(b"\x89PNG")
        return
    text = content.decode()
    svg = ElementTree.fromstring(text[text.index("<svg") : text.rindex("</svg>") + 6])
    words = " ".join("".join(node.itertext()) for node in svg.iter() if node.tag.endswith("text"))
    assert "alignments" in words or "ties" in words
    assert sorted(file.name for file in folder.iterdir()) == sorted(["states.csv", "ties.csv", path.name])


REFUSALS = [
    (["landscape"], "name the states:"),
    (["landscape", "--states", "USA,ROK"], "--states with --year"),
    (["landscape", "us-rok", "--year", "2010"], "has its own date"),
    (["landscape", "states.csv", "--year", "2010"], "has its own states"),
    (["landscape", "states.csv", "--size", "gdp"], "leave out --states, --year, --size, --draws"),
    (["landscape", "absent.csv"], "cannot read absent.csv"),
    (["landscape", "us-rok", "--states", "USA,XYZ"], "unknown state 'XYZ'"),
    (["landscape", "us-rok", "--size", "gdp"], "gdp is unknown or 0 in 2023 for North Korea"),
    (["landscape", "us-rok", "--blocs", "7"], "blocs 7 is not allowed"),
    (["landscape", "us-rok", "--draws", "0"], "draws 0 is not allowed"),
    (["landscape", "us-rok", "--chart", "x.gif"], "cannot tell the picture's format from '.gif'"),
    (["landscape", "us-rok", "--chart", "nowhere/x.png"], "the folder nowhere does not exist"),
    (["landscape", "us-rok", "--chart", "x.svg", "--out", "x.svg"], "named by both --out and --chart"),
    (["balance"], "a .csv file of ties, or --year"),
    (["balance", "ties.csv", "--year", "2000"], "has its own ties"),
    (["balance", "ties.csv", "--window", "3"], "leave out --states, --year and --window"),
    (["balance", "ties.csv", "--time-limit", "0"], "time limit 0 is not allowed"),
    (["balance", "--year", "2015"], "year 2015 is not allowed"),
]


@pytest.mark.parametrize(
    ("arguments", "message"), REFUSALS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_bad_input_is_refused_in_one_line_and_nothing_is_written(folder, arguments, message):
    done = run(*arguments)
    assert isinstance(done.exception, InputError)
    assert message in str(done.exception)
    assert "\n" not in str(done.exception)
    assert done.stdout == ""
    assert len(list(folder.iterdir())) == 2


def test_a_dash_is_the_screen_and_a_suffix_tells_the_format(folder):
    plain = run("landscape", "us-rok")
    assert run("landscape", "us-rok", "--out", "-").stdout == plain.stdout
    assert run("landscape", "us-rok", "--out", "found.json").exit_code == 0
    assert json.loads((folder / "found.json").read_text(encoding="utf-8"))["format"] == "foedus.landscape/1"
    assert [path.name for path in folder.iterdir() if path.suffix == ".json"] == ["found.json"]

"""The command line as a person meets it: exit codes and one-line refusals included, of each kind one in its own process."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.assessment.one_candidate import ASKED

import foedus
from foedus.cli import main
from foedus.world.case import case_notes, new_case

FOEDUS = [sys.executable, "-m", "foedus"]
SMALL = ("assess", "us-rok", "--futures", 60, "--horizon", 4, "--format", "json")


def process(*arguments, cwd=None):
    """A command in a process of its own."""
    command = [*FOEDUS, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=300, check=False)


@pytest.fixture
def run(monkeypatch, capfd, tmp_path):
    """A command in this process and an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        words = [*map(str, arguments)]
        monkeypatch.setattr(sys, "argv", ["foedus", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capfd.readouterr()
        return subprocess.CompletedProcess(words, int(stopped.value.code or 0), said.out, said.err)

    return call


@pytest.fixture(scope="module")
def answer():
    done = process(*SMALL)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_answer_is_whole(answer):
    assert answer["format"] == "foedus.answer/4"
    assert answer["by_year"] == 2027
    assert len(answer["orders"]) == 5
    assert {line["name"] for line in answer["outcomes"]} >= {"war_outside", "pact_in_force", "protege_nuclear"}
    assert len(answer["counterfactuals"]) == 9
    assert all(len(order["poles"]) == 3 for order in answer["orders"])


def test_intervals_hold_their_estimates(answer):
    known = [line for line in answer["outcomes"] if line["estimate"]["value"] is not None]
    assert len(known) > 10
    for line in known:
        numbers = line["estimate"]
        assert numbers["low"] <= numbers["value"] <= numbers["high"], line["name"]


def test_the_same_seed_gives_the_same_answer(answer, run):
    again = run(*SMALL, "--threads", 1)
    assert json.loads(again.stdout) == answer


def test_pairs_of_governments_add_up(answer):
    assert sum(line["probability"]["value"] for line in answer["governments"]) == pytest.approx(1.0)


def test_without_an_instrument_it_is_gone_from_the_start(run):
    done = run(*SMALL, "--order", "as-measured", "--without", "mutual-defense-treaty")
    found = json.loads(done.stdout)
    assert "combined-forces-command" in found["without"]
    pact = next(line for line in found["outcomes"] if line["name"] == "pact_in_force")
    assert pact["estimate"]["value"] == 0.0


def test_the_verdict_names_the_order_that_was_asked_for(run):
    orders = ("--order", "multipolar", "--order", "as-measured")
    least = [f"--specification={each}" for each in ASKED] + ["--without=mutual-defense-treaty", "--without=armistice"]
    done = run("assess", "us-rok", "--futures", 1000, *orders, *least)
    said = " ".join(done.stdout.split("  by 2043")[0].split())
    assert "In the order Multipolar, " in said
    assert "As measured" not in said


REFUSALS = [
    (["assess", "us-rok", "--without", "thad"], "unknown instrument 'thad'; did you mean 'thaad'"),
    (["assess", "us-rok", "--order", "multi-polar"], "unknown order 'multi-polar'; did you mean 'multipolar'"),
    (
        ["assess", "us-rok", "--specification", "ritch"],
        "unknown specification of initiation 'ritch'; did you mean 'rich'",
    ),
    (["assess", "us-rok", "--specification", "growth="], "is not EQUATION=NAME, for example escalation=rates"),
    (
        ["assess", "us-rok", "--specification", "escalation=rates", "--specification", "escalation=pairs"],
        "specification of escalation is asked for twice, 'rates' and 'pairs'; choose one",
    ),
    (["contest", "growth"], "unknown equation with candidate specifications 'growth'"),
    (["assess", "us-rok", "--beliefs", "optimistic"], "unknown beliefs 'optimistic'; did you mean 'optimist'"),
    (["assess", "us-rok", "--futures", "0"], "futures 0 is not allowed"),
    (["assess", "us-rok", "--futures", "-5"], "futures -5 is not allowed"),
    (["assess", "us-rok", "--futures", "many"], "Invalid value for '--futures'"),
    (["assess", "us-rok", "--horizon", "61"], "horizon 61 is not allowed: a whole number from 1 to 60 years"),
    (["assess", "us-rok", "--seed", "-1"], "seed -1 is not allowed"),
    (["assess", "us-rok", "--format", "pdf"], "'pdf' is not one of"),
    (["assess", "us-rok", "--out", "nowhere/answer.html"], "the folder nowhere does not exist"),
    (
        ["assess", "us-rok", "--format", "json", "--out", "answer.html"],
        "answer.html has the suffix of html, but --format is json; change one, or leave out --format",
    ),
    (["assess", "us-rok", "--out", "."], "is a folder"),
    (["assess", "us-rok", "--out", ".html"], ".html is a suffix without a name"),
    (["assess", "us-rok", "--out", "answer.pdf"], "end the name in .txt or .text or .json or .html or .htm or .csv"),
    (["assess", "us-rok", "--format", "xlsx"], "--format xlsx is for a file and not for a screen; add --out NAME.xlsx"),
    (["assess", "us-rok", "--format", "xlsx", "--out", "-"], "--format xlsx is for a file and not for a screen"),
    (["assess", "us-rok", "--format", "csv", "--out", "answer.xlsx"], "answer.xlsx has the suffix of xlsx"),
    (["ablate", "us-rok", "--format", "xlsx"], "--format xlsx is for a file and not for a screen"),
    (["ablate", "us-rok", "--out", "answer.md"], "cannot tell the format from '.md'"),
    (["gather", "parts", "--format", "xlsx"], "--format xlsx is for a file and not for a screen"),
    (["conditions", "us-rok", "--fails", ""], "--fails names nothing; give an outcome"),
    (["discover", "us-rok", "--fails", " "], "--fails names nothing; give an outcome"),
    (["assess", "us-rok", "--out", "/proc/answer.html"], "/proc/answer.html cannot be written"),
    (["case", "check", "missing.yaml"], "missing.yaml"),
    (["panel", "--unit", "state-year", "--years", "1990", "--out", "x.parquet"], "years '1990' is not A:B"),
    (["panel", "--unit", "state-year", "--years", "1990:1991", "--out", "x.xlsx"], "cannot tell the format"),
    (["panel", "--unit", "state-month", "--years", "1990:1991", "--out", "x.csv"], "unknown unit"),
]


@pytest.mark.parametrize(
    ("arguments", "message"), REFUSALS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_bad_input_is_one_line_and_exit_two(arguments, message, tmp_path, run):
    refused(run(*arguments), message, tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["assess", "us-rock"], "unknown case 'us-rock'; did you mean 'us-rok'"),
        (["asses", "us-rok"], "No such command 'asses'"),
    ],
    ids=["refused by the library", "refused by the shell"],
)
def test_so_it_is_in_a_process_of_its_own(arguments, message, tmp_path):
    refused(process(*arguments, cwd=tmp_path), message, tmp_path)


def refused(done, message, folder):
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert message in done.stderr
    assert list(folder.iterdir()) == []


def test_a_malformed_case_names_file_and_line(tmp_path, run):
    path = tmp_path / "broken.yaml"
    path.write_text("id: broken\ntitle: [unclosed\n", encoding="utf-8")
    done = run("case", "check", path)
    assert done.returncode == 2
    assert f"{path}:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_new_case_is_full_of_placeholders_and_never_overwritten(tmp_path, run):
    path = tmp_path / "mine.yaml"
    assert run("case", "new", path).returncode == 0
    checked = run("case", "check", path)
    assert checked.returncode == 2
    assert ": title: TODO is a placeholder" in checked.stderr
    assessed = run("assess", path)
    assert assessed.returncode == 2
    assert "Traceback" not in assessed.stderr
    before = path.read_bytes()
    again = run("case", "new", path)
    assert again.returncode == 2
    assert path.read_bytes() == before


def test_a_case_that_ships_is_copied_to_be_changed(tmp_path, run):
    path = tmp_path / "ours.yaml"
    assert run("case", "new", path, "--like", "US-ROK").returncode == 0
    assert "#" in path.read_text(encoding="utf-8")
    assert foedus.load_case(path) == foedus.load_case("us-rok").model_copy(update={"id": "ours"})


@pytest.mark.parametrize(
    ("stem", "identifier"),
    [("Ours 2026", "ours-2026"), ("us-rok", "my-us-rok"), ("\u6211", "my-us-rok"), ("a" * 300, None)]
    + [(word, "my-us-rok") for word in ("2026", "true", "null", "1e5", "Off")],
)
def test_a_copy_has_an_id_of_its_own_from_the_name_of_its_file(stem, identifier, tmp_path):
    path = tmp_path / f"{stem[:240]}.yaml"
    own = foedus.load_case(new_case(path, like="us-rok")).id
    assert own == (identifier or "a" * len(own))
    assert case_notes(path) == []


def test_a_changed_case_with_the_id_of_one_that_ships_is_told_so(tmp_path, run):
    path = new_case(tmp_path / "ours.yaml", like="us-rok")
    path.write_text(path.read_text(encoding="utf-8").replace("id: ours", "id: us-rok"), encoding="utf-8")
    assert case_notes(path) == []
    path.write_text(path.read_text(encoding="utf-8").replace("prepared for", "ready for"), encoding="utf-8")
    done = run("case", "check", path)
    assert done.returncode == 0
    assert f"{path}:4: id: 'us-rok' is a case that ships, and this one is another" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["case", "new", "{}.yaml"],
        ["case", "new", "{}"],
        ["case", "check", "{}"],
        ["case", "show", "{}"],
        ["data", "import", "cow-nmc", "{}"],
        ["data", "import", "cow-nmc", "{}.csv"],
        ["ablate", "{}"],
        ["bargain", "{}.csv"],
        ["race", "{}.csv"],
        ["posterior", "{}.npz"],
        ["verify", "{}"],
        ["panel", "--unit", "{}", "--years", "1990:2000", "--out", "p.csv"],
    ],
    ids=" ".join,
)
def test_a_name_with_a_line_break_is_told_on_one_line(command, tmp_path, monkeypatch, run):
    monkeypatch.setenv("FOEDUS_DATA", str(tmp_path / "data"))
    (tmp_path / "two\nlines.csv").write_text("a,b\n")
    done = run(*(word.format("two\nlines") for word in command))
    assert (done.stdout + done.stderr).count("\n") == 1
    assert "two\\nlines" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from-data", "USA, PHL"], "give both --from-data and --as-of"),
        (["--as-of", "2018-01-01"], "give both --from-data and --as-of"),
        (["--like", "us-rock"], "unknown case 'us-rock'; did you mean 'us-rok'?"),
        (
            ["--like", "us-rok", "--from-data", "USA, PHL", "--as-of", "2018-01-01"],
            "give --like or --from-data, not both",
        ),
        (["--from-data", "USA, PHL", "--as-of", "2018"], "--as-of '2018' is not a day as YYYY-MM-DD"),
        (["--from-data", "USA, PHL", "--as-of", "9999-01-01"], "is after today"),
    ],
)
def test_a_case_that_cannot_be_drafted_is_refused_in_one_line(options, said, tmp_path, run):
    done = run("case", "new", tmp_path / "mine.yaml", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "options", "begins"),
    [
        ("answer.html", (), "<!doctype html>"),
        ("answer.json", (), "{"),
        ("answer.txt", (), "Is the US-ROK"),
        ("answer.text", ("--format", "text"), "Is the US-ROK"),
        ("answer", ("--format", "json"), "{"),
    ],
)
def test_an_answer_goes_to_a_file_in_the_format_of_its_name_and_leaves_nothing_beside_it(
    name, options, begins, tmp_path, run
):
    out = tmp_path / name
    asked = ("--futures", 20, "--horizon", 2, "--order", "as-measured")
    done = run("assess", "us-rok", *asked, *options, "--out", out)
    assert done.returncode == 0, done.stderr
    assert out.stat().st_size > 1000
    assert out.read_text(encoding="utf-8").startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_an_interrupt_is_one_line_and_130_and_leaves_the_old_file(tmp_path):
    out = tmp_path / "answer.json"
    out.write_text("old", encoding="utf-8")
    process = subprocess.Popen(
        [*FOEDUS, "assess", "us-rok", "--futures", "50000000", "--format", "json", "--out", str(out)],
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=120)
    assert process.returncode == 130
    assert error.splitlines()[-1] == "foedus: interrupted; nothing was written"
    assert out.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize(
    "arguments", [["--help"], ["assess", "--help"], ["case", "--help"], ["case", "list"], ["--version"]]
)
def test_help_and_lists(arguments, run):
    done = run(*arguments)
    assert done.returncode == 0
    assert done.stdout.strip()


def test_the_schema_of_the_answer_describes_the_answer(answer, run):
    jsonschema = pytest.importorskip("jsonschema")
    done = run("answer-schema")
    jsonschema.validate(answer, json.loads(done.stdout))


def test_every_command_in_the_readme_exists(run):
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    lines = [line.split("#")[0].split() for line in readme.splitlines() if re.match(r"foedus [a-z]+ [a-z-]+", line)]
    assert lines
    for words in lines:
        command = [word for word in words[1:3] if not word.startswith("-") and "." not in word]
        assert run(*command[: 2 if command[0] == "case" else 1], "--help").returncode == 0, words

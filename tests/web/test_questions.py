"""A question over HTTP is the question of the command line: its words, its numbers, its stored answer."""

import json

import pytest
from typer.testing import CliRunner

import foedus
from foedus.cli.commands import app

from .conftest import CASE, SMALL, finished

ASKED = ["--futures", "200", "--horizon", "4", "--order", "as-measured"]


def command(*words):
    return CliRunner().invoke(app, [*words])


def plain(answer):
    """An answer without the chunks that it was counted in."""
    return {name: value for name, value in answer.items() if name != "identity"}


def test_an_assessment_is_that_of_the_command_line(client, answered):
    found = client.get(f"/api/answers/{answered.id}").json()
    said = command("assess", CASE, *ASKED, "--format", "json")
    assert said.exit_code == 0, said.output
    assert found == json.loads(said.stdout)
    assert answered.job["command"] == f"foedus assess {CASE} {' '.join(ASKED)}"


def test_the_same_question_has_the_same_stored_answer(client, answered):
    assert answered.asked.headers["location"] == f"/api/jobs/{answered.id}"
    spelt = {**SMALL, "without": [], "adherence": 0, "futures": 200.0}
    again = client.post(f"/api/cases/{CASE.upper()}/assess", json=spelt)
    assert (again.status_code, again.json()["id"]) == (200, answered.id)
    other = client.post(f"/api/cases/{CASE}/check/assess", json={**SMALL, "seed": 2})
    assert other.status_code == 200
    assert "--seed 2" in other.json()["command"]


def test_a_next_server_has_the_answer(start, client, answered):
    folder = client.app.app.state.desk.uploads._folder
    with start(folder) as second:
        again = second.post(f"/api/cases/{CASE}/assess", json=SMALL)
        assert (again.status_code, again.json()["state"]) == (200, "done")
        assert second.get(f"/api/answers/{answered.id}").content == client.get(f"/api/answers/{answered.id}").content


def test_an_answer_that_is_kept_no_more_says_so_and_is_made_again(start):
    with start() as client:
        job = finished(client, client.post(f"/api/cases/{CASE}/assess", json=SMALL).json()["id"])
        before = client.get(f"/api/answers/{job['id']}").content
        client.app.app.state.desk._answers.store.clear()
        assert client.get(f"/api/jobs/{job['id']}").json()["state"] == "forgotten"
        assert client.get(f"/api/answers/{job['id']}").status_code == 409
        asked = client.post(f"/api/cases/{CASE}/assess", json=SMALL)
        assert asked.status_code == 202
        finished(client, asked.json()["id"])
        assert client.get(f"/api/answers/{job['id']}").content == before


def test_first_numbers_are_those_of_the_answer(client, answered):
    found = client.post(f"/api/cases/{CASE}/first", json=SMALL).json()
    answer = client.get(f"/api/answers/{answered.id}").json()
    assert {one["name"]: one["estimate"] for one in found["outcomes"]} == {
        one["name"]: one["estimate"] for one in answer["outcomes"]
    }
    assert {one["outcome"]: one["estimate"] for one in found["limits"]} == {
        one["outcome"]: one["estimate"] for one in answer["tolerances"]
    }
    rates = {one["name"]: one["record"] and one["record"]["pooled"] for one in answer["outcomes"]}
    assert {one["name"]: one["class_rate"] for one in found["outcomes"]} == rates


def test_first_numbers_say_what_is_so_by_definition(client):
    def defined(*without):
        found = client.post(f"/api/cases/{CASE}/first", json={**SMALL, "without": without}).json()
        return {one["name"] for one in found["outcomes"] if one["by_definition"]}

    own = {item.id: item.kind for item in foedus.load_case(CASE).instruments if item.own}
    [pact, *_] = [name for name, kind in own.items() if kind == "defence-pact"]
    other = next(name for name, kind in own.items() if kind not in ("defence-pact", "consultation"))
    assert defined() == set()
    assert defined(other) == {"integrity_kept", "upkeep"}
    assert {"integrity_kept", "upkeep", "pact_in_force"} <= defined(pact)


def test_the_answer_can_be_taken_in_every_form(client, answered):
    answer = foedus.Answer.model_validate(client.get(f"/api/answers/{answered.id}").json())
    begins = {"xlsx": b"PK", "docx": b"PK", "pdf": b"%PDF", "json": b"{", "html": b"<!doctype html>"}
    for name, address in answered.job["files"].items():
        found = client.get(address)
        assert found.status_code == 200, name
        assert found.content.startswith(begins.get(name.rpartition(".")[2], b"")), name
        assert f'filename="{CASE}-{name}"' in found.headers["content-disposition"]
    page = client.get(f"/jobs/{answered.id}/view/answer.html")
    assert page.text == foedus.as_html(answer)
    assert "sandbox" in page.headers["content-security-policy"]
    assert client.get(answered.job["files"]["answer.txt"]).text == foedus.as_text(answer)


def test_progress_is_told_as_it_comes(client):
    job = client.post(f"/api/cases/{CASE}/assess", json={**SMALL, "seed": 5}).json()
    with client.stream("GET", f"/api/jobs/{job['id']}/events") as told:
        assert told.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in told.iter_lines() if line]
    kinds = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    states = [json.loads(line.removeprefix("data: "))["state"] for line in lines if line.startswith("data: ")]
    assert kinds[-1] == "end"
    assert states[-1] == "done"
    assert set(kinds[:-1]) == {"progress"}


def test_a_condition_is_asked_as_a_what_if(client):
    asked = {"do": ["without mutual-defense-treaty"], "futures": 200, "horizon": 4, "outcome": ["war_outside"]}
    job = finished(client, client.post(f"/api/cases/{CASE}/what-if", json=asked).json()["id"])
    assert job["state"] == "done", job
    found = client.get(f"/api/what-ifs/{job['id']}").json()
    words = ["--do", "without mutual-defense-treaty", "--futures", "200", "--horizon", "4", "--outcome", "war_outside"]
    said = command("what-if", CASE, *words, "--format", "json")
    assert said.exit_code == 0, said.output
    assert found == json.loads(said.stdout)
    assert '--do "without mutual-defense-treaty"' in job["command"]
    assert client.get(f"/jobs/{job['id']}/view/chart.svg").content.lstrip().startswith(b"<svg")
    assert "Made, in all futures" in client.get(f"/jobs/{job['id']}").text
    assert client.get(f"/api/answers/{job['id']}").status_code == 404


REFUSED = [
    ("assess", {"futures": 0}, ["--futures", "0"]),
    ("assess", {"horizon": 61}, ["--horizon", "61"]),
    ("assess", {"adherence": 1.5}, ["--adherence", "1.5"]),
    ("assess", {"without": ["thad"]}, ["--without", "thad"]),
    ("assess", {"order": ["multi-polar"]}, ["--order", "multi-polar"]),
    ("assess", {"tolerance": ["war_outside=4"]}, ["--tolerance", "war_outside=4"]),
    ("assess", {"specification": ["growth="]}, ["--specification", "growth="]),
    ("assess", {"mechanism": ["nothing=off"]}, ["--mechanism", "nothing=off"]),
    ("assess", {"pact": ["RUS"]}, ["--pact", "RUS"]),
    ("what-if", {}, []),
    ("what-if", {"do": ["without"]}, ["--do", "without"]),
    (
        "what-if",
        {"do": ["without mutual-defense-treaty"], "precision": 2.0},
        ["--do", "without mutual-defense-treaty", "--precision", "2.0"],
    ),
]


@pytest.mark.parametrize(("kind", "asked", "words"), REFUSED, ids=[str(one) for _, one, _ in REFUSED])
def test_a_refusal_has_the_words_of_the_command_line(client, kind, asked, words):
    found = client.post(f"/api/cases/{CASE}/{kind}", json=asked)
    assert found.status_code == 422, found.text
    error = found.json()["error"]
    said = command(kind, CASE, *words)
    assert error["what"] == str(said.exception)
    assert set(error) == {"what", "value", "allowed", "fix", "file", "line"}


@pytest.mark.parametrize(
    "asked",
    [
        {"futures": "10"},
        {"futures": True},
        {"order": "bipolar"},
        {"order": [1]},
        {"beliefs": None},
        {"fits": "/etc"},
        {"hindsight": False},
    ],
)
def test_what_is_of_another_kind_is_refused(client, asked):
    assert client.post(f"/api/cases/{CASE}/assess", json=asked).status_code == 422


def test_a_body_that_is_no_json_is_refused(client):
    said = {"Content-Type": "application/json"}
    for body in (
        b"{",
        b'{"a": 1, "a": 2}',
        b"[" * 100_00,
        b"\xff",
        b'{"futures": 1e999}',
        b'{"seed": 12345678901234567890123}',
    ):
        assert client.post(f"/api/cases/{CASE}/assess", content=body, headers=said).status_code == 400, body[:20]
    for body in (b"[]", b"1", b"null"):
        assert client.post(f"/api/cases/{CASE}/assess", content=body, headers=said).status_code == 422, body


def test_unknown_things_are_404_in_the_same_shape(client):
    nobody = "0" * 32
    for path in (
        "/nothing",
        "/api/cases/us-rock",
        f"/api/jobs/{nobody}",
        f"/api/jobs/{nobody}/events",
        f"/api/answers/{nobody}",
    ):
        found = client.get(path)
        assert found.status_code == 404, path
        assert found.json()["error"]["what"]
    assert client.get("/api/cases/us-rock").json()["error"]["fix"] == "write 'us-rok'"
    assert client.put("/api/cases").status_code == 405

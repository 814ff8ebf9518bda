"""What is handed in is checked by line, kept under a name of its own, and no name leads to another file."""

from importlib.resources import files

import pytest

import foedus
from foedus.errors import CaseError
from foedus.web.kinds import KINDS
from foedus.web.limits import Limits
from foedus.world.beliefs import load_beliefs

from .conftest import CASE, finished

YAML = {"Content-Type": "application/yaml"}
PATHS = [
    "/etc/passwd",
    "../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/secret.yaml",
    "secret.yaml",
    "./secret.yaml",
    "us-rok.yaml",
    "C:\\secret.yaml",
    "file:///etc/passwd",
    "secret\x00.yaml",
]


@pytest.fixture(scope="module")
def text():
    return (files("foedus") / "cases" / f"{CASE}.yaml").read_text(encoding="utf-8")


@pytest.fixture
def handed(client, text):
    found = client.post("/api/cases", content=text.encode(), headers=YAML)
    yield found
    client.delete(f"/api/cases/{found.json()['name']}")


def test_a_case_is_checked_and_kept_under_a_name_of_its_content(client, handed, text):
    assert handed.status_code == 201
    name = handed.json()["name"]
    assert name.startswith(f"{CASE}-")
    again = client.post("/api/cases", content=text.encode(), headers=YAML)
    assert (again.status_code, again.json()["name"]) == (200, name)
    listed = {one["name"]: one["ships"] for one in client.get("/api/cases").json()["cases"]}
    assert (listed[name], listed[CASE]) == (False, True)
    assert client.get(f"/api/cases/{name}/file").text == text
    assert client.get(f"/cases/{name}").status_code == 200


def test_a_case_handed_in_is_asked_as_one_that_ships(client, handed):
    name, asked = handed.json()["name"], {"futures": 200, "horizon": 3, "order": ["as-measured"]}
    own = client.post(f"/api/cases/{name}/first", json=asked)
    assert own.json()["outcomes"] == client.post(f"/api/cases/{CASE}/first", json=asked).json()["outcomes"]
    command = client.post(f"/api/cases/{name}/check/assess", json=asked).json()["command"]
    assert command.startswith(f"foedus assess {name}.yaml ")


def test_it_is_there_in_the_next_server_until_it_is_removed(start, text, tmp_path):
    with start(tmp_path) as client:
        name = client.post("/api/cases", content=text.encode(), headers=YAML).json()["name"]
    with start(tmp_path) as client:
        assert client.get(f"/api/cases/{name}").status_code == 200
        assert client.delete(f"/api/cases/{name}").status_code == 204
        assert client.get(f"/api/cases/{name}").status_code == 404
    assert list((tmp_path / "cases").iterdir()) == []


def test_every_problem_is_told_with_its_line(client, text):
    broken = text.replace("horizon:", "horizonn:").replace("as_of:", "as_off:", 1)
    found = client.post("/api/cases", content=broken.encode(), headers=YAML)
    assert found.status_code == 422
    said = found.json()
    for one in (said["error"], *said["more"]):
        assert one["file"] == "case.yaml"
        assert one["line"] >= 1
        assert one["what"].startswith(f"case.yaml:{one['line']}: ")


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", b"\xff", b"a: !!python/object:os.system x", b"&a [*a]", b"a: 1\n---\nb: 2", b"\x00"],
)
def test_what_is_no_case_is_refused(client, content):
    found = client.post("/api/cases", content=content, headers=YAML)
    assert found.status_code == 422, found.text
    assert found.json()["error"]["what"].startswith("case.yaml:")


@pytest.mark.parametrize("path", PATHS)
def test_no_name_leads_to_a_file(client, path, tmp_path, monkeypatch):
    (tmp_path / "secret.yaml").write_text("secret: of the file system\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    asked = {"futures": 200, "horizon": 1}
    answers = [
        client.get(f"/api/cases/{path}".replace("\x00", "%00")),
        client.get(f"/api/cases/{path}/file".replace("\x00", "%00")),
        client.get(f"/static/{path}".replace("\x00", "%00")),
        client.post(f"/api/cases/{CASE}/first", json={**asked, "beliefs": path}),
        client.post(f"/api/cases/{CASE}/first", json={**asked, "order": [path]}),
        client.post(
            f"/api/cases/{CASE}/what-if", json={**asked, "order": path, "do": ["without mutual-defense-treaty"]}
        ),
        client.post(f"/api/cases/{CASE}/assess", json={**asked, "specification": [f"escalation={path}"]}),
    ]
    for found in answers:
        assert found.status_code in (400, 404, 405, 422), found.text
        assert "of the file system" not in found.text
        assert "root:" not in found.text


def test_a_case_that_ships_stays(client):
    assert client.delete(f"/api/cases/{CASE}").status_code == 403


def test_only_so_many_are_kept(start, text):
    with start(limits=Limits(uploads=1, rate=1e6, burst=10**6)) as client:
        assert client.post("/api/cases", content=text.encode(), headers=YAML).status_code == 201
        second = client.post("/api/cases", content=f"{text}\n# another\n".encode(), headers=YAML)
        assert second.status_code == 422
        assert "remove one first" in second.json()["error"]["what"]


BELIEFS = """\
name: doubter
base: literature
effects:
  defence-pact.initiation: { mean: -0.1, sd: 0.1, reason: "doubt" }
"""


def believed(client, text=BELIEFS):
    return client.post("/api/beliefs", content=text.encode(), headers=YAML)


def test_beliefs_handed_in_are_asked_with_as_the_command_reads_them(client, tmp_path):
    found = believed(client)
    assert found.status_code == 201, found.text
    name = found.json()["name"]
    assert (believed(client).status_code, believed(client).json()["name"]) == (200, name)
    asked = {"futures": 200, "horizon": 3, "order": ["as-measured"], "beliefs": name}
    job = finished(client, client.post(f"/api/cases/{CASE}/assess", json=asked).json()["id"])
    answer = client.get(f"/api/answers/{job['id']}").json()
    assert answer["beliefs"] == "doubter"
    assert f"--beliefs {name}.yaml" in job["command"]
    again = client.post(f"/api/cases/{CASE}/assess", json=asked | {"beliefs": name.upper()}).json()
    assert (again["id"], again["command"]) == (job["id"], job["command"])
    file = tmp_path / f"{name}.yaml"
    file.write_text(client.get(f"/api/beliefs/{name}/file").text, encoding="utf-8")
    own = foedus.assess(CASE, futures=200, horizon=3, orders=["as-measured"], beliefs=file, threads=1)
    assert [line["estimate"]["value"] for line in answer["outcomes"]] == [line.estimate.value for line in own.outcomes]


def test_every_question_that_takes_beliefs_takes_those_handed_in(client):
    name = believed(client).json()["name"]
    assert {"name": name, "ships": False} in client.get("/api/beliefs").json()["beliefs"]
    assert name in client.get(f"/api/cases/{CASE}").json()["beliefs"]
    taking = [kind for kind, one in KINDS.items() if any(each.choices == "beliefs" for each in one.options)]
    assert taking == ["assess", "what-if"]
    for kind in taking:
        asked = {"beliefs": name} | ({"do": ["without mutual-defense-treaty"]} if kind == "what-if" else {})
        found = client.post(f"/api/cases/{CASE}/check/{kind}", json=asked)
        assert f"--beliefs {name}.yaml" in found.json()["command"], found.text


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (
            BELIEFS.replace("mean: -0.1", "mean: no"),
            4,
            "effects.defence-pact.initiation.mean: should be a number",
        ),
        (BELIEFS.replace("sd: 0.1", "sd: 0"), 4, "effects.defence-pact.initiation.sd: is 0; allowed: above 0"),
        (BELIEFS.replace("initiation", "initiating"), 4, "did you mean 'defence-pact.initiation'?"),
        (BELIEFS.replace("doubter", "optimist"), 1, "the name of shipped beliefs; choose another"),
        (BELIEFS + "more: 1\n", 5, "more: "),
    ],
)
def test_a_belief_file_is_refused_in_the_words_of_the_command(client, tmp_path, content, line, said):
    found = believed(client, content)
    assert found.status_code == 422
    error = found.json()["error"]
    assert (error["file"], error["line"]) == ("beliefs.yaml", line)
    assert said in error["what"]
    file = tmp_path / "beliefs.yaml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        load_beliefs(file)
    lines = [error["what"], *(one["what"] for one in found.json()["more"])]
    assert "\n".join(lines) == str(refused.value).replace(str(file), "beliefs.yaml")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\xff", b"&a [*a]", b"a: 1\n---\nb: 2", b"\x00"])
def test_what_are_no_beliefs_is_refused(client, content):
    found = client.post("/api/beliefs", content=content, headers=YAML)
    assert found.status_code == 422, found.text
    assert found.json()["error"]["what"].startswith("beliefs.yaml:")


@pytest.mark.parametrize("asked", ["check/assess", "first", "assess", "check/what-if", "what-if"])
def test_an_effect_that_only_another_case_has_is_refused_with_its_line(client, asked):
    text = BELIEFS.replace("defence-pact.initiation", "cost-sharing.ending")
    name = believed(client, text).json()["name"]
    given = {"beliefs": name} | ({"do": ["without mutual-defense-treaty"]} if asked.endswith("what-if") else {})
    found = client.post(f"/api/cases/{CASE}/{asked}", json=given)
    assert found.status_code == 422
    said = f"{name}.yaml:4: effects.cost-sharing.ending: acts on nothing that the case has"
    assert found.json()["error"]["what"].startswith(said)


def test_a_belief_file_of_more_than_the_limit_is_not_read(start):
    with start(limits=Limits(upload_bytes=1000, rate=1e6, burst=10**6)) as client:
        found = believed(client, BELIEFS + "#" * 1000)
        assert found.status_code == 413
        assert found.json()["error"]["what"] == f"a body of {len(BELIEFS) + 1000:,} bytes; at most 1,000 are read"


def test_a_belief_file_is_there_in_the_next_server_until_it_is_removed(start, tmp_path):
    with start(tmp_path) as client:
        name = believed(client).json()["name"]
    with start(tmp_path) as client:
        assert client.get(f"/api/beliefs/{name}/file").text == BELIEFS
        assert client.delete(f"/api/beliefs/{name}").status_code == 204
        assert client.get(f"/api/beliefs/{name}/file").status_code == 404
        found = client.post(f"/api/cases/{CASE}/check/assess", json={"beliefs": name})
        assert (found.status_code, found.json()["error"]["value"]) == (422, name)
        assert client.delete("/api/beliefs/optimist").status_code == 403
    assert list((tmp_path / "beliefs").iterdir()) == []


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xfe", None])
def test_a_file_that_was_damaged_hides_no_other_case_and_says_why(start, text, content):
    with start() as client:
        name = client.post("/api/cases", content=text.encode(), headers=YAML).json()["name"]
        folder = client.app.app.state.desk.uploads._folder / "cases"
        if content is None:
            (folder / f"{name}.yaml").unlink()
        else:
            (folder / f"{name}.yaml").write_bytes(content)
        listed = [one["name"] for one in client.get("/api/cases").json()["cases"]]
        assert CASE in listed
        assert name not in listed
        assert client.get("/").status_code == 200
        told = client.get(f"/api/cases/{name}")
        assert (told.status_code, told.json()["error"]["what"].startswith(f"{name}.yaml")) == (422, True)
        assert client.delete(f"/api/cases/{name}").status_code == 204

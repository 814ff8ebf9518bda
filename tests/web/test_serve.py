"""The command: said where it is, ended cleanly, killed within a job, and gone on with."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foedus.cli.commands import app
from foedus.errors import InputError
from foedus.web import serve

from .conftest import CASE
from .running import servers


@pytest.fixture
def home(tmp_path):
    with servers(tmp_path) as run:
        yield run


LONG = {"futures": 400_000, "horizon": 20, "order": ["as-measured"]}


def test_killed_within_a_job_and_started_again_nothing_is_lost(home):
    first = home("--threads", "1")
    status, job = first.ask("POST", f"/api/cases/{CASE}/assess", LONG)
    assert status == 202
    first.until(job["id"], "running")
    first.end(signal.SIGKILL)
    second = home("--threads", "1")
    found = second.until(job["id"], "running")
    assert (found["question"], found["asked"]) == (job["question"], job["asked"])
    assert second.ask("DELETE", f"/api/jobs/{job['id']}")[0] == 200
    second.until(job["id"], "cancelled", within=20)
    code, said = second.end(signal.SIGINT)
    assert code == 0
    assert "Traceback" not in said


def test_the_token_is_told_once_and_not_where_it_was_chosen(home):
    chosen = "of-this-test-and-long-enough"
    running = home("--name", "alliance.example.org", FOEDUS_TOKEN=chosen)
    assert running.ask("GET", "/api/cases")[0] == 401
    assert running.ask("GET", "/api/cases", Authorization=f"Bearer {chosen}")[0] == 200
    assert running.ask("GET", "/api/cases?token=" + chosen)[0] == 401
    port = running.at.rpartition(":")[2]
    named = {"Host": f"alliance.example.org:{port}", "Authorization": f"Bearer {chosen}"}
    assert running.ask("GET", "/api/cases", **named)[0] == 200
    code, said = running.end(signal.SIGTERM)
    assert code == 0
    assert chosen not in said


def refused(*words):
    found = CliRunner().invoke(app, ["serve", *map(str, words)])
    assert isinstance(found.exception, InputError), found.output
    return str(found.exception)


def test_what_cannot_be_served_is_refused_in_one_line(tmp_path, monkeypatch):
    assert "FOEDUS_CACHE_MB is 0" in refused("--folder", tmp_path)
    assert "add --name" in refused("--host", "0.0.0.0", "--folder", tmp_path)
    monkeypatch.setenv("FOEDUS_CACHE_MB", "200")
    monkeypatch.setenv("FOEDUS_TOKEN", "short")
    assert "16 or more" in refused("--folder", tmp_path)
    monkeypatch.delenv("FOEDUS_TOKEN")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be used" in refused("--folder", tmp_path / "file")
    with serve.alone(tmp_path / "folder"):
        assert "another foedus serve uses" in refused("--folder", tmp_path / "folder")
    assert "cannot be had" in refused("--host", "198.51.100.7", "--name", "a", "--folder", tmp_path / "other")
    assert "cannot be had" in refused("--host", "a" * 80, "--name", "a", "--folder", tmp_path / "other")
    assert "threads 0 is not allowed" in refused("--threads", 0, "--folder", tmp_path / "other")
    assert "name 'http://a.example' is not allowed" in refused(
        "--name", "http://a.example", "--folder", tmp_path / "other"
    )


def test_without_the_extra_it_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setenv("FOEDUS_CACHE_MB", "200")
    monkeypatch.delitem(sys.modules, "foedus.web.app", raising=False)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    assert "pip install 'foedus[serve]'" in refused("--folder", tmp_path)


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("a.example", False),
    ],
)
def test_only_this_machine_needs_no_token(host, alone):
    assert serve.loopback(host) is alone
    assert (serve.token_for(host) is None) is alone


def test_the_framework_is_not_imported_by_the_command_line():
    words = (
        "import sys, foedus.cli.commands; print([m for m in ('fastapi', 'uvicorn', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"
    assert Path(serve.__file__).parent.name == "web"

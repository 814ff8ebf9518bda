"""One server for the tests that only ask: its folder, its store and a client, in this process."""

import os
import warnings
from types import SimpleNamespace

import pytest

from foedus.simulation.store import Store
from foedus.web.limits import Limits

pytest.importorskip("fastapi")

CASE = "us-philippines"
SMALL = {"futures": 200, "horizon": 4, "order": ["as-measured"]}
HOST = "127.0.0.1:8765"
ROOMY = Limits(futures=20_000, rate=1e6, burst=1_000_000)


def doors(token=None):
    from foedus.web.guard import Doors

    return Doors(frozenset({HOST}), token)


@pytest.fixture(scope="session")
def start(tmp_path_factory):
    """Start a server in this process: a client of it; its folder is kept where one is given."""
    with warnings.catch_warnings():  # httpx is what this project has
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient

    from foedus.web.app import application

    def made(folder=None, token=None, limits=ROOMY, **client):
        folder = folder or tmp_path_factory.mktemp("served")
        guard = application(folder, Store(folder / "results", 10**9), doors(token), limits, threads=1)
        return TestClient(guard, base_url=f"http://{HOST}", raise_server_exceptions=False, **client)

    return made


@pytest.fixture(scope="session")
def client(start):
    with start() as found:
        yield found


def finished(client, job, within=120):
    """A job when it has ended."""
    with client.stream("GET", f"/api/jobs/{job}/events", timeout=within) as told:
        for line in told.iter_lines():
            if line == "event: end":
                break
    return client.get(f"/api/jobs/{job}").json()


@pytest.fixture(scope="session")
def answered(client):
    """An assessment that was asked for and has been answered."""
    asked = client.post(f"/api/cases/{CASE}/assess", json=SMALL)
    assert asked.status_code == 202, asked.text
    job = finished(client, asked.json()["id"])
    assert job["state"] == "done", job
    return SimpleNamespace(job=job, id=job["id"], asked=asked)


@pytest.fixture(autouse=True)
def no_token(monkeypatch):
    monkeypatch.delenv("FOEDUS_TOKEN", raising=False)
    assert os.environ["FOEDUS_CACHE_MB"] == "0"

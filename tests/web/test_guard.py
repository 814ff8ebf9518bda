"""Who may ask, how often and how much."""

import asyncio

import pytest

from foedus.web.guard import HEADERS, Buckets, Doors
from foedus.web.limits import Limits

from .conftest import CASE, HOST, ROOMY, doors

TOKEN = "a token of this test, with some length".replace(" ", "-")


def test_another_name_for_this_machine_is_refused(client):
    for host in ("evil.example", "127.0.0.1", "127.0.0.1:9", f"{HOST}.evil.example", "", "user@127.0.0.1:8765"):
        found = client.get("/api/cases", headers={"Host": host})
        assert found.status_code == 421, host
        assert "is not allowed" in found.json()["error"]["what"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_pages_of_others_start_and_change_nothing(client, headers):
    before = client.get("/api/jobs").json()
    assert client.post(f"/api/cases/{CASE}/assess", json={}, headers=headers).status_code == 403
    assert client.delete(f"/api/cases/{CASE}", headers=headers).status_code == 403
    assert client.get("/api/jobs").json() == before


def test_a_form_of_another_page_cannot_ask(client):
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""):
        found = client.post(f"/api/cases/{CASE}/assess", content=b"{}", headers={"Content-Type": kind})
        assert found.status_code == 415, kind


def test_nothing_is_said_to_pages_of_others(client):
    found = client.options(
        "/api/cases", headers={"Origin": "http://evil.example", "Access-Control-Request-Method": "GET"}
    )
    for answer in (found, client.get("/api/cases", headers={"Origin": "http://evil.example"})):
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_every_answer_is_sealed(client):
    for path in ("/", "/api/cases", "/nothing", "/static/serve.js", "/api/jobs/no"):
        headers = client.get(path).headers
        assert {name for name in HEADERS if name.lower() not in headers} == set(), path
    policy = client.get("/").headers["content-security-policy"]
    assert "'unsafe" not in policy
    assert "default-src 'none'" in policy


def test_the_token_opens_by_header_and_by_cookie(start):
    with start(token=TOKEN) as client:
        assert client.get("/api/cases").status_code == 401
        assert client.get("/", headers={"Accept": "text/html"}, follow_redirects=False).headers["location"] == "/login"
        assert client.get("/api/cases", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert client.get("/api/cases", headers={"Authorization": f"Bearer {TOKEN}x"}).status_code == 401
        assert client.get("/api/cases", headers={"Cookie": "foedus=x"}).status_code == 401
        assert client.post("/api/login", json={"token": "wrong"}).status_code == 401
        assert client.get("/api/cases").status_code == 401
        opened = client.post("/api/login", json={"token": TOKEN})
        assert opened.status_code == 204
        said = opened.headers["set-cookie"]
        assert TOKEN not in said
        assert "HttpOnly" in said
        assert "samesite=strict" in said.lower()
        assert client.get("/api/cases").status_code == 200


def test_wrong_tokens_are_counted(start):
    with start(token=TOKEN, limits=Limits(rate=1e6, burst=10**6, tries=3)) as client:
        codes = [client.post("/api/login", json={"token": f"guess {k}"}).status_code for k in range(5)]
        assert codes == [401, 401, 401, 429, 429]
        assert client.get("/api/cases", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 429


def test_the_token_is_in_no_text_of_the_program(capfd):
    assert TOKEN not in repr(doors(TOKEN))
    assert Doors(frozenset(), TOKEN).opened(TOKEN)
    assert not Doors(frozenset(), None).opened("")


def test_too_many_requests_are_refused(start):
    with start(limits=Limits(rate=0.001, burst=5)) as client:
        codes = [client.get("/login").status_code for _ in range(8)]
    assert codes == [200] * 5 + [429] * 3


def test_a_bucket_fills_again():
    bucket = Buckets(rate=1e9, burst=1)
    assert all(bucket.take("a") for _ in range(5))
    assert not any(Buckets(rate=0.0, burst=0).take("a") for _ in range(5))


def test_large_bodies_are_not_read(start):
    limits = Limits(question_bytes=100, upload_bytes=1_000, rate=1e6, burst=10**6)
    with start(limits=limits) as client:
        said = {"Content-Type": "application/json"}
        assert client.post(f"/api/cases/{CASE}/assess", content=b" " * 101, headers=said).status_code == 413
        assert (
            client.post(f"/api/cases/{CASE}/assess", content=(b" " for _ in range(200)), headers=said).status_code
            == 413
        )
        assert client.post("/api/login", content=(b" " for _ in range(200)), headers=said).status_code == 413
        yaml = {"Content-Type": "application/yaml"}
        assert client.post("/api/cases", content=b"a: 1\n" * 201, headers=yaml).status_code == 413
        wrong = {**yaml, "Content-Length": "1e3"}
        assert client.post("/api/cases", content=b"a: 1\n", headers=wrong).status_code in (400, 422)


def test_more_futures_than_the_server_runs_are_refused(client):
    found = client.post(f"/api/cases/{CASE}/assess", json={"futures": ROOMY.futures + 1})
    assert found.status_code == 422
    assert "at most 20,000 are run here" in found.json()["error"]["what"]


@pytest.mark.parametrize("broken", [False, True])
def test_a_body_that_does_not_come_whole_is_refused_without_a_traceback(start, capfd, broken):
    sent, parts = [], [{"type": "http.request", "body": b"{", "more_body": True}]
    headers = [(b"host", HOST.encode()), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": f"/api/cases/{CASE}/check/assess", "headers": headers}

    async def receive():
        if parts:
            return parts.pop()
        await asyncio.sleep(0 if broken else 60)
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    with start(limits=Limits(body_seconds=0.05)) as client:
        whole = scope | {"query_string": b"", "client": ("127.0.0.1", 1), "raw_path": b"", "http_version": "1.1"}
        asyncio.run(client.app(whole, receive, send))
    assert sent[0]["status"] == 400
    assert b"did not come whole within 0.05 seconds" in sent[1]["body"]
    assert capfd.readouterr().err == ""

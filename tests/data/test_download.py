"""One file over HTTP: whatever a server does, it comes whole, or it is refused in one line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx
import pytest
from tests.data.publisher import CHANGED, HASTE, NEW, publishing

from foedus.data.files.download import download
from foedus.errors import DataError


def noted(part: Path) -> Path:
    return part.with_name(part.name + ".json")


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "file.part"


@pytest.mark.parametrize(
    "script",
    [
        [],
        ["no-range"],
        ["chunked"],
        ["there", "there"],
        ["drop", "drop"],
        ["500", "503:0"],
        ["429:0"],
        ["cut", "cut"],
        ["stall"],
        ["cut", "no-range"],
        ["cut", "other-range"],
        ["other-range"],
        ["chunked-cut"],
        ["cut", "416"],
        ["cut", "drop"],
    ],
    ids=" then ".join,
)
def test_a_file_comes_whole_in_the_end(script: list[str], part: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    with publishing(*script) as publisher:
        download(publisher.address, part, patience=HASTE, progress=lambda done, total: seen.append((done, total)))
    assert part.read_bytes() == NEW
    assert seen[-1][0] == len(NEW)
    assert seen[-1][1] in (len(NEW), None)
    assert not noted(part).exists()


def test_a_cut_file_is_gone_on_from_where_it_was(part: Path) -> None:
    with publishing("cut") as publisher:
        download(publisher.address, part, patience=HASTE)
    assert [asked.get("Range") for asked in publisher.asked] == [None, f"bytes={round(len(NEW) / 2)}-"]
    assert publisher.asked[1]["If-Range"] == '"1"'


def test_a_later_run_goes_on_from_the_part_of_an_earlier_one(part: Path) -> None:
    with publishing("cut", "cut", "cut") as publisher:
        with pytest.raises(DataError, match=r"3 times; [\d,]+ bytes are kept, the same command goes on from them"):
            download(publisher.address, part, patience=HASTE)
        have = part.stat().st_size
        download(publisher.address, part, patience=HASTE)
    assert publisher.asked[-1]["Range"] == f"bytes={have}-"
    assert part.read_bytes() == NEW


def test_a_file_that_changes_between_two_attempts_is_begun_again(part: Path) -> None:
    with publishing("cut", "changed") as publisher:
        download(publisher.address, part, patience=HASTE)
    assert part.read_bytes() == CHANGED


def test_a_part_of_another_address_or_without_a_note_is_not_gone_on_from(part: Path) -> None:
    part.write_bytes(b"something else")
    with publishing() as publisher:
        download(publisher.address, part, patience=HASTE)
        part.write_bytes(NEW[:10])
        noted(part).write_text(json.dumps({"address": "http://x", "etag": '"1"', "modified": None, "size": len(NEW)}))
        download(publisher.address, part, patience=HASTE)
    assert part.read_bytes() == NEW
    assert not any("Range" in asked for asked in publisher.asked)


def test_without_a_validator_nothing_is_joined_and_nothing_promised(part: Path) -> None:
    with publishing("cut", "cut", "cut") as publisher:
        publisher.etag = None
        with pytest.raises(DataError, match="3 times; try again later"):
            download(publisher.address, part, patience=HASTE)
        download(publisher.address, part, patience=HASTE)
    assert not any("Range" in asked for asked in publisher.asked)
    assert part.read_bytes() == NEW


def test_a_weak_etag_does_not_join_ranges(part: Path) -> None:
    with publishing("cut") as publisher:
        publisher.etag = 'W/"1"'
        download(publisher.address, part, patience=HASTE)
    assert part.read_bytes() == NEW
    assert "Range" not in publisher.asked[1]


@pytest.mark.parametrize(
    ("script", "message", "requests"),
    [
        (["404"], r"is gone \(404\); look for the file on the publisher's page, then import it", 1),
        (["410"], r"is gone \(410\)", 1),
        (["401"], r"requires a login \(401\); download the file in a browser, then import it", 1),
        (["403"], r"requires a login \(403\)", 1),
        (["418"], r"answered 418 I'm a Teapot; expected the file", 1),
        (["204"], r"answered 204 No Content; expected the file", 1),
        (["500"] * 3, r"answered 500 Internal Server Error, 3 times; try again later", 3),
        (["429:3600"], r"asks to come back in 3,600 seconds \(429\); run this again then", 1),
        (["html"], r"sent a web page where a file is due .*; download the file in a browser, then import it", 1),
        (["html-as-csv"], r"sent a web page where a file is due", 1),
        (["loop"], r"redirects more than 3 times", 4),
        (["ftp"], r"redirects to ftp://127.0.0.1/majors.csv, which is not secure; nothing was fetched", 1),
        (["no-length"], r"would hide a truncated transfer \(encoding identity, length not given\)", 1),
        (["gzip"], r"would hide a truncated transfer \(encoding gzip", 1),
        (["drop"] * 3, r"127.0.0.1 broke off \(.*\), 3 times; try again later", 3),
        (["stall"] * 3, r"127.0.0.1 fell silent for 0.1 seconds, 3 times; [\d,]+ bytes are kept", 3),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_refusal_says_what_happened_and_what_to_do(
    script: list[str], message: str, requests: int, part: Path
) -> None:
    with publishing(*script) as publisher, pytest.raises(DataError, match=message) as refused:
        download(publisher.address, part, patience=HASTE)
    assert "\n" not in str(refused.value)
    assert len(publisher.asked) == requests


def test_a_server_that_asks_to_wait_is_waited_for(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("foedus.data.files.download.time.sleep", slept.append)
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=4), usegmt=True)
    with publishing("429:2", f"503:{date}") as publisher:
        download(publisher.address, part, patience=HASTE)
    assert slept[0] == 2.0
    assert 0 < slept[1] <= 4.0


def test_pauses_double_up_to_the_longest(part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("foedus.data.files.download.time.sleep", slept.append)
    patience = replace(HASTE, tries=6, pause=1.0, longest=5.0)
    with publishing(*["500"] * 6) as publisher, pytest.raises(DataError):
        download(publisher.address, part, patience=patience)
    assert len(slept) == 5
    for pause, most in zip(slept, (1, 2, 4, 5, 5), strict=True):
        assert most / 2 <= pause <= most


def test_a_secure_address_is_never_left_for_one_that_is_not(part: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(301, headers={"Location": "http://example.org/file.csv"})

    with pytest.raises(DataError, match="not secure; nothing was fetched"):
        download("https://example.org/file.csv", part, patience=HASTE, transport=httpx.MockTransport(answer))


def test_nobody_at_the_address(part: Path) -> None:
    with publishing() as publisher:
        pass
    with pytest.raises(DataError, match=r"127.0.0.1 cannot be reached \(.*\), 3 times; try again later"):
        download(publisher.address, part, patience=HASTE)


def test_an_address_that_is_none(part: Path) -> None:
    with pytest.raises(DataError, match="is not an http or https address"):
        download("ftp://127.0.0.1/x.csv", part, patience=HASTE)

"""Answers recorded for the docs are those of today's cases and futures, and committed pictures are few and small."""

from __future__ import annotations

import gzip
import sys
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from tests.docs.documented import ROOT

import foedus
from foedus.assessment.answer import Answer
from foedus.assessment.assessment import asked_chunks
from foedus.assessment.pieces import counts, run_of
from foedus.report import numbers
from foedus.simulation.chunks import run as chunks
from foedus.simulation.study import Study

sys.path.insert(0, str(ROOT / "docs"))
gallery, pictures, sheets = import_module("gallery"), import_module("pictures"), import_module("sheets")


@pytest.mark.parametrize("name", foedus.case_names())
def test_a_recorded_answer_is_of_the_case_and_the_futures_of_today(name: str) -> None:
    """If not: 'make gallery'. Futures of an answer without hindsight take minutes of fitting to make again."""
    said = gallery.kept(name).identity
    assert said.case == foedus.load_case(name)
    if not said.hindsight:
        return
    run, study = said.runs[0], Study(said.case, seed=said.seed, horizon=said.horizon)
    [piece] = run.pieces
    [chunk] = chunks(asked_chunks(study, [(run_of(run), piece.first, piece.futures)]), None, study.threads)
    assert counts(chunk) == piece.counts


def test_an_answer_as_it_is_recorded_can_be_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = gallery.kept("us-rok")
    said = answer.identity.model_copy(
        update={"orders": {answer.order: Study(answer.identity.case).order(answer.order)}}
    )
    monkeypatch.setattr(gallery, "ANSWERS", tmp_path)
    again = Answer.model_validate_json(
        gzip.decompress(gallery.keep(answer.model_copy(update={"identity": said})).read_bytes())
    )
    assert foedus.diff(again, again).cause == "nothing"


def test_pictures_of_the_gallery_hold_the_numbers_of_the_recorded_answers() -> None:
    assert gallery.drawn() == {}


def test_committed_pictures_are_few_and_small() -> None:
    found = pictures.committed_pictures()
    assert len(found) <= pictures.MOST
    assert [path for path in found if path.stat().st_size > pictures.LARGEST] == []
    assert [path for path in found if pictures.slim(text := path.read_text(encoding="utf-8")) != text] == []


def test_a_slim_picture_keeps_words_numbers_and_description() -> None:
    svg = (
        '<svg role="img"><desc>9.25 in 2043</desc><g class="a" aria-label="b"><path d="M0.123,4h0.96" opacity="0.25"/>'
    )
    assert pictures.slim(svg) == '<svg role="img"><desc>9.25 in 2043</desc><g><path d="M0.1,4h1" opacity="0.25"/>'


@pytest.mark.parametrize("name", ["war_outside", "pact_in_force", "protege_deaths", "protege_nuclear"])
def test_the_page_of_1960_says_what_the_recorded_answer_says(name: str) -> None:
    page = (ROOT / "docs" / "explanation" / "nato-1960.md").read_text(encoding="utf-8")
    [line] = [one for one in gallery.kept("nato-1960").outcomes if one.name == name]
    assert f"| {numbers.short(line.estimate)} |" in page
    assert f"| {numbers.short(line.record.pooled)} |" in page


def test_the_change_sheets_of_every_month_are_kept_whole() -> None:
    """Each month once, in order, with every section in its order; and none of the publishers' words of events."""
    said = sheets.PAGE.read_text(encoding="utf-8")
    parts = said.split("\n## ")[1:]
    months = [f"{date(2022 + at // 12, at % 12 + 1, 1):%B %Y}" for at in range(22)]
    assert [part.splitlines()[0] for part in parts] == months
    for part in parts:
        heads = [line for line in part.splitlines() if line.isupper()]
        assert heads == [
            "IN SHORT",
            "WHAT MOVED",
            "WHAT SHOULD HAVE MOVED AND DID NOT",
            "LATE SOURCES",
            "VERDICT AND ODDS, BEFORE AND AFTER",
            "SIGNPOSTS CROSSED",
            "TO READ",
            "NEXT DATES",
            "FORECASTS DUE",
        ]
        assert "The verdict is 'not prepared', as before." in " ".join(part.split())

"""Every claim of a text is told with its check and status, and what can be computed is computed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

import foedus
from foedus.assessment import claim_checks
from foedus.assessment.claim_checks import GovernmentShare, SideChanges, TradeRatio
from foedus.assessment.claims import NO_CHECK, Claims
from foedus.cli import app
from foedus.errors import CaseError, DataError, InputError

VALID = """\
case: us-rok
text: A text
published: "2000"
known_to: "2001"
claims:
  - id: C1
    claim: One thing will be.
    kind: forecast
    check: whether it was
    status: confirmed
    evidence: It was.
    rests_on: seen
    source: A page
    resolution: { happened: true, on: "2001" }
"""


@pytest.fixture
def beside(tmp_path):
    """A case file of a user with claims beside it; returns the path of the case and what writes the claims."""
    case = tmp_path / "mine.yaml"
    case.write_bytes((Path(foedus.__file__).parent / "cases" / "us-rok.yaml").read_bytes())

    def put(text):
        (tmp_path / "mine.claims.yaml").write_text(text, encoding="utf-8")
        return case

    return put


@pytest.fixture
def absent(monkeypatch):
    """No publisher's file is at hand."""

    def read(key):
        raise DataError(f"{key}: no such file")

    monkeypatch.setattr(claim_checks.library, "read", read)


def test_without_the_publishers_files_the_stated_figures_are_told_with_their_source(absent):
    found = foedus.claims("us-rok")
    figures = [each for one in found.claims for each in one.figures]
    assert all(each.computed is None and each.not_computed and each.source for each in figures)
    text = CliRunner().invoke(app, ["claims", "us-rok"]).output
    assert "as stated, 310.2 over 191.6 billion dollars" in " ".join(text.split())
    assert "not at hand" in text


@pytest.mark.data
def test_with_the_publishers_files_every_named_computation_gives_the_stated_figure():
    figures = [each for one in foedus.claims("us-rok").claims for each in one.figures if each.not_computed != NO_CHECK]
    assert len(figures) > 15
    for each in figures:
        assert each.computed == pytest.approx(each.stated, rel=5e-3), each.what


def test_what_was_not_read_is_open_and_every_other_claim_has_a_source(absent):
    for one in foedus.claims("us-rok").claims:
        assert (one.source is None) == (one.rests_on == "nothing")
        assert one.source or one.status == "open"
        assert (one.kind == "forecast" and one.status != "open") == (one.happened is not None)


def test_the_json_of_the_command_is_the_answer(absent):
    done = CliRunner().invoke(app, ["claims", "us-rok", "--format", "json"])
    assert Claims.model_validate_json(done.output) == foedus.claims("us-rok")


def test_a_case_without_claims_is_told_in_one_line():
    done = CliRunner().invoke(app, ["claims", "us-philippines"])
    assert isinstance(done.exception, InputError)
    assert str(done.exception) == "the case us-philippines states no claims; cases that do: us-rok"


def test_claims_beside_a_case_file_are_read(beside):
    found = foedus.claims(beside(VALID))
    assert [(one.id, one.happened, one.settled_on) for one in found.claims] == [("C1", True, "2001")]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("happened: true", "happened: false", 14, "contradicts the status confirmed"),
        ("kind: forecast", "kind: fact", 14, "is of forecasts only"),
        ("rests_on: seen", "rests_on: nothing", 12, "so the claim is open, not confirmed"),
        ("    source: A page\n", "", 6, "a claim that is confirmed needs one"),
        ("status: confirmed", "status: true", 10, "status"),
        ("case: us-rok", "case: us-philippines", None, "not of the case us-rok"),
    ],
)
def test_a_wrong_file_of_claims_is_refused_by_line(beside, old, new, line, said):
    with pytest.raises(InputError) as refused:
        foedus.claims(beside(VALID.replace(old, new)))
    assert said in str(refused.value)
    if line is not None:
        assert isinstance(refused.value, CaseError)
        assert f"mine.claims.yaml:{line}: " in str(refused.value)


def test_a_case_file_with_nothing_beside_it_says_where_claims_go(beside):
    case = beside("")
    case.with_name("mine.claims.yaml").unlink()
    with pytest.raises(InputError, match=r"states no claims; put them beside it in mine\.claims\.yaml"):
        foedus.claims(case)


STATES = pl.DataFrame({"stateabb": ["USA", "ROK", "CHN"], "ccode": [2, 732, 710]})


def reads(**tables):
    return lambda key: {"cow-states": STATES, **tables}[key]


def test_shares_and_changes_of_sides_by_hand():
    """Ten days: the patron is conservative on all, the protege progressive from the sixth; an acting president changes none."""
    rows = [
        (2, "conservative", date(2000, 1, 1)),
        (732, "conservative", date(2000, 1, 1)),
        (732, "conservative", date(2000, 1, 3)),
        (732, "progressive", date(2000, 1, 6)),
    ]
    table = pl.DataFrame(rows, schema=["ccode", "bloc", "start"], orient="row")
    read = reads(presidents=table)
    asked = {"patron": "USA", "patron_side": "conservative", "protege": "ROK", "protege_side": "progressive"}
    days = {"first": "2000-01-01", "last": "2000-01-10"}
    share = GovernmentShare.model_validate({"by": "government-share", **asked, **days})
    assert share.compute(read) == 0.5
    changes = SideChanges.model_validate({"by": "side-changes", "state": "ROK", **days})
    assert changes.compute(read) == 1.0
    with pytest.raises(DataError, match="no presidents of both"):
        GovernmentShare.model_validate({"by": "government-share", **asked, **days, "first": "1999-12-31"}).compute(read)


def test_a_missing_total_is_no_zero():
    table = pl.DataFrame(
        {"ccode1": [732, 732], "ccode2": [710, 2], "year": [2022, 2022], "total": [30.0, None]},
        schema_overrides={"total": pl.Float64},
    )
    check = TradeRatio(by="trade-ratio", state="ROK", first="CHN", second="USA", year=2022)
    with pytest.raises(DataError, match="no trade of ROK with USA, 2022"):
        check.compute(reads(**{"rok-trade": table}))

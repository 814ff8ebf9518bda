"""foedus cache, and what the command line says when a file ends too soon or a person interrupts."""

from __future__ import annotations

import re

import numpy as np
import pytest

import foedus.cli
from foedus.compiled import kept
from foedus.report import pictures
from foedus.simulation.store import Store


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setattr("foedus.compiled.root", lambda: tmp_path)
    monkeypatch.setattr("foedus.simulation.store.root", lambda: tmp_path)
    monkeypatch.setattr("foedus.report.pictures.root", lambda: tmp_path)
    monkeypatch.delenv("FOEDUS_CACHE_MB")
    return tmp_path


@pytest.fixture
def foedus_(monkeypatch):
    """The command line, called with these words. Returns the exit code."""

    def call(*words):
        monkeypatch.setattr("sys.argv", ["foedus", *words])
        with pytest.raises(SystemExit) as left:
            foedus.cli.main()
        return left.value.code or 0

    return call


def rows(text):
    return [re.split(r"  +", line) for line in text.splitlines()]


def test_the_status_and_clearing_of_all_caches(home, foedus_, capsys):
    Store().put("a", {"counts": np.arange(10)})
    Store().put("b", {"counts": np.arange(10)})
    kept().put("k", b"code")
    pictures.kept().put("p", b"picture")
    assert foedus_("cache", "status") == 0
    _, results, code, drawn = rows(capsys.readouterr().out)
    assert results == ["results of runs", "2", str(Store().status().bytes), "1,000,000,000", str(home / "results")]
    assert code == ["compiled code", "1", str(kept().status().bytes), "64,000,000", str(home / "kernel")]
    assert drawn == ["pictures", "1", str(pictures.kept().status().bytes), "50,000,000", str(home / "pictures")]
    assert foedus_("cache", "clear") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"results of runs: removed 2 files, {results[2]} bytes",
        f"compiled code: removed 1 file, {code[2]} bytes",
        f"pictures: removed 1 file, {drawn[2]} bytes",
    ]
    assert Store().status().entries == kept().status().entries == pictures.kept().status().entries == 0


def test_clearing_what_is_not_there_removes_nothing(home, foedus_, capsys):
    assert foedus_("cache", "clear") == 0
    assert capsys.readouterr().out.count("removed 0 files, 0 bytes") == 3


def test_a_limit_that_is_no_number_is_refused_in_one_line(home, foedus_, capsys, monkeypatch):
    monkeypatch.setenv("FOEDUS_CACHE_MB", "plenty")
    assert foedus_("cache", "status") == 2
    assert capsys.readouterr().err.startswith("foedus: FOEDUS_CACHE_MB 'plenty' is not a whole number")


@pytest.mark.parametrize(("words", "stored"), [((), True), (("--no-cache",), False)])
def test_an_assessment_is_given_the_users_store_unless_told_not_to(home, foedus_, monkeypatch, words, stored):
    given = []

    def assess(case, **options):
        given.append(options["store"])
        raise KeyboardInterrupt

    monkeypatch.setattr("foedus.assessment.assessment.assess", assess)
    assert foedus_("assess", "us-rok", *words) == 130
    assert [store is not None for store in given] == [stored]


def test_a_file_that_ends_too_soon_is_not_called_an_interrupt(monkeypatch, capsys):
    def load(name):
        raise EOFError("no data left in the file")

    monkeypatch.setattr("foedus.world.case.load_case", load)
    monkeypatch.setattr("sys.argv", ["foedus", "assess", "us-rok"])
    with pytest.raises(EOFError, match="no data left"):
        foedus.cli.main()
    assert "interrupted" not in capsys.readouterr().err

"""What tests of the watch share: a store, and a file read into it."""

from __future__ import annotations

from datetime import date
from subprocess import CompletedProcess

import pytest

from foedus.cli import main
from foedus.watch.update import watch_update
from foedus.world.case import load_case

TODAY = date(2023, 11, 30)


@pytest.fixture(scope="session")
def case():
    return load_case("us-rok")


@pytest.fixture
def store(tmp_path):
    return tmp_path / "store.duckdb"


@pytest.fixture
def read(case, store):
    """Read files into the store; what was found in the last."""

    def run(*paths, **options):
        return watch_update(case, paths, store=store, **({"today": TODAY} | options)).files[-1]

    return run


@pytest.fixture
def run(monkeypatch, capfd, tmp_path):
    """A command in this process and an empty folder, on a store of its own."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        words = ["watch", *map(str, arguments)]
        words += [] if "--store" in words else ["--store", "s.duckdb"]
        monkeypatch.setattr("sys.argv", ["foedus", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capfd.readouterr()
        return CompletedProcess(words, int(stopped.value.code or 0), said.out, said.err)

    return call

"""Every command that the documents show runs, with few futures, or where that takes long or needs more, at least parses.

The commands of a page run in its order and in one folder, since one writes what the next reads. A session (```console)
runs as it stands, and prints what the page says.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import typer.main
from tests.docs.documented import PAGES, ROOT, Command, commands, missing, shrunk

from foedus.cli import main
from foedus.cli.commands import app

AWAITED = {"brief", "chart"}
"""Commands that the tutorial shows and that are not there yet."""

DATA = re.compile(r"foedus (panel|measure|evaluate|hindcast|alliances|backtest|contest|fit)\b|--from-data|--states|data status")
"""Commands that read the publishers' files."""

PARSED: dict[str, str] = {
    r"data (get|import|show [a-z-]+ --)": "needs the network, or a file of the publisher",
    r"--part|gather|--scheduler": "a million futures over many machines: tests/simulation and tests/cli run them",
    r"foedus (fit|hindcast|alliances|backtest|evaluate|contest)\b": "minutes to hours; each has tests of its own",
    r"cache clear": "would remove the code that the tests compile",
    r"foedus ledger resolve": "tests/assessment/test_ledger.py settles entries; these await their day",
}
"""Commands that are not run, only parsed, and why."""
OTHERS: dict[str, str] = {
    "make": "a target of the Makefile",
    "python": "a script or a module: it exists",
    "export": "sets a variable of the reader's shell",
    "dask": "a scheduler and workers on other machines",
    "git": "the network",
    "cp": "copies a file of the repository",
}
"""What is not foedus, and what is looked at."""


def found(words: Sequence[str]) -> list[Any]:
    """The parameters of the command that the words name; click refuses a command, option or value that it does not know."""
    context = typer.main.get_command(app).make_context("foedus", list(words))
    while hasattr(context.command, "resolve_command"):
        rest = [*context._protected_args, *context.args]
        name, command, left = context.command.resolve_command(context, rest)
        context = command.make_context(name, left, parent=context)
    return context.command.params


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A folder for each page, with the files that pages take for granted."""
    made: dict[str, Path] = {}

    def of(page: str) -> Path:
        if page not in made:
            made[page] = tmp_path_factory.mktemp("page")
            shutil.copy(ROOT / "src/foedus/cases/orders/multipolar.yaml", made[page] / "my-order.yaml")
        return made[page]

    return of


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., CompletedProcess[str]]:
    """A command in this process."""

    def call(words: Sequence[str], place: Path) -> CompletedProcess[str]:
        monkeypatch.chdir(place)
        monkeypatch.setattr(sys, "argv", ["foedus", *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        said = capfd.readouterr()
        return CompletedProcess([*words], int(stopped.value.code or 0), said.out, said.err)

    return call


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page)], ids=lambda page: page.stem)
def test_the_commands_of_a_page_run(page: Path, folder: Callable[[str], Path], run: Callable[..., Any]) -> None:
    for command in commands(page):
        if command.words[0] != "foedus":
            other(command, folder(command.page))
        elif command.words[1] not in AWAITED:
            of_foedus(command, folder(command.page), run)


def other(command: Command, place: Path) -> None:
    """What is not foedus: it exists, or is one of OTHERS."""
    first, *rest = command.words
    assert first in OTHERS or "=" in first, command
    if first == "make":
        assert f"\n{rest[0]}: " in (ROOT / "Makefile").read_text(encoding="utf-8"), command
    elif first == "python" and rest[0] != "-m":
        assert (ROOT / rest[0]).is_file(), command
    elif first == "cp":
        shutil.copy(ROOT / rest[0], place / rest[1])


def of_foedus(command: Command, place: Path, run: Callable[..., Any]) -> None:
    """A command of foedus runs without an error, and a session prints what the page says."""
    words = command.words[1:]
    options = found(words)
    absent = DATA.search(command.text) and not os.environ.get("FOEDUS_DATA")
    if absent or any(re.search(pattern, command.text) for pattern in PARSED):
        return
    done = run(words if command.shown is not None else shrunk(words, options), place)
    refused = command.shown is not None and done.returncode == 2
    assert done.returncode == 0 or refused, f"{command.page}: {command.text}\n{done.stderr}"
    assert missing(command.shown or (), done.stdout + done.stderr) == [], f"{command.page}: {command.text}"


def test_what_is_awaited_is_not_there_yet() -> None:
    """Once a command is there, take it out of AWAITED: from then on it runs."""
    there = {each.name for each in app.registered_commands} | {
        command.name or command.callback.__name__
        for group in app.registered_groups
        for command in group.typer_instance.registered_commands
    }
    assert there & AWAITED == set()

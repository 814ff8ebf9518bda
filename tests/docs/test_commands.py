"""Every command that the documents show runs, with few futures, or where that takes long or needs more, at least parses.

The commands of a page run in its order and in one folder, since one writes what the next reads. A session (```console)
runs as it stands, and prints what the page says.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import typer.main
from tests.docs.documented import PAGES, ROOT, Command, commands, missing, shrunk, to_run

from foedus.cli import main
from foedus.cli.commands import app
from foedus.report.text import as_text

sys.path.insert(0, str(ROOT / "docs"))
gallery = import_module("gallery")

PARSED: dict[str, str] = {
    r"data (get|import|show|cite)": "needs the network, or a file of the publisher",
    r"--part|gather|--scheduler": "a million futures over many machines: tests/assessment/test_parts.py",
    r"foedus (fit|hindcast|alliances|backtest|evaluate|contest|panel|measure)\b": "minutes to hours: tests of its own",
    r"foedus posterior fits/|--fits": "needs a fit: tests/estimate/test_fit_cli.py",
    r"foedus flip|mechanism margins": "1,000 futures a belief: tests/assessment/test_flip.py, test_margins.py",
    r"foedus ablate us-rok( +#| --chart| --beliefs)|--sets pairs": "168 runs: tests/assessment/test_ablation.py",
    r"foedus orders": "every channel of every order: tests/assessment/test_orders.py, test_regret.py",
    r"--chart (boxes.png|signposts.png|provenance.svg)": "few futures find nothing to draw: tests/report/test_charts.py",
    r"--beliefs my-beliefs.yaml": "takes what the reader stated: tests/assessment/test_beliefs_in_answers.py",
    r"--no-hindsight": "fits as of a past year take minutes: tests/assessment/test_then.py",
    r"foedus workbench": "128 runs: tests/workshop",
    r"foedus watch": "takes files of events: tests/watch",
    r"ledger score --ledger ledger.jsonl": "scores what the watch wrote: tests/watch/test_registered.py",
    r"foedus serve": "ends with Ctrl-C: tests/web/test_serve.py",
    r"foedus brief us-rok": "10,000 futures: tests/report/test_brief_asked.py",
    r"chart us-rok deterrence": "takes no futures: tests/report/test_gallery.py",
    r"--with signposts|old.json": "takes what long commands wrote, or the reader: tests/report/test_brief_asked.py",
    r"cache clear": "would remove the code that the tests compile",
    r"foedus ledger resolve": "waits for its day: tests/assessment/test_ledger.py",
    r"verify .*--whole": "makes the answer again: tests/assessment/test_verify.py",
    r"landscape (--states|mine.csv)": "needs the publishers' files, or the reader's: tests/classic/test_commands.py",
    r"--from-data|us-phl.yaml": "needs the publishers' files: tests/world/test_draft.py",
}
"""Commands that are not run, only parsed, and why."""
REFUSED = r"# refused:"
"""Ends a command that is shown because it is refused."""
RECORDED: dict[str, Callable[[], str]] = {
    "foedus assess us-rok": lambda: gallery.first_screen(gallery.kept("us-rok")),
    "foedus assess us-rok --full": lambda: as_text(gallery.kept("us-rok")),
}
"""Commands whose answers are recorded: a session of them is compared with those."""
OTHERS: dict[str, str] = {
    "make": "a target of the Makefile",
    "python": "a script or a module: it exists",
    "export": "sets a variable of the reader's shell",
    "dask": "a scheduler and workers on other machines",
    "git": "the network",
    "cp": "copies a file of the repository",
    "sed": "changes a file of the page",
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


SEEN: set[tuple[str, ...]] = set()
CHOSEN = {page: to_run(page, SEEN) for page in PAGES if commands(page)}


@pytest.mark.parametrize("page", CHOSEN, ids=lambda page: page.stem)
def test_the_commands_of_a_page_run(page: Path, folder: Callable[[str], Path], run: Callable[..., Any]) -> None:
    for command, runs in CHOSEN[page]:
        if command.words[0] != "foedus":
            other(command, folder(command.page))
        else:
            options = found(command.words[1:])
            if runs and not any(re.search(pattern, command.text) for pattern in PARSED):
                of_foedus(command, options, folder(command.page), run)


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
    elif first == "sed":
        subprocess.run([first, *rest], cwd=place, check=True)


def of_foedus(command: Command, options: Sequence[Any], place: Path, run: Callable[..., Any]) -> None:
    """A command runs without an error, or is refused where the page says so; a session prints what the page says."""
    words, recorded = command.words[1:], RECORDED.get(command.text)
    if recorded is not None:
        assert missing(command.shown or (), recorded()) == [], f"{command.page}: {command.text}"
        return
    done = run(words if command.shown is not None else shrunk(words, options), place)
    may = (0, 2) if command.shown is not None else (2,) if re.search(REFUSED, command.text) else (0,)
    assert done.returncode in may, f"{command.page}: {command.text}\n{done.stderr}"
    assert missing(command.shown or (), done.stdout + done.stderr) == [], f"{command.page}: {command.text}"

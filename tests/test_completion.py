"""Completion installs for every shell, and completes names in any capitals."""

import os
import re
import subprocess
import sys

import pytest

from foedus.cli import commands, completion

FOEDUS = "import sys; sys.argv = ['foedus', *{words!r}]; from foedus.cli import main; main()"


def run(home, *words, **set_to):
    """A command in a home of its own."""
    environment = {**os.environ, "HOME": str(home), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", **set_to}
    code = FOEDUS.format(words=list(words))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("bash", ".bash_completions/foedus.sh"),
        ("zsh", ".zfunc/_foedus"),
        ("fish", ".config/fish/completions/foedus.fish"),
    ],
)
def test_completion_installs(shell, file, tmp_path):
    done = run(tmp_path, "--install-completion", shell)
    assert done.returncode == 0, done.stderr
    assert "_FOEDUS_COMPLETE" in (tmp_path / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("assess US_R", {"us-rok", "us-rok-2026"}),
        ("assess us-rok --without Th", {"thaad"}),
        ("conditions us-rok --fails WAR", {"war_outside", "war_begun_on", "war_begun_by", "war_inside"}),
    ],
)
def test_names_complete_in_any_capitals(words, found, tmp_path):
    line = f"foedus {words}"
    done = run(tmp_path, _FOEDUS_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1))
    assert set(done.stdout.split()) == found, done.stderr


def test_instruments_of_a_case_that_cannot_be_read_are_none():
    class Context:
        params = {"case": "nowhere"}  # noqa: RUF012 - read alone

    assert completion.instruments(Context(), "t") == []


def test_every_option_that_takes_a_name_of_the_case_completes():
    import typer

    def commands_of(group):
        for one in group.commands.values():
            yield from commands_of(one) if hasattr(one, "commands") else (one,)

    completed = {"order", "without", "beliefs", "fails", "with_outcome"}
    lacking = [
        f"{one.name} {parameter.name}"
        for one in commands_of(typer.main.get_command(commands.app))
        for parameter in one.params
        if parameter.name in completed and parameter._custom_shell_complete is None
    ]
    assert lacking == ["orders beliefs"]


def test_every_command_shows_an_example():
    import typer

    def commands_of(group):
        for one in group.commands.values():
            yield from commands_of(one) if hasattr(one, "commands") else (one,)

    for one in commands_of(typer.main.get_command(commands.app)):
        assert re.search(r"Examples?: .*foedus ", one.epilog or ""), one.name
        assert one.name in one.epilog, one.name

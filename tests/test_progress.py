"""Progress of long commands: which have it, and what is said where there is no terminal."""

import inspect
from importlib import import_module

import pytest

from foedus.cli import progress
from foedus.cli.commands import app
from foedus.progress import announce

LONG = (
    *(
        "ablate",
        "alliances",
        "assess",
        "backtest",
        "brief",
        "case new",
        "chart",
        "conditions",
        "contest",
        "deter-fit",
        "diff",
        "discover",
    ),
    *("elections", "evaluate", "fit", "flip", "gather", "hindcast", "landscape", "ledger add", "measure", "panel"),
    *(
        "mechanism margins",
        "mechanism show",
        "orders",
        "provenance",
        "replay",
        "signposts",
        "thesis",
        "verify",
        "what-if",
        "workbench",
    ),
)
"""Commands that take more than two seconds."""


def functions(group, before=""):
    for one in group.registered_commands:
        yield f"{before}{one.name or one.callback.__name__.replace('_', '-')}", one.callback
    for one in group.registered_groups:
        yield from functions(one.typer_instance, f"{before}{one.name} " if one.name else before)


def shows(function):
    """Whether a command shows progress: itself, a function of its module that it calls, or as every question does."""
    module = import_module(function.__module__)
    if "question(" in inspect.getsource(inspect.unwrap(function)):
        return True
    return "with progress(" in inspect.getsource(module) or ", progress(" in inspect.getsource(module)


def test_every_long_command_shows_progress():
    found = dict(functions(app))
    assert set(LONG) - found.keys() == set()
    assert [name for name in LONG if not shows(found[name])] == []


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    monkeypatch.setattr(progress, "FIRST", 2.0)
    return now


def told(clock, capsys, steps):
    lines = progress.Lines()
    for second, done in steps:
        clock[0] = second
        lines.tell(done, 1000, "futures")
    return capsys.readouterr().err.splitlines()


def test_what_is_announced_is_said_at_once_and_nothing_else_of_the_start(capsys, monkeypatch):
    monkeypatch.setattr(progress, "FIRST", 60.0)
    with progress.progress():
        announce("compiling")
    announce("nobody hears")
    assert capsys.readouterr().err == "foedus: compiling\n"


def test_a_short_command_says_nothing(clock, capsys):
    assert told(clock, capsys, [(0.5, 100), (1.5, 900), (1.9, 1000)]) == []


def test_lines_say_how_far_it_is_and_how_long_it_may_take(clock, capsys):
    assert told(clock, capsys, [(1.0, 0), (3.0, 100)]) == ["foedus: futures: 100 of 1,000, about 18 s left"]


def test_lines_come_less_and_less_often(clock, capsys):
    said = told(clock, capsys, [(second, second) for second in range(1, 301)])
    assert 5 <= len(said) <= 12


def test_a_second_part_has_its_own_pace(clock, capsys):
    steps = [(1.0, 0), (101.0, 1000), (101.0, 0), (201.0, 500)]
    assert told(clock, capsys, steps)[-1] == "foedus: futures: 500 of 1,000, about 1 min 40 s left"


def test_the_end_has_no_time_left(clock, capsys):
    assert told(clock, capsys, [(1.0, 0), (5.0, 1000)]) == ["foedus: futures: 1,000 of 1,000"]


def test_what_is_being_prepared_is_said_where_nothing_is_counted_yet(monkeypatch, capsys):
    monkeypatch.setattr(progress, "FIRST", 0.01)
    with progress.progress("reading\x1b[2J"):
        progress.monotonic()
        import time

        time.sleep(0.2)
    assert capsys.readouterr().err == "foedus: reading\\x1b[2J\n"


def test_the_line_is_gone_when_the_work_is_done_before(monkeypatch, capsys):
    with progress.progress("reading") as advance:
        advance(1, 1, "done")
    assert capsys.readouterr().err == ""

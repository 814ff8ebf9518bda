"""Run the command that the arguments name, and say in one line what stopped it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from copy import copy
from typing import Any, NoReturn

import typer
from typer.main import get_command_name
from typer.models import TyperInfo

from foedus.cli import interrupts, streams
from foedus.cli.commands import app
from foedus.cli.streams import stop
from foedus.errors import FoedusError
from foedus.report import painters
from foedus.shown import one_line


def naming(words: Sequence[str]) -> typer.Typer:
    """The program with the one command, or noun, that the first word names, for building them all takes longer than most work;
    all of it where the word names none."""
    found = [group for group in app.registered_groups if words and words[0] in _names(group)]
    if len(found) != 1:
        return app
    alone = copy(app)
    alone.registered_groups = found
    return alone


def _names(group: TyperInfo) -> set[str]:
    """The noun of a group, or its commands where it has none."""
    if isinstance(group.name, str):
        return {group.name}
    own = group.typer_instance.registered_commands if group.typer_instance else []
    return {one.name or get_command_name(one.callback.__name__) for one in own if one.callback}


def run() -> int:
    """The exit code of the command. Raises SystemExit where a line was said, KeyboardInterrupt for an interrupt."""
    streams.prepare()
    if sys.argv[1:2] == ["brief"]:  # it draws, whatever its options: the painter gets ready while they are read
        painters.start()
    try:
        code = naming(sys.argv[1:])(standalone_mode=False)
        sys.stdout.flush()
        if code == interrupts.INTERRUPTED:  # what Typer makes of an interrupt
            raise KeyboardInterrupt
        return int(code or 0)
    except FoedusError as error:
        stop(f"foedus: {error}", 2)
    except typer.Abort as abort:
        if isinstance(abort.__cause__, EOFError):  # Typer takes the end of any file for that of what a person types
            raise abort.__cause__ from None
        raise KeyboardInterrupt from None
    except OSError as error:
        _failed(error)
    except SystemExit as left:
        if isinstance(left.__context__, OSError):  # Typer's answer to a closed pipe
            _failed(left.__context__)
        raise
    except Exception as error:
        usage = getattr(error, "format_message", None)
        if usage is None:
            raise
        said = one_line(usage().rstrip(".").replace("Value error, ", ""))
        if not said:  # a command of several without a word after it: its help has been shown
            sys.exit(2)
        stop(f"foedus: {said}; see '{_named(getattr(error, 'ctx', None))} --help'", 2)


def _named(context: Any) -> str:
    """The command of a context of Typer, as a person types it: 'foedus watch board'."""
    own = context is not None and context.parent is not None
    return f"{_named(context.parent)} {context.info_name}" if own else "foedus"


def _failed(error: OSError) -> NoReturn:
    """One line for a file or a stream that failed; a stream has no name."""
    if error.filename is None:
        streams.abandon()
    stop(one_line(f"foedus: {error.filename or 'standard output'} cannot be used: {error.strerror or error}"), 2)

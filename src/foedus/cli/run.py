"""Run the command that the arguments name, and say in one line what stopped it."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from foedus.cli import interrupts, streams
from foedus.cli.commands import app
from foedus.cli.streams import stop
from foedus.errors import FoedusError


def run() -> int:
    """The exit code of the command. Raises SystemExit where a line was said, KeyboardInterrupt for an interrupt."""
    streams.prepare()
    try:
        code = app(standalone_mode=False)
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
        said = usage().rstrip(".").replace("Value error, ", "")
        if not said:  # a command of several without a word after it: its help has been shown
            sys.exit(2)
        stop(f"foedus: {said}; see 'foedus --help'", 2)


def _failed(error: OSError) -> NoReturn:
    """One line for a file or a stream that failed; a stream has no name."""
    if error.filename is None:
        streams.abandon()
    stop(f"foedus: {error.filename or 'standard output'} cannot be used: {error.strerror or error}", 2)

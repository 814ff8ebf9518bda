"""The command line: thin shells over the library, a module for each noun.

Every refusal is one line and exit code 2; an interrupt is 130. The commands are imported when one is run, so that an
interrupt of the imports is told as any other.
"""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from foedus.cli import interrupts


def program() -> NoReturn:
    """Entry point of the process: `main`, after which an interrupt ends it at once."""
    try:
        main()
    finally:
        interrupts.last()


def main() -> NoReturn:
    """Run the command that the arguments name: an error is one line on standard error."""
    with interrupts.remembered():
        try:
            from foedus.cli.run import run

            code = run()
            interrupts.check()
        except SystemExit:
            raise
        except BaseException as error:
            if not (interrupts.pending() or isinstance(error, KeyboardInterrupt)):
                raise
            from foedus.cli.streams import stop

            stop(interrupts.SAID, interrupts.INTERRUPTED)
    sys.exit(code)


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(f"module 'foedus.cli' has no attribute '{name}'")
    from foedus.cli.commands import app

    return app

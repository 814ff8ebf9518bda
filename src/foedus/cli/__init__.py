"""The command line: thin shells over the library, a module for each noun.

Every refusal is one line and exit code 2; an interrupt is 130.
"""

from __future__ import annotations

import sys
from typing import Annotated, NoReturn

import typer

import foedus
from foedus.cli import assess, case, fit, games, panel
from foedus.errors import FoedusError

INTERRUPTED = 130

app = typer.Typer(
    name="foedus",
    help="Is this alliance prepared for the world it is entering?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for commands in (assess, panel, fit, games):
    app.add_typer(commands.app)
app.add_typer(case.app, name="case")


def _version(shown: bool) -> None:
    if shown:
        typer.echo(f"foedus {foedus.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Entry point: errors are one line on standard error."""
    try:
        code = app(standalone_mode=False)
    except FoedusError as error:
        _stop(f"foedus: {error}", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:
        usage = getattr(error, "format_message", None)
        if usage is None:
            raise
        _stop(f"foedus: {usage().rstrip('.')}; see 'foedus --help'", 2)
    if code == INTERRUPTED:
        _stop("foedus: interrupted; nothing was written", INTERRUPTED)
    sys.exit(code)


def _stop(message: str, code: int) -> NoReturn:
    sys.stderr.write(message.strip() + "\n")
    sys.stderr.flush()
    sys.exit(code)

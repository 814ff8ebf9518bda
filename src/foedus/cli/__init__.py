"""The command line: thin shells over the library, a module for each noun.

Every refusal is one line and exit code 2; an interrupt is 130.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

import foedus
from foedus.cli import (
    alliances,
    assess,
    backtest,
    cache,
    case,
    contest,
    data,
    evaluate,
    fit,
    formal,
    games,
    hindcast,
    measure,
    mechanism,
    orders,
    panel,
)
from foedus.cli.output import INTERRUPTED, stop
from foedus.errors import FoedusError

app = typer.Typer(
    name="foedus",
    help="Is this alliance prepared for the world it is entering?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for commands in (assess, evaluate, backtest, contest, hindcast, alliances, orders, formal, games, panel, measure, fit):
    app.add_typer(commands.app)
for noun, commands in (("case", case), ("mechanism", mechanism), ("data", data), ("cache", cache)):
    app.add_typer(commands.app, name=noun)


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
        stop(f"foedus: {error}", 2)
    except typer.Abort as abort:
        if isinstance(abort.__cause__, EOFError):  # Typer takes the end of any file for that of what a person types
            raise abort.__cause__ from None
        code = INTERRUPTED
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Exception as error:
        usage = getattr(error, "format_message", None)
        if usage is None:
            raise
        said = usage().rstrip(".")
        if not said:  # a command of several without a word after it: its help has been shown
            sys.exit(2)
        stop(f"foedus: {said}; see 'foedus --help'", 2)
    if code == INTERRUPTED:
        stop("foedus: interrupted; nothing was written", INTERRUPTED)
    sys.exit(code)

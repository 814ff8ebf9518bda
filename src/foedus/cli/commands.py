"""Every command, under its noun where it has one."""

from __future__ import annotations

from typing import Annotated

import typer

import foedus
from foedus.cli import (
    ablate,
    alliances,
    assess,
    backtest,
    beliefs,
    brief,
    cache,
    case,
    chart,
    claims,
    conditions,
    contest,
    data,
    diff,
    discover,
    elections,
    evaluate,
    fit,
    flip,
    formal,
    games,
    gather,
    hindcast,
    ledger,
    measure,
    mechanism,
    orders,
    panel,
    provenance,
    replay,
    serve,
    signposts,
    thesis,
    verify,
    watch_model,
    what_if,
    workbench,
)

app = typer.Typer(
    name="foedus",
    help="Is this alliance prepared for the world it is entering?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for commands in (
    assess,
    brief,
    gather,
    verify,
    diff,
    evaluate,
    backtest,
    contest,
    hindcast,
    alliances,
    ablate,
    discover,
    signposts,
    elections,
    what_if,
    conditions,
    flip,
    provenance,
    replay,
    orders,
    thesis,
    workbench,
    serve,
    claims,
    chart,
    formal,
    games,
    panel,
    measure,
    fit,
):
    app.add_typer(commands.app)
for noun, commands in (
    ("case", case),
    ("mechanism", mechanism),
    ("beliefs", beliefs),
    ("ledger", ledger),
    ("watch", watch_model),
    ("data", data),
    ("cache", cache),
):
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

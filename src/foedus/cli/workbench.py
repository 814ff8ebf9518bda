"""foedus workbench: a case's ensemble of futures in one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from foedus.assessment.question import WORKBENCH, arguments
from foedus.cli.answers import Name, Threads
from foedus.cli.options import asking
from foedus.cli.output import emit, show, writable
from foedus.cli.progress import progress
from foedus.errors import InputError

app = typer.Typer()


@app.command(epilog="Example: foedus workbench us-rok --out us-rok.html")
@asking(WORKBENCH)
def workbench(
    case: Name,
    out: Annotated[Path, typer.Option(help="The page to write, ending in .html.")],
    asked: dict[str, Any],
    beside: Annotated[
        list[Path] | None,
        typer.Option(
            "--with",
            help="The JSON of 'foedus discover', 'signposts', 'conditions' or 'ledger list' on the same case; repeat for "
            "several.",
        ),
    ] = None,
    threads: Threads = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Simulate every future anew; neither read nor keep results.")
    ] = False,
) -> None:
    """The futures of a case in one page, to open without a network: switch, move, condition and compare them there."""
    from time import perf_counter

    from foedus.simulation.store import users_store
    from foedus.workshop.build import workbench as run

    if out.suffix.lower() not in (".html", ".htm"):
        raise InputError(f"{out}: a workbench is a page; end the name in .html")
    writable(case, out=out)
    began = perf_counter()
    with progress() as advance:
        found = run(
            case,
            **arguments(WORKBENCH, asked),
            beside=beside or (),
            threads=threads,
            store=None if no_cache else users_store(),
            progress=advance,
        )
    emit(found.html, out)
    rows = [(part, f"{size:,}", f"{size / found.size:.0%}") for part, size in found.bytes.items()]
    show(("part", "bytes", "share"), [*rows, ("all", f"{found.size:,}", "100%")])
    typer.echo(f"{found.scenes:,} runs, {found.futures:,} futures, {perf_counter() - began:,.0f} s")

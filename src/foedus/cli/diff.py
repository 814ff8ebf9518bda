"""foedus diff: what moved between two answers, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Chart, Form, Out, Threads, check_outputs, draw, write
from foedus.cli.output import writable
from foedus.cli.progress import progress

app = typer.Typer()


@app.command(epilog="Example: foedus diff before.json after.json --attribute")
def diff(
    first: Annotated[Path, typer.Argument(help="An answer, as 'foedus assess CASE --out answer.json' writes it.")],
    second: Annotated[Path, typer.Argument(help="Another, of the same or another case or version.")],
    attribute: Annotated[
        bool, typer.Option("--attribute", help="Also share the difference out among the inputs, by runs.")
    ] = False,
    futures: Annotated[
        int | None, typer.Option(help="Futures of each run of --attribute. Default: those of the smaller answer.")
    ] = None,
    threads: Threads = None,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """What was asked differently in two answers, what moved, and whether chance can have moved it."""
    from foedus.assessment.diff import diff as run
    from foedus.report.diff import diff_text
    from foedus.simulation.store import users_store

    writable(first, second, out=out)
    check_outputs(out, chart, format)
    with progress() as advance:
        found = run(
            first,
            second,
            attribute=attribute,
            futures=futures,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, diff_text(found), format, out)
    if chart is not None:
        draw("diff", found, chart)

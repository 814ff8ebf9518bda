"""foedus discover: where an alliance fails."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import (
    Beliefs,
    Chart,
    Fails,
    Form,
    Horizon,
    InOrder,
    Name,
    Out,
    Seed,
    Threads,
    check_outputs,
    draw,
    write,
)
from foedus.cli.output import progress
from foedus.errors import InputError

app = typer.Typer()


@app.command(epilog="Example: foedus discover us-rok --fails war_outside --futures 20000 --sets 5000 --chart boxes.png")
def discover(
    case: Name,
    fails: Fails = "",
    year: Annotated[
        int | None,
        typer.Option(help="Year by which events are looked at; failures count after it. Default: the fifth."),
    ] = None,
    futures: Annotated[int, typer.Option(help="Number of futures.")] = 4000,
    sets: Annotated[int, typer.Option(help="Parameter sets of the futures; half are searched.")] = 1000,
    permutations: Annotated[int, typer.Option(help="Searches of permuted outcomes.")] = 200,
    across: Annotated[
        bool,
        typer.Option(
            "--across", help="Look at the boxes under every other world order, and without each instrument, too."
        ),
    ] = False,
    horizon: Horizon = 20,
    order: InOrder = "as-measured",
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Where the alliance fails: boxes of few restrictions, along parameters and along events by a year."""
    from foedus.assessment.discover import discover as run
    from foedus.report.discover import discover_text, subtitle, title
    from foedus.world.case import load_case

    check_outputs(out, chart, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            fails=fails,
            year=year,
            futures=futures,
            sets=sets,
            permutations=permutations,
            across=across,
            horizon=horizon,
            seed=seed,
            order=order,
            beliefs=beliefs,
            threads=threads,
            progress=advance,
        )
    write(found, discover_text(found), format, out)
    if chart is not None:
        from foedus.report.figures import discover as figure

        if not any(search.boxes for search in found.searches):
            raise InputError(f"{chart}: no box was found, so there is nothing to draw; leave out --chart")
        draw(figure.figure(found), "discover", title(found), subtitle(found), chart)

"""foedus elections: who may govern, and what follows."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import (
    Beliefs,
    Chart,
    Form,
    Horizon,
    InOrder,
    Name,
    Out,
    Seed,
    Threads,
    Told,
    check_outputs,
    draw,
    write,
)
from foedus.cli.output import progress

app = typer.Typer()


@app.command(epilog="Example: foedus elections us-rok --year 2028 --chart governments.png")
def elections(
    case: Name,
    year: Annotated[
        int | None,
        typer.Option(
            help="Year in which a pair of governments is looked for; outcomes count after it. Default: the first by which both "
            "have voted by the calendar."
        ),
    ] = None,
    outcome: Told = None,
    futures: Annotated[int, typer.Option(help="Number of futures of each run.")] = 10_000,
    horizon: Horizon = 20,
    order: InOrder = "as-measured",
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Who may govern patron and protege, how it strains the alliance, and what follows: as seen and as imposed."""
    from foedus.assessment.elections import elections as run
    from foedus.report.elections import elections_text, subtitle, title
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, chart, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            year=year,
            outcomes=outcome or (),
            futures=futures,
            horizon=horizon,
            seed=seed,
            order=order,
            beliefs=beliefs,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, elections_text(found), format, out)
    if chart is not None:
        from foedus.report.figures import elections as figure

        draw(figure.figure(found), "elections", title(found), subtitle(found), chart)

"""foedus what-if: what follows a condition that is seen, and one that is made."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import (
    Beliefs,
    Chart,
    Do,
    Form,
    Given,
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


@app.command(
    name="what-if",
    epilog='Example: foedus what-if us-rok --given "war:CHN-TAW in 2027" --do "war:CHN-TAW in 2027" --chart what-if.png',
)
def what_if(
    case: Name,
    given: Given = None,
    do: Do = None,
    outcome: Told = None,
    futures: Annotated[
        int,
        typer.Option(
            help="Number of futures, or the most where --precision is given; 200 parameter sets for each 2,000."
        ),
    ] = 10_000,
    precision: Annotated[
        float | None,
        typer.Option(help="Standard error, as 0.01 for one percentage point, at which no more futures are run."),
    ] = None,
    horizon: Horizon = 20,
    order: InOrder = "as-measured",
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """What follows a condition: in the futures that meet it (--given), and in futures in which it is forced (--do)."""
    from foedus.assessment.what_if import what_if as run
    from foedus.report.what_if import subtitle, title, what_if_text
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, chart, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            given=given or (),
            do=do or (),
            outcomes=outcome or (),
            futures=futures,
            precision=precision,
            horizon=horizon,
            seed=seed,
            order=order,
            beliefs=beliefs,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, what_if_text(found), format, out)
    if chart is not None:
        from foedus.report.figures import what_if as figure

        draw(figure.figure(found), "what-if", title(found), subtitle(found), chart)

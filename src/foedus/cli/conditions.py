"""foedus conditions: a contingency tree of an alliance."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import (
    Beliefs,
    Chart,
    Fails,
    Form,
    Given,
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

app = typer.Typer()


@app.command(epilog="Example: foedus conditions us-rok --fails war_outside --futures 40000 --chart tree.png")
def conditions(
    case: Name,
    fails: Fails = "",
    given: Given = None,
    year: Annotated[
        int | None,
        typer.Option(
            help="Year by which conditions are seen; failures count after it. Default: the last that --given names, else the "
            "fifth."
        ),
    ] = None,
    depth: Annotated[
        int, typer.Option(help="Conditions of a branch, 1 to 5, where they are searched for: without --given.")
    ] = 2,
    futures: Annotated[int, typer.Option(help="Number of futures; 200 parameter sets for each 2,000.")] = 10_000,
    horizon: Horizon = 20,
    order: InOrder = "as-measured",
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """How often the alliance fails, by what has been seen by a year: a tree, and the futures behind each branch."""
    from foedus.assessment.conditions import conditions as run
    from foedus.report.conditions import conditions_text, subtitle, title
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, chart, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            fails=fails,
            given=given or (),
            year=year,
            depth=depth,
            futures=futures,
            horizon=horizon,
            seed=seed,
            order=order,
            beliefs=beliefs,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, conditions_text(found), format, out)
    if chart is not None:
        from foedus.report.figures import conditions as figure

        draw(figure.figure(found), "conditions", title(found), subtitle(found), chart)

"""foedus thesis: adherence from neglect to full, in every order."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import Beliefs, Chart, Form, Horizon, Name, Out, Seed, Threads, check_outputs, draw, write
from foedus.cli.output import progress

app = typer.Typer()


@app.command(
    epilog="Example: foedus thesis us-rok --order multipolar --outcome war_outside --futures 500 --chart thesis.png"
)
def thesis(
    case: Name,
    order: Annotated[
        list[str] | None,
        typer.Option(
            help="World order beside that as measured, shipped or a file; repeat for several. Default: all that ship."
        ),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            help="Outcome to tell, by its name in the JSON; repeat for several. Default: those on which the case sets a limit."
        ),
    ] = None,
    steps: Annotated[int, typer.Option(help="Degrees of adherence, an odd number from 3 to 21.")] = 5,
    futures: Annotated[int, typer.Option(help="Number of futures of each run.")] = 2000,
    horizon: Horizon = 20,
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Does adherence keep deterrence in any order? From neglect to full, and where no order tests it."""
    from foedus.assessment.thesis import thesis as run
    from foedus.report.thesis import subtitle, thesis_text, title
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, chart, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            orders=order or (),
            outcomes=outcome or (),
            steps=steps,
            futures=futures,
            horizon=horizon,
            seed=seed,
            beliefs=beliefs,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, thesis_text(found), format, out)
    if chart is not None:
        from foedus.report.figures import thesis as figure

        draw(figure.figure(found), "thesis", title(found), subtitle(found), chart)

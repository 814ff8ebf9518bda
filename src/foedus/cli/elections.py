"""foedus elections: who may govern, and what follows."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.cli.answers import Told
from foedus.cli.question import Asked, question

app = typer.Typer()


@app.command(epilog="Example: foedus elections us-rok --year 2028 --chart governments.png")
@question("order", "beliefs", "chart")
def elections(
    year: Annotated[
        int | None,
        typer.Option(
            help="Year in which a pair of governments is looked for; outcomes count after it. Default: the first by which both "
            "have voted by the calendar."
        ),
    ] = None,
    outcome: Told = None,
    futures: Annotated[int, typer.Option(help="Number of futures of each run.")] = 10_000,
) -> Asked:
    """Who may govern patron and protege, how it strains the alliance, and what follows: as seen and as imposed."""
    from foedus.assessment.elections import elections as run
    from foedus.report import elections as report
    from foedus.simulation.store import users_store

    asked = partial(run, year=year, outcomes=outcome or (), futures=futures, store=users_store())
    return Asked(asked, report.elections_text, "elections")

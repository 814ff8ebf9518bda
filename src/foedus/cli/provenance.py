"""foedus provenance: how much of the spread of an answer rests on data, on the literature and on judgement."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.cli.answers import Told
from foedus.cli.question import Asked, question

app = typer.Typer()


@app.command(epilog="Example: foedus provenance us-rok --outcome war_outside")
@question("order", "beliefs", "chart")
def provenance(
    outcome: Told = None,
    futures: Annotated[int, typer.Option(help="Number of futures of each of ten runs.")] = 10_000,
    sets: Annotated[
        int,
        typer.Option(help="Parameter sets in each of two independent draws, 30 to 500; under 100 no share is told."),
    ] = 400,
) -> Asked:
    """How much of the variance of each outcome over parameter sets is owed to data, to the literature and to judgement."""
    from foedus.assessment.provenance import provenance as run
    from foedus.report import provenance as report
    from foedus.simulation.store import users_store

    asked = partial(run, outcomes=outcome or (), futures=futures, sets=sets, store=users_store())
    return Asked(asked, report.provenance_text, "provenance")

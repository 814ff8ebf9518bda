"""foedus provenance: how much of the spread of an answer rests on data, on the literature and on judgement."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import (
    Beliefs,
    Form,
    Horizon,
    InOrder,
    Name,
    Out,
    Seed,
    Threads,
    Told,
    check_outputs,
    write,
)
from foedus.cli.output import progress

app = typer.Typer()


@app.command(epilog="Example: foedus provenance us-rok --outcome war_outside")
def provenance(
    case: Name,
    outcome: Told = None,
    futures: Annotated[int, typer.Option(help="Number of futures of each of ten runs.")] = 10_000,
    sets: Annotated[int, typer.Option(help="Parameter sets in each of two independent draws, 30 to 500.")] = 400,
    horizon: Horizon = 20,
    order: InOrder = "as-measured",
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
) -> None:
    """How much of the variance of each outcome over parameter sets is owed to data, to the literature and to judgement."""
    from foedus.assessment.provenance import provenance as run
    from foedus.report.provenance import provenance_text
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, None, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            outcomes=outcome or (),
            futures=futures,
            sets=sets,
            horizon=horizon,
            seed=seed,
            order=order,
            beliefs=beliefs,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, provenance_text(found), format, out)

"""foedus flip: the nearest beliefs under which the verdict is another."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import Beliefs, Form, Horizon, Name, Out, Seed, Threads, check_outputs, write
from foedus.cli.output import progress

app = typer.Typer()


@app.command(epilog="Examples: foedus flip us-rok · foedus flip us-rok --against optimist")
def flip(
    case: Name,
    against: Annotated[
        str | None,
        typer.Option(
            help="Other beliefs, by name or file: instead, the beliefs on which the two differ, ranked by what each would move."
        ),
    ] = None,
    futures: Annotated[
        int, typer.Option(help="Number of futures of the headline and of every confirming run.")
    ] = 10_000,
    horizon: Horizon = 20,
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
) -> None:
    """The smallest move of beliefs, one alone or several, that takes each outcome over its limit and changes the verdict."""
    from foedus.assessment.flip import flip as run
    from foedus.report.flip import flip_text
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, None, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            against=against,
            futures=futures,
            horizon=horizon,
            seed=seed,
            beliefs=beliefs,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, flip_text(found), format, out)

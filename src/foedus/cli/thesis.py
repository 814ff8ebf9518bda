"""foedus thesis: adherence from neglect to full, in every order."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.cli import completion
from foedus.cli.question import Asked, question

app = typer.Typer()


@app.command(
    epilog="Example: foedus thesis us-rok --order multipolar --outcome war_outside --futures 500 --chart thesis.png"
)
@question("beliefs", "chart")
def thesis(
    order: Annotated[
        list[str] | None,
        typer.Option(
            help="World order beside that as measured, shipped or a file; repeat for several. Default: all that ship.",
            autocompletion=completion.orders,
        ),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            help="Outcome to tell, by its name in the JSON; repeat for several. Default: those on which the case sets a limit.",
            autocompletion=completion.outcomes,
        ),
    ] = None,
    steps: Annotated[int, typer.Option(help="Degrees of adherence, an odd number from 3 to 21.")] = 5,
    futures: Annotated[int, typer.Option(help="Number of futures of each run.")] = 2000,
) -> Asked:
    """Does adherence keep deterrence in any order? From neglect to full, and where no order tests it."""
    from foedus.assessment.thesis import thesis as run
    from foedus.report import thesis as report
    from foedus.simulation.store import users_store

    asked = partial(run, orders=order or (), outcomes=outcome or (), steps=steps, futures=futures, store=users_store())
    return Asked(asked, report.thesis_text, "thesis")

"""foedus what-if: what follows a condition that is seen, and one that is made."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.assessment.question import WHAT_IF, named
from foedus.cli.answers import Do, Given, Told
from foedus.cli.question import Asked, question

app = typer.Typer()


@app.command(
    name="what-if",
    epilog='Example: foedus what-if us-rok --given "war:CHN-TAW in 2027" --do "war:CHN-TAW in 2027" --chart what-if.png',
)
@question("order", "beliefs", "chart")
def what_if(
    given: Given = None,
    do: Do = None,
    outcome: Told = None,
    futures: Annotated[int, typer.Option(help=named(WHAT_IF, "futures").help)] = 10_000,
    precision: Annotated[float | None, typer.Option(help=named(WHAT_IF, "precision").help)] = None,
) -> Asked:
    """What follows a condition: in the futures that meet it (--given), and in futures in which it is forced (--do)."""
    from foedus.assessment.what_if import what_if as run
    from foedus.report import what_if as report
    from foedus.simulation.store import users_store

    asked = partial(
        run,
        given=given or (),
        do=do or (),
        outcomes=outcome or (),
        futures=futures,
        precision=precision,
        store=users_store(),
    )
    return Asked(asked, report.what_if_text, "what-if")

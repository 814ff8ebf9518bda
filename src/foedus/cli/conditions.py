"""foedus conditions: a contingency tree of an alliance."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.cli.answers import Fails, Given
from foedus.cli.question import Asked, question

app = typer.Typer()


@app.command(epilog="Example: foedus conditions us-rok --fails war_outside --futures 40000 --chart tree.png")
@question("order", "beliefs", "chart")
def conditions(
    fails: Fails = None,
    given: Given = None,
    year: Annotated[
        int | None,
        typer.Option(
            help="Year by which conditions are seen; failures count after it. Default: the last that --given names, else the "
            "fifth."
        ),
    ] = None,
    depth: Annotated[
        int | None,
        typer.Option(help="Conditions of a branch, 1 to 5, where they are searched for: without --given. Default: 2."),
    ] = None,
    futures: Annotated[int, typer.Option(help="Number of futures; 200 parameter sets for each 2,000.")] = 10_000,
) -> Asked:
    """How often the alliance fails, by what has been seen by a year: a tree, and the futures behind each branch."""
    from foedus.assessment.conditions import conditions as run
    from foedus.report import conditions as report
    from foedus.simulation.store import users_store

    asked = partial(
        run, fails=fails or "", given=given or (), year=year, depth=depth, futures=futures, store=users_store()
    )
    return Asked(asked, report.conditions_text, "conditions")

"""foedus flip: the nearest beliefs under which the verdict is another."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.cli.question import Asked, question

app = typer.Typer()


@app.command(epilog="Examples: foedus flip us-rok · foedus flip us-rok --against optimist")
@question("beliefs", "chart")
def flip(
    against: Annotated[
        str | None,
        typer.Option(
            help="Other beliefs, by name or file: instead, the beliefs on which the two differ, ranked by what each would move."
        ),
    ] = None,
    futures: Annotated[
        int, typer.Option(help="Number of futures of the headline and of every confirming run.")
    ] = 10_000,
) -> Asked:
    """The smallest move of beliefs, one alone or several, that takes each outcome over its limit and changes the verdict."""
    from foedus.assessment.flip import flip as run
    from foedus.report import flip as report
    from foedus.simulation.store import users_store

    asked = partial(run, against=against, futures=futures, store=users_store())
    return Asked(asked, report.flip_text, "flip")

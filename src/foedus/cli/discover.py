"""foedus discover: where an alliance fails."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.cli.answers import Fails
from foedus.cli.question import Asked, question

app = typer.Typer()


@app.command(epilog="Example: foedus discover us-rok --fails war_outside --futures 20000 --sets 5000 --chart boxes.png")
@question("order", "beliefs", "chart")
def discover(
    fails: Fails = None,
    year: Annotated[
        int | None,
        typer.Option(help="Year by which events are looked at; failures count after it. Default: the fifth."),
    ] = None,
    futures: Annotated[int, typer.Option(help="Number of futures.")] = 4000,
    sets: Annotated[int, typer.Option(help="Parameter sets of the futures; half are searched.")] = 1000,
    permutations: Annotated[int, typer.Option(help="Searches of permuted outcomes.")] = 200,
    bumps: Annotated[
        int, typer.Option(help="Further searches with parameter sets drawn anew, of which the best box is taken.")
    ] = 0,
    across: Annotated[
        bool,
        typer.Option(
            "--across", help="Look at the boxes under every other world order, and without each instrument, too."
        ),
    ] = False,
) -> Asked:
    """Where the alliance fails: boxes of few restrictions, along parameters and along events by a year."""
    from foedus.assessment.discover import discover as run
    from foedus.report import discover as report

    asked = partial(
        run,
        fails=fails or "",
        year=year,
        futures=futures,
        sets=sets,
        permutations=permutations,
        bumps=bumps,
        across=across,
    )
    return Asked(
        asked,
        report.discover_text,
        "discover",
    )

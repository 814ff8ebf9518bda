"""foedus signposts: what tells early that the alliance is likelier to fail."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.cli.answers import Fails
from foedus.cli.question import Asked, question

app = typer.Typer()


@app.command(epilog="Example: foedus signposts us-rok --fails upkeep=no --year 2030 --format json --out signposts.json")
@question("order", "beliefs", "chart")
def signposts(
    fails: Fails = None,
    year: Annotated[
        int | None,
        typer.Option(help="Last year that is watched; failures count after it. Default: the fifth."),
    ] = None,
    futures: Annotated[int, typer.Option(help="Number of futures.")] = 10_000,
    sets: Annotated[int, typer.Option(help="Parameter sets of the futures; half are searched.")] = 2500,
    permutations: Annotated[int, typer.Option(help="Permutations of the outcomes, for p.")] = 999,
) -> Asked:
    """What tells early that the alliance is likelier to fail: thresholds crossed by a year. Association, not a lever."""
    from foedus.assessment.signposts import signposts as run
    from foedus.report import signposts as report

    asked = partial(run, fails=fails or "", year=year, futures=futures, sets=sets, permutations=permutations)
    return Asked(
        asked,
        report.signposts_text,
        "signposts",
    )

"""foedus signposts: what tells early that the alliance is likelier to fail."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import (
    Beliefs,
    Chart,
    Fails,
    Form,
    Horizon,
    InOrder,
    Name,
    Out,
    Seed,
    Threads,
    check_outputs,
    draw,
    write,
)
from foedus.cli.output import progress
from foedus.errors import InputError

app = typer.Typer()


@app.command(epilog="Example: foedus signposts us-rok --fails upkeep=no --year 2030 --format json --out signposts.json")
def signposts(
    case: Name,
    fails: Fails = "",
    year: Annotated[
        int | None,
        typer.Option(help="Last year that is watched; failures count after it. Default: the fifth."),
    ] = None,
    futures: Annotated[int, typer.Option(help="Number of futures.")] = 10_000,
    sets: Annotated[int, typer.Option(help="Parameter sets of the futures; half are searched.")] = 2500,
    permutations: Annotated[int, typer.Option(help="Permutations of the outcomes, for p.")] = 999,
    horizon: Horizon = 20,
    order: InOrder = "as-measured",
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """What tells early that the alliance is likelier to fail: thresholds crossed by a year. Association, not a lever."""
    from foedus.assessment.signposts import signposts as run
    from foedus.report.signposts import signposts_text, subtitle, title
    from foedus.world.case import load_case

    check_outputs(out, chart, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            fails=fails,
            year=year,
            futures=futures,
            sets=sets,
            permutations=permutations,
            horizon=horizon,
            seed=seed,
            order=order,
            beliefs=beliefs,
            threads=threads,
            progress=advance,
        )
    write(found, signposts_text(found), format, out)
    if chart is not None:
        from foedus.report.figures import signposts as figure

        if found.result != "found":
            raise InputError(f"{chart}: no signpost passed, so there is nothing to draw; leave out --chart")
        draw(figure.figure(found), "signposts", title(found), subtitle(found), chart)

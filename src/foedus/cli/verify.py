"""foedus verify: is an answer what its program makes of its case?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Threads
from foedus.cli.progress import progress

app = typer.Typer()
OTHER = 1
"""Exit code of an answer that is not the same."""


@app.command(epilog="Example: foedus assess us-rok --out answer.json && foedus verify answer.json")
def verify(
    answer: Annotated[Path, typer.Argument(help="An answer, as 'foedus assess CASE --out answer.json' writes it.")],
    whole: Annotated[
        bool,
        typer.Option("--whole", help="Make the whole answer again and compare every line. Default: 1 chunk in 100."),
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the choice of chunks.")] = 1,
    fits: Annotated[
        Path | None, typer.Option(help="Folder of the posteriors that the answer used in place of shipped ones.")
    ] = None,
    threads: Threads = None,
) -> None:
    """Run an answer again, one per cent of it or all, from no stored result: the same, or where it is not (exit code 1)."""
    from foedus.assessment.read import read_answer
    from foedus.assessment.verify import verify as run
    from foedus.report.verified import verified_text

    with progress() as advance:
        found = run(read_answer(answer), whole=whole, seed=seed, fits=fits, threads=threads, progress=advance)
    typer.echo(verified_text(found), nl=False)
    if not found.same:
        raise typer.Exit(OTHER)

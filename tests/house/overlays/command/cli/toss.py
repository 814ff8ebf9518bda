"""foedus toss: made up."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import Form, Out, Seed, check_outputs, write

app = typer.Typer()


@app.command(epilog="Example: foedus toss --tosses 10")
def toss(
    tosses: Annotated[int, typer.Option(help="How often the coin is tossed.")] = 1,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
) -> None:
    """How often does a fair coin fall on heads?"""
    from foedus.classic.toss import toss as run
    from foedus.report.toss import toss_text

    check_outputs(out, None, format)
    answer = run(tosses, seed)
    write(answer, toss_text(answer), format, out)

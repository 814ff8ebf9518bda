"""foedus replay: one future, year by year, and its twin."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli import completion
from foedus.cli.answers import Chart, Do, Form, Horizon, Name, Out, Seed, Threads, check_outputs, draw, write
from foedus.cli.progress import progress

app = typer.Typer()


@app.command(epilog="Example: foedus replay us-rok --future 17 --without us-forces-korea")
def replay(
    case: Name,
    future: Annotated[int | None, typer.Option(help="Number of the future, from 0.")] = None,
    with_outcome: Annotated[
        str | None,
        typer.Option(
            help="Instead, the first future in which this outcome happens, by its name in the JSON.",
            autocompletion=completion.outcomes,
        ),
    ] = None,
    futures: Annotated[int, typer.Option(help="Futures among which --with-outcome looks.")] = 1000,
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Instrument that the twin has not; repeat for several.", autocompletion=completion.instruments
        ),
    ] = None,
    do: Do = None,
    order: Annotated[
        str, typer.Option(help="World order of the twin.", autocompletion=completion.orders)
    ] = "as-measured",
    mechanism: Annotated[
        list[str] | None,
        typer.Option(help="Mechanism switched off or on in the twin, as NAME=off; repeat for several."),
    ] = None,
    sets: Annotated[
        int, typer.Option(help="Parameter sets of the run that the future is of, as 'foedus discover' says of a box.")
    ] = 200,
    horizon: Horizon = 20,
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """One future told year by year, beside its twin: the same random numbers with something made different."""
    from foedus.assessment.replay import replay as run
    from foedus.report.replay import replay_text

    check_outputs(out, chart, format, read=case)
    with progress():
        found = run(
            case,
            future,
            with_outcome=with_outcome,
            futures=futures,
            without=without or (),
            do=do or (),
            order=order,
            mechanisms=mechanism or (),
            sets=sets,
            horizon=horizon,
            seed=seed,
            threads=threads,
        )
    write(found, replay_text(found), format, out)
    if chart is not None:
        draw("replay", found, chart)

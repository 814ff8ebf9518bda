"""foedus hindcast: run the simulator from past years and compare it with what happened."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from foedus.cli.answers import Chart, Form, Out, Seed, Threads, check_outputs, draw, write
from foedus.cli.progress import progress
from foedus.errors import InputError
from foedus.names import listed, plain

app = typer.Typer()


@app.command(
    epilog="Example: foedus hindcast --origins 1950,1970,1990 --futures 500 --chart hindcast.png\n\n"
    "Example: foedus hindcast --horizon 10 --statistics disputes,wars,rate"
)
def hindcast(
    origins: Annotated[
        str | None,
        typer.Option(help="Years to start from, A,B,C. Default: 1950,1960,... as far as disputes are coded."),
    ] = None,
    horizon: Annotated[int, typer.Option(help="Years to simulate and compare, 2 to 60.")] = 20,
    futures: Annotated[int, typer.Option(help="Number of futures from each origin, 1 to 100,000.")] = 200,
    statistics: Annotated[
        str | None, typer.Option(help="Statistics to compare, A,B,C; an unknown name lists all. Default: all.")
    ] = None,
    pair: Annotated[
        str | None, typer.Option(help="Pairs whose disputes are told, A-B,C-D by COW abbreviations.")
    ] = None,
    fits: Annotated[
        str,
        typer.Option(
            help="Estimates: shipped; as-of, those of disputes made anew from what was known at each origin; or a folder."
        ),
    ] = "shipped",
    seed: Seed = 1,
    threads: Threads = None,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Does the simulator produce plausible decades? It runs all states from past years and compares with the record."""
    from foedus.report.hindcast import hindcast_text
    from foedus.simulation.hindcast.run import hindcast as run

    check_outputs(out, chart, format)
    chosen = _years(origins)
    begun = time.perf_counter()
    with progress("reading the record") as advance:
        answer = run(
            chosen,
            horizon=horizon,
            futures=futures,
            seed=seed,
            statistics=[plain(name) for name in listed(statistics)],
            pairs=[name.upper() for name in listed(pair)],
            fits=fits,
            threads=threads,
            progress=advance,
        )
    taken = time.perf_counter() - begun
    write(answer, hindcast_text(answer), format, out)
    if chart is not None:
        draw("hindcast", answer, chart)
    done = futures * len(answer.origins)
    typer.echo(
        f"{done:,} futures of {horizon} years in {taken:.0f} s, reading and compiling included: "
        f"{done / taken:.0f} futures a second",
        err=True,
    )


def _years(origins: str | None) -> list[int]:
    """Years in A,B,C; none for None."""
    if origins is None:
        return []
    names = listed(origins)
    wrong = [name for name in names if not name.isdigit()]
    if wrong or not names:
        raise InputError(f"origins '{origins}' is not a list of years A,B,C, for example 1950,1970,1990")
    return [int(name) for name in names]

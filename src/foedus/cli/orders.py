"""foedus orders: why a world order matters, or does not."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import Form, Horizon, Name, Out, Seed, Threads, check_outputs, write
from foedus.cli.output import progress

app = typer.Typer()


@app.command(epilog="Example: foedus orders us-rok --order hostile-bloc --futures 500")
def orders(
    case: Name,
    order: Annotated[
        list[str] | None,
        typer.Option(help="World order, shipped or a file; repeat for several. Default: all that ship."),
    ] = None,
    futures: Annotated[int, typer.Option(help="Number of futures of each run.")] = 2000,
    horizon: Horizon = 20,
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
) -> None:
    """What world orders move, what each channel contributes to it, and the most that they can move."""
    from foedus.assessment.orders import orders as run
    from foedus.report.orders import orders_text
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, None, format)
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            order or (),
            futures=futures,
            horizon=horizon,
            seed=seed,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, orders_text(found), format, out)

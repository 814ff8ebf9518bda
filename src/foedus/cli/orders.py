"""foedus orders: why a world order matters, or does not; and what policies lose in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli import completion
from foedus.cli.answers import Form, Horizon, Name, Out, Seed, Threads, check_outputs, write
from foedus.cli.progress import progress
from foedus.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from foedus.assessment.orders import Orders
    from foedus.assessment.regret_lines import Regret
    from foedus.world.schema import Case

app = typer.Typer()


@app.command(
    epilog="Example: foedus orders us-rok --order hostile-bloc --futures 500. Or: foedus orders us-rok --regret"
)
def orders(
    case: Name,
    order: Annotated[
        list[str] | None,
        typer.Option(
            help="World order, shipped or a file; repeat for several. Default: all that ship.",
            autocompletion=completion.orders,
        ),
    ] = None,
    regret: Annotated[
        bool,
        typer.Option(
            "--regret",
            help="Instead compare policies: what each loses in each order, how often every limit is kept over orders, beliefs "
            "and specifications, and how far ranks of instruments hold. About 500 runs for us-rok: minutes.",
        ),
    ] = False,
    policy: Annotated[
        list[str] | None,
        typer.Option(
            help="With --regret: keep, neglect, full-adherence or without-INSTRUMENT; repeat for several. Default: all."
        ),
    ] = None,
    futures: Annotated[
        int | None, typer.Option(help="Number of futures of each run. Default: 2000; with --regret 1000.")
    ] = None,
    horizon: Horizon = 20,
    beliefs: Annotated[
        str | None,
        typer.Option(help="With --regret: sceptical, literature, optimist or a belief file. Default: literature."),
    ] = None,
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
) -> None:
    """What world orders move, by which channels, and the most that they can move; or what policies lose in each."""
    from foedus.report.orders import orders_text
    from foedus.report.regret import regret_text
    from foedus.world.case import load_case

    if not regret and (policy or beliefs):
        raise InputError("--policy and --beliefs go with --regret: add it, or leave them out")
    check_outputs(out, None, format, read=case)
    loaded = load_case(case)
    if regret:
        compared = _compared(loaded, order or (), policy or (), futures, horizon, beliefs, threads, seed)
        write(compared, regret_text(compared), format, out)
    else:
        found = _effects(loaded, order or (), futures, horizon, threads, seed)
        write(found, orders_text(found), format, out)


def _effects(
    case: Case, names: Sequence[str], futures: int | None, horizon: int, threads: int | None, seed: int
) -> Orders:
    from foedus.assessment.orders import FUTURES
    from foedus.assessment.orders import orders as run
    from foedus.simulation.store import users_store

    with progress() as advance:
        return run(
            case,
            names,
            futures=FUTURES if futures is None else futures,
            horizon=horizon,
            seed=seed,
            threads=threads,
            store=users_store(),
            progress=advance,
        )


def _compared(
    case: Case,
    names: Sequence[str],
    policies: Sequence[str],
    futures: int | None,
    horizon: int,
    beliefs: str | None,
    threads: int | None,
    seed: int,
) -> Regret:
    from foedus.assessment.regret import FUTURES
    from foedus.assessment.regret import regret as run
    from foedus.equations.effects import LITERATURE
    from foedus.simulation.store import users_store

    with progress() as advance:
        return run(
            case,
            orders=names,
            policies=policies,
            futures=FUTURES if futures is None else futures,
            horizon=horizon,
            seed=seed,
            beliefs=LITERATURE if beliefs is None else beliefs,
            threads=threads,
            store=users_store(),
            progress=advance,
        )

"""foedus mechanism: what can be switched off, and what each contributes."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from foedus.cli import completion
from foedus.cli.answers import Form, Format, Horizon, Name, Out, Seed, Threads, check_outputs, write
from foedus.cli.output import show
from foedus.cli.progress import progress
from foedus.cli.question import Asked, question

app = typer.Typer(
    help="List mechanisms that can be switched off and on, and show what each contributes.", no_args_is_help=True
)


@app.command("list", epilog="Example: foedus mechanism list us-rok")
def mechanism_list(
    case: Annotated[
        str | None,
        typer.Argument(help="A case: also say whether it has what each acts on.", autocompletion=completion.cases),
    ] = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """List every mechanism: its effect, its provenance, the equation it enters."""
    from foedus.assessment.contribution import listed
    from foedus.report.mechanism import prior
    from foedus.world.case import load_case

    check_outputs(out, None, format, read=case)
    found = listed(load_case(case) if case else None)
    if format not in (None, Format.text) or out is not None:
        write(found, "\n".join(f"{one.name}: {one.meaning}" for one in found.mechanisms) + "\n", format, out)
        return
    rows = [
        (
            *(one.name, one.enters, one.provenance, prior(one), one.default),
            *(["yes" if one.on else "no"] if case else []),
            one.meaning,
        )
        for one in found.mechanisms
    ]
    show(("mechanism", "enters", "provenance", "prior", "default", *(["in the case"] if case else []), "effect"), rows)


@app.command("show", epilog="Example: foedus mechanism show us-rok presence.initiation integrity.strain")
def mechanism_show(
    case: Name,
    name: Annotated[list[str] | None, typer.Argument(help="Mechanisms; default: all that act in the case.")] = None,
    futures: Annotated[int, typer.Option(help="Number of futures, with and without each.")] = 2000,
    table: Annotated[
        bool, typer.Option("--table", help="Every outcome that moves, with Monte Carlo error and reach, a table each.")
    ] = False,
    horizon: Horizon = 20,
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
) -> None:
    """What changes in the same futures where a mechanism is off: every outcome, with 90% intervals."""
    from foedus.assessment.contribution import contributions
    from foedus.report.mechanism import contribution_table, contribution_text
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, None, format, read=case)
    loaded = load_case(case)
    with progress() as advance:
        found = contributions(
            loaded,
            name or (),
            futures=futures,
            horizon=horizon,
            seed=seed,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, contribution_table(found) if table else contribution_text(found), format, out)


@app.command("margins", epilog="Example: foedus mechanism margins us-rok --chart margins.svg")
@question("chart")
def mechanism_margins(
    name: Annotated[list[str] | None, typer.Argument(help="Mechanisms; default: all that act in the case.")] = None,
    futures: Annotated[int, typer.Option(help="Number of futures of the mixture.")] = 10_000,
    paired: Annotated[int, typer.Option(help="Number of futures with and without each mechanism.")] = 2000,
) -> Asked:
    """How far every limit is kept, with each mechanism switched and each elicited prior moved by one standard deviation."""
    from foedus.assessment.margins import margins as run
    from foedus.report import margins as report
    from foedus.simulation.store import users_store

    asked = partial(run, names=name or (), futures=futures, paired=paired, store=users_store())
    return Asked(asked, report.margins_text, "margins")

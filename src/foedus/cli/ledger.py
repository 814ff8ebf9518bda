"""foedus ledger: write probabilities down before the event, say what happened, and score."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Form, Format, Horizon, Out, Seed, Threads, check_outputs, write
from foedus.cli.progress import progress
from foedus.errors import InputError

app = typer.Typer(help="Write probabilities down before the event, say what happened, and score.", no_args_is_help=True)

File = Annotated[Path, typer.Option("--ledger", help="The ledger, a file that only grows.")]
DEFAULT = Path("ledger.jsonl")


def _check(ledger: Path, out: Path | None, form: Format | None) -> None:
    """Refuse an answer that would take the place of the ledger."""
    if out is not None and os.path.realpath(out) == os.path.realpath(ledger):
        raise InputError(f"{out} is the ledger; give --out another file")
    check_outputs(out, None, form)


@app.command("add", epilog="Example: foedus assess us-rok --out answer.json && foedus ledger add answer.json")
def ledger_add(
    answer: Annotated[
        str, typer.Argument(help="An answer as JSON (a name that ends in .json), or a case, which is then assessed.")
    ],
    ledger: File = DEFAULT,
    futures: Annotated[int, typer.Option(help="Number of futures, where a case is assessed.")] = 10_000,
    horizon: Horizon = 20,
    seed: Seed = 1,
    threads: Threads = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """Write down the headline probabilities of an answer, by outcome and horizon, with what will settle them."""
    from foedus.assessment.ledger import ledger_add as run
    from foedus.assessment.read import read_answer
    from foedus.report.ledger import ledger_text

    _check(ledger, out, format)
    if answer.lower().endswith(".json"):
        told = read_answer(answer)
    else:
        from foedus.assessment.assessment import assess
        from foedus.assessment.ledger import ledger_list as check
        from foedus.simulation.store import users_store

        if ledger.exists():
            check(ledger)
        with progress() as advance:
            told = assess(
                answer,
                futures=futures,
                horizon=horizon,
                seed=seed,
                threads=threads,
                store=users_store(),
                progress=advance,
            )
    found = run(told, ledger)
    write(found, ledger_text(found), format, out)


@app.command(
    "resolve", epilog='Example: foedus ledger resolve 3 --not --on 2028-12-31 --source "UCDP/PRIO 29.1: no such war"'
)
def ledger_resolve(
    entry: Annotated[int, typer.Argument(help="Number of the entry ('foedus ledger list').")],
    happened: Annotated[
        bool, typer.Option("--happened/--not", help="The event happened, or the status held at the end.")
    ],
    on: Annotated[str, typer.Option(metavar="DAY", help="Day of the event; else a day on which the horizon is over.")],
    source: Annotated[str, typer.Option(help="Who says so.")],
    ledger: File = DEFAULT,
    format: Form = None,
    out: Out = None,
) -> None:
    """Write down what became of a forecast. Nothing is changed: a line is added."""
    from foedus.assessment.ledger import ledger_resolve as run
    from foedus.report.ledger import ledger_text

    _check(ledger, out, format)
    found = run(entry, happened=happened, on=on, source=source, ledger=ledger)
    write(found, ledger_text(found), format, out)


@app.command("list", epilog="Example: foedus ledger list --ledger ledger.jsonl")
def ledger_list(ledger: File = DEFAULT, format: Form = None, out: Out = None) -> None:
    """Every forecast of the ledger, and what became of it; refused if a line was changed by hand."""
    from foedus.assessment.ledger import ledger_list as run
    from foedus.report.ledger import ledger_text

    _check(ledger, out, format)
    found = run(ledger)
    write(found, ledger_text(found), format, out)


@app.command("score", epilog="Example: foedus ledger score --format json")
def ledger_score(ledger: File = DEFAULT, format: Form = None, out: Out = None) -> None:
    """Score what was written before it was settled, by event and against the rate of its class."""
    from foedus.assessment.ledger_score import ledger_score as run
    from foedus.report.ledger import score_text

    _check(ledger, out, format)
    found = run(ledger)
    write(found, score_text(found), format, out)

"""foedus watch: events into a store, what is counted of them, the board and the change sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Form, Name, Out, check_outputs, write
from foedus.cli.progress import progress
from foedus.errors import InputError

app = typer.Typer(
    help="Keep a watch on a case: events into a store, indicators, the board and the change sheet.",
    no_args_is_help=True,
)

Place = Annotated[
    Path | None, typer.Option("--store", help="The file that holds the store. Default: one a case, among your data.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY", help="Nothing dated or seen later is used, YYYY-MM-DD. Default: today."),
]
Own = Annotated[
    Path | None,
    typer.Option("--indicators", help="A file of indicators of your own, beside those that ship for the case."),
]


def day(option: str, text: str | None) -> date | None:
    """The day of an option; InputError for anything else."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{option} '{text}' is not a day as YYYY-MM-DD, for example 2023-10-01") from None


@app.command("update", epilog="Example: foedus watch update us-rok missiles.csv provocations.csv --through 2023-10-31")
def watch_update(
    case: Name,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of events; zip and gz are unpacked.")],
    feed: Annotated[
        str | None,
        typer.Option(
            help="Format of the files: gdelt, icews, polecat, acled, beyond-parallel, cns, taiwan-mnd. Default: by columns."
        ),
    ] = None,
    mapping: Annotated[
        str | None,
        typer.Option(help="A file that says what the columns of a table are; joint-air-patrols and dprk-russia ship."),
    ] = None,
    through: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="The day to which a list is complete. Default: the day of its last row."),
    ] = None,
    store: Place = None,
    as_of: AsOf = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """Read files of events into the store of a case. The same file twice changes nothing; a file that is refused neither."""
    from foedus.report.watch.taken import update_text
    from foedus.watch.update import watch_update as run

    check_outputs(out, None, format)
    with progress("reading") as advance:
        found = run(
            case,
            files,
            store=store,
            feed=feed,
            mapping=mapping,
            through=day("--through", through),
            as_of=day("--as-of", as_of),
            progress=advance,
        )
    write(found, update_text(found), format, out)


@app.command("indicators", epilog="Example: foedus watch indicators us-rok")
def watch_indicators(
    case: Name,
    own: Own = None,
    store: Place = None,
    as_of: AsOf = None,
    format: Form = None,
    out: Out = None,
) -> None:
    """List what is watched for a case: who, what, unit, source, what it informs, and how many months the store knows."""
    from foedus.report.watch.declared import declared_text
    from foedus.watch.declared import watch_indicators as run

    check_outputs(out, None, format)
    found = run(case, own=own, store=store, as_of=day("--as-of", as_of))
    write(found, declared_text(found), format, out)

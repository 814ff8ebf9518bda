"""foedus case: list, show, check and start case files."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli import completion
from foedus.cli.output import tell, writable
from foedus.cli.progress import progress
from foedus.errors import InputError

app = typer.Typer(help="List, show, check and start case files.", no_args_is_help=True)


@app.command("list", epilog="Example: foedus case list")
def case_list() -> None:
    """List the cases that come with foedus."""
    from foedus.world.case import case_names, load_case

    for name in case_names():
        typer.echo(f"{name:16} {load_case(name).title}")


@app.command("show", epilog="Example: foedus case show us-rok")
def case_show(
    case: Annotated[
        str, typer.Argument(help="A shipped case or the path of a case file.", autocompletion=completion.cases)
    ],
) -> None:
    """Show what a case contains: states, instruments, governments, tolerances."""
    from foedus.report.case import case_text
    from foedus.world.case import load_case

    typer.echo(case_text(load_case(case)))


@app.command("check", epilog="Example: foedus case check my-alliance.yaml")
def case_check(file: Annotated[Path, typer.Argument(help="The case file.")]) -> None:
    """Check a case file and list every problem: file, line, field, value, and what is allowed."""
    from foedus.world.case import case_notes, check_case

    problems = check_case(file)
    if problems:
        for problem in problems:
            typer.echo(problem, err=True)
        raise typer.Exit(2)
    for note in case_notes(file):
        tell(note)
    tell(f"{file}: a valid case")


@app.command(
    "new",
    epilog="Examples: foedus case new my-alliance.yaml · foedus case new us-phl.yaml --from-data 'USA, PHL' --as-of 2018-01-01 "
    "· foedus case new mine.yaml --like us-rok",
)
def case_new(
    file: Annotated[Path, typer.Argument(help="Where to write the case; it must not exist.")],
    from_data: Annotated[
        str | None,
        typer.Option(
            "--from-data",
            metavar="STATES",
            help="Fill the case from the publishers' data. STATES are the allies: COW codes, ISO codes "
            "or names, separated by commas.",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DAY", help="Day of the case, YYYY-MM-DD; no later information is used."),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option(
            "--like", metavar="CASE", help="Copy a case that ships, to change.", autocompletion=completion.cases
        ),
    ] = None,
) -> None:
    """Start a case file: a template with placeholders to replace, one filled from data to review, or a copy to change."""
    from foedus.world.case import load_case, new_case
    from foedus.world.schema import JUDGED

    writable(file=file)
    day = _day(as_of)
    with progress("reading the publishers' files"):
        path = new_case(file, from_data, day, like=like)
    left = "change it" if like else "fill it in" if from_data is None else "read it, and add your judgements"
    tell(f"wrote {path}: {left}, then 'foedus case check {path}'")
    if from_data is not None and "challengers" in load_case(path).not_judged:
        tell(f"foedus: warning: {JUDGED['challengers']}; add one with role: challenger", err=True)


@app.command(
    "schema", epilog="Example: foedus case schema > case.schema.json (YAML editors can check a case against it)"
)
def case_schema() -> None:
    """Print the JSON schema of case files."""
    from foedus.world.case import case_schema as schema

    typer.echo(json.dumps(schema(), indent=2))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--as-of '{text}' is not a day as YYYY-MM-DD, for example 2018-01-01") from None

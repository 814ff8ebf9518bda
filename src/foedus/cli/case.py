"""foedus case: list, show, check and start case files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="List, show, check and start case files.", no_args_is_help=True)


@app.command("list")
def case_list() -> None:
    """The cases that come with foedus."""
    from foedus.world.case import case_names, load_case

    for name in case_names():
        typer.echo(f"{name:12} {load_case(name).title}")


@app.command("show", epilog="Example: foedus case show us-rok")
def case_show(case: Annotated[str, typer.Argument(help="A shipped case or the path of a case file.")]) -> None:
    """What a case contains: states, instruments, governments, tolerances."""
    from foedus.report.case import case_text
    from foedus.world.case import load_case

    typer.echo(case_text(load_case(case)))


@app.command("check", epilog="Example: foedus case check my-alliance.yaml")
def case_check(file: Annotated[Path, typer.Argument(help="The case file.")]) -> None:
    """Check a case file: every problem with its file, line, field, value and what is allowed."""
    from foedus.world.case import check_case

    problems = check_case(file)
    if problems:
        for problem in problems:
            typer.echo(problem, err=True)
        raise typer.Exit(2)
    typer.echo(f"{file}: a valid case")


@app.command("new", epilog="Example: foedus case new my-alliance.yaml")
def case_new(file: Annotated[Path, typer.Argument(help="Where to write the template; it must not exist.")]) -> None:
    """Start a case file from a commented template."""
    from foedus.world.case import new_case

    typer.echo(f"wrote {new_case(file)}: fill it in, then 'foedus case check {file}'")


@app.command("schema")
def case_schema() -> None:
    """The JSON schema of case files."""
    from foedus.world.case import case_schema as schema

    typer.echo(json.dumps(schema(), indent=2))

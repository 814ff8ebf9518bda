"""foedus beliefs: what is believed of every effect of a case, and files of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Beliefs, Form, Format, Name, Out, check_outputs, write
from foedus.cli.output import show, tell, writable

app = typer.Typer(
    help="Show what is believed of every stated effect of a case, and start a belief file.", no_args_is_help=True
)


@app.command(
    "show", epilog="Examples: foedus beliefs show us-rok · foedus beliefs show us-rok --beliefs my-beliefs.yaml"
)
def beliefs_show(case: Name, beliefs: Beliefs = "literature", format: Form = None, out: Out = None) -> None:
    """Show every effect that a belief file may state for a case: its prior, where it comes from, and what it means."""
    from foedus.assessment.held_beliefs import held_beliefs

    check_outputs(out, None, format)
    found = held_beliefs(case, beliefs)
    if format not in (None, Format.text) or out is not None:
        lines = [f"{one.effect}: {{ mean: {one.mean:g}, sd: {one.sd:g} }} # {one.meaning}" for one in found.effects]
        write(found, "\n".join(lines) + "\n", format, out)
        return
    rows = [(one.effect, f"{one.mean:g}", f"{one.sd:g}", one.provenance, one.meaning) for one in found.effects]
    show(("effect", "mean", "sd", "provenance", "meaning"), rows)


@app.command("new", epilog="Example: foedus beliefs new my-beliefs.yaml --case us-rok")
def beliefs_new(
    file: Annotated[Path, typer.Argument(help="Where to write the file; it must not exist.")],
    case: Annotated[str, typer.Option(help="The case whose effects are listed.")],
    base: Annotated[
        str, typer.Option(help="Shipped beliefs that hold for what is not stated: sceptical, literature or optimist.")
    ] = "literature",
) -> None:
    """Start a belief file: every effect of a case as a comment, to be stated otherwise."""
    from foedus.assessment.held_beliefs import new_beliefs

    writable(file=file)
    path = new_beliefs(file, case, base)
    tell(f"wrote {path}: state what you believe, then 'foedus beliefs show {case} --beliefs {path}'")

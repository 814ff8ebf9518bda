"""foedus panel: publishers' files to one table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.output import beside, span, writable
from foedus.errors import InputError

app = typer.Typer()


@app.command(epilog="Example: foedus panel --unit state-year --years 1946:2010 --with capabilities --out panel.parquet")
def panel(
    unit: Annotated[str, typer.Option(help="state-year, dyad-year or directed-dyad-year.")],
    years: Annotated[str, typer.Option(help="First and last year, A:B.")],
    out: Annotated[Path, typer.Option(help="Parquet or CSV file to write.")],
    add: Annotated[list[str] | None, typer.Option("--with", help="Group of columns; repeat. Default: all.")] = None,
    relevant: Annotated[bool, typer.Option(help="Politically relevant dyads only.")] = False,
) -> None:
    """Build a panel from the publishers' files (in FOEDUS_DATA, or the user's data folder)."""
    from foedus.data.build import build_panel

    writable(out)
    if out.suffix not in (".parquet", ".csv"):
        raise InputError(f"{out}: cannot tell the format from '{out.suffix}'; name it .parquet or .csv")
    built = build_panel(unit, span(years), add, relevant=relevant)
    with beside(out) as part:
        built.frame.write_parquet(part) if out.suffix == ".parquet" else built.frame.write_csv(part)
    typer.echo(f"wrote {out}: {built.frame.height:,} rows, {built.frame.width} columns")

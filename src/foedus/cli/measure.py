"""foedus measure: compute a measure over years of the publishers' data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.output import on_screen, span, tell, writable
from foedus.cli.progress import progress
from foedus.cli.tables import check_suffix, save
from foedus.errors import InputError
from foedus.names import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

ROWS = 20
"""Rows shown on the screen; a file has them all."""

app = typer.Typer()


@app.command(
    epilog="Example: foedus measure s-score --years 2000:2018 --states USA,ROK\n\n"
    "Example: foedus measure poles --years 1990:2010 --out poles.csv"
)
def measure(
    name: Annotated[str, typer.Argument(help="The measure; 'list' shows them all.")],
    years: Annotated[str | None, typer.Option(help="First and last year, A:B.")] = None,
    states: Annotated[
        str | None,
        typer.Option(
            help="States by COW abbreviation or number, ISO code or name. One: all its pairs; several: the pairs among them; "
            "of tightness: the bloc."
        ),
    ] = None,
    data: Annotated[
        str, typer.Option(help="Data that similarity compares: alliances (atop) or General Assembly votes (unga).")
    ] = "atop",
    out: Annotated[
        Path | None,
        typer.Option(
            callback=on_screen, help="CSV, Excel or Parquet file to write instead of the screen; - is the screen."
        ),
    ] = None,
) -> None:
    """Compute a measure of capability, similarity, dependence, networks, balance or distance."""
    from foedus.measures.table import measures

    if name == "list":
        typer.echo(
            _columns(
                ("measure", "rows", "unit and range", "source"),
                [(m.name, m.rows, m.range, m.source) for m in measures().values()],
            )
        )
        return
    from foedus.measures.run import run
    from foedus.measures.table import measure as known

    known(name)
    if years is None:
        raise InputError(f"{name} needs --years A:B, for example --years 1990:2010")
    if out is not None:
        check_suffix(out)
        writable(out=out)
    if states is not None and not listed(states):
        raise InputError(f"states '{states}' names no state; write for example USA,ROK")
    with progress("reading") as advance:
        table = run(name, span(years), states=states or (), data=data, progress=advance)
    if out is None:
        _show(table)
        return
    save(table, out)
    tell(f"wrote {out}: {table.height:,} rows, {table.width} columns")


def _show(table: pl.DataFrame) -> None:
    """Print the first rows, and how many more there are."""
    typer.echo(_columns(table.columns, [[_cell(value) for value in row] for row in table.head(ROWS).iter_rows()]))
    if table.height > ROWS:
        typer.echo(f"... {table.height - ROWS:,} more rows; --out FILE.csv writes all")


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value)


def _columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Aligned columns."""
    widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows])
    return "\n".join(line.rstrip() for line in lines)

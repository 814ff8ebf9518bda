"""foedus panel: join publishers' files into one table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli import interrupts
from foedus.cli.output import on_screen, span, tell, writable
from foedus.cli.progress import progress
from foedus.cli.tables import check_suffix
from foedus.errors import InputError

app = typer.Typer()

EXAMPLE = "Example: foedus panel --unit dyad-year --years 1946:2010 --with disputes --with alliances --relevant --out p.parquet"


@app.command(epilog=EXAMPLE)
def panel(
    unit: Annotated[str, typer.Option(help="Unit of analysis, such as dyad-year ('foedus panel-groups' lists all).")],
    years: Annotated[str, typer.Option(help="First and last year, A:B.")],
    out: Annotated[
        Path | None,
        typer.Option(callback=on_screen, help="Parquet or CSV file to write; - is the screen, as CSV."),
    ],
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--with", help="Group of columns ('foedus panel-groups' lists them); repeat for several. Default: all."
        ),
    ] = None,
    system: Annotated[str, typer.Option(help="State system: cow (Correlates of War) or gw (Gleditsch-Ward).")] = "cow",
    relevant: Annotated[bool, typer.Option("--relevant", help="Keep politically relevant dyads only.")] = False,
    coverage: Annotated[
        list[str] | None,
        typer.Option(
            help="How to fill a group of columns after its last coded year: GROUP=carry:N or "
            "GROUP=nowcast:N; repeat for several."
        ),
    ] = None,
    rules: Annotated[
        str, typer.Option(help="foedus, or peacesciencer to count peace years and contiguity as that R package does.")
    ] = "foedus",
    whittle: Annotated[
        list[str] | None,
        typer.Option(help="Rule that chooses the dispute of 'one-dispute'; repeat for tie-breakers, in order."),
    ] = None,
    cite: Annotated[bool, typer.Option("--cite", help="Print the works to cite, as text and BibTeX.")] = False,
) -> None:
    """Join the publishers' files (in FOEDUS_DATA, or the user's data folder) into one panel."""
    from foedus.data.panel.build import build_panel
    from foedus.data.panel.whittle import RULES

    if out is not None:
        check_suffix(out, (".parquet", ".csv"))
        writable(out=out)
    with progress("reading") as advance:
        built = build_panel(
            unit,
            span(years),
            add,
            system=system,
            relevant=relevant,
            coverage=_policies(coverage or []),
            rules=rules,
            whittle=whittle or tuple(RULES),
            progress=advance,
        )
    interrupts.check()
    if out is None:
        typer.echo(built.frame.write_csv(), nl=False)
    else:
        built.write(out)
    for note in built.notes:
        tell(f"note: {note}", err=True)
    typer.echo(
        f"wrote {out or 'the screen'}: {built.rows.own.height:,} rows, {len(built.columns)} columns", err=out is None
    )
    if cite:
        typer.echo(built.citations, err=out is None)


@app.command("panel-groups", epilog="Example: foedus panel-groups dyad-year")
def panel_groups(
    unit: Annotated[str | None, typer.Argument(help="A unit of analysis. Default: list the units.")] = None,
) -> None:
    """List the units of analysis, or the groups of columns of one unit with their years and sources."""
    from foedus.data.columns import UNITS, columns, groups, table_columns
    from foedus.data.panel.tables import TABLES

    if unit is None:
        typer.echo("\n".join([*UNITS, *(f"{name:20} the table of {key}" for name, (key, _) in TABLES.items())]))
        return
    if unit in TABLES:
        key, _ = TABLES[unit]
        for column in table_columns(key).values():
            typer.echo(f"{column.name:18} {column.unit}: {column.meaning}")
        return
    for group in groups(unit):
        found = [column for column in columns(unit).values() if column.add == group]
        spans = {f"{c.first_year or ''}-{c.last_year or ''}" for c in found}
        names = ", ".join(column.name for column in found)
        typer.echo(f"{group:18} {found[0].source:20} {' / '.join(sorted(spans)):12} {names}")


def _policies(stated: list[str]) -> dict[str, str]:
    policies: dict[str, str] = {}
    for text in stated:
        group, equals, policy = text.partition("=")
        if group in policies:
            raise InputError(f"--coverage names '{group}' twice; give it one policy")
        if not equals:
            raise InputError(f"--coverage '{text}' is not GROUP=POLICY, for example alliances=carry:5")
        policies[group] = policy
    return policies

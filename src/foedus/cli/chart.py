"""foedus chart: one picture of an alliance, with its table and its words."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli import completion
from foedus.cli.answers import Do, Given, Threads
from foedus.cli.output import show, tell, writable
from foedus.cli.progress import progress
from foedus.errors import InputError

app = typer.Typer()


@app.command(
    epilog="Example: foedus chart list\n\nExample: foedus chart us-rok fans --out fans.svg --table fans.csv --words"
)
def chart(
    case: Annotated[
        str,
        typer.Argument(help="A case, or the JSON file of an answer; 'list' shows every chart."),
    ],
    name: Annotated[str | None, typer.Argument(help="Name of a chart.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the picture to this .svg, .png, .pdf or .html file.")] = None,
    table: Annotated[Path | None, typer.Option(help="Write its table to this .csv file.")] = None,
    words: Annotated[bool, typer.Option("--words", help="Print what is seen, in words.")] = False,
    outcome: Annotated[
        list[str] | None,
        typer.Option(help="Outcome to show, by its name in the JSON; repeat for several. Default: all."),
    ] = None,
    order: Annotated[
        str | None, typer.Option(help="World order of the futures.", autocompletion=completion.orders)
    ] = None,
    year: Annotated[int | None, typer.Option(help="Year that is shown, or of the condition.")] = None,
    given: Given = None,
    do: Do = None,
    fails: Annotated[
        str | None,
        typer.Option(help="What fails a future, as in 'foedus discover'.", autocompletion=completion.outcomes),
    ] = None,
    future: Annotated[int | None, typer.Option(help="Number of the future of 'replay', from 0.")] = None,
    beliefs: Annotated[
        str | None,
        typer.Option(
            help="sceptical, literature, optimist or a belief file. Default: literature.",
            autocompletion=completion.beliefs,
        ),
    ] = None,
    futures: Annotated[int | None, typer.Option(help="Number of futures. Default: as the question has it.")] = None,
    horizon: Annotated[int | None, typer.Option(help="Years to look ahead, 1 to 60. Default: 20.")] = None,
    threads: Threads = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed: the same seed gives the same chart.")] = None,
) -> None:
    """One chart as a file, its table, or its words: of a case, which is asked what the chart needs, or of an answer."""
    from foedus.report.gallery import chart as drawn
    from foedus.report.gallery import charts, figure_of

    if name is None:
        if case != "list":
            raise InputError(
                f"say which chart of {case}: foedus chart {case} NAME; 'foedus chart list' shows every name"
            )
        return show(("chart", "shows"), charts().items())
    figure_of(name)
    _check(out, table, words)
    from foedus.simulation.store import users_store

    with progress() as advance:
        found = drawn(
            case,
            name,
            outcomes=outcome or (),
            order=order,
            year=year,
            given=given or (),
            do=do or (),
            fails=fails,
            future=future,
            beliefs=beliefs,
            futures=futures,
            horizon=horizon,
            seed=seed,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    if out is not None:
        found.save(out)
        tell(f"wrote {out}", err=True)
    if table is not None:
        from foedus.cli.tables import save

        save(found.to_frame(), table)
        tell(f"wrote {table}", err=True)
    if words:
        typer.echo(repr(found))
    return None


def _check(out: Path | None, table: Path | None, words: bool) -> None:
    """Before any work is done, refuse outputs that cannot be written, and a call that writes nothing."""
    from foedus.cli import tables
    from foedus.report import painters
    from foedus.report.chart import check_suffix

    if out is None and table is None and not words:
        raise InputError("nothing to write: give --out FILE for the picture, --table FILE.csv, or --words")
    if out is not None:
        check_suffix(out)
    if table is not None:
        tables.check_suffix(table, (".csv",))
    writable(out=out, table=table)
    if out is not None:
        painters.start()

"""foedus alliances: forecast every defence alliance of past years, and say what became of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.answers import Chart, Form, Out, Seed, Threads, check_outputs, draw, write
from foedus.cli.output import takes_files, tell
from foedus.cli.progress import progress
from foedus.cli.tables import check_suffix, save
from foedus.errors import InputError

if TYPE_CHECKING:
    from foedus.simulation.alliances.answer import AlliancesAnswer

app = typer.Typer()


@app.command(
    epilog="Example: foedus alliances --origin 1960 --origin 1975 --futures 500 --table alliances.csv --chart alliances.png\n\n"
    "Example: foedus alliances --origin 1990 --proteges 1 --futures 200 --mechanism load=off --hindsight"
)
def alliances(
    origin: Annotated[
        list[int] | None,
        typer.Option(
            help="Year at the end of which alliances are in force; repeat for several. Default: 1960, 1975, 1990."
        ),
    ] = None,
    horizon: Annotated[int, typer.Option(help="Years to simulate and compare, 2 to 60.")] = 20,
    futures: Annotated[int, typer.Option(help="Number of futures of each case, 1 to 100,000.")] = 500,
    proteges: Annotated[
        int, typer.Option(help="Most proteges of an alliance, the strongest first; 0: every other member in turn.")
    ] = 0,
    mechanism: Annotated[
        list[str] | None,
        typer.Option(
            help="Forecast again with a mechanism switched, as wedge=on, and score the change; repeat for several, each for "
            "itself; join by + what is switched together."
        ),
    ] = None,
    fits: Annotated[
        Path | None,
        typer.Option(help="Folder for the posteriors as of each origin. Default: the user's cache."),
    ] = None,
    hindsight: Annotated[
        bool,
        typer.Option(
            "--hindsight", help="With the estimates that ship, which have seen these years: to compare mechanisms."
        ),
    ] = False,
    table: Annotated[Path | None, typer.Option(help="Also write one row per alliance to a .csv or .xlsx file.")] = None,
    seed: Seed = 1,
    threads: Threads = None,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Does a case say what becomes of an alliance? Every defence alliance of past years is made a case of its day.

    Equations are fitted to data up to each origin, once, and kept. Needs the extra: python -m pip install 'foedus\\[fit]'.
    """
    from foedus.report.alliances import alliances_text
    from foedus.simulation.alliances.run import ORIGINS
    from foedus.simulation.alliances.run import alliances as run

    if table is not None:
        check_suffix(table, (".csv", ".xlsx"))
    check_outputs(out, chart, format, table)
    if fits is not None:
        takes_files(fits if fits.is_dir() else fits.absolute().parent, fits)
    if not 1 <= futures <= 100_000 or not 2 <= horizon <= 60:
        raise InputError(f"futures {futures:,}, horizon {horizon}: 1 to 100,000 futures over 2 to 60 years are allowed")
    with progress("reading") as advance:
        answer = run(
            origin or ORIGINS,
            horizon=horizon,
            futures=futures,
            proteges=proteges,
            mechanisms=mechanism or (),
            seed=seed,
            threads=threads,
            fits=fits,
            hindsight=hindsight,
            progress=advance,
        )
    write(answer, alliances_text(answer), format, out)
    if table is not None:
        _write(answer, table)
    if chart is not None:
        draw("alliances", answer, chart)


def _write(answer: AlliancesAnswer, path: Path) -> None:
    import polars as pl

    save(pl.DataFrame([line.model_dump() for line in answer.lines], infer_schema_length=None), path)
    tell(f"wrote {path}", err=True)

"""foedus evaluate: score forecasts of an equation or an outcome against what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.answers import Chart, Form, Out, Seed, check_outputs, draw, write
from foedus.cli.backtest import years_ahead
from foedus.cli.output import show, span, tell
from foedus.cli.progress import progress
from foedus.cli.tables import check_suffix, save
from foedus.errors import InputError, lacking

if TYPE_CHECKING:
    from foedus.evaluate.run import Evaluation

app = typer.Typer()


@app.command(
    epilog="Example: foedus evaluate initiation --origin 2010 --years 2011:2014 --table forecasts.csv\n\n"
    "Example: foedus evaluate war --origin 1990 --origin 2000"
)
def evaluate(
    what: Annotated[
        str,
        typer.Argument(
            help="Equation or outcome to score; 'list' shows all. Write outcome/NAME where both have the same name."
        ),
    ],
    origin: Annotated[
        list[int] | None, typer.Option(help="Last year known to the forecaster; repeat for several.")
    ] = None,
    years: Annotated[str | None, typer.Option(help="Years to score, A:B. Default: up to the last coded year.")] = None,
    data: Annotated[
        Path | None,
        typer.Option(help="Folder with publishers' files of later years; files it lacks are read from FOEDUS_DATA."),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(help="Also write one row per unit, year and forecaster, to a .csv, .xlsx or .parquet file."),
    ] = None,
    horizons: Annotated[str | None, typer.Option(help="Years ahead, separated by commas; 1 is one step.")] = None,
    model: Annotated[list[str] | None, typer.Option(help="Model of disputes to score; repeat for several.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Use a third of the usual origins and draws.")] = False,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Score forecasts made at past origins against what happened, for the simulator's own equations and for outcomes.

    Outcomes, and gradient boosting, need the extra: python -m pip install 'foedus\\[fit]'.
    """
    from foedus.evaluate import registry
    from foedus.evaluate.run import evaluate as run
    from foedus.report.backtest import evaluation_text

    if what == "list":
        _list()
        return
    task = registry.task(what)
    if table is not None:
        check_suffix(table)
    check_outputs(out, chart, format, table)
    if chart is not None and task.amounts:
        raise InputError(f"{what} forecasts amounts, which have no calibration curve; leave out --chart")
    asked = span(years) if years else None
    ahead = years_ahead(horizons) if horizons else None
    try:
        with progress("reading") as advance:
            found = run(
                what, origin, years=asked, horizons=ahead, models=model, data=data, quick=quick, seed=seed,
                progress=advance,
            )  # fmt: skip
    except ImportError as error:
        raise InputError(lacking("an evaluation of this", "fit", error)) from error
    write(found.result, evaluation_text(found.result), format, out)
    if table is not None:
        _write(found, task.target, table)
    if chart is not None:
        draw("calibration", found.result, chart)


def _write(found: Evaluation, target: str, path: Path) -> None:
    from foedus.evaluate.rows import table

    save(table(found.forecasts, target), path)
    tell(f"wrote {path}", err=True)


def _list() -> None:
    """List every equation and outcome, with its usual origins and horizons."""
    from foedus.evaluate.registry import BY_KIND, called

    rows = []
    for kind, tasks in BY_KIND.items():
        for one in tasks.values():
            first, second, *_, last = one.origins
            rows.append(
                (called(one), kind, f"{first}:{last}:{second - first}", ",".join(map(str, one.horizons)), one.words)
            )
    show(("name", "kind", "usual origins", "years ahead", "what is forecast"), rows)

"""foedus backtest: score forecasts of the past against what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.answers import Chart, Form, Out, Seed, check_outputs, draw, write
from foedus.cli.output import show
from foedus.cli.progress import progress
from foedus.errors import InputError, lacking

if TYPE_CHECKING:
    pass

MOST_ORIGINS = 100

app = typer.Typer()


@app.command(
    epilog="Example: foedus backtest disputes --origins 1980:2000:10 --horizons 1,10 --chart calibration.png\n\n"
    "Example: foedus backtest treaties --format json --out treaties.json"
)
def backtest(
    outcome: Annotated[str, typer.Argument(help="Outcome to forecast; 'list' shows all.")],
    origins: Annotated[
        str | None,
        typer.Option(help="Last years known to the forecaster: FIRST:LAST:STEP, or one year."),
    ] = None,
    horizons: Annotated[str | None, typer.Option(help="Years ahead, separated by commas; 1 is one step.")] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(help="Model of disputes to score; repeat for several. Default: all but the retrospective ones."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Use a third of the usual origins and draws.")] = False,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Score forecasts made at past origins against two baselines: climatology and history-only.

    Needs the extra: python -m pip install 'foedus\\[fit]'.
    """
    from foedus.evaluate.registry import OUTCOMES
    from foedus.evaluate.run import backtest as run
    from foedus.report.backtest import backtest_text

    if outcome == "list":
        _list()
        return
    check_outputs(out, chart, format)
    asked = None if origins is None else years_of(origins), None if horizons is None else years_ahead(horizons)
    if chart is not None and outcome in OUTCOMES and OUTCOMES[outcome].amounts:
        raise InputError(f"{outcome} forecasts amounts, which have no calibration curve; leave out --chart")
    try:
        with progress("reading") as advance:
            found = run(outcome, *asked, model, quick=quick, seed=seed, progress=advance)
    except ImportError as error:
        raise InputError(lacking("a backtest", "fit", error)) from error
    write(found, backtest_text(found), format, out)
    if chart is not None:
        draw("calibration", found, chart)


def _list() -> None:
    """List the outcomes and the models of disputes."""
    from foedus.evaluate.forecasters.models import SPECIFICATIONS
    from foedus.evaluate.registry import OUTCOMES

    rows = []
    for name, one in OUTCOMES.items():
        first, second, *_, last = one.origins
        rows.append((name, f"{first}:{last}:{second - first}", ",".join(map(str, one.horizons)), one.words))
    show(("outcome", "origins", "horizons", "what is forecast"), rows)
    typer.echo()
    show(("model of disputes", "what it is"), [(name, one.words) for name, one in SPECIFICATIONS.items()])


def years_of(text: str) -> list[int]:
    """The years of FIRST:LAST:STEP, FIRST:LAST or FIRST."""
    parts = text.split(":")
    if not 1 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        raise InputError(f"origins '{text}' is not FIRST:LAST:STEP, for example 1960:2005:5, or one year")
    first, last, step = int(parts[0]), int(parts[1] if len(parts) > 1 else parts[0]), int(parts[2]) if parts[2:] else 1
    if step < 1 or last < first:
        raise InputError(f"origins '{text}' contains no year; give the first year first and a step of at least 1")
    years = list(range(first, last + 1, step))
    if len(years) > MOST_ORIGINS:
        raise InputError(
            f"origins '{text}' gives {len(years)} origins; at most {MOST_ORIGINS} are allowed: give a longer step"
        )
    return years


def years_ahead(text: str) -> list[int]:
    """The numbers of A,B,C."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdigit() for part in parts):
        raise InputError(f"horizons '{text}' is not a list of whole numbers of years, for example 1,5,10,20")
    return [int(part) for part in parts]

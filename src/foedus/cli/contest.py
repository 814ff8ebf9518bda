"""foedus contest: compare candidate specifications of an equation on years they were not fitted to, and weigh them."""

from __future__ import annotations

from typing import Annotated

import typer

from foedus.cli.answers import Chart, Form, Out, Seed, check_outputs, draw, write
from foedus.cli.backtest import years_ahead, years_of
from foedus.cli.output import show
from foedus.cli.progress import progress
from foedus.errors import InputError

app = typer.Typer()


@app.command(
    epilog="Example: foedus contest initiation --chart calibration.png\n\n"
    "Example: foedus contest treaty-end --origins 1970:1990:5 --horizons 10 --format json --out treaty-end.json"
)
def contest(
    equation: Annotated[str, typer.Argument(help="Equation with several candidate specifications; 'list' shows all.")],
    origins: Annotated[
        str | None, typer.Option(help="Last years the candidates are fitted to: FIRST:LAST:STEP, or one year.")
    ] = None,
    horizons: Annotated[str | None, typer.Option(help="Years ahead, separated by commas.")] = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Compare an equation's candidate specifications on later years; weigh them by stacking, as 'foedus assess' does."""
    from foedus.evaluate.run import contest as run
    from foedus.evaluate.windows import HORIZONS, ORIGINS
    from foedus.report.backtest import backtest_text

    if equation == "list":
        _list()
        return
    check_outputs(out, chart, format)
    if chart is not None and equation.startswith("growth-"):
        raise InputError(f"{equation} forecasts amounts, which have no calibration curve; leave out --chart")
    asked = years_of(origins) if origins else ORIGINS
    ahead = years_ahead(horizons) if horizons else HORIZONS
    with progress("reading") as advance:
        found = run(equation, asked, ahead, seed=seed, progress=advance)
    write(found, backtest_text(found), format, out)
    if chart is not None:
        draw("calibration", found, chart)


def _list() -> None:
    from foedus.equations.registry import RIVALS

    rows = [
        (equation, name, one.title, "yes" if one.weighed else "no")
        for equation, rivals in RIVALS.items()
        for name, one in rivals.items()
    ]
    show(("equation", "specification", "what it says", "takes weight"), rows)

"""foedus bargain, deter, deter-fit and race: bargaining over an issue, deterrence of a challenge, and arms races."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Chart, Form, Out, Seed, check_outputs, draw, write
from foedus.cli.output import span
from foedus.cli.progress import progress
from foedus.errors import InputError
from foedus.names import listed
from foedus.shown import shown

app = typer.Typer()


class Full(StrEnum):
    """Value that stands for full salience."""

    one = "1"
    hundred = "100"


@app.command(epilog="Example: foedus bargain us-rok-cost-sharing --chart positions.png")
def bargain(
    issue: Annotated[
        str | None,
        typer.Argument(
            help="A shipped issue, a .yaml file, or a .csv file with columns actor, capability, position, salience."
        ),
    ] = None,
    variant: Annotated[
        str,
        typer.Option(
            help="Variant of the model: corrected, corrected-risk-2011, or scholz-calbert-smith (2011, as coded)."
        ),
    ] = "corrected",
    rounds: Annotated[
        int, typer.Option(help="Largest number of rounds to play before giving up on an equilibrium.")
    ] = 100,
    draws: Annotated[int, typer.Option(help="Games to play with inputs drawn from their stated ranges.")] = 1000,
    salience_of: Annotated[Full, typer.Option(help="Value that stands for full salience in a .csv file.")] = Full.one,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Where would bargaining among these actors over one issue end? (Bueno de Mesquita; Scholz, Calbert and Smith)"""
    from foedus.classic.bargaining_answer import bargain_over
    from foedus.classic.issue import issue_names, load_issue
    from foedus.report.bargaining import bargaining_text

    check_outputs(out, chart, format, read=issue)
    if issue is None:
        typer.echo("\n".join(f"{name:24} {load_issue(name).title}" for name in issue_names()))
        return
    loaded = load_issue(issue, salience_of=1 if salience_of is Full.one else 100)
    answer = bargain_over(loaded, variant=variant, rounds=rounds, draws=draws, seed=seed)
    write(answer, bargaining_text(answer), format, out)
    if chart is not None:
        draw("bargaining", answer, chart)


@app.command(epilog="Example: foedus deter us-rok --challenger CHN --chart deterrence.png")
def deter(
    case: Annotated[str, typer.Argument(help="A shipped case, a case file, or a .yaml file with your own payoffs.")],
    precision: Annotated[
        float | None,
        typer.Option(
            "--lambda", help="Precision of the players' choices (logit QRE), 0 or more. Default: 3, or the file's."
        ),
    ] = None,
    challenger: Annotated[
        str | None, typer.Option(help="Challenger, as the case names it. Default: the first.")
    ] = None,
    belief: Annotated[
        float | None,
        typer.Option(help="The adversary's belief that the patron fights, 0 to 1. Default: from the case."),
    ] = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Is a challenge deterred, and how does that depend on belief and resolve? (quantal response in a three-move game)"""
    from foedus.classic.deterrence_answer import deter as run
    from foedus.report.deterrence import deterrence_text

    check_outputs(out, chart, format, read=case)
    answer = run(case, precision=precision, challenger=challenger, belief=belief, seed=seed)
    write(answer, deterrence_text(answer), format, out)
    if chart is not None:
        draw("deterrence", answer, chart)


@app.command("deter-fit", epilog="Example: foedus deter-fit disputes.csv --spec utilities.yaml")
def deter_fit(
    file: Annotated[Path, typer.Argument(help="A .csv file with one row per confrontation.")],
    spec: Annotated[
        Path,
        typer.Option(
            help="A .yaml file that names the outcome, the errors, and the terms of u1_sq, u1_cap, u1_war, u2_war."
        ),
    ],
    starts: Annotated[int, typer.Option(help="Random starts of the search.")] = 20,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
) -> None:
    """Estimate a game of challenge and response from what happened (Signorino's strategic probit)."""
    from foedus.classic.strategic_file import fit_file
    from foedus.report.deterrence import probit_text

    check_outputs(out, None, format, read=file)
    with progress("fitting"):
        answer = fit_file(file, spec, starts=starts, seed=seed)
    write(answer, probit_text(answer), format, out)


@app.command(epilog="Example: foedus race --states JPN,CHN --years 1990:2022 --chart race.png")
def race(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A .csv file with a year column and one spending column per side. Leave it out to use --states."
        ),
    ] = None,
    sides: Annotated[
        str | None, typer.Option(help="Columns of the file that form the two sides, for example a+b,c+d.")
    ] = None,
    states: Annotated[
        str | None, typer.Option(help="Two states by COW abbreviation, ISO code or name, from the publishers' files.")
    ] = None,
    years: Annotated[
        str | None, typer.Option(help="First and last year, with --states, for example 1990:2020.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="Source of spending: sipri-milex or cow-nmc. Default: the first that covers all years of both states."
        ),
    ] = None,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Do two sides arm in response to each other, and where does it lead? (Richardson)"""
    from foedus.classic.race_answer import race as run
    from foedus.classic.spending import from_file, from_states
    from foedus.report.race import race_text

    check_outputs(out, chart, format, read=file)
    if file is not None:
        if states is not None or years is not None or source is not None:
            raise InputError(f"{file} has its own spending; leave out --states, --years and --source")
        if sides is not None and not listed(sides):
            raise InputError(f"sides '{shown(sides)}' are not two; give two different ones with a comma between")
        spending = from_file(file, listed(sides))
    elif states is None or years is None or sides is not None:
        raise InputError("name the sides: a .csv file (with --sides), or --states with --years")
    else:
        spending = from_states(states, *span(years), source)
    answer = run(spending)
    write(answer, race_text(answer), format, out)
    if chart is not None:
        draw("race", answer, chart)

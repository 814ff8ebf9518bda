"""foedus landscape and foedus balance: which sides states would take, and how balanced their ties are."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.answers import Chart, Form, Out, Seed, check_outputs, draw, write
from foedus.cli.progress import progress
from foedus.errors import InputError

if TYPE_CHECKING:
    from foedus.classic.facts import Facts

DRAWS = 1000

app = typer.Typer()

States = Annotated[str | None, typer.Option(help="States by COW abbreviation, ISO code or name, separated by commas.")]


class Size(StrEnum):
    """Capability that measures a state's size."""

    cinc = "cinc"
    gdp = "gdp"
    milex = "milex"


@app.command(epilog="Example: foedus landscape us-rok --chart alignments.png")
def landscape(
    source: Annotated[
        str | None,
        typer.Argument(
            help="A case, or a .csv file with columns name, size, and one per state. Leave it "
            "out to use --states and --year."
        ),
    ] = None,
    states: States = None,
    year: Annotated[int | None, typer.Option(help="Year of the publishers' data, with --states.")] = None,
    size: Annotated[Size | None, typer.Option(help="Capability that measures a state's size. Default: cinc.")] = None,
    blocs: Annotated[int, typer.Option(help="Largest number of blocs allowed.")] = 2,
    draws: Annotated[
        int | None, typer.Option(help="Sets of weights drawn for the sensitivity analysis. Default: 1000.")
    ] = None,
    starts: Annotated[
        int, typer.Option(help="Random starts, used where there are too many alignments to enumerate.")
    ] = 10_000,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """Which sides would states take, which alignments are stable, and who is the swing state? (Axelrod and Bennett)"""
    from foedus.classic.landscape_answer import facts_answer, landscape_answer
    from foedus.classic.sheet import is_table
    from foedus.report.landscape import landscape_text

    check_outputs(out, chart, format, read=source)
    if source is not None and is_table(source):
        if (states, year, size, draws) != (None, None, None, None):
            raise InputError(
                f"{source} has its own states and propensities; leave out --states, --year, --size, --draws"
            )
        from foedus.classic.files import read_landscape

        answer = landscape_answer(read_landscape(Path(source)), Path(source).name, blocs, starts=starts, seed=seed)
    else:
        facts = _facts(source, states, year)
        with progress("surveying the landscape") as advance:
            answer = facts_answer(
                facts,
                (size or Size.cinc).value,
                blocs,
                draws=DRAWS if draws is None else draws,
                starts=starts,
                seed=seed,
                progress=advance,
            )
    write(answer, landscape_text(answer), format, out)
    if chart is not None:
        draw("landscape", answer, chart)


@app.command(epilog="Example: foedus balance --year 2010 --states USA,ROK,JPN,CHN,RUS,PRK --chart balance.png")
def balance(
    file: Annotated[
        Path | None, typer.Argument(help="A .csv file of ties with columns i, j, sign. Leave it out to use --year.")
    ] = None,
    states: States = None,
    year: Annotated[int | None, typer.Option(help="Year of the state system, from the publishers' files.")] = None,
    window: Annotated[
        int | None, typer.Option(help="Disputes in this many years up to --year count as negative ties. Default: 5.")
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds allowed to prove the optimum.")] = 60.0,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """How close are signed ties to two camps of friends, and which ties stand in the way? (Harary's frustration index)"""
    from foedus.classic.balance_answer import balance_answer
    from foedus.report.balance import balance_text

    check_outputs(out, chart, format, read=file)
    if file is not None:
        if (states, year, window) != (None, None, None):
            raise InputError(f"{file} has its own ties; leave out --states, --year and --window")
        from foedus.classic.files import read_network

        answer = balance_answer(read_network(file), file.name, time_limit=time_limit, seed=seed)
    elif year is None:
        raise InputError("say what to measure: a .csv file of ties, or --year")
    else:
        from foedus.classic.ties import WINDOW, network_of_year

        network, notes = network_of_year(year, states, WINDOW if window is None else window)
        answer = balance_answer(network, "publishers' files", year=year, notes=notes, time_limit=time_limit, seed=seed)
    write(answer, balance_text(answer), format, out)
    if chart is not None:
        draw("balance", answer, chart)


def _facts(source: str | None, states: str | None, year: int | None) -> Facts:
    """Facts of a case, or of states in a year."""
    from foedus.classic.facts import case_facts, year_facts

    if source is None:
        if states is None or year is None:
            raise InputError("name the states: a case, a .csv file, or --states with --year")
        return year_facts(states, year)
    from foedus.world.case import load_case

    if year is not None:
        raise InputError(f"case {source} has its own date: leave --year out")
    return case_facts(load_case(source), states)

"""foedus ablate: what each instrument of an alliance is worth."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from foedus.cli.answers import (
    Beliefs,
    Chart,
    Form,
    Horizon,
    InOrder,
    Name,
    Out,
    Seed,
    Threads,
    Told,
    check_outputs,
    draw,
    write,
)
from foedus.cli.output import progress
from foedus.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from foedus.assessment.ablation_lines import Ablation

app = typer.Typer()


class Sets(StrEnum):
    """Which sets of instruments are removed."""

    all = "all"
    pairs = "pairs"
    single = "single"


@app.command(epilog="Example: foedus ablate us-rok --sets single --outcome war_outside --chart tornado.png")
def ablate(
    case: Name,
    sets: Annotated[
        Sets | None,
        typer.Option(
            help="Sets that are removed: all legal ones, single instruments and pairs, or single ones. Default: all."
        ),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(help="Instead this set alone, its instruments separated by commas; repeat for several."),
    ] = None,
    outcome: Told = None,
    futures: Annotated[int, typer.Option(help="Number of futures of each run.")] = 2000,
    horizon: Horizon = 20,
    order: InOrder = "as-measured",
    beliefs: Beliefs = "literature",
    threads: Threads = None,
    seed: Seed = 1,
    format: Form = None,
    out: Out = None,
    chart: Chart = None,
) -> None:
    """What each instrument is worth: alone, in pairs, and as its share of what all of them do (Shapley)."""
    from foedus.assessment.ablation import ablate as run
    from foedus.report.ablation import ablation_text
    from foedus.simulation.store import users_store
    from foedus.world.case import load_case

    check_outputs(out, chart, format)
    if remove and (sets or chart):
        raise InputError("--remove names the sets: leave out --sets and --chart")
    loaded = load_case(case)
    with progress() as advance:
        found = run(
            loaded,
            sets=(sets or Sets.all).value,
            remove=remove or (),
            outcomes=outcome or (),
            futures=futures,
            horizon=horizon,
            seed=seed,
            order=order,
            beliefs=beliefs,
            threads=threads,
            store=users_store(),
            progress=advance,
        )
    write(found, ablation_text(found), format, out)
    if chart is not None:
        _draw(found, chart)


def _draw(answer: Ablation, path: Path) -> None:
    from foedus.report.ablation import subtitle, title, told
    from foedus.report.figures import ablation as figure

    if not told(answer):
        raise InputError(f"{path}: no instrument moves an outcome, so there is nothing to draw; leave out --chart")
    draw(figure.figure(answer), "ablation", title(answer), subtitle(answer), path)

"""foedus ablate: what each instrument of an alliance is worth."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from foedus.cli.answers import Told
from foedus.cli.question import Asked, question
from foedus.errors import InputError

app = typer.Typer()


REMOVED = "--remove names the sets: leave out --sets and --chart"


class Sets(StrEnum):
    """Which sets of instruments are removed."""

    all = "all"
    pairs = "pairs"
    single = "single"


@app.command(epilog="Example: foedus ablate us-rok --sets single --outcome war_outside --chart tornado.png")
@question("order", "beliefs", "chart")
def ablate(
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
    degrade: Annotated[
        bool,
        typer.Option(
            "--degrade",
            help="Keep instruments at half of their integrity from the start, in place of removing them; any set may be.",
        ),
    ] = False,
    outcome: Told = None,
    futures: Annotated[int, typer.Option(help="Number of futures of each run.")] = 2000,
) -> Asked:
    """What each instrument is worth, removed or degraded: alone, in pairs, and as its share of what all do (Shapley)."""
    from foedus.assessment.ablation import ablate as run
    from foedus.report import ablation as report
    from foedus.simulation.store import users_store

    if remove and sets:
        raise InputError(REMOVED)
    asked = partial(
        run,
        sets=(sets or Sets.all).value,
        remove=remove or (),
        degrade=degrade,
        outcomes=outcome or (),
        futures=futures,
        store=users_store(),
    )
    return Asked(asked, report.ablation_text, "ablation", REMOVED if remove else "")

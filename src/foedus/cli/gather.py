"""foedus gather: the answer of an assessment that was simulated in parts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from foedus.cli.answers import Out, Threads
from foedus.cli.assess import SUFFIXES, Format, give
from foedus.cli.output import format_of, no_screen, writable
from foedus.cli.progress import progress

app = typer.Typer()


@app.command(
    epilog="Example: for k in 1 2 3; do foedus assess us-rok --part $k/3 --out parts; done; foedus gather parts"
)
def gather(
    folder: Annotated[
        Path, typer.Argument(help="The folder that every 'foedus assess --part K/N --out FOLDER' wrote to.")
    ],
    format: Annotated[
        Format | None, typer.Option(help="Format of the answer. Default: by the suffix of --out, else text.")
    ] = None,
    out: Out = None,
    full: Annotated[bool, typer.Option("--full", help="Print everything, and not the first screen alone.")] = False,
    fits: Annotated[
        Path | None, typer.Option(help="Folder of the posteriors that the parts used in place of shipped ones.")
    ] = None,
    threads: Threads = None,
) -> None:
    """Put the parts of an assessment together: the same answer as from one machine, to the last digit."""
    from foedus.assessment.parts import gather as run

    written = format_of(format, out, SUFFIXES)
    no_screen(written, out)
    writable(out=out)
    with progress() as advance:
        answer = run(folder, fits=fits, threads=threads, progress=advance)
    give(answer, written, out, full)
